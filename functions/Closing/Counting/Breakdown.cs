using System.Text.Json.Serialization;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Closing.Counting;

/// <summary>The parts that an office is asked for, counted in one shard or several. Small however many people there are, and adds up.</summary>
public sealed record Breakdown
{
    public static readonly Breakdown Nothing = new();

    public IReadOnlyList<RouteCount> Routes { get; init; } = [];

    /// <summary>What was chosen, whether the code is there yet or not.</summary>
    public IReadOnlyList<ProductCount> Products { get; init; } = [];

    public IReadOnlyList<DayCount> Days { get; init; } = [];

    public IReadOnlyList<UnclaimedCount> Unclaimed { get; init; } = [];

    public IReadOnlyList<SpanCount> ClaimTimes { get; init; } = [];

    /// <summary>E-mails that a provider took.</summary>
    public long Emails { get; init; }

    public Breakdown Plus(Breakdown other) => new()
    {
        Routes = [.. from count in Routes.Concat(other.Routes)
                     group count.Sum by (count.Route, count.State) into same
                     orderby same.Key
                     select new RouteCount(same.Key.Route, same.Key.State, Sum(same))],
        Products = [.. Products.Concat(other.Products)
            .GroupBy(count => count.Product, count => count.Sum, StringComparer.Ordinal)
            .OrderBy(same => same.Key, StringComparer.Ordinal)
            .Select(same => new ProductCount(same.Key, Sum(same)))],
        Days = [.. from count in Days.Concat(other.Days)
                   group count by count.Day into same
                   orderby same.Key
                   select new DayCount(same.Key, same.Sum(day => day.Opened), Sum(same.Select(day => day.Claimed)))],
        Unclaimed = [.. (from count in Unclaimed.Concat(other.Unclaimed)
                        group count.Sum by (count.Why, count.Reason) into same
                        select new UnclaimedCount(same.Key.Why, same.Key.Reason, Sum(same))).OrderBy(count => count.Why).ThenBy(count => count.Reason, StringComparer.Ordinal)],
        ClaimTimes = SpanCount.Sum(ClaimTimes.Concat(other.ClaimTimes)),
        Emails = checked(Emails + other.Emails),
    };

    private static PeopleAndYen Sum(IEnumerable<PeopleAndYen> counts) => counts.Aggregate(PeopleAndYen.Nobody, (sum, count) => sum + count);
}

/// <summary>Entitlements of one route in one state.</summary>
public sealed record RouteCount(EntitlementRoute Route, EntitlementState State, PeopleAndYen Sum);

/// <summary>What was chosen of one product.</summary>
public sealed record ProductCount(string Product, PeopleAndYen Sum);

/// <summary>A day in Japan.</summary>
/// <param name="Day">Which.</param>
/// <param name="Opened">Pages that were opened first on it.</param>
/// <param name="Claimed">What was chosen on it.</param>
public sealed record DayCount(DateOnly Day, long Opened, PeopleAndYen Claimed);

/// <summary>What nobody has collected, for one cause.</summary>
/// <param name="Why">The cause.</param>
/// <param name="Reason">The provider's or the carrier's code, where nothing was delivered; else empty.</param>
/// <param name="Sum">How many, and what they amount to.</param>
public sealed record UnclaimedCount(Unclaimed Why, string Reason, PeopleAndYen Sum);

/// <summary>How many chose so long after their first message: whole minutes, coarser the longer it took (<see cref="ClaimTime"/>).</summary>
public sealed record SpanCount(int Minutes, long People)
{
    internal static IReadOnlyList<SpanCount> Sum(IEnumerable<SpanCount> spans) =>
        [.. from span in spans group span.People by span.Minutes into same orderby same.Key select new SpanCount(same.Key, same.Sum())];
}

/// <summary>Why something is not collected. Each entitlement has one: the first that applies.</summary>
[JsonConverter(typeof(CamelCaseEnum<Unclaimed>))]
public enum Unclaimed
{
    /// <summary>The page was opened.</summary>
    Opened,

    /// <summary>Nobody has applied for it, and without an application nobody is written to.</summary>
    NotApplied,

    /// <summary>Another entitlement's message speaks for it.</summary>
    ToldByAnother,

    /// <summary>Neither a number nor an address is on file.</summary>
    NoContact,

    /// <summary>A message arrived, and nobody has opened the page.</summary>
    Delivered,

    /// <summary>Messages were sent, and no carrier has said what became of them.</summary>
    Sent,

    /// <summary>No message arrived.</summary>
    Undelivered,

    /// <summary>No message has been sent yet.</summary>
    NotSent,
}
