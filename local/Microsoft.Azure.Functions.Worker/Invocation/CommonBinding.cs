using System.Reflection;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Parameters that any function may have.</summary>
internal static class CommonBinding
{
    public static ParameterBinder? Bind(ParameterInfo parameter)
    {
        if (parameter.ParameterType == typeof(FunctionContext))
            return run => new(run);
        if (parameter.ParameterType == typeof(CancellationToken))
            return run => new(run.CancellationToken);
        if (parameter.ParameterType == typeof(DurableTaskClient) && parameter.IsDefined(typeof(DurableClientAttribute)))
            return run => new(run.InstanceServices.GetRequiredService<DurableTaskClient>());

        return null;
    }
}
