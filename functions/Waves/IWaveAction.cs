using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Waves;

/// <summary>
/// What a wave does with each page of its audience. A page may be handed over more than once (activities run at least once):
/// an action does for each person what has not been done yet, and nothing twice.
/// </summary>
public interface IWaveAction
{
    /// <summary>The name by which a plan asks for this action.</summary>
    string Name { get; }

    /// <summary>Works on a page, which holds people of one shard or, where the audience is marked, of several. Asks <paramref name="gate"/> before each step that cannot be taken back, at most a hundred people at a time.</summary>
    Task<PageOutcome> WorkAsync(WavePage page, IReadOnlyList<Entitlement> people, WaveGate gate, CancellationToken cancellationToken);

    /// <summary>What has become by now of people who were served earlier, such as messages that bounced since.</summary>
    Task<Tries> LookBackAsync(WavePage page, IReadOnlyList<Entitlement> people, CancellationToken cancellationToken);

    /// <summary>How things stand by now with what a wave of this action has done, in the action's counters, for operators who look; none where nothing changes after a wave has been walked.</summary>
    Task<IReadOnlyDictionary<string, long>> RecountAsync(WaveId wave, CancellationToken cancellationToken) => Task.FromResult(Counters.None);
}

/// <summary>One page of a wave's audience.</summary>
/// <param name="Campaign">The campaign.</param>
/// <param name="WaveId">The wave, unique in the campaign.</param>
/// <param name="Action">The action's name.</param>
/// <param name="Argument">What the plan tells the action, in the action's own words; no personal data.</param>
/// <param name="Audience">The mark of those it is for, or null for everybody.</param>
/// <param name="Shard">The partition; 0 where the audience is marked.</param>
/// <param name="After">The last entitlement of the page before, or null.</param>
/// <param name="Take">How many entitlements to look at, 1 to 1,000.</param>
public sealed record WavePage(CampaignId Campaign, string WaveId, string Action, string Argument, string? Audience, int Shard, EntitlementId? After, int Take)
{
    public WaveId Wave => new(Campaign, WaveId);

    /// <summary>There is no later pass: who cannot be served now is left to the operators.</summary>
    public bool IsLastCall { get; init; }

    /// <summary>The wave's deadline: nothing is begun from then on, though the page was.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>The wave's deadline has passed: nobody is served any more; who would have been is left to the operators. The page is not handed over again.</summary>
    public bool IsOver { get; init; }

    /// <summary>Only those whom this kind of load serves, such as <c>sms</c>; null for all.</summary>
    public string? Only { get; init; }

    /// <summary>All but those whom this kind of load serves: they are held back for the moment.</summary>
    public string? Except { get; init; }

    /// <summary>The page ends with this entitlement at the latest; null: with the shard.</summary>
    public EntitlementId? Through { get; init; }
}

/// <summary>How a page stands after it was worked on: states, not deeds, so that a page handed over twice is not counted twice.</summary>
/// <param name="Counts">Counters in the action's words, such as <c>accepted</c>, for all people of the page; they are summed over the wave.</param>
/// <param name="RepeatAt">Set where the page is not finished and should be handed over again, not before this instant.</param>
/// <param name="Deferred">How many people should be tried again in a later pass.</param>
public sealed record PageOutcome(IReadOnlyDictionary<string, long> Counts, DateTimeOffset? RepeatAt = null, int Deferred = 0)
{
    /// <summary>How many people were served, and for how many of them it failed.</summary>
    public Tries Tries { get; init; } = Tries.None;

    /// <summary>What this run sent, by the plan's names of paces, such as <c>sms</c>.</summary>
    public IReadOnlyDictionary<string, long> Load { get; init; } = Counters.None;

    /// <summary>The wave was paused or stopped within the page; it is handed over again when the wave goes on.</summary>
    public bool Halted { get; init; }

    /// <summary>Set where all is done but for people of one kind of load. They are counted nowhere here: the page is handed over again for them alone.</summary>
    public HeldBack? HeldBack { get; init; }
}

/// <summary>A kind of load that nobody takes at the moment, such as SMS while their provider is down.</summary>
/// <param name="Kind">One of the plan's names of paces.</param>
/// <param name="Until">Not to be tried before.</param>
public sealed record HeldBack(string Kind, DateTimeOffset Until);

/// <summary>How often something was tried, and how often it failed.</summary>
public sealed record Tries(long Attempted, long Failed)
{
    public static readonly Tries None = new(0, 0);

    public static Tries operator -(Tries left, Tries right) => new(left.Attempted - right.Attempted, left.Failed - right.Failed);

    public static Tries operator +(Tries left, Tries right) => new(checked(left.Attempted + right.Attempted), checked(left.Failed + right.Failed));
}
