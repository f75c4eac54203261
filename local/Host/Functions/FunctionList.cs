using Compensation.Local.Host.Http;

namespace Compensation.Local.Host.Functions;

/// <summary>What a started host says it has, as the Core Tools do.</summary>
internal static class FunctionList
{
    public static IEnumerable<string> Lines(IReadOnlyList<HostedFunction> functions, IReadOnlyList<HttpRoute> routes, Uri address)
    {
        yield return "Functions:";
        foreach (HttpRoute route in routes.OrderBy(route => route.Function.Name, StringComparer.Ordinal))
            yield return $"  {route.Function.Name}: {(route.Methods.Count == 0 ? "" : $"[{string.Join(',', route.Methods)}] ")}{address}{route.Pattern.RawText}";
        foreach (HostedFunction function in functions.Where(function => !function.Trigger.Is("httpTrigger")).OrderBy(function => function.Name, StringComparer.Ordinal))
            yield return $"  {function.Name}: {function.Trigger.Type}";
    }
}
