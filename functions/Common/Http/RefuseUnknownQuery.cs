using System.Collections.Frozen;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Compensation.Common.Http;

/// <summary>
/// Refuses a request to an operators' route that names a query parameter the route does not know: passed over in silence, a misspelt one would answer another
/// question than was asked.
/// </summary>
public sealed class RefuseUnknownQuery : IFunctionsWorkerMiddleware
{
    /// <summary>Azure Functions takes a key in the query, too.</summary>
    private const string FunctionKey = "code";

    /// <summary>By function, for those that ask for a key: people's links and providers' calls may carry what mail programs and providers add.</summary>
    private static readonly FrozenDictionary<string, string[]> s_known = (
        from type in typeof(RefuseUnknownQuery).Assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static)
        let function = method.GetCustomAttribute<FunctionAttribute>()
        let operation = method.GetCustomAttribute<ApiOperationAttribute>()
        where function is not null && operation is not null && AsksForKey(method)
        select (function.Name, operation.Query)).ToFrozenDictionary(known => known.Name, known => known.Query, StringComparer.OrdinalIgnoreCase);

    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (!s_known.TryGetValue(context.FunctionDefinition.Name, out string[]? known) || context.GetHttpContext() is not { } http)
        {
            return next(context);
        }

        return http.Request.Query.Keys.FirstOrDefault(name => name != FunctionKey && !known.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } unknown
            ? Refusal(unknown, known).ExecuteAsync(http)
            : next(context);
    }

    private static bool AsksForKey(MethodInfo method) =>
        method.GetParameters().Any(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>() is { AuthLevel: not AuthorizationLevel.Anonymous });

    private static IResult Refusal(string unknown, string[] known) => Results.Problem(
        $"There is no parameter '{ForeignWords.Line(unknown, 40)}' here; {(known.Length == 0 ? "this route knows none" : $"expected {string.Join(", ", known)}")}.",
        statusCode: StatusCodes.Status400BadRequest);
}
