namespace Compensation.Local;

/// <summary>Where a worker and its clients keep their instances. Options are named like the worker or client.</summary>
public sealed class TaskHubOptions
{
    /// <summary>
    /// The task hub's name, 3 to 45 letters and digits, a letter first (host.json: hubName). Default "TestHubName".
    /// Its table is called like it, with "Instances" at the end.
    /// </summary>
    public string HubName { get; set; } = "TestHubName";

    /// <summary>
    /// Whether an orchestrator's execution is kept in memory between its episodes (host.json: extendedSessionsEnabled).
    /// If not, every episode replays the history from its beginning. Default true.
    /// </summary>
    public bool ExtendedSessions { get; set; } = true;
}
