namespace Compensation.Campaigns.Points;

/// <summary>What one transaction earns.</summary>
/// <param name="Outcome">Why, in one word.</param>
/// <param name="Points">What it earns, exactly.</param>
/// <param name="BeforeCap">What it would earn without the cap; equal where the cap does not bite.</param>
public readonly record struct TransactionAward(AwardOutcome Outcome, ExactPoints Points, ExactPoints BeforeCap);

/// <summary>By what a transaction earns, whatever its amount.</summary>
/// <param name="Outcome">Earned, or why it earns nothing.</param>
/// <param name="PartsPerYen">For each yen of its amount; 0 where it does not earn by it.</param>
/// <param name="PartsPerBasePoint">For each of its base points; 0 where it does not earn by them.</param>
public sealed record AwardTerms(AwardOutcome Outcome, long PartsPerYen = 0, long PartsPerBasePoint = 0)
{
    private static readonly AwardTerms[] s_nothing = [.. Enum.GetValues<AwardOutcome>().Select(why => new AwardTerms(why))];

    public static AwardTerms Nothing(AwardOutcome why) => s_nothing[(int)why];
}

/// <summary>Why a transaction earns what it earns. The first that applies, in this order.</summary>
public enum AwardOutcome
{
    /// <summary>It was cancelled or returned.</summary>
    Cancelled,

    /// <summary>The rules know no such service.</summary>
    UnknownService,

    /// <summary>It consists of points that are not multiplied.</summary>
    Excluded,

    /// <summary>The date that counts is not known (yet).</summary>
    DateMissing,

    /// <summary>The date that counts is outside the period.</summary>
    OutsidePeriod,

    /// <summary>Its service has no such rate.</summary>
    UnknownKind,

    /// <summary>A condition of taking part is not fulfilled.</summary>
    ConditionUnmet,

    /// <summary>It earns as much as the cap allows.</summary>
    Capped,

    /// <summary>It earns by its rate.</summary>
    Earned,
}
