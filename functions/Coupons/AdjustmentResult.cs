using System.Text.Json.Serialization;
using Compensation.Common;

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
    /// <summary>In which the file was read.</summary>
    public string Encoding { get; init; } = string.Empty;
}

/// <summary>What was done with a file of adjustments as a whole.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AdjustmentOutcome>))]
public enum AdjustmentOutcome
{
    /// <summary>Everything in it that was new has been applied.</summary>
    Applied,

    /// <summary>All of it had been applied before.</summary>
    Unchanged,

    /// <summary>It has errors. Nothing was applied, unless another file changed the same coupons at the same moment; then the counts say what was.</summary>
    Invalid,

    /// <summary>The cutoff has passed: balances change no more.</summary>
    Closed,
}
