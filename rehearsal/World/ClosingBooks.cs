using Compensation.Rehearsal.Report;

namespace Compensation.Rehearsal.World;

/// <summary>The application's closing report, as far as the rehearsal reads it.</summary>
internal sealed record ClosingBooks(
    string Seal,
    PeopleAndYen Entitled,
    PeopleAndYen Issued,
    PeopleAndYen Transferred,
    PeopleAndYen Expired,
    PeopleAndYen Revoked,
    PeopleAndYen Waiting,
    PeopleAndYen Failed,
    IReadOnlyList<NoticeCount> Notices,
    long SmsSegments,
    bool Balanced,
    bool Interim)
{
    public required MessageCosts Costs { get; init; }

    /// <summary>What became of the applications.</summary>
    public ApplicationCounts? Applications { get; init; }

    /// <summary>What became of the transfers into accounts.</summary>
    public TransferCounts? Transfers { get; init; }

    /// <summary>What became of the double charges.</summary>
    public CaseCounts? Cases { get; init; }

    /// <summary>The six lines that make up everybody.</summary>
    public IEnumerable<PeopleAndYen> Outcomes => [Issued, Transferred, Expired, Revoked, Waiting, Failed];
}

/// <summary>What the messages cost, as far as the rehearsal reads it.</summary>
internal sealed record MessageCosts(long SmsYen);
