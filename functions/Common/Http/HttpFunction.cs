using System.Collections.Frozen;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Common.Http;

/// <summary>An HTTP function of the app, as its attributes describe it.</summary>
/// <param name="Name">Its name, which is its operation's id.</param>
/// <param name="Method">What runs.</param>
/// <param name="Trigger">Its route and methods.</param>
/// <param name="Operation">What it does.</param>
public sealed record HttpFunction(string Name, MethodInfo Method, HttpTriggerAttribute Trigger, ApiOperationAttribute Operation)
{
    /// <summary>All of them, in the order of their routes.</summary>
    public static IReadOnlyList<HttpFunction> All { get; } = [.. Read().OrderBy(one => $"{one.Trigger.Route} {one.Trigger.Methods![0]}", StringComparer.Ordinal)];

    private static readonly FrozenDictionary<string, HttpFunction> s_byName = All.ToFrozenDictionary(one => one.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a person is to see what it answers.</summary>
    public bool IsPage => Operation.AnswerType == "text/html";

    /// <summary>Whether it only shows.</summary>
    public bool Shows => Trigger.Methods!.All(verb => verb is "get" or "head" or "options");

    public static HttpFunction? Find(string name) => s_byName.GetValueOrDefault(name);

    private static IEnumerable<HttpFunction> Read() =>
        from type in typeof(HttpFunction).Assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        let function = method.GetCustomAttribute<FunctionAttribute>()
        where function is not null
        let trigger = method.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).FirstOrDefault(found => found is not null)
        where trigger is not null
        let operation = method.GetCustomAttribute<ApiOperationAttribute>() ?? throw new InvalidOperationException($"{type.Name}.{method.Name} does not say what it does.")
        select new HttpFunction(function.Name, method, trigger, operation);
}
