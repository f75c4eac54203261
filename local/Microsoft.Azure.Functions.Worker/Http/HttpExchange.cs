using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>
/// The middleware that ConfigureFunctionsWebApplication adds: from there on inwards a run knows its HTTP exchange,
/// and on the way out what the function returned becomes the response.
/// </summary>
internal static class HttpExchange
{
    public const string ItemKey = "HttpRequestContext";

    public static FunctionExecutionDelegate Around(FunctionExecutionDelegate next) => context =>
        context is FunctionRun { Input: HttpContext http } run ? RunAsync(run, http, next) : next(context);

    private static async Task RunAsync(FunctionRun run, HttpContext http, FunctionExecutionDelegate next)
    {
        run.Items[ItemKey] = http;
        await next(run);
        await RespondAsync(http, run.Result);
    }

    private static Task RespondAsync(HttpContext http, object? result) => result switch
    {
        null => Task.CompletedTask,
        IResult answer => answer.ExecuteAsync(http),
        IActionResult answer => answer.ExecuteResultAsync(Action(http)),
        _ => new ObjectResult(result).ExecuteResultAsync(Action(http)),
    };

    private static ActionContext Action(HttpContext http) => new(http, http.GetRouteData(), new ActionDescriptor());
}
