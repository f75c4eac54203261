using Compensation.Common;

namespace Compensation.Campaigns;

/// <summary>One office's programme, as its file in <c>campaigns/</c> defines it. Instants are UTC; ends are exclusive.</summary>
public sealed record Campaign
{
    public required CampaignId Id { get; init; }

    public required CampaignKind Kind { get; init; }

    /// <summary>The programme's name as people know it, such as くまもと再発見の旅.</summary>
    public required string Programme { get; init; }

    /// <summary>The office that speaks in the notices, such as くまもと再発見の旅事務局.</summary>
    public required string Office { get; init; }

    /// <summary>Null for a campaign that is not a prefecture's.</summary>
    public Prefecture? Prefecture { get; init; }

    /// <summary>Why something is owed; null where nothing failed.</summary>
    public Cause? Cause { get; init; }

    /// <summary>Null where the file has no English.</summary>
    public EnglishWords? English { get; init; }

    /// <summary>The receipt site's name as the notice prints it.</summary>
    public string ReceiptSite { get; init; } = string.Empty;

    /// <summary>What the receipt page asks beside the link.</summary>
    public SecondFactor SecondFactor { get; init; }

    /// <summary>1 to 255, unique among all campaigns; stands in every receipt link and request id.</summary>
    public required byte LinkCode { get; init; }

    /// <summary>Into how many partitions the campaign is split. Fixed once a ledger has been imported.</summary>
    public required int Shards { get; init; }

    public required EligibilityRule Eligibility { get; init; }

    /// <summary>What the numbers on the coupons look like. Fixed once a ledger has been imported.</summary>
    public InquiryNumberForm InquiryNumbers { get; init; } = InquiryNumberForm.Usual;

    /// <summary>The exclusive end of the balances' life: they are sealed at this instant.</summary>
    public required DateTimeOffset CutoffAt { get; init; }

    /// <summary>The issue waves, in the order of their beginnings.</summary>
    public required IReadOnlyList<IssueWave> Waves { get; init; }

    /// <summary>When reminders go out, ascending, each before the receipt deadline. The first begins its pass at its instant.</summary>
    public required IReadOnlyList<DateTimeOffset> Reminders { get; init; }

    /// <summary>The exclusive end of collecting, with what it has been extended by: the one place that says when it is. See <see cref="Deadlines.ReceiptDeadlines"/>.</summary>
    public required DateTimeOffset ReceiptEndsAt { get; init; }

    /// <summary>By how much two persons have extended collecting beyond what the file prints.</summary>
    public TimeSpan ReceiptExtension { get; init; }

    /// <summary>The exclusive end of collecting as the file prints it.</summary>
    public DateTimeOffset PrintedReceiptEndsAt => ReceiptEndsAt - ReceiptExtension;

    public required SendingRule Sending { get; init; }

    public required IReadOnlyList<Product> Products { get; init; }

    /// <summary>Of how many codes an amount may be made up that no single one covers, 1 to <see cref="CodesAtMostMax"/>.</summary>
    public int CodesAtMost { get; init; } = 1;

    public const int CodesAtMostMax = 4;

    public required Senders Senders { get; init; }

    public required CallCentreLine CallCentre { get; init; }

    /// <summary>Where people without the app apply; null for a points award.</summary>
    public ApplicationSite? ApplicationSite { get; init; }

    /// <summary>When reports of double charges are taken and decided; null for a points award.</summary>
    public DoubleChargePeriod? DoubleCharges { get; init; }

    /// <summary>How long what is personal is kept once the books have closed.</summary>
    public RetentionRule Retention { get; init; } = RetentionRule.Usual;

    /// <summary>Null where the notice offers no bank transfer.</summary>
    public BankTransferOffer? BankTransfer { get; init; }

    /// <summary>The message texts by notice kind (<c>issue</c>, <c>reminder</c>, …); none where nobody is written to.</summary>
    public required IReadOnlyDictionary<string, NoticeTexts> Texts { get; init; }

    /// <summary>Why an application is refused, by outcome (<c>unknownNumber</c>, …), in the file's words; the usual words stand for what it leaves out.</summary>
    public IReadOnlyDictionary<string, string> ApplicationReasons { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The rules of a points award; null for a compensation.</summary>
    public PointsAward? Award { get; init; }

    /// <summary>When a points award is granted; null for a compensation. No part of the rules: a change of pace is no new version of them.</summary>
    public PointsGrant? Grant { get; init; }

    /// <summary>Points awards: whether members are told once their points have been granted.</summary>
    public bool NotifiesGrants => Grant is not null && Texts.Count > 0;

    /// <summary>The exclusive end of taking purchases in: on the last day of corrections, an hour before points are corrected for the last time. What comes later could not be granted.</summary>
    public DateTimeOffset PurchasesEndAt => Grant is null ? DateTimeOffset.MaxValue : JapanTime.At(Grant.CorrectionsEndAt.AddTicks(-1).DateInJapan(), Sending.DayStart);

    /// <summary>The exclusive end of everything: transfers are paid, and what came back is settled, after the receipt deadline too.</summary>
    public DateTimeOffset BooksCloseAt => BankTransfer is { } offer && offer.EndsAt > ReceiptEndsAt ? offer.EndsAt : ReceiptEndsAt;

    /// <summary>The exclusive end of writing to people.</summary>
    public DateTimeOffset NoticesEndAt => Grant?.NoticesEndAt ?? ReceiptEndsAt;

    /// <summary>From when on times of keeping run: nothing is paid and nobody is written to any more.</summary>
    public DateTimeOffset KeepingBeginsAt => BooksCloseAt > NoticesEndAt ? BooksCloseAt : NoticesEndAt;

    /// <summary>Values that are ours because the notice is silent: the field's path in the file, and why.</summary>
    public IReadOnlyDictionary<string, string> Defaults { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public Product? FindProduct(string? id) => Products.FirstOrDefault(product => string.Equals(product.Id, id, StringComparison.Ordinal));
}

public enum CampaignKind
{
    Compensation,
    PointsAward,
}

/// <summary>Who is owed the rest of a coupon (case A of the notices).</summary>
/// <param name="CouponExpiry">Coupons that were to end on this day in Japan are covered.</param>
/// <param name="MinimumBalance">The least balance that counts, 1 yen in all notices.</param>
public sealed record EligibilityRule(DateOnly CouponExpiry, Yen MinimumBalance)
{
    /// <summary>For a campaign without coupons: no coupon ends on the first day of the calendar.</summary>
    public static readonly EligibilityRule None = new(DateOnly.MinValue, new Yen(1));

    /// <summary>The last day to which coupons are prolonged. What ends later by itself goes on being spent: only what was put back on it is owed.</summary>
    public DateOnly ExtendedUntil { get; init; } = DateOnly.MaxValue;

    /// <summary>Whether a coupon on paper is of the application route even where it is owed for a double charge only; seals of before say otherwise.</summary>
    public bool PaperAlwaysApplies { get; init; } = true;
}

/// <summary>When the call centre takes reports of double charges (case B of the notices), and until when they are decided.</summary>
/// <param name="OpensAt">The first instant of taking them.</param>
/// <param name="ClosesAt">The exclusive end of taking them.</param>
/// <param name="DecidedBy">The exclusive end of deciding them: what nobody has decided then is refused.</param>
public sealed record DoubleChargePeriod(DateTimeOffset OpensAt, DateTimeOffset ClosesAt, DateTimeOffset DecidedBy);

/// <summary>One issue wave: to whom, and from when until when (exclusive) it is spread.</summary>
/// <param name="Id">Short and unique in the campaign, such as <c>app</c>; part of instance ids.</param>
/// <param name="Route">The route whose entitlements it reaches.</param>
public sealed record IssueWave(string Id, EntitlementRoute Route, DateTimeOffset StartsAt, DateTimeOffset EndsAt)
{
    /// <summary>The wave's id among the campaign's waves.</summary>
    public string WaveId => $"issue-{Id}";

    /// <summary>Whom it is for, as the notice prints it.</summary>
    public string Who { get; init; } = string.Empty;
}

/// <summary>Why something is owed, as the notice prints it.</summary>
/// <param name="OccurredOn">The day of the failure.</param>
/// <param name="Text">What happened.</param>
/// <param name="Apology">The office's apology.</param>
public sealed record Cause(DateOnly OccurredOn, string Text, string Apology);

/// <summary>What people's pages say in English.</summary>
/// <param name="Programme">The programme's name.</param>
/// <param name="Office">The office's name.</param>
/// <param name="Cause">What happened, with the apology.</param>
public sealed record EnglishWords(string Programme, string Office, string Cause)
{
    /// <summary>The receipt site's name; null where the file has none.</summary>
    public string? Site { get; init; }

    /// <summary>From where the special site is opened; null where the file does not say so.</summary>
    public string? Where { get; init; }

    /// <summary>What e-mails say in English, by notice kind (<c>issue</c>, …); the usual words stand for what the file leaves out.</summary>
    public IReadOnlyDictionary<string, NoticeTemplate> Emails { get; init; } = new Dictionary<string, NoticeTemplate>(StringComparer.Ordinal);
}

/// <summary>One cashless-point product to choose from.</summary>
/// <param name="Id">Short and stable, such as <c>amazon</c>; part of the code stock's keys.</param>
/// <param name="Name">As the notice prints it.</param>
/// <param name="HowToUse">One or two sentences for the page that hands the code over.</param>
public sealed record Product(string Id, string Name, string HowToUse)
{
    /// <summary>What people need for it.</summary>
    public string? Conditions { get; init; }

    /// <summary>How long codes can be used, where that can be said of all of them.</summary>
    public string? CodesEnd { get; init; }

    /// <summary>Where the issuer explains it.</summary>
    public Uri? Url { get; init; }

    /// <summary>The same in English; null where the file has none.</summary>
    public EnglishProduct? English { get; init; }

    /// <summary>As what its codes are scanned; null where they are typed.</summary>
    public ScannedAs? Scanned { get; init; }

    public CodeForm Codes { get; init; } = CodeForm.Default;
}

/// <summary>A product's words in English.</summary>
public sealed record EnglishProduct(string Name, string HowToUse)
{
    public string? Conditions { get; init; }

    public string? CodesEnd { get; init; }
}

/// <summary>Who the messages come from, as announced in the notice.</summary>
/// <param name="Email">The address e-mails are sent from.</param>
/// <param name="Sms">E.164, the number SMS are sent from.</param>
/// <param name="SmsDisplay">The number as the notice prints it.</param>
public sealed record Senders(string Email, string Sms, string SmsDisplay)
{
    /// <summary>For a campaign that writes to nobody.</summary>
    public static readonly Senders None = new(string.Empty, string.Empty, string.Empty);

    /// <summary>What the notice adds on how phones show the number; null where it adds nothing.</summary>
    public string? DisplayAdvice { get; init; }
}

/// <summary>Whom to ring.</summary>
/// <param name="Name">As the notice prints it; empty where there is no call centre.</param>
/// <param name="Phone">As the notice prints it.</param>
/// <param name="Hours">As the notice prints them.</param>
public sealed record CallCentreLine(string Name, string Phone, string Hours)
{
    /// <summary>For a campaign that takes no calls.</summary>
    public static readonly CallCentreLine None = new(string.Empty, string.Empty, string.Empty);

    public IReadOnlyList<CallCentreOpening> Openings { get; init; } = [];
}

/// <summary>Hours of the call centre, in Japan.</summary>
/// <param name="Days">On which days.</param>
/// <param name="Opens">The first minute.</param>
/// <param name="Closes">The exclusive end.</param>
/// <param name="From">The first day on which these hours hold, or null for always.</param>
/// <param name="Until">The last day, or null for always.</param>
public sealed record CallCentreOpening(DayKind Days, TimeOnly Opens, TimeOnly Closes, DateOnly? From, DateOnly? Until);

/// <summary>Kinds of days.</summary>
public enum DayKind
{
    Weekdays,
    WeekendsAndHolidays,
}

/// <summary>The special site on which people apply who are not reached through the app.</summary>
/// <param name="Name">As the notice prints it.</param>
/// <param name="OpensAt">The first instant.</param>
/// <param name="EndsAt">The exclusive end of applying.</param>
/// <param name="Url">Null where the notice leaves it to a later one.</param>
/// <param name="Fields">What is asked, at the least.</param>
/// <param name="LostNumberAdvice">For people who have lost the coupon and its number.</param>
public sealed record ApplicationSite(string Name, DateTimeOffset OpensAt, DateTimeOffset EndsAt, Uri? Url, IReadOnlyList<NoticeField> Fields, string LostNumberAdvice)
{
    /// <summary>From where people open it, as the notice prints it.</summary>
    public string Where { get; init; } = string.Empty;

    /// <summary>The first day on which a journey of the programme can have begun.</summary>
    public DateOnly TravelFrom { get; init; } = DateOnly.MinValue;

    /// <summary>The last one.</summary>
    public DateOnly TravelUntil { get; init; } = DateOnly.MaxValue;
}

/// <summary>Something a notice names.</summary>
/// <param name="Id">Short and stable, for forms and code.</param>
/// <param name="Label">As printed.</param>
public sealed record NoticeField(string Id, string Label);

/// <summary>The bank transfer for those who do not want points.</summary>
/// <param name="StartsAt">The first day on which transfers are released.</param>
public sealed record BankTransferOffer(DateTimeOffset StartsAt)
{
    /// <summary>From when on it can be asked for, on the application site.</summary>
    public DateTimeOffset OpensAt { get; init; }

    /// <summary>The exclusive end of paying and of correcting what came back.</summary>
    public DateTimeOffset EndsAt { get; init; }

    /// <summary>What is asked, at the least.</summary>
    public IReadOnlyList<NoticeField> Fields { get; init; } = [];
}

/// <summary>The texts of one kind of notice.</summary>
/// <param name="Sms">As long as the campaign allows.</param>
/// <param name="EmailSubject">One line.</param>
/// <param name="EmailText">Plain text.</param>
public sealed record NoticeTexts(NoticeTemplate Sms, NoticeTemplate EmailSubject, NoticeTemplate EmailText)
{
    /// <summary>Which member of the file the SMS was taken from: <c>sms</c>, or <c>smsLong</c> where two segments are allowed.</summary>
    public string SmsMember { get; init; } = "sms";
}
