using Compensation.Campaigns.Points;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Awards;

/// <summary>One member's points as they are computed now, beside what is recorded.</summary>
/// <param name="Id">The entitlement's id, whether there is one yet or not.</param>
/// <param name="RulesVersion">The rules it was computed by: those in force, or, for what has been granted, those it was granted under.</param>
/// <param name="Points">By the rules, and as they would be rounded otherwise.</param>
/// <param name="Recorded">The entitlement; null where the member has earned nothing so far.</param>
public sealed record MemberAward(EntitlementId Id, int RulesVersion, MemberPoints Points, Entitlement? Recorded)
{
    /// <summary>The transactions that earn something.</summary>
    public IReadOnlyList<string> Earning { get; init; } = [];

    /// <summary>How each of the member's transactions ended.</summary>
    public IReadOnlyList<AwardOutcome> Outcomes { get; init; } = [];

    /// <summary>One point counts as one yen.</summary>
    public Yen Computed => new(Points.Whole);

    /// <summary>What remains to be granted, or, below zero, to be withdrawn.</summary>
    public Yen Difference => Computed - (Recorded?.Granted ?? Yen.Zero);

    /// <summary>Whether granting has not been begun: the rules in force apply.</summary>
    public bool IsOpen => Recorded is null or { State: EntitlementState.Open };

    /// <summary>Whether what is recorded is not what is computed.</summary>
    public bool IsStale => Recorded is { } recorded ? (recorded.Amount, recorded.RulesVersion) != (Computed, RulesVersion) : Computed > Yen.Zero;
}
