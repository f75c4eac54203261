using Compensation.Entitlements;
using Compensation.Notices;

namespace Compensation.CallCentre;

/// <summary>A resend as operators see it. The wave says how far it is.</summary>
/// <param name="People">How many were named; 0 for a filter.</param>
/// <param name="Corrected">Of them, whose number or address was corrected.</param>
/// <param name="Outlook">What was to be expected when it was ordered.</param>
public sealed record ResendView(
    string Order, string Wave, string By, string Reason, DateTimeOffset At, ResendFilter Filter, NoticeChannel? Channel, int People, int Corrected, ResendOutlook Outlook)
{
    /// <summary>What the order does for each of those it names; null in lists.</summary>
    public IReadOnlyList<NamedPersonView>? Named { get; init; }

    internal static ResendView Of(ResendRecord record) => new(
        record.Order, record.WaveId, record.By, record.Reason, record.At, record.Filter, record.Channel, record.People.Count, record.Corrected.Count(), record.Outlook);

    internal static ResendView WithPeople(ResendRecord record) => Of(record) with { Named = [.. record.People.Select(person => NamedPersonView.Of(person))] };
}

/// <summary>What an order does for one person.</summary>
/// <param name="Entitlement">The id.</param>
/// <param name="Verdict">Whether the link is sent, or why not.</param>
/// <param name="Says">The same in words, for whoever has the caller on the phone.</param>
/// <param name="Corrected">Number or address was corrected, or taken off file; an older link does not open any more.</param>
public sealed record NamedPersonView(EntitlementId Entitlement, ResendVerdict Verdict, string Says, bool Corrected)
{
    /// <summary>What became of the message so far; null while there is none.</summary>
    public NoticeOutcome? Became { get; init; }

    internal static NamedPersonView Of(NamedPerson person) => new(person.Entitlement, person.Verdict, WordsFor(person.Verdict), person.IsCorrected);

    internal static string WordsFor(ResendVerdict verdict) => verdict switch
    {
        ResendVerdict.Send => "the link is sent within the hours of sending",
        ResendVerdict.NothingToOpen => "there is nothing to collect or to look at",
        ResendVerdict.Claimed => "has claimed already",
        ResendVerdict.NoAddress => "no number or address is on file by which the link could be sent",
        ResendVerdict.Suppressed => "the number or address is on the list of those that are not written to, or not on the list of a test",
        ResendVerdict.WaitsForWave => "has had no issue notice yet: the wave brings the link to what is on file",
        ResendVerdict.AwaitsApplication => "has to apply on the special site first; the link is sent once the application is accepted",
        ResendVerdict.NotWrittenTo => "was never written to",
        ResendVerdict.Delivered => "has been reached",
        ResendVerdict.AwaitsReport => "a message is on its way",
        ResendVerdict.Spaced => "has had a resend a short while ago",
        ResendVerdict.Ordered => "the link was ordered before, and goes out within the hours of sending",
        ResendVerdict.Capped => "has had as many resends as anybody gets",
        ResendVerdict.SpokenFor => "another of the person's entitlements is written to for this one",
        _ => throw new InvalidOperationException($"There are no words for {verdict}."),
    };
}

/// <summary>What a resend would do. Nothing has been sent or corrected.</summary>
/// <param name="Plan">To be named by the request that starts it.</param>
/// <param name="Outlook">People and cost.</param>
/// <param name="Named">What it would do for each of those it names; empty for a filter.</param>
public sealed record ResendPlanView(string Plan, ResendOutlook Outlook, IReadOnlyList<NamedPersonView> Named);
