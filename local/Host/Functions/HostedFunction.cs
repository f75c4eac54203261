using Compensation.Local.Host.Rpc;

namespace Compensation.Local.Host.Functions;

/// <summary>A function that the worker has and this host runs.</summary>
/// <param name="Metadata">What the worker says of it.</param>
/// <param name="Trigger">What starts it.</param>
/// <param name="Clients">The names of its parameters that are durable clients.</param>
internal sealed record HostedFunction(RpcFunctionMetadata Metadata, FunctionBinding Trigger, IReadOnlyList<string> Clients)
{
    public string Name => Metadata.Name;

    public string Id => Metadata.FunctionId;

    /// <summary>A run of it, without any trigger metadata yet.</summary>
    /// <param name="input">What the trigger brings.</param>
    /// <param name="client">What a durable client's binding is given, as JSON.</param>
    public InvocationRequest Invocation(TypedData input, string? client)
    {
        InvocationRequest invocation = new()
        {
            InvocationId = Guid.NewGuid().ToString(),
            FunctionId = Id,
            TraceContext = new RpcTraceContext(),
            InputData = { new ParameterBinding { Name = Trigger.Name, Data = input } },
        };
        foreach (string parameter in Clients)
            invocation.InputData.Add(new ParameterBinding { Name = parameter, Data = new TypedData { String = client ?? "" } });
        return invocation;
    }
}
