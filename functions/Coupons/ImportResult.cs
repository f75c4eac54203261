using Compensation.Common;
using Compensation.Payouts;

namespace Compensation.Coupons;

/// <summary>What came of a ledger file.</summary>
/// <param name="Outcome">What was done with the file as a whole.</param>
/// <param name="File">The name it was sent under.</param>
/// <param name="Sha256">The file's hash, 64 hex digits; empty where the file was not read.</param>
/// <param name="Rows">Rows that are in order.</param>
/// <param name="Written">Coupons that were new; in a dry run, that would have been.</param>
/// <param name="Unchanged">Coupons that were on file already, with the same facts, or with what has been corrected since.</param>
/// <param name="People">Coupons whose balance would be owed if it stayed as the file states it.</param>
/// <param name="Yen">The sum of those balances.</param>
/// <param name="ErrorCount">All errors.</param>
/// <param name="Errors">The first 1,000 of them, in the order of lines.</param>
public sealed record ImportResult(
    ImportOutcome Outcome,
    string File,
    string Sha256,
    int Rows,
    int Written,
    int Unchanged,
    int People,
    Yen Yen,
    long ErrorCount,
    IReadOnlyList<RowError> Errors)
{
    /// <summary>Coupons on file whose contact, route or expiry the file corrects; their balance is the same.</summary>
    public int Corrected { get; init; }

    /// <summary>Those of the unchanged that say what a later file has corrected since: they are no news.</summary>
    public int Superseded { get; init; }

    /// <summary>The name under which the import stands in the list of imports; null where nothing was taken in.</summary>
    public string? Import { get; init; }

    /// <summary>Why nothing was taken in; null where errors say it, or where something was.</summary>
    public string? Detail { get; init; }

    /// <summary>What should be looked into, although it does not stand in the way.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What is owed in amounts that no single code in stock covers.</summary>
    public UncoveredAmounts Uncovered { get; init; } = UncoveredAmounts.None;

    /// <summary>In which the file was read.</summary>
    public string Encoding { get; init; } = string.Empty;
}

/// <summary>What was done with a file as a whole.</summary>
public enum ImportOutcome
{
    /// <summary>Everything in it that was new is on file now.</summary>
    Imported,

    /// <summary>All of it was on file already.</summary>
    Unchanged,

    /// <summary>A dry run found no fault. Nothing was written.</summary>
    Checked,

    /// <summary>It has errors. Nothing was written.</summary>
    Invalid,

    /// <summary>The cutoff has passed: the ledger takes nothing any more. Nothing of the file counts.</summary>
    Closed,

    /// <summary>Another file is being taken in. Nothing of this one counts; send it again afterwards.</summary>
    Busy,
}
