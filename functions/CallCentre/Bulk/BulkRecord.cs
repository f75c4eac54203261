using Azure;
using Compensation.Common;
using Compensation.Common.Access;

namespace Compensation.CallCentre.Bulk;

/// <summary>A bulk act on record.</summary>
/// <param name="Campaign">The campaign.</param>
/// <param name="Id">Made from the key it was started with: 16 hex digits.</param>
/// <param name="Kind">What is done.</param>
/// <param name="By">Who started it, and when.</param>
/// <param name="Reason">Why.</param>
/// <param name="Rows">To how many.</param>
public sealed record BulkRecord(CampaignId Campaign, string Id, string Kind, Signature By, string Reason, int Rows)
{
    /// <summary>Which of its kind in the campaign, 1 and up.</summary>
    public int Number { get; init; } = 1;

    /// <summary>A keyed hash of what was started under the key: a repeat says the same.</summary>
    public string Fingerprint { get; init; } = string.Empty;

    /// <summary>The wave that writes to them, once it has been started.</summary>
    public string? Wave { get; init; }

    /// <summary>Who stopped it; null where nobody did.</summary>
    public string? StoppedBy { get; init; }

    /// <summary>Where its end stands in the trail of acts; null before.</summary>
    public string? EndPlace { get; init; }

    /// <summary>When the last row was done, or it had been stopped, and its end was on record; null before.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The row's version; a change is conditional on it.</summary>
    public ETag Version { get; init; }

    public static bool IsId(string text) => text.Length == 16 && text.All(char.IsAsciiHexDigitLower);
}

/// <summary>One of the many.</summary>
/// <param name="Index">Its place, 0 and up.</param>
/// <param name="Target">Whom or what.</param>
/// <param name="Outcome">What came of it; null before.</param>
public sealed record BulkRow(int Index, BulkTarget Target, string? Outcome)
{
    /// <summary>Whether a message was handed over: what became of it is another matter.</summary>
    public bool IsWrittenTo => Outcome is "sent" or "asked";
}
