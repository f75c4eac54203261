using Compensation.Common;
using Compensation.Coupons.Restoring;
using Compensation.Entitlements;
using Compensation.Notices.Direct;

namespace Compensation.CallCentre.Cases;

/// <summary>A case as lists show it.</summary>
/// <param name="Number">Its number.</param>
/// <param name="State">How far it is.</param>
/// <param name="Version">To be named by whoever acts.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Amount">How much.</param>
/// <param name="OpenedAt">UTC.</param>
/// <param name="OpenedBy">Who took it down.</param>
/// <param name="Since">Since when it stands as it does (UTC).</param>
public sealed record CaseView(CaseNumber Number, CaseState State, int Version, CaseKind Kind, Yen Amount, DateTimeOffset OpenedAt, string OpenedBy, DateTimeOffset Since)
{
    public string? ApprovedBy { get; init; }

    /// <summary>Why nothing was put back; null where that is not so.</summary>
    public CaseRefusal? Refusal { get; init; }

    public RestorationRefusal? BlockedBy { get; init; }

    /// <summary>When its people are reminded; null where it waits for nobody.</summary>
    public DateTimeOffset? RemindAt { get; init; }

    public DateTimeOffset? EscalateAt { get; init; }

    /// <summary>When the step's time is over.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>0, 1 once its people were reminded, 2 once it was escalated.</summary>
    public int Pressed { get; init; }

    internal static CaseView Of(DoubleChargeCase one, CaseTimes? times) => new(one.Number, one.State, one.Version, one.Kind, one.Amount, one.Opened.At, one.Opened.Name, one.Since)
    {
        ApprovedBy = one.Approved?.Name,
        Refusal = one.Refusal,
        BlockedBy = one.BlockedBy,
        RemindAt = times?.RemindAt,
        EscalateAt = times?.EscalateAt,
        EndsAt = times?.EndsAt,
        Pressed = one.Pressed,
    };
}

/// <summary>A case with everything that is known of it. Personal data.</summary>
/// <param name="Case">As in lists.</param>
/// <param name="Facts">What was taken down.</param>
/// <param name="Coupon">As the ledger has it now; null where it does not know it any more.</param>
/// <param name="Shop">What the shop has said.</param>
/// <param name="Related">Other cases about the same coupon or receipt: whoever approves names them.</param>
/// <param name="History">What was done, in order.</param>
public sealed record CaseDetails(CaseView Case, CaseFactsView Facts, CaseCouponView? Coupon, ShopAnswerView? Shop, IReadOnlyList<RelatedCase> Related, IReadOnlyList<CaseStepView> History);

/// <summary>What was taken down. Number, and the caller's name and contact, are masked: they are shown in clear as a person's fields, to who says why.</summary>
public sealed record CaseFactsView(string InquiryNumber, DateOnly Expiry, string Prefecture, string Shop)
{
    /// <summary>Under which id the person is found.</summary>
    public EntitlementId Person { get; init; }

    public string? Receipt { get; init; }

    public DateTimeOffset? PaidAt { get; init; }

    public long? FaceValue { get; init; }

    public string? ShopContact { get; init; }

    public string? ShopPhone { get; init; }

    public string? CallerName { get; init; }

    public string? CallerContact { get; init; }

    /// <summary>How far the message with the shop's link is.</summary>
    public MessageState Message { get; init; }
}

/// <summary>The coupon now.</summary>
/// <param name="Balance">What is left on it and was added since the seal: whoever approves names it.</param>
/// <param name="FaceValue">What it was issued for, where the ledger says so.</param>
/// <param name="UsableUntil">The last day on which it can be spent once something is put back.</param>
/// <param name="IsSealed">Whether the cutoff has passed: then the amount becomes a supplement.</param>
public sealed record CaseCouponView(Yen Balance, Yen? FaceValue, DateOnly UsableUntil, bool IsSealed);

/// <summary>What the shop has said.</summary>
public sealed record ShopAnswerView(bool Confirms, string Name, string? Remark, DateTimeOffset At, string? Rung, string? RecordedBy);

/// <summary>Another case.</summary>
/// <param name="Case">As in lists.</param>
/// <param name="SameCoupon">It is about the same coupon.</param>
/// <param name="SameReceipt">It is about the same receipt of the same shop.</param>
public sealed record RelatedCase(CaseView Case, bool SameCoupon, bool SameReceipt);

/// <summary>One step.</summary>
public sealed record CaseStepView(int Version, DateTimeOffset At, CaseAct Act, string By, CaseState State, string? Words);
