using System.Text.Json.Serialization;
using Compensation.Closing.Counting;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices;

namespace Compensation.Closing;

/// <summary>A number of entitlements and what they amount to together. Both add up.</summary>
/// <param name="People">Entitlements: one for each coupon. The name is older than the count of persons.</param>
public sealed record PeopleAndYen(long People, Yen Yen)
{
    /// <summary>How many persons they belong to, where these were counted. Does not add up: one person's coupons may have fared differently.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Persons { get; init; }

    public static readonly PeopleAndYen Nobody = new(0, Yen.Zero);

    public static PeopleAndYen operator +(PeopleAndYen left, PeopleAndYen right) => new(checked(left.People + right.People), left.Yen + right.Yen);
}

/// <summary>What was counted in one shard or several.</summary>
/// <param name="States">Each state that occurs.</param>
/// <param name="Notices">Each kind, channel and outcome that occurs.</param>
/// <param name="SmsSegments">Billed SMS segments.</param>
public sealed record Tally(IReadOnlyList<StateCount> States, IReadOnlyList<NoticeCount> Notices, long SmsSegments)
{
    public static readonly Tally Nothing = new([], [], 0);

    /// <summary>Of all: those of whom their person was told in the message of another entitlement.</summary>
    public PeopleAndYen SpokenFor { get; init; } = PeopleAndYen.Nobody;

    public Breakdown Breakdown { get; init; } = Breakdown.Nothing;

    public Tally Plus(Tally other) => new(
        [.. from count in States.Concat(other.States)
            group count by count.State into same
            orderby same.Key
            select new StateCount(same.Key, same.Aggregate(PeopleAndYen.Nobody, (sum, count) => sum + count.Sum))],
        [.. from count in Notices.Concat(other.Notices)
            group count by (count.Kind, count.Channel, count.Outcome) into same
            orderby same.Key
            select new NoticeCount(same.Key.Kind, same.Key.Channel, same.Key.Outcome, same.Sum(count => count.Count)) { SmsSegments = same.Sum(count => count.SmsSegments) }],
        checked(SmsSegments + other.SmsSegments))
    {
        SpokenFor = SpokenFor + other.SpokenFor,
        Breakdown = Breakdown.Plus(other.Breakdown),
    };

    internal PeopleAndYen Of(OutcomeLine line, bool isInterim) => States.Where(count => count.State.Line(isInterim) == line).Aggregate(PeopleAndYen.Nobody, (sum, count) => sum + count.Sum);

    public PeopleAndYen Everybody => States.Aggregate(PeopleAndYen.Nobody, (sum, count) => sum + count.Sum);
}

/// <summary>People and yen in one state.</summary>
public sealed record StateCount(EntitlementState State, PeopleAndYen Sum);

/// <summary>Notices of one kind and channel with the same outcome.</summary>
public sealed record NoticeCount(
    [property: JsonConverter(typeof(CamelCaseEnum<NoticeKind>))] NoticeKind Kind,
    [property: JsonConverter(typeof(CamelCaseEnum<NoticeChannel>))] NoticeChannel Channel,
    [property: JsonConverter(typeof(CamelCaseEnum<NoticeOutcome>))] NoticeOutcome Outcome,
    long Count)
{
    /// <summary>As how many SMS these are billed; 0 for e-mails, and for what no provider took.</summary>
    public long SmsSegments { get; init; }
}
