using System.Text.Json.Serialization;

namespace Compensation.Campaigns.Files;

/// <summary>
/// A compensation campaign as its file states it. Dates are civil Japanese dates: an end such as 2023-05-31 lasts until the end of that day.
/// What the file's notice prints and nothing computes with is kept as text, as printed.
/// </summary>
public sealed record CompensationFile(
    string Id,
    string Kind,
    int LinkCode,
    int Shards,
    string Programme,
    string Office,
    PrefectureFile Prefecture,
    NoticeFile Notice,
    CauseFile Cause,
    EligibilityFile Eligibility,
    ExtensionFile Extension,
    DoubleChargeFile DoubleCharge,
    CutoffFile Cutoff,
    IReadOnlyList<WaveFile> Waves,
    ApplicationSiteFile ApplicationSite,
    ReceiptFile Receipt,
    RemindersFile Reminders,
    SendingFile Sending,
    ProductsFile Products,
    SendersFile Senders,
    string Resend,
    CallCentreFile CallCentre,
    TextsFile Texts,
    IReadOnlyList<DefaultFile> Defaults,
    BankTransferFile? BankTransfer = null,
    InquiryNumberFile? InquiryNumber = null,
    EnglishFile? English = null,
    RetentionFile? Retention = null,
    [property: JsonPropertyName("$schema")] string? Schema = null);

/// <summary>For how many days what is personal is kept after the books have closed.</summary>
public sealed record RetentionFile(int? AccountsDays = null, int? CasesDays = null, int? ActReasonsDays = null, int? ContactsDays = null, int? ApplicationsDays = null, int? NotesDays = null);

public sealed record PrefectureFile(string Jis, string Name);

/// <summary>The published notice that the file states. Kumamoto's bears no date.</summary>
public sealed record NoticeFile(
    string Title,
    string Edition,
    string Addressees,
    DateOnly? IssuedOn = null,
    DateOnly? AddendumOn = null,
    string? Preface = null);

public sealed record CauseFile(DateOnly OccurredOn, string Text, string Apology, string Announcement);

/// <summary>What people's pages say in English.</summary>
public sealed record EnglishFile(string Programme, string Office, string Cause, string? Site = null, string? Where = null, EnglishEmailsFile? Emails = null);

/// <summary>What e-mails say in English below the Japanese, a paragraph for each kind; the usual words stand for what is left out.</summary>
public sealed record EnglishEmailsFile(
    string? Issue = null,
    string? Reminder = null,
    string? Resend = null,
    string? Fallback = null,
    string? CodeReady = null,
    string? TransferResult = null);

/// <summary>Who is owed something: everyone in <c>General</c> to whom case A or one of the cases B applies.</summary>
public sealed record EligibilityFile(
    string General,
    DateOnly CouponExpiry,
    DateOnly FirstExtendedTo,
    long MinimumBalance,
    string CaseA,
    IReadOnlyList<LabelFile> CaseB,
    string OtherCases);

/// <summary>What the inquiry numbers on the coupons look like.</summary>
public sealed record InquiryNumberFile(int MinLength, int MaxLength, NumberCharacters Characters, NumberHyphens Hyphens, NumberZeros LeadingZeros);

public sealed record ExtensionFile(DateOnly Until, string Text);

/// <summary>What the call centre asks in case B, and what follows.</summary>
/// <remarks>Where they are not stated, reports are taken from the day of the failure until the application site closes, and decided until a week before the last day of collecting, but no earlier.</remarks>
public sealed record DoubleChargeFile(
    string Procedure,
    IReadOnlyList<LabelFile> Questions,
    string Remedy,
    DateOnly RestoredUntil,
    string Afterwards,
    DateOnly? OpensOn = null,
    DateOnly? ClosesOn = null,
    DateOnly? DecidedUntil = null);

public sealed record CutoffFile(DateOnly On, string Text);

public sealed record WaveFile(
    string Id,
    EntitlementRoute Route,
    string Who,
    string Procedure,
    DateOnly StartsOn,
    DateOnly EndsOn,
    string? LinkGoesTo = null,
    string? PeriodAsPrinted = null);

public sealed record ApplicationSiteFile(
    string Name,
    string Where,
    DateOnly OpensOn,
    bool OpeningIsPlanned,
    DateOnly ClosesOn,
    IReadOnlyList<LabelFile> Fields,
    bool MoreFieldsPossible,
    string LostNumberAdvice,
    TimeOnly? OpensAt = null,
    string? Url = null,
    string? UrlAnnouncement = null,
    DateOnly? TravelFrom = null,
    DateOnly? TravelUntil = null);

public sealed record ReceiptFile(string Site, DateOnly EndsOn, SecondFactor? SecondFactor = null);

/// <summary>How many days before the last day of collecting, and at what time, reminders go out.</summary>
public sealed record RemindersFile(IReadOnlyList<int> DaysBefore, TimeOnly At);

/// <summary>When, how fast and how long. <c>SmsSegments</c>: as how many SMS one message may be billed, one where it is not stated.</summary>
public sealed record SendingFile(
    TimeOnly DayStart, TimeOnly DayEnd, PaceFile PerMinute, CanaryFile Canary, StopRuleFile StopRule, DuplicatePersons DuplicatePersons, int? SmsSegments = null);

public sealed record PaceFile(int Sms, int Email);

public sealed record CanaryFile(int People, int WaitMinutes);

public sealed record StopRuleFile(int FailurePercent, int AtLeast);

/// <summary>The products to choose from; <c>Planned</c> where the notice marks the list so. <c>CodesAtMost</c>: of how many codes one amount may be made up, one where it is not stated.</summary>
public sealed record ProductsFile(bool Planned, IReadOnlyList<ProductFile> Choices, int? CodesAtMost = null);

public sealed record ProductFile(
    string Id,
    string Name,
    string HowToUse,
    string? Conditions = null,
    string? CodesEnd = null,
    string? Url = null,
    EnglishProductFile? English = null,
    ScannedAs? Scanned = null,
    CodeFormFile? Codes = null);

public sealed record EnglishProductFile(string Name, string HowToUse, string? Conditions = null, string? CodesEnd = null);

/// <summary>What a product's codes look like, blanks and hyphens left out.</summary>
public sealed record CodeFormFile(CodeCharacters Characters, int MinimumLength, int MaximumLength);

public sealed record SendersFile(string Email, string Sms, string SmsDisplay, string? Advice = null, string? SmsDisplayAdvice = null);

public sealed record CallCentreFile(string Name, string Phone, string HoursAsPrinted, IReadOnlyList<OpeningFile> Openings);

public sealed record OpeningFile(DayKind Days, TimeOnly Opens, TimeOnly Closes, DateOnly? From = null, DateOnly? Until = null);

public sealed record BankTransferFile(
    string Text,
    DateOnly OpensOn,
    IReadOnlyList<LabelFile> Fields,
    bool MoreFieldsPossible,
    string PeriodAsPrinted,
    DateOnly StartsOn,
    DateOnly TransfersEndOn);

/// <summary>
/// The message texts. Each kind of notice that a compensation sends must be there; who has waited for a code is told in the words of <c>Resend</c> where there are none for
/// it, and applicants in the usual words where there are none for them.
/// </summary>
public sealed record TextsFile(
    NoticeTextsFile Issue,
    NoticeTextsFile Reminder,
    NoticeTextsFile Resend,
    NoticeTextsFile Fallback,
    NoticeTextsFile? CodeReady = null,
    NoticeTextsFile? TransferResult = null,
    NoticeTextsFile? ApplicationCode = null,
    NoticeTextsFile? ApplicationReceived = null,
    NoticeTextsFile? ApplicationRefused = null,
    NoticeTextsFile? ApplicationQuestion = null,
    ApplicationReasonsFile? ApplicationReasons = null);

/// <summary>Why nothing is sent, in plain words, by what an application turned out to be.</summary>
public sealed record ApplicationReasonsFile(
    string? UnknownNumber = null,
    string? OtherPrefecture = null,
    string? AlreadyInApp = null,
    string? AlreadyApplied = null,
    string? BalanceZero = null,
    string? Spent = null,
    string? NotCovered = null);

/// <summary>One kind's texts with placeholders; the e-mail's text line by line. <c>SmsLong</c> takes the place of <c>Sms</c> where the file allows two segments.</summary>
public sealed record NoticeTextsFile(string Sms, string EmailSubject, IReadOnlyList<string> EmailText, string? SmsLong = null);

/// <summary>Something the notice names: a short id for code and forms, and the words as printed.</summary>
public sealed record LabelFile(string Id, string Label);

/// <summary>A value in the file that is ours because the notice is silent.</summary>
/// <param name="Field">The value's path in the file, such as <c>waves[0].startsOn</c>.</param>
/// <param name="Why">One sentence.</param>
public sealed record DefaultFile(string Field, string Why);
