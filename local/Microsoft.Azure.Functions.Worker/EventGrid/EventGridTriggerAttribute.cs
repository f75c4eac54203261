using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Starts the function by events that are posted to <c>/runtime/webhooks/EventGrid?functionName={name}</c>.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class EventGridTriggerAttribute : TriggerBindingAttribute
{
    public EventGridTriggerAttribute()
    {
    }

    /// <summary>Whether one run takes the whole delivery (the parameter is an array) rather than one event.</summary>
    public bool IsBatched { get; set; }
}
