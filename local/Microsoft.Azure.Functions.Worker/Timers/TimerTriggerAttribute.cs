using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Starts the function on a schedule.</summary>
/// <param name="schedule">NCRONTAB with seconds (<c>"0 */5 * * * *"</c>), or <c>"%Setting%"</c> for one that a setting holds.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class TimerTriggerAttribute(string schedule) : TriggerBindingAttribute
{
    public string Schedule { get; } = schedule;

    /// <summary>Whether the function also runs whenever the host starts.</summary>
    public bool RunOnStartup { get; set; }

    /// <summary>Whether an occurrence missed while no host ran is made up for. Never so for intervals below a minute.</summary>
    public bool UseMonitor { get; set; } = true;
}
