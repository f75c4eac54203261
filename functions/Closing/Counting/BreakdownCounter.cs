using System.Runtime.InteropServices;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Closing.Counting;

/// <summary>Sorts the entitlements of one shard into the parts that an office is asked for, as they pass by.</summary>
internal sealed class BreakdownCounter(ShardReach reach)
{
    private readonly Dictionary<(EntitlementRoute Route, EntitlementState State), PeopleAndYen> _routes = [];
    private readonly Dictionary<string, PeopleAndYen> _products = new(StringComparer.Ordinal);
    private readonly Dictionary<DateOnly, (long Opened, PeopleAndYen Claimed)> _days = [];
    private readonly Dictionary<(Unclaimed Why, string Reason), PeopleAndYen> _unclaimed = [];
    private readonly Dictionary<int, long> _claimTimes = [];

    public void Add(Entitlement person)
    {
        PeopleAndYen one = new(1, person.Amount);
        Add(_routes, (person.Route, person.State), one);
        if (person.OpenedAt is { } openedAt)
        {
            ref (long Opened, PeopleAndYen Claimed) day = ref DayOf(openedAt);
            day = (day.Opened + 1, day.Claimed);
        }

        if (person is { Product: { } product, State: EntitlementState.Claimed or EntitlementState.Paid })
        {
            Add(_products, product, one);
            AddClaim(person, one);
        }

        if (person.State is EntitlementState.Open or EntitlementState.Expired)
        {
            Add(_unclaimed, CauseOf(person), one);
        }
    }

    public Breakdown Total(long emails) => new Breakdown
    {
        Routes = [.. _routes.Select(count => new RouteCount(count.Key.Route, count.Key.State, count.Value))],
        Products = [.. _products.Select(count => new ProductCount(count.Key, count.Value))],
        Days = [.. _days.Select(count => new DayCount(count.Key, count.Value.Opened, count.Value.Claimed))],
        Unclaimed = [.. _unclaimed.Select(count => new UnclaimedCount(count.Key.Why, count.Key.Reason, count.Value))],
        ClaimTimes = [.. _claimTimes.Select(count => new SpanCount(count.Key, count.Value))],
        Emails = emails,
    }.Plus(Breakdown.Nothing);

    private void AddClaim(Entitlement person, PeopleAndYen one)
    {
        if (person.ClaimedAt is { } claimedAt)
        {
            ref (long Opened, PeopleAndYen Claimed) day = ref DayOf(claimedAt);
            day = (day.Opened, day.Claimed + one);
            if (reach.Of(person.Id).FirstSentAt is var sent && sent != default && sent <= claimedAt)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(_claimTimes, ClaimTime.StepOf(claimedAt - sent), out _)++;
            }
        }
    }

    /// <summary>What counts is what bears the link that opens: nothing has been sent to whom only an address that is not his any more has been written to.</summary>
    private (Unclaimed Why, string Reason) CauseOf(Entitlement person)
    {
        PersonReach sent = reach.Of(person.Id) is var known && known.LinkVersion == person.LinkVersion ? known : default;
        return person switch
        {
            { OpenedAt: not null } => (Unclaimed.Opened, string.Empty),
            { AwaitsApplication: true } => (Unclaimed.NotApplied, string.Empty),
            { Lead: not null } => (Unclaimed.ToldByAnother, string.Empty),
            _ when sent.Delivered => (Unclaimed.Delivered, string.Empty),
            _ when sent.Sent => (Unclaimed.Sent, string.Empty),
            _ when sent.Reason is { } reason => (Unclaimed.Undelivered, reason),
            { Contacts: ContactKinds.None } => (Unclaimed.NoContact, string.Empty),
            _ => (Unclaimed.NotSent, string.Empty),
        };
    }

    private ref (long Opened, PeopleAndYen Claimed) DayOf(DateTimeOffset instant)
    {
        ref (long Opened, PeopleAndYen Claimed) day = ref CollectionsMarshal.GetValueRefOrAddDefault(_days, instant.DateInJapan(), out bool there);
        day = there ? day : (0, PeopleAndYen.Nobody);
        return ref day;
    }

    private static void Add<T>(Dictionary<T, PeopleAndYen> sums, T key, PeopleAndYen one)
        where T : notnull => sums[key] = sums.GetValueOrDefault(key, PeopleAndYen.Nobody) + one;
}
