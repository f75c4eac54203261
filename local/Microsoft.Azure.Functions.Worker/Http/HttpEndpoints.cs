using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Takes requests to HTTP functions.</summary>
internal sealed partial class HttpEndpoints(FunctionRunner runner, FunctionKeys keys, ILogger<HttpEndpoints> logger)
{
    public void Map(WebApplication app, IEnumerable<HttpRoute> routes)
    {
        foreach (HttpRoute route in routes)
        {
            RequestDelegate handle = http => HandleAsync(http, route);
            if (route.Methods.Count == 0)
                app.Map(route.Pattern, handle);
            else
                app.MapMethods(route.Pattern.RawText!, route.Methods, handle);
        }
    }

    private async Task HandleAsync(HttpContext http, HttpRoute route)
    {
        if (route.Level != AuthorizationLevel.Anonymous && !keys.AllowsFunction(http))
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        try
        {
            await runner.RunAsync(route.Function, http, http.RequestAborted, http.RequestServices);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            LogGone(route.Function.Name);
        }
        catch (BadHttpRequestException e) when (!http.Response.HasStarted)
        {
            http.Response.StatusCode = e.StatusCode;
        }
        catch (Exception e)
        {
            LogFailure(e, route.Function.Name);
            Fail(http);
        }
    }

    private static void Fail(HttpContext http)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return;
        }

        http.Response.Clear();
        http.Response.StatusCode = StatusCodes.Status500InternalServerError;
    }

    [LoggerMessage(LogLevel.Error, "HTTP function {Function} failed.")]
    private partial void LogFailure(Exception exception, string function);

    [LoggerMessage(LogLevel.Debug, "The caller of HTTP function {Function} went away.")]
    private partial void LogGone(string function);
}
