using Compensation.Local.Host.Functions;
using Compensation.Local.Host.Rpc;
using Compensation.Local.Host.Workers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using RpcStatus = Compensation.Local.Host.Rpc.StatusResult.Types.Status;

namespace Compensation.Local.Host.Http;

/// <summary>Takes requests to HTTP functions: who may call is decided here, what is answered is the worker's.</summary>
internal sealed partial class HttpFront(WorkerChannel channel, FunctionsWorker worker, string client, FunctionKeys keys, ILogger<HttpFront> logger)
{
    /// <summary>What a worker's own server takes, in bytes, unless the function says otherwise.</summary>
    private const long WorkersBodyLimit = 30_000_000;

    private const int MostAttempts = 3;

    private static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(5);

    public void Map(IEndpointRouteBuilder endpoints, IEnumerable<HttpRoute> routes)
    {
        foreach (HttpRoute route in routes)
        {
            RequestDelegate handle = http => HandleAsync(http, route);
            IEndpointConventionBuilder endpoint = route.Methods.Count == 0
                ? endpoints.Map(route.Pattern, handle)
                : endpoints.MapMethods(route.Pattern.RawText!, route.Methods, handle);
            endpoint.WithMetadata(route);
        }
    }

    private async Task HandleAsync(HttpContext http, HttpRoute route)
    {
        if (!http.Request.Host.HasValue)
        {
            // The worker's own server would not take it, and the run would wait for it in vain.
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        if (!keys.Allows(http, route))
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit && worker is InProcessWorker)
            http.Features.Set<IHttpMaxRequestBodySizeFeature>(new CappedBodySize(limit, WorkersBodyLimit));

        try
        {
            InvocationResponse response = await RunAsync(http, route.Function);
            if (response.Result.Status != RpcStatus.Success)
                Fail(http, route.Function, response.Result);
        }
        catch (BadHttpRequestException refused) when (!http.Response.HasStarted)
        {
            http.Response.StatusCode = refused.StatusCode;
        }
        catch (Exception failure)
        {
            LogBroken(failure, route.Function.Name);
            SayFailed(http);
        }
    }

    /// <summary>
    /// The worker brings the two halves of a run together: the invocation, and the request itself. It gives them five seconds to find each other, which on a busy machine may be too few.
    /// Then the function has not begun, nothing has been read of the request, and it is run anew.
    /// </summary>
    private async Task<InvocationResponse> RunAsync(HttpContext http, HostedFunction function)
    {
        for (int attempt = 1; ; attempt++)
        {
            using CancellationTokenSource unwanted = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
            using CancellationTokenSource unanswered = new();
            InvocationRequest invocation = Invocation(http, function);
            Task<InvocationResponse> running = channel.InvokeAsync(invocation, unwanted.Token);
            Task forwarding = worker.ForwardAsync(http, invocation.InvocationId, unanswered.Token);
            await Task.WhenAny(running, forwarding);
            bool missed = forwarding.Exception?.InnerException is TimeoutException;
            if (missed)
                await unwanted.CancelAsync();

            await ((Task)running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            bool succeeded = running is { IsCompletedSuccessfully: true, Result.Result.Status: RpcStatus.Success };
            // The worker may leave the request of a run that has failed without an answer.
            if (!succeeded)
                unanswered.CancelAfter(GracePeriod);
            await forwarding.ConfigureAwait(succeeded ? ConfigureAwaitOptions.None : ConfigureAwaitOptions.SuppressThrowing);
            if (!missed || attempt == MostAttempts || http.RequestAborted.IsCancellationRequested)
                return await running;
        }
    }

    private InvocationRequest Invocation(HttpContext http, HostedFunction function)
    {
        InvocationRequest invocation = function.Invocation(new TypedData { Http = new RpcHttp() }, client);
        foreach ((string name, Microsoft.Extensions.Primitives.StringValues value) in http.Request.Query)
            invocation.TriggerMetadata[name] = new TypedData { String = value.ToString() };
        foreach ((string name, object? value) in http.Request.RouteValues)
            invocation.TriggerMetadata[name] = new TypedData { String = value?.ToString() ?? "" };
        return invocation;
    }

    private void Fail(HttpContext http, HostedFunction function, StatusResult result)
    {
        if (http.RequestAborted.IsCancellationRequested)
        {
            LogGone(function.Name);
            return;
        }

        LogFailure(function.Name, result.Exception?.Type, result.Exception?.StackTrace);
        SayFailed(http);
    }

    private static void SayFailed(HttpContext http)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return;
        }

        http.Response.Clear();
        http.Response.StatusCode = StatusCodes.Status500InternalServerError;
    }

    // An exception's message may hold a person's words.
    [LoggerMessage(LogLevel.Error, "HTTP function {Function} failed with {Type}.\n{StackTrace}")]
    private partial void LogFailure(string function, string? type, string? stackTrace);

    [LoggerMessage(LogLevel.Error, "A request to HTTP function {Function} could not be answered.")]
    private partial void LogBroken(Exception exception, string function);

    [LoggerMessage(LogLevel.Debug, "The caller of HTTP function {Function} went away.")]
    private partial void LogGone(string function);

    /// <summary>A function may raise the worker's limit, but not above the host's.</summary>
    private sealed class CappedBodySize : IHttpMaxRequestBodySizeFeature
    {
        private readonly IHttpMaxRequestBodySizeFeature _hosts;
        private readonly long? _cap;

        public CappedBodySize(IHttpMaxRequestBodySizeFeature hosts, long limit)
        {
            (_hosts, _cap) = (hosts, hosts.MaxRequestBodySize);
            MaxRequestBodySize = limit;
        }

        public bool IsReadOnly => _hosts.IsReadOnly;

        public long? MaxRequestBodySize
        {
            get => _hosts.MaxRequestBodySize;
            set => _hosts.MaxRequestBodySize = value is { } asked && asked < (_cap ?? long.MaxValue) ? asked : _cap;
        }
    }
}
