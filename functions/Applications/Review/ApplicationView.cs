using Compensation.Applications.Matching;
using Compensation.Applications.Messages;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Notices.Direct;

namespace Compensation.Applications.Review;

/// <summary>An application in the list: nothing personal.</summary>
/// <param name="Id">Receipt number and line.</param>
/// <param name="Receipt">The receipt number.</param>
/// <param name="Line">Which coupon of the receipt.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Outcome">What the ledger said: the reason why a person has to decide.</param>
/// <param name="ReceivedAt">When the form was sent, UTC.</param>
/// <param name="EnteredBy">The operator who entered it during a call, or null.</param>
/// <param name="HeldBy">Who has taken it up, or null.</param>
public sealed record ApplicationView(
    string Id, string Receipt, int Line, ApplicationState State, ApplicationOutcome Outcome, DateTimeOffset ReceivedAt, string? EnteredBy, string? HeldBy)
{
    internal static ApplicationView Of(Application application) => new(
        application.Id, application.Receipt.Value, application.Line, application.State, application.Outcome, application.ReceivedAt, application.EnteredBy, application.HeldBy);
}

/// <summary>A part of the list.</summary>
/// <param name="Applications">Those found.</param>
/// <param name="Next">Where the list goes on, or null at its end.</param>
public sealed record ApplicationPage(IReadOnlyList<ApplicationView> Applications, string? Next);

/// <summary>One application with everything that a person needs to decide it. Personal data.</summary>
/// <param name="Application">Where it stands.</param>
/// <param name="Form">What the applicant states.</param>
/// <param name="InquiryNumber">The coupon, as typed.</param>
/// <param name="OnFile">What the ledger says of it; null where it does not know the number.</param>
/// <param name="Related">Other applications for the coupon, of the same contact, from the same address, or of the same name.</param>
public sealed record ApplicationCase(ApplicationView Application, ApplicationForm Form, string InquiryNumber, CouponView? OnFile, IReadOnlyList<RelatedView> Related)
{
    private const int NumberShown = 4;
    private const string Rest = "…";

    public string? DecidedBy { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>What was sent to the applicant with the decision or the question.</summary>
    public string? Words { get; init; }

    /// <summary>What the applicant answered.</summary>
    public string? Answer { get; init; }

    /// <summary>What he was told, or is to be told, under this receipt number, and what became of it.</summary>
    public IReadOnlyList<MessageView> Messages { get; init; } = [];

    /// <summary>As operators see it unasked: names and days, which are what is compared, in clear, and where somebody is reached or lives, and the coupon's number, not.</summary>
    internal ApplicationCase Masked() => this with
    {
        InquiryNumber = InquiryNumber.Length > NumberShown ? Rest + InquiryNumber[^NumberShown..] : InquiryNumber.Length > 0 ? Rest : string.Empty,
        Form = Form with
        {
            PostalAddress = string.IsNullOrEmpty(Form.PostalAddress) ? Form.PostalAddress : Rest,
            Phone = MaskedWay(Form.Phone),
            Email = MaskedWay(Form.Email),
            Delivery = new Contact(MaskedWay(Form.Delivery.Phone), MaskedWay(Form.Delivery.Email)),
        },
        OnFile = OnFile is null ? null : OnFile with { Phone = MaskedWay(OnFile.Phone) },
    };

    private static string? MaskedWay(string? way) => string.IsNullOrEmpty(way) ? way : SuppressionList.Masked(way);
}

/// <summary>A message to the applicant.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="Line">About which coupon of the receipt; 0 for all.</param>
/// <param name="State">What became of it: <c>failed</c> did not go out, of <c>unknown</c> nobody can tell.</param>
/// <param name="At">When it was last tried, UTC; null while it was not.</param>
public sealed record MessageView(MessageKind Kind, int Line, MessageState State, DateTimeOffset? At);

/// <summary>A coupon as the ledger knows it. Personal data.</summary>
public sealed record CouponView(DateOnly Expiry, Yen Balance, bool ChargedToApp, bool LeftApp, string? NameKana, DateOnly? TravelDate, string? Phone);

/// <summary>An application that has something in common with another.</summary>
/// <param name="Relation">What: the coupon, the contact, the postal address, or the name.</param>
/// <param name="Application">Which.</param>
public sealed record RelatedView(Relation Relation, ApplicationView Application);
