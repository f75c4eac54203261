using System.Text.RegularExpressions;
using Compensation.Local.Host.Functions;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Compensation.Local.Host.Http;

/// <summary>An HTTP function with the requests that reach it.</summary>
/// <param name="Function">The function.</param>
/// <param name="Pattern">Its route, prefix included.</param>
/// <param name="Methods">Its HTTP methods; empty for all.</param>
/// <param name="Access">Who may call.</param>
internal sealed partial record HttpRoute(HostedFunction Function, RoutePattern Pattern, IReadOnlyList<string> Methods, Access Access)
{
    private static readonly string[] Reserved = ["admin", "runtime"];

    /// <summary>Reads the routes, and adds to <paramref name="errors"/> what is wrong with them.</summary>
    public static IReadOnlyList<HttpRoute> Read(IEnumerable<HostedFunction> functions, string prefix, List<string> errors)
    {
        List<HttpRoute> routes = [];
        foreach (HostedFunction function in functions.Where(function => function.Trigger.Is("httpTrigger")))
        {
            string template = $"{prefix}/{(string.IsNullOrEmpty(function.Trigger.Route) ? function.Name : function.Trigger.Route).TrimStart('/')}".TrimStart('/');
            if (Read(function, template, errors) is not { } route)
                continue;

            if (routes.Find(route.Clashes) is { } other)
                errors.Add($"Function '{function.Name}': the route \"{template}\" and its methods are those of function '{other.Function.Name}' too.");
            routes.Add(route);
        }

        return routes;
    }

    private static HttpRoute? Read(HostedFunction function, string template, List<string> errors)
    {
        if (Reserved.Contains(template.Split('/')[0], StringComparer.OrdinalIgnoreCase))
        {
            errors.Add($"Function '{function.Name}': the route \"{template}\" conflicts with the host's own: it must not begin with \"admin\" or \"runtime\".");
            return null;
        }

        if (!Enum.TryParse(function.Trigger.AuthLevel ?? nameof(Access.Function), ignoreCase: true, out Access access))
        {
            errors.Add($"Function '{function.Name}': this host has no authorization level \"{function.Trigger.AuthLevel}\".");
            return null;
        }

        try
        {
            return new HttpRoute(function, RoutePatternFactory.Parse(template), [.. (function.Trigger.Methods ?? []).Select(method => method.ToUpperInvariant())], access);
        }
        catch (RoutePatternException wrong)
        {
            errors.Add($"Function '{function.Name}': the route \"{template}\" is not a route template. {wrong.Message}");
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

/// <summary>Who may call an HTTP function.</summary>
internal enum Access
{
    /// <summary>Everybody.</summary>
    Anonymous,

    /// <summary>Whoever holds the app's key, the function's own, or the master key.</summary>
    Function,

    /// <summary>Whoever holds the master key.</summary>
    Admin,
}
