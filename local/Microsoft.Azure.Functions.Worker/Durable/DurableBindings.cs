using System.Reflection;
using Microsoft.DurableTask;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>What an orchestrator's run is given.</summary>
internal sealed record OrchestratorInput(TaskOrchestrationContext Context, object? Value);

/// <summary>What an activity's run is given.</summary>
internal sealed record ActivityInput(TaskActivityContext Context, object? Value);

/// <summary>An orchestrator's parameters: its context, and at most one more, the input.</summary>
internal sealed class OrchestrationBinding : TriggerBinding
{
    private ParameterInfo? _input;

    public override string Type => "orchestrationTrigger";

    public override string Expected => "a TaskOrchestrationContext";

    public override ParameterBinder? BindTrigger(ParameterInfo parameter) =>
        parameter.ParameterType == typeof(TaskOrchestrationContext) ? run => new(((OrchestratorInput)run.Input!).Context) : null;

    public override ParameterBinder? BindFurther(ParameterInfo parameter)
    {
        if (_input is not null)
            return null;

        _input = parameter;
        return run => new(((OrchestratorInput)run.Input!).Value ?? Absent.ValueOf(parameter));
    }
}

/// <summary>An activity's parameters: its input, and the calling orchestration's id by the name <c>instanceId</c>.</summary>
internal sealed class ActivityBinding : TriggerBinding
{
    public override string Type => "activityTrigger";

    public override string Expected => "the input's type";

    public override ParameterBinder? BindTrigger(ParameterInfo parameter) => parameter.ParameterType == typeof(TaskActivityContext)
        ? run => new(((ActivityInput)run.Input!).Context)
        : run => new(((ActivityInput)run.Input!).Value ?? Absent.ValueOf(parameter));

    public override ParameterBinder? BindFurther(ParameterInfo parameter) =>
        parameter.ParameterType == typeof(string) && string.Equals(parameter.Name, "instanceId", StringComparison.OrdinalIgnoreCase)
            ? run => new(((ActivityInput)run.Input!).Context.InstanceId)
            : null;

    public override IReadOnlyDictionary<string, object?> Data(object? input) =>
        new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase) { ["instanceId"] = ((ActivityInput)input!).Context.InstanceId };
}

internal static class Absent
{
    /// <summary>What stands for a missing input: the parameter's own default, or its type's.</summary>
    public static object? ValueOf(ParameterInfo parameter) =>
        parameter.HasDefaultValue ? parameter.DefaultValue
        : parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType)
        : null;
}
