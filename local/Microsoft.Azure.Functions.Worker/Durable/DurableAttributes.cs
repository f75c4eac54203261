using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Makes the function an orchestrator.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class OrchestrationTriggerAttribute : TriggerBindingAttribute
{
    public OrchestrationTriggerAttribute()
    {
    }

    /// <summary>The orchestrator's name; the function's if not given.</summary>
    public string? Orchestration { get; set; }
}

/// <summary>Makes the function an activity; the parameter is its input.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ActivityTriggerAttribute : TriggerBindingAttribute
{
    public ActivityTriggerAttribute()
    {
    }

    /// <summary>The activity's name; the function's if not given.</summary>
    public string? Activity { get; set; }
}

/// <summary>Gives the function a client that starts, looks up and steers orchestrations.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class DurableClientAttribute : InputBindingAttribute
{
    public DurableClientAttribute()
    {
    }

    /// <summary>The task hub; the app's own if not given. Here there is only the app's own.</summary>
    public string? TaskHub { get; set; }

    /// <summary>The connection's setting; the app's own if not given. Here there is only the app's own.</summary>
    public string? ConnectionName { get; set; }
}
