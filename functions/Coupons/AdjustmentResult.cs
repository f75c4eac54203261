using Compensation.Common;
using Compensation.Payouts;

namespace Compensation.Coupons;

/// <summary>What came of a file of adjustments.</summary>
/// <param name="Outcome">What was done with the file as a whole.</param>
/// <param name="File">The name it was sent under.</param>
/// <param name="Rows">Rows that are in order.</param>
/// <param name="Applied">Adjustments that were new.</param>
/// <param name="Unchanged">Adjustments that had been made before.</param>
/// <param name="ErrorCount">All errors.</param>
/// <param name="Errors">The first 1,000 of them, in the order of lines.</param>
public sealed record AdjustmentResult(AdjustmentOutcome Outcome, string File, int Rows, int Applied, int Unchanged, long ErrorCount, IReadOnlyList<RowError> Errors)
{
    /// <summary>The name under which the import stands in the list of imports; null where nothing was applied.</summary>
    public string? Import { get; init; }

    /// <summary>Why nothing was applied; null where errors say it, or where something was.</summary>
    public string? Detail { get; init; }

    /// <summary>What should be looked into, although it does not stand in the way.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The balances after the adjustments, as far as no single code in stock covers them.</summary>
    public UncoveredAmounts Uncovered { get; init; } = UncoveredAmounts.None;

    /// <summary>In which the file was read.</summary>
    public string Encoding { get; init; } = string.Empty;
}

/// <summary>What was done with a file of adjustments as a whole.</summary>
public enum AdjustmentOutcome
{
    /// <summary>Everything in it that was new has been applied.</summary>
    Applied,

    /// <summary>All of it had been applied before.</summary>
    Unchanged,

    /// <summary>It has errors. Nothing was applied.</summary>
    Invalid,

    /// <summary>The cutoff has passed: balances change no more.</summary>
    Closed,

    /// <summary>Another file is being taken in. Nothing of this one counts; send it again afterwards.</summary>
    Busy,
}
