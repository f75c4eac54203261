using Compensation.Common.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Compensation.Common.Http;

/// <summary>
/// Refuses a request to an operators' route that names a query parameter the route does not know: passed over in silence, a misspelt one would answer another
/// question than was asked. People's links and providers' calls may carry what mail programs and providers add.
/// </summary>
public sealed class RefuseUnknownQuery : IFunctionsWorkerMiddleware
{
    /// <summary>A machine may show its key in the query, too.</summary>
    private const string FunctionKey = "code";

    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        string function = context.FunctionDefinition.Name;
        if (!RouteTable.IsGuarded(function) || HttpFunction.Find(function) is not { } found || context.GetHttpContext() is not { } http)
        {
            return next(context);
        }

        string[] known = found.Operation.Query;
        return http.Request.Query.Keys.FirstOrDefault(name => name != FunctionKey && !known.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } unknown
            ? Refusal(unknown, known).ExecuteAsync(http)
            : next(context);
    }

    private static IResult Refusal(string unknown, string[] known) => Results.Problem(
        $"There is no parameter '{ForeignWords.Line(unknown, 40)}' here; {(known.Length == 0 ? "this route knows none" : $"expected {string.Join(", ", known)}")}.",
        statusCode: StatusCodes.Status400BadRequest);
}
