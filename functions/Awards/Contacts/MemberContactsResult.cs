using Compensation.Common;

namespace Compensation.Awards.Contacts;

/// <summary>What came of a file of contacts.</summary>
/// <param name="Outcome">What was done with the file as a whole.</param>
/// <param name="File">The name it was sent under.</param>
/// <param name="Sha256">The file's hash, 64 hex digits.</param>
/// <param name="Rows">Rows that are in order by themselves.</param>
/// <param name="Counts">What became of them, or would.</param>
/// <param name="ErrorCount">All errors.</param>
/// <param name="Errors">The first 1,000 of them, in the order of lines.</param>
public sealed record MemberContactsResult(
    MemberContactsOutcome Outcome, string File, string Sha256, long Rows, ContactCounts Counts, long ErrorCount, IReadOnlyList<RowError> Errors)
{
    /// <summary>In which the file was read; null where it was not.</summary>
    public string? Encoding { get; init; }

    /// <summary>Why nothing was taken; null where that is not said by errors.</summary>
    public string? Detail { get; init; }
}

/// <summary>What was done with a file of contacts as a whole.</summary>
public enum MemberContactsOutcome
{
    /// <summary>What it states of members who have points is on file now.</summary>
    Imported,

    /// <summary>All of it was on file already, or nobody in it has points.</summary>
    Unchanged,

    /// <summary>A dry run: it could be taken in; nothing was written.</summary>
    Checked,

    /// <summary>It has errors. Nothing was written.</summary>
    Invalid,

    /// <summary>Members of this campaign are not written to, or not any more: their contacts are not kept. Nothing was read.</summary>
    Closed,

    /// <summary>Another file is being taken in, and has taken longer than this one waits. Send it again.</summary>
    Busy,
}
