using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy.Forwarder;

namespace Compensation.Local.Host.Workers;

/// <summary>Hands HTTP requests on to the address that a worker has named.</summary>
internal sealed class WorkerForwarder : IDisposable
{
    // A function may take as long as it takes.
    private static readonly ForwarderRequestConfig Patient = new() { ActivityTimeout = TimeSpan.FromHours(1) };

    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
    });

    public string? Address { get; set; }

    public async Task ForwardAsync(HttpContext http, string invocation, CancellationToken givenUp)
    {
        string address = Address ?? throw new InvalidOperationException("The app has no HTTP functions: its builder was not told ConfigureFunctionsWebApplication().");
        IHttpForwarder forwarder = http.RequestServices.GetRequiredService<IHttpForwarder>();
        ForwarderError error = await forwarder.SendAsync(http, address, _http, Patient, new NamesInvocation(invocation), givenUp);
        if (error != ForwarderError.None && !http.RequestAborted.IsCancellationRequested)
            throw new IOException($"The request could not be handed on to the worker: {error}.", http.GetForwarderErrorFeature()?.Exception);
    }

    public void Dispose() => _http.Dispose();

    private sealed class NamesInvocation(string invocation) : HttpTransformer
    {
        public override async ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
        {
            await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
            proxyRequest.Headers.Remove(WorkerEnvironment.InvocationHeader);
            proxyRequest.Headers.Add(WorkerEnvironment.InvocationHeader, invocation);
            Say(proxyRequest, "X-Forwarded-For", httpContext.Connection.RemoteIpAddress?.ToString());
            Say(proxyRequest, "X-Forwarded-Host", httpContext.Request.Host.Value);
            Say(proxyRequest, "X-Forwarded-Proto", httpContext.Request.Scheme);
        }

        private static void Say(HttpRequestMessage request, string header, string? value)
        {
            request.Headers.Remove(header);
            if (!string.IsNullOrEmpty(value))
                request.Headers.TryAddWithoutValidation(header, value);
        }
    }
}
