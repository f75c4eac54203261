using System.Reflection;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>A timer function's parameter.</summary>
internal sealed class TimerBinding : TriggerBinding
{
    public override string Type => "timerTrigger";

    public override string Expected => "a TimerInfo";

    public override ParameterBinder? BindTrigger(ParameterInfo parameter) =>
        parameter.ParameterType == typeof(TimerInfo) ? run => new(run.Input) : null;
}
