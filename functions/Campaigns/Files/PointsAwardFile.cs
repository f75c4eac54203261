using System.Text.Json.Serialization;
using Compensation.Campaigns.Points;

namespace Compensation.Campaigns.Files;

/// <summary>A points award as its file states it. Dates are civil Japanese dates, ends inclusive.</summary>
public sealed record PointsAwardFile(
    string Id,
    string Kind,
    int LinkCode,
    int Shards,
    string Programme,
    string Office,
    string Title,
    string Promise,
    int RulesVersion,
    PeriodFile Period,
    IReadOnlyList<AwardRateFile> Rates,
    IReadOnlyList<AwardServiceFile> Services,
    IReadOnlyList<LabelFile> Exclusions,
    IReadOnlyList<AwardConditionFile> Conditions,
    AwardLimitFile Limit,
    RoundingFile Rounding,
    CancellationFile Cancellation,
    IReadOnlyList<AwardExampleFile> Examples,
    GrantFile Grant,
    SendingFile Sending,
    IReadOnlyList<string> Participation,
    IReadOnlyList<string> Changes,
    IReadOnlyList<string> OtherTerms,
    string Enquiries,
    IReadOnlyList<AwardLinkFile> Links,
    IReadOnlyList<DefaultFile> Defaults,
    GrantNoticeFile? GrantNotice = null,
    RetentionFile? Retention = null,
    [property: JsonPropertyName("$schema")] string? Schema = null);

public sealed record PeriodFile(DateOnly StartsOn, DateOnly EndsOn);

/// <summary>How extra points are computed: <c>amount ÷ yen × times</c>, or <c>base points × times</c> where no yen are given.</summary>
public sealed record AwardRateFile(string Id, AwardBasis Basis, int Times, string Text, int? Yen = null);

/// <summary>A service, what must fall in the period, and the rates that its purchases may earn by.</summary>
public sealed record AwardServiceFile(string Id, string Name, AwardDate DateBasis, IReadOnlyList<string> Rates, string? Text = null);

/// <summary>A condition beside membership; a purchase that does not fulfil it earns by <c>otherwiseRate</c>, or nothing where none is given.</summary>
public sealed record AwardConditionFile(string Id, AwardFact Fact, IReadOnlyList<string> Services, string Text, string? OtherwiseRate = null);

/// <summary>A worked example: what one member's purchases earn together. A file whose examples come out differently is not loaded.</summary>
public sealed record AwardExampleFile(string Name, IReadOnlyList<ExamplePurchaseFile> Purchases, long Points);

/// <summary>One purchase of an example and what is to be said about it.</summary>
public sealed record ExamplePurchaseFile(
    string Service,
    AwardOutcome Outcome,
    long Amount,
    string? Kind = null,
    DateOnly? Purchase = null,
    DateOnly? Booking = null,
    DateOnly? Boarding = null,
    DateOnly? Departure = null,
    DateOnly? Shipping = null,
    DateOnly? Use = null,
    long? BasePoints = null,
    IReadOnlyList<string>? Exclusions = null,
    bool? LinkedApp = null,
    bool? FacilityMember = null,
    PurchaseStatus? Status = null);

public sealed record AwardLimitFile(int PercentOfAmount, string Text);

public sealed record RoundingFile(AwardRounding Rule, string Text);

/// <summary>What a return or a cancelled booking means.</summary>
public sealed record CancellationFile(bool EarnsNothing, bool WithdrawnAfterCampaign, string Text);

/// <summary>When points are granted, how many postings a minute the points system is sent, and until when they are still corrected.</summary>
public sealed record GrantFile(string PeriodAsPrinted, DateOnly StartsOn, DateOnly EndsOn, DateOnly CorrectionsUntil, int PerMinute, string Text);

/// <summary>Who tells members that their points have been granted, and in which words. Absent where nobody is written to. Hours and pace are those of <c>sending</c>.</summary>
public sealed record GrantNoticeFile(SendersFile Senders, NoticeTextsFile Texts);

public sealed record AwardLinkFile(string Id, string Label, string Url);
