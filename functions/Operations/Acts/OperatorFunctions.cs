using System.Collections.Frozen;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Operations.Acts;

/// <summary>Which functions are acts of operators: those behind a key that do more than show.</summary>
internal static class OperatorFunctions
{
    public static FrozenSet<string> Acts { get; } = (
        from type in typeof(OperatorFunctions).Assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        let function = method.GetCustomAttribute<FunctionAttribute>()
        where function is not null
        let trigger = method.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).FirstOrDefault(found => found is not null)
        where trigger is { AuthLevel: not AuthorizationLevel.Anonymous } && trigger.Methods!.Any(verb => !string.Equals(verb, "get", StringComparison.OrdinalIgnoreCase))
        select function.Name).ToFrozenSet(StringComparer.Ordinal);
}
