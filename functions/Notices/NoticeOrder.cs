using System.Text.Json;
using System.Text.Json.Serialization;
using Compensation.Campaigns;
using Compensation.Entitlements;

namespace Compensation.Notices;

/// <summary>What a wave of notices sends, and to whom. As a wave's argument it is JSON; it holds no personal data.</summary>
/// <param name="Kind">Which kind of notice.</param>
/// <param name="Sequence">Which one of the kind: 1 for the first notice and its fallback, 2 for the fallback of a late code's, the reminder's number; 0 for resends, which are counted person by person, and for what repeats a transfer's result, which bears that one's number.</param>
/// <param name="Route">Only this route's entitlements, or all where null.</param>
public sealed record NoticeOrder(NoticeKind Kind, int Sequence, EntitlementRoute? Route)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    /// <summary>For resends: on whose order, to whom.</summary>
    public ResendTerms? Resend { get; init; }

    /// <summary>For what an operator has sent about transfers: who has been told since, by another message, is not told again; null for what is sent by itself.</summary>
    public DateTimeOffset? UntoldSince { get; init; }

    /// <summary>The notice of a late code once more, on the other channel, because the first did not arrive.</summary>
    public static readonly NoticeOrder CodeReadyAgain = new(NoticeKind.CodeReady, 2, null);

    /// <summary>That a transfer failed once more, on the other channel, to whom the last message about it did not arrive.</summary>
    public static readonly NoticeOrder TransferResultAgain = new(NoticeKind.TransferResultAgain, 0, null);

    /// <summary>Whether it repeats, on the other channel, what did not arrive.</summary>
    [JsonIgnore]
    public bool IsFallback => Kind is NoticeKind.Fallback or NoticeKind.TransferResultAgain || (Kind == NoticeKind.CodeReady && Sequence == CodeReadyAgain.Sequence);

    public override string ToString() => JsonSerializer.Serialize(this, Format);

    /// <exception cref="JsonException">The text is not an order.</exception>
    public static NoticeOrder Parse(string text) => JsonSerializer.Deserialize<NoticeOrder>(text, Format) ?? throw new JsonException("The order is null.");

    /// <summary>Whether a notice is the one that this order asks for.</summary>
    public bool IsFor(Notice notice) => notice.Id.Kind == Kind
        && (Resend is null ? notice.Id.Sequence == Sequence : string.Equals(notice.Order, Resend.Order, StringComparison.Ordinal));

    /// <summary>Those of a page whom the order is for.</summary>
    public IReadOnlyList<Entitlement> CoveredOf(IReadOnlyList<Entitlement> people) => Route is null ? people : [.. people.Where(person => Covers(person.Route))];

    /// <summary>From when on it reaches nobody any more. Who has claimed holds a code beyond the deadline of collecting: the wave's own end is the only one there.</summary>
    public DateTimeOffset EndIn(Campaign campaign) => Resend?.EndsAt ?? Kind switch
    {
        NoticeKind.CodeReady => DateTimeOffset.MaxValue,
        NoticeKind.TransferResult or NoticeKind.TransferResultAgain => campaign.BooksCloseAt,
        _ => campaign.NoticesEndAt,
    };

    /// <summary>Restored double charges travel with the app's route: their contact is the app's.</summary>
    public bool Covers(EntitlementRoute route) =>
        Route is null || Route == route || (Route == EntitlementRoute.App && route == EntitlementRoute.DoubleCharge);
}

/// <summary>The terms of a resend.</summary>
/// <param name="Order">The order's id: each person gets one message for it, however often it is carried out.</param>
/// <param name="Filter">To whom of those it names.</param>
/// <param name="CapPerPerson">The most resends one person gets in a campaign, 1 to 63.</param>
/// <param name="Channel">By which way, or null for the way that is most likely to arrive.</param>
public sealed record ResendTerms(string Order, ResendFilter Filter, int CapPerPerson, NoticeChannel? Channel)
{
    /// <summary>When it was ordered. A filter means people as they stood then: who becomes one of them while it is carried out was in nobody's plan.</summary>
    public DateTimeOffset At { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>The exclusive end of writing; null: the campaign's.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>After the deadline: only those who claimed in time.</summary>
    public bool OnlyClaimed { get; init; }

    /// <summary>For filters: routes whose issue has begun; null: all.</summary>
    public IReadOnlyList<EntitlementRoute>? Routes { get; init; }

    /// <summary>For filters: how long a message must have stayed without a report to count as not delivered.</summary>
    public TimeSpan UnreportedFor { get; init; }

    /// <summary>The least time between two resends to one person.</summary>
    public TimeSpan Spacing { get; init; }

    /// <summary>Providers that never report: what they took counts as delivered.</summary>
    public IReadOnlyList<string> SilentProviders { get; init; } = [];
}

/// <summary>To whom of its audience a resend goes.</summary>
public enum ResendFilter
{
    /// <summary>To everybody it names.</summary>
    All,

    /// <summary>To whom no message was reported as delivered.</summary>
    NotDelivered,

    /// <summary>To whom no message was reported as delivered, and who has not claimed.</summary>
    NotClaimedAndNotDelivered,
}
