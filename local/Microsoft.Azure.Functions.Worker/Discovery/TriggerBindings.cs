using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>The triggers this host has.</summary>
internal static class TriggerBindings
{
    public static TriggerBinding? Of(TriggerBindingAttribute trigger) => trigger switch
    {
        HttpTriggerAttribute => new HttpBinding(),
        TimerTriggerAttribute => new TimerBinding(),
        OrchestrationTriggerAttribute => new OrchestrationBinding(),
        ActivityTriggerAttribute => new ActivityBinding(),
        _ => null,
    };
}
