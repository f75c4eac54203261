using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Compensation.Local.Durable;

/// <summary>How an engine runs. The names in host.json stand beside the properties.</summary>
public sealed record DurableEngineOptions
{
    /// <summary>The task hub's name, 3 to 45 letters and digits, a letter first (hubName). Its table is called like it, with "Instances" at the end.</summary>
    public string HubName { get; init; } = "TestHubName";

    /// <summary>
    /// How long, in real time, the worker keeps an orchestrator's execution in memory while nothing comes in (extendedSessionsEnabled,
    /// extendedSessionIdleTimeoutInSeconds). Zero: never; then every episode replays the history from its beginning.
    /// </summary>
    public TimeSpan SessionIdleTime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How many activities run at a time (maxConcurrentActivityFunctions).</summary>
    public int MostActivities { get; init; } = 10 * Environment.ProcessorCount;

    /// <summary>How many orchestrators run at a time (maxConcurrentOrchestratorFunctions).</summary>
    public int MostOrchestrators { get; init; } = 10 * Environment.ProcessorCount;

    /// <summary>
    /// Durable timers fire up to a second early on Azure Storage, because its queues count whole seconds. True: here too, each timer always by
    /// the same span, so that a run repeats itself.
    /// </summary>
    public bool TimersAreHasty { get; init; }

    /// <exception cref="ArgumentException">A value cannot be used; the message says which and what it may be.</exception>
    internal DurableEngineOptions Checked()
    {
        if (HubName is not { Length: >= 3 and <= 45 } || !HubName.All(char.IsAsciiLetterOrDigit) || !char.IsAsciiLetter(HubName[0]))
        {
            throw new ArgumentException($"hubName is '{HubName}', but must have 3 to 45 ASCII letters and digits and begin with a letter.");
        }

        if (MostActivities < 1 || MostOrchestrators < 1 || SessionIdleTime < TimeSpan.Zero)
        {
            throw new ArgumentException($"{nameof(MostActivities)} and {nameof(MostOrchestrators)} must be at least 1, {nameof(SessionIdleTime)} at least 0.");
        }

        return this;
    }

    /// <summary>How much too early a timer fires: less than a second, in whole milliseconds.</summary>
    internal TimeSpan Haste(string instanceId, int taskId) => TimersAreHasty
        ? TimeSpan.FromMilliseconds(BinaryPrimitives.ReadUInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{instanceId}:{taskId}"))) % 1_000)
        : TimeSpan.Zero;
}
