using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>An HTTP function with the requests that reach it.</summary>
/// <param name="Function">The function.</param>
/// <param name="Pattern">Its route, prefix included.</param>
/// <param name="Methods">Its HTTP methods; empty for all.</param>
internal sealed partial record HttpRoute(Function Function, RoutePattern Pattern, IReadOnlyList<string> Methods)
{
    private static readonly string[] Reserved = ["admin", "runtime"];

    public AuthorizationLevel Level => ((HttpTriggerAttribute)Function.Trigger).AuthLevel;

    /// <summary>Reads the routes, and adds to <paramref name="errors"/> what is wrong with them.</summary>
    public static IReadOnlyList<HttpRoute> Read(IEnumerable<Function> functions, string prefix, List<string> errors)
    {
        List<HttpRoute> routes = [];
        foreach (Function function in functions)
        {
            if (function.Trigger is not HttpTriggerAttribute trigger)
                continue;

            string template = $"{prefix}/{(string.IsNullOrEmpty(trigger.Route) ? function.Name : trigger.Route).TrimStart('/')}".TrimStart('/');
            if (Read(function, trigger, template, errors) is not { } route)
                continue;

            if (routes.Find(route.Clashes) is { } other)
                errors.Add($"Function '{function.Name}': the route \"{template}\" and its methods are those of function '{other.Function.Name}' too.");
            routes.Add(route);
        }

        return routes;
    }

    private static HttpRoute? Read(Function function, HttpTriggerAttribute trigger, string template, List<string> errors)
    {
        if (Reserved.Contains(template.Split('/')[0], StringComparer.OrdinalIgnoreCase))
        {
            errors.Add($"Function '{function.Name}': the route \"{template}\" conflicts with the host's own: it must not begin with \"admin\" or \"runtime\".");
            return null;
        }

        try
        {
            return new HttpRoute(function, RoutePatternFactory.Parse(template), [.. (trigger.Methods ?? []).Select(HttpMethods.GetCanonicalizedValue).Select(method => method.ToUpperInvariant())]);
        }
        catch (RoutePatternException e)
        {
            errors.Add($"Function '{function.Name}': the route \"{template}\" is not a route template. {e.Message}");
            return null;
        }
    }

    private bool Clashes(HttpRoute other) =>
        string.Equals(Shape(this), Shape(other), StringComparison.OrdinalIgnoreCase)
        && (Methods.Count == 0 || other.Methods.Count == 0 || Methods.Intersect(other.Methods, StringComparer.Ordinal).Any());

    /// <summary>The template without its parameters' names, which make no difference to what it matches.</summary>
    private static string Shape(HttpRoute route) => ParameterName().Replace(route.Pattern.RawText ?? "", "{");

    [GeneratedRegex(@"\{[\w]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ParameterName();
}
