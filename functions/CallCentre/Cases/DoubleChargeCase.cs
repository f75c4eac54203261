using Azure;
using Compensation.Common;
using Compensation.Common.Access;
using Compensation.Coupons.Restoring;
using Compensation.Entitlements;
using Compensation.Notices.Direct;

namespace Compensation.CallCentre.Cases;

/// <summary>One report of a double charge, as read from its row.</summary>
public sealed record DoubleChargeCase
{
    public required CampaignId Campaign { get; init; }

    public required CaseNumber Number { get; init; }

    public CaseState State { get; init; }

    /// <summary>Counts what people and the shop have done: whoever acts names the version that he looked at.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Which request has opened it, so that its repeat is known as one.</summary>
    public string Source { get; init; } = string.Empty;

    public required Signature Opened { get; init; }

    /// <summary>Since when it stands as it does (UTC).</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Everybody who has typed what stands in it, or has said what the shop said: none of them is the second person.</summary>
    public required IReadOnlyList<string> Hands { get; init; }

    /// <summary>The encrypted <see cref="CaseFacts"/>; empty once their time of keeping is over.</summary>
    public required string ProtectedFacts { get; init; }

    /// <summary>Whether what was said has been erased.</summary>
    public bool IsForgotten => ProtectedFacts.Length == 0;

    public required CaseKind Kind { get; init; }

    public required Yen Amount { get; init; }

    public required EntitlementId Coupon { get; init; }

    /// <summary>Keyed hash of shop and receipt; empty where no receipt is known.</summary>
    public string ReceiptKey { get; init; } = string.Empty;

    /// <summary>Counts the links that the shop was given: only the newest can be answered.</summary>
    public int LinkVersion { get; init; } = 1;

    /// <summary>How far the message with the link is.</summary>
    public ShopMessage Message { get; init; } = new(1, 1);

    /// <summary>The message that is next, or was last: whoever has been reminded of by us is reminded himself, once for each link.</summary>
    public ShopMessage NextMessage => Pressed > 0 && Message is { Number: 1, Progress.State: MessageState.Sent } ? new ShopMessage(LinkVersion, 2) : Message;

    /// <summary>The encrypted <see cref="Cases.ShopAnswer"/>; null where there is none that counts.</summary>
    public string? ProtectedAnswer { get; init; }

    public DateTimeOffset? ShopConfirmedAt { get; init; }

    /// <summary>The second person.</summary>
    public Signature? Approved { get; init; }

    /// <summary>The balance that the second person saw.</summary>
    public Yen Expected { get; init; }

    public RestorationRefusal? BlockedBy { get; init; }

    public CaseRefusal? Refusal { get; init; }

    /// <summary>0, then 1 once its people were reminded, 2 once it was escalated, for the state that it is in.</summary>
    public int Pressed { get; init; }

    /// <summary>Whether its orchestration has seen it.</summary>
    public bool IsFollowed { get; init; }

    /// <summary>The right that a supplement has given rise to.</summary>
    public EntitlementId? Supplement { get; init; }

    /// <summary>Whether the person has been told of the supplement, as far as that is possible.</summary>
    public bool IsTold { get; init; }

    /// <summary>The row's version in the store.</summary>
    public ETag Tag { get; init; }

    /// <summary>Whether nothing is left to do.</summary>
    public bool IsSettled => State == CaseState.Supplemented ? IsTold : !State.IsOpen();

    /// <summary>It in another state, from now on.</summary>
    internal DoubleChargeCase In(CaseState state, DateTimeOffset now) => this with { State = state, Since = now, Pressed = 0 };
}

/// <summary>The message that gives the shop its link.</summary>
/// <param name="Link">The link's version.</param>
/// <param name="Number">1, or 2 where the shop is reminded.</param>
public sealed record ShopMessage(int Link, int Number)
{
    public MessageProgress Progress { get; init; } = new();
}
