using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Compensation.Platform.Tests.Support;

/// <summary>Says of the functions in some classes what the official build would have written down.</summary>
internal sealed class MethodMetadata(IReadOnlyCollection<Type> classes) : IFunctionMetadataProvider
{
    public Task<ImmutableArray<IFunctionMetadata>> GetFunctionMetadataAsync(string directory) =>
        Task.FromResult(classes.SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static))
            .Where(method => method.IsDefined(typeof(FunctionAttribute)))
            .Select(Of)
            .ToImmutableArray());

    private static IFunctionMetadata Of(MethodInfo method) => new DefaultFunctionMetadata
    {
        Language = "dotnet-isolated",
        Name = method.GetCustomAttribute<FunctionAttribute>()!.Name,
        EntryPoint = $"{method.DeclaringType!.FullName}.{method.Name}",
        ScriptFile = method.DeclaringType.Assembly.Location,
        RawBindings = [.. method.GetParameters().SelectMany(Bindings), "{\"name\":\"$return\",\"type\":\"http\",\"direction\":\"Out\"}"],
    };

    private static IEnumerable<string> Bindings(ParameterInfo parameter) => parameter.GetCustomAttributes<BindingAttribute>().Select(binding =>
    {
        string type = binding.GetType().Name[..^"Attribute".Length];
        Dictionary<string, object?> values = new(StringComparer.Ordinal)
        {
            ["name"] = parameter.Name,
            ["type"] = char.ToLowerInvariant(type[0]) + type[1..],
            ["direction"] = "In",
        };
        foreach (PropertyInfo property in binding.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
        {
            if (property.GetValue(binding) is { } value)
                values[char.ToLowerInvariant(property.Name[0]) + property.Name[1..]] = value is Enum ? value.ToString() : value;
        }

        return JsonSerializer.Serialize(values);
    });
}
