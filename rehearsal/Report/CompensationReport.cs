namespace Compensation.Rehearsal.Report;

/// <summary>The closing report of a rehearsed compensation, as <c>--report</c> writes it.</summary>
/// <param name="Campaign">The campaign's id.</param>
/// <param name="People">How many synthetic people there were, or how many coupons a given ledger held.</param>
/// <param name="Seal">The overall hash of the sealed balances.</param>
/// <param name="Entitled">Everybody who was owed something; the sum of the six lines after it.</param>
/// <param name="Issued">Who received a code.</param>
/// <param name="Transferred">Who received a bank transfer.</param>
/// <param name="Expired">Who let the deadline pass.</param>
/// <param name="Revoked">Whose right was withdrawn.</param>
/// <param name="Waiting">Who has chosen and still waits.</param>
/// <param name="Failed">Whose transfer came back, and who named no other account in time.</param>
/// <param name="Notices">What became of the messages.</param>
/// <param name="Duplicates">By the independent witness: issue notices too many.</param>
/// <param name="Losses">By the independent witness: issue notices owed and never asked of a provider.</param>
/// <param name="SmsSegments">What the SMS cost.</param>
/// <param name="StorageTransactions">Requests to the table service.</param>
/// <param name="WallSeconds">Real time, over all runs.</param>
/// <param name="PeakMemoryBytes">The most memory this process had in use.</param>
internal sealed record CompensationReport(
    string Campaign,
    int People,
    string Seal,
    PeopleAndYen Entitled,
    PeopleAndYen Issued,
    PeopleAndYen Transferred,
    PeopleAndYen Expired,
    PeopleAndYen Revoked,
    PeopleAndYen Waiting,
    PeopleAndYen Failed,
    IReadOnlyList<NoticeCount> Notices,
    long Duplicates,
    long Losses,
    long SmsSegments,
    StorageTransactions StorageTransactions,
    double WallSeconds,
    long PeakMemoryBytes)
{
    /// <summary>What became of the applications, coupon by coupon.</summary>
    public ApplicationCounts? Applications { get; init; }

    /// <summary>What became of the transfers into accounts; null where the campaign offers none.</summary>
    public TransferCounts? Transfers { get; init; }

    /// <summary>What became of the double charges; null where the campaign takes no reports of them.</summary>
    public CaseCounts? Cases { get; init; }

    /// <summary>What the SMS cost in yen, at the application's prices.</summary>
    public long SmsYen { get; init; }

    /// <summary>Requests to providers that went wrong on purpose, since this start; null where none were to.</summary>
    public Disturbance? Disturbed { get; init; }
}

/// <summary>A line of the books.</summary>
/// <param name="People">Entitlements, one for each coupon.</param>
/// <param name="Persons">Those to whom they belong.</param>
internal sealed record PeopleAndYen(long People, long Yen, long? Persons = null);

/// <summary>How many coupons were applied for on the special site, and how that ended.</summary>
/// <param name="Waiting">About which nobody has decided.</param>
internal sealed record ApplicationCounts(long Received, long Accepted, long Refused, long Waiting);

/// <summary>How many transfers into accounts were asked for, and how that ended.</summary>
/// <param name="Requested">Rights for which one was ever asked.</param>
/// <param name="Paid">Of those: paid.</param>
/// <param name="Returned">Of those: of which the bank has sent something back, whatever has become of it since.</param>
/// <param name="Failed">Of those: which came back, and nobody named another account in time.</param>
/// <param name="Yen">What was paid.</param>
internal sealed record TransferCounts(long Requested, long Paid, long Returned, long Failed, long Yen);

/// <summary>How many double charges were reported, and how that ended.</summary>
/// <param name="Opened">All reports.</param>
/// <param name="Restored">Of those: put back.</param>
/// <param name="Refused">Of those: nothing is put back.</param>
/// <param name="Yen">What was put back.</param>
/// <param name="Supplements">Of those put back: after the seal.</param>
/// <param name="Waiting">Of those opened: neither.</param>
internal sealed record CaseCounts(long Opened, long Restored, long Refused, long Yen, long Supplements, long Waiting);

/// <summary>How many notices of one kind and channel had one outcome.</summary>
/// <param name="Count">How many.</param>
/// <param name="SmsSegments">As how many SMS they are billed.</param>
internal sealed record NoticeCount(string Kind, string Channel, string Outcome, long Count, long SmsSegments);

/// <summary>Requests to the table service, counted where they leave.</summary>
/// <param name="Total">All of them.</param>
/// <param name="IssueWavePerPerson">Those of the first issue wave, for each person in it.</param>
internal sealed record StorageTransactions(long Total, double IssueWavePerPerson);
