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

    Task<PageOutcome> WorkAsync(WavePage page, IReadOnlyList<Entitlement> people, CancellationToken cancellationToken);
}

/// <summary>One page of a wave's audience.</summary>
/// <param name="Campaign">The campaign.</param>
/// <param name="WaveId">The wave, unique in the campaign.</param>
/// <param name="Action">The action's name.</param>
/// <param name="Argument">What the plan tells the action, in the action's own words; no personal data.</param>
/// <param name="Shard">The partition.</param>
/// <param name="After">The last entitlement of the page before, or null.</param>
/// <param name="Take">How many entitlements to look at, 1 to 1,000.</param>
public sealed record WavePage(CampaignId Campaign, string WaveId, string Action, string Argument, int Shard, EntitlementId? After, int Take);

/// <summary>What came of one page.</summary>
/// <param name="Counts">Counters in the action's words, such as <c>accepted</c>; they are summed over the wave.</param>
/// <param name="RepeatAt">Set where the page is not finished and should be handed over again, not before this instant.</param>
/// <param name="Deferred">How many people should be tried again in a later pass.</param>
public sealed record PageOutcome(IReadOnlyDictionary<string, long> Counts, DateTimeOffset? RepeatAt = null, int Deferred = 0);
