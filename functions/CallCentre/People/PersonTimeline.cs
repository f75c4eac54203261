using Compensation.Applications;
using Compensation.CallCentre.Cases;
using Compensation.CallCentre.Erasing;
using Compensation.CallCentre.Notes;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Coupons;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Transfers;
using Compensation.Transfers.BankAnswers;

namespace Compensation.CallCentre.People;

/// <summary>Everything that an operator needs to know of one person while he is on the telephone. Personal data is masked.</summary>
/// <param name="Person">The id of the right, and of the coupon that it comes from.</param>
/// <param name="Name">Its first letters.</param>
/// <param name="Phone">Where he is reached, masked.</param>
/// <param name="Email">Likewise.</param>
/// <param name="InquiryNumber">Its end.</param>
/// <param name="Events">What happened, the earliest first.</param>
/// <param name="Next">What can be done, the advisable first, and why the rest cannot.</param>
public sealed record PersonTimeline(
    EntitlementId Person, string? Name, string? Phone, string? Email, string? InquiryNumber, IReadOnlyList<TimelineEvent> Events, IReadOnlyList<NextAction> Next)
{
    /// <summary>That what was personal is erased: on his request, with who has done it, or since the time of keeping is over.</summary>
    public ErasedFacts? Erased { get; init; }

    /// <summary>What is on file and cannot be read any more, because a key is gone or the row was damaged. A contact is asked for anew, and corrected: the new one takes its place.</summary>
    public IReadOnlyList<UnreadableField> Unreadable { get; init; } = [];

    public CouponFacts? Coupon { get; init; }

    public RightFacts? Right { get; init; }

    /// <summary>How the coupon stands in the seal; null while nothing is sealed.</summary>
    public LineInSeal? Seal { get; init; }

    /// <summary>The coupon that this right was added to after the seal, for a double charge; null for any other.</summary>
    public EntitlementId? AddedTo { get; init; }

    /// <summary>The rights that were added to this coupon after the seal.</summary>
    public IReadOnlyList<EntitlementId> Supplements { get; init; } = [];

    /// <summary>The right whose message speaks for this one, where several are one person's.</summary>
    public EntitlementId? Lead { get; init; }

    /// <summary>The person's other rights, for which this one's message speaks.</summary>
    public IReadOnlyList<EntitlementId> Companions { get; init; } = [];
}

/// <summary>What of a person may be unreadable.</summary>
public enum UnreadableField
{
    /// <summary>Where he is reached.</summary>
    Contact,

    /// <summary>Name and day of travel.</summary>
    Holder,

    InquiryNumber,
}

/// <summary>What the ledger says of the coupon, as it stands now.</summary>
public sealed record CouponFacts(DateOnly Expiry, Yen Balance, Yen Imported, Yen? FaceValue, bool ChargedToApp, bool LeftApp, DateOnly? TravelDate);

/// <summary>How the right stands.</summary>
/// <param name="Product">What was chosen; null where nothing was.</param>
public sealed record RightFacts(EntitlementRoute Route, Yen Amount, EntitlementState State, bool AwaitsApplication, int LinkVersion, string? Product);

/// <summary>Of which kind an event is.</summary>
public enum TimelineKind
{
    Adjusted,
    Sealed,
    Notice,

    /// <summary>The receipt page was opened first.</summary>
    LinkOpened,
    Claimed,
    CodeHandedOut,
    Expired,
    Revoked,
    Applied,
    ApplicationDecided,
    TransferAsked,
    TransferMoved,
    CaseOpened,
    CaseStands,
    Note,
    Erased,
}

/// <summary>One thing that happened. Which members it has depends on its kind.</summary>
/// <param name="At">UTC.</param>
/// <param name="Kind">Of which kind.</param>
public sealed record TimelineEvent(DateTimeOffset At, TimelineKind Kind)
{
    public NoticeEvent? Notice { get; init; }

    public CouponChange? Change { get; init; }

    public Yen? Amount { get; init; }

    /// <summary>The product that was chosen.</summary>
    public string? Product { get; init; }

    /// <summary>An application's id, with how it stands.</summary>
    public string? Application { get; init; }

    public ApplicationState? ApplicationState { get; init; }

    public TransferState? TransferState { get; init; }

    /// <summary>Why the bank sent it back.</summary>
    public ReturnReason? ReturnedBecause { get; init; }

    public CaseNumber? Case { get; init; }

    public CaseState? CaseState { get; init; }

    public Note? Note { get; init; }

    public string? By { get; init; }
}

/// <summary>A message, with what became of it.</summary>
/// <param name="To">To where, masked; null where it went to a number or address that is not on file any more.</param>
/// <param name="Why">Why it failed, in the provider's or the carrier's words.</param>
public sealed record NoticeEvent(NoticeKind Kind, int Sequence, NoticeChannel Channel, string? To, NoticeOutcome Outcome, string? Provider, string? Reference, string? Why, string Wave)
{
    /// <summary>When its delivery was reported.</summary>
    public DateTimeOffset? DeliveredAt { get; init; }

    public DateTimeOffset? UndeliveredAt { get; init; }

    /// <summary>Whether the link in it still opens.</summary>
    public bool LinkOpens { get; init; }
}
