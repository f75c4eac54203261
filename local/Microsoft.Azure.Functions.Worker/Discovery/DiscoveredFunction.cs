using System.Collections.Immutable;
using System.Reflection;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>What the metadata of a discovered function says.</summary>
internal sealed class DiscoveredFunction(string name, MethodInfo method, string trigger, string triggerParameter) : FunctionDefinition
{
    public override ImmutableArray<FunctionParameter> Parameters { get; } =
        [.. method.GetParameters().Select(parameter => new FunctionParameter(parameter.Name!, parameter.ParameterType))];

    public override string PathToAssembly => method.DeclaringType!.Assembly.Location;

    public override string EntryPoint { get; } = $"{method.DeclaringType!.FullName}.{method.Name}";

    public override string Id => name;

    public override string Name => name;

    public override IImmutableDictionary<string, BindingMetadata> InputBindings { get; } =
        ImmutableDictionary<string, BindingMetadata>.Empty.Add(triggerParameter, new Trigger(triggerParameter, trigger));

    public override IImmutableDictionary<string, BindingMetadata> OutputBindings => ImmutableDictionary<string, BindingMetadata>.Empty;

    private sealed class Trigger(string parameter, string type) : BindingMetadata
    {
        public override string Name => parameter;

        public override string Type => type;

        public override BindingDirection Direction => BindingDirection.In;
    }
}
