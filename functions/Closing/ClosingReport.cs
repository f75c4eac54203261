using System.Text.Json;
using System.Text.Json.Serialization;
using Compensation.Common;

namespace Compensation.Closing;

/// <summary>What became of a campaign's money, to the yen.</summary>
/// <param name="Campaign">The campaign.</param>
/// <param name="People">All entitlements: one for each coupon that something was owed for.</param>
/// <param name="Seal">The seal of the ledger that it all arises from.</param>
/// <param name="Entitled">All of them; the sum of the six that follow.</param>
/// <param name="Issued">Points were handed out.</param>
/// <param name="Transferred">Paid by bank transfer.</param>
/// <param name="Expired">Not claimed in time.</param>
/// <param name="Revoked">Withdrawn.</param>
/// <param name="Waiting">Not settled yet: unclaimed, claimed without a code so far, or a transfer not paid.</param>
/// <param name="Failed">The bank sent the transfer back, and nobody named another account in time.</param>
/// <param name="Notices">Messages by kind, channel and outcome.</param>
/// <param name="SmsSegments">Billed SMS segments.</param>
/// <param name="ClosedAt">When these figures were found first (UTC).</param>
/// <param name="Balanced">Whether every check held.</param>
/// <param name="Discrepancies">The checks that did not hold.</param>
public sealed record ClosingReport(
    CampaignId Campaign,
    long People,
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
    DateTimeOffset ClosedAt,
    bool Balanced,
    IReadOnlyList<Discrepancy> Discrepancies)
{
    /// <summary>How many persons were owed something: those with a number or an address in common are one.</summary>
    public long Persons { get; init; }

    /// <summary>Of what is owed: what the ledger had sealed.</summary>
    public PeopleAndYen Sealed { get; init; } = PeopleAndYen.Nobody;

    /// <summary>Of what is owed: what was added since, for cases that were confirmed after the cutoff. With <see cref="Sealed"/> it makes up <see cref="Entitled"/>.</summary>
    public PeopleAndYen Supplements { get; init; } = PeopleAndYen.Nobody;

    /// <summary>Of all: those of whom their person was told in the message of another entitlement. None where the campaign sends one message for each.</summary>
    public PeopleAndYen SpokenFor { get; init; } = PeopleAndYen.Nobody;

    /// <summary>Operators' waves that left what the campaign's file prints, with their reasons.</summary>
    public IReadOnlyList<DepartedWave> Departures { get; init; } = [];

    /// <summary>People still collect, or transfers are still paid: the books are not closed yet.</summary>
    public bool Interim { get; init; }

    /// <summary>The same money by route, product and day, and why the rest is not collected.</summary>
    public ReportParts Parts { get; init; } = new();

    /// <summary>What the messages cost.</summary>
    public MessageCosts Costs { get; init; } = MessageCosts.None;

    /// <summary>The prefecture; null for a campaign that is not a prefecture's.</summary>
    public string? Prefecture { get; init; }

    /// <summary>What the slices above report of themselves, by member: see <see cref="IReportChapter"/>.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement> Chapters { get; init; } = new Dictionary<string, JsonElement>(StringComparer.Ordinal);

    public static ClosingReport Of(CountedBooks books, DateTimeOffset closedAt)
    {
        Tally tally = books.Tally;
        PeopleAndYen Sum(OutcomeLine line) => tally.Of(line, books.Order.IsInterim);
        PeopleAndYen issued = Sum(OutcomeLine.Issued);
        PeopleAndYen transferred = Sum(OutcomeLine.Transferred);
        PeopleAndYen expired = Sum(OutcomeLine.Expired);
        PeopleAndYen revoked = Sum(OutcomeLine.Revoked);
        PeopleAndYen waiting = Sum(OutcomeLine.Waiting);
        PeopleAndYen failed = Sum(OutcomeLine.Failed);
        List<Discrepancy> discrepancies = [];
        Check(Discrepancy.SealedLedger, books.Order.Sealed + books.Supplements, tally.Everybody, discrepancies);
        Check(Discrepancy.SumOfOutcomes, tally.Everybody, issued + transferred + expired + revoked + waiting + failed, discrepancies);
        PersonCounts persons = books.Persons;
        return new ClosingReport(
            books.Order.Campaign,
            tally.Everybody.People,
            books.Order.Seal,
            tally.Everybody with { Persons = persons.Entitled },
            issued with { Persons = persons.Issued },
            transferred with { Persons = persons.Transferred },
            expired with { Persons = persons.Expired },
            revoked with { Persons = persons.Revoked },
            waiting with { Persons = persons.Waiting },
            failed with { Persons = persons.Failed },
            tally.Notices,
            tally.SmsSegments,
            closedAt,
            discrepancies.Count == 0,
            discrepancies)
        {
            Persons = persons.Entitled,
            Sealed = books.Order.Sealed,
            Supplements = books.Supplements,
            SpokenFor = tally.SpokenFor,
            Interim = books.Order.IsInterim,
            Parts = ReportParts.Of(tally.Breakdown, books.Order.IsInterim),
        };
    }

    private static void Check(string check, PeopleAndYen expected, PeopleAndYen found, List<Discrepancy> discrepancies)
    {
        if (expected != found)
        {
            discrepancies.Add(new Discrepancy(check, expected, found));
        }
    }
}

/// <summary>A wave that left what the campaign's file prints.</summary>
/// <param name="Wave">Its id.</param>
/// <param name="What">In what it did, a sentence each.</param>
/// <param name="Why">The reason that was given.</param>
/// <param name="By">Who gave it.</param>
public sealed record DepartedWave(string Wave, IReadOnlyList<string> What, string Why, string By);

/// <summary>A check that did not hold.</summary>
/// <param name="Check">Which one.</param>
/// <param name="Expected">What it should have been.</param>
/// <param name="Found">What was counted.</param>
public sealed record Discrepancy(string Check, PeopleAndYen Expected, PeopleAndYen Found)
{
    /// <summary>Everybody whom the sealed ledger or a supplement owes something is there, with that amount, and nobody else.</summary>
    public const string SealedLedger = "sealedLedger";

    /// <summary>Issued, transferred, expired, revoked, waiting and failed make up everything that is owed.</summary>
    public const string SumOfOutcomes = "sumOfOutcomes";
}
