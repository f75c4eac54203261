using Compensation.Common;

namespace Compensation.Campaigns.Files;

/// <summary>From civil dates as printed to instants: beginnings at the day's start in Japan, ends at the next day's.</summary>
internal static class ToCampaigns
{
    public static Campaign ToCampaign(this CompensationFile file) => new()
    {
        Id = CampaignId.Parse(file.Id),
        Kind = CampaignKind.Compensation,
        Programme = file.Programme,
        Office = file.Office,
        Prefecture = new Prefecture(file.Prefecture.Jis, file.Prefecture.Name),
        Cause = new Cause(file.Cause.OccurredOn, file.Cause.Text, file.Cause.Apology),
        English = file.English is { } english ? English(english) : null,
        ReceiptSite = file.Receipt.Site,
        SecondFactor = file.Receipt.SecondFactor ?? SecondFactor.None,
        LinkCode = (byte)file.LinkCode,
        Shards = file.Shards,
        Eligibility = new EligibilityRule(file.Eligibility.CouponExpiry, new Yen(file.Eligibility.MinimumBalance)) { ExtendedUntil = file.DoubleCharge.RestoredUntil },
        InquiryNumbers = file.InquiryNumber is { } number
            ? new InquiryNumberForm(number.MinLength, number.MaxLength, number.Characters, number.Hyphens, number.LeadingZeros)
            : InquiryNumberForm.Usual,
        CutoffAt = JapanTime.EndOf(file.Cutoff.On),
        Waves = [.. file.Waves.Select(wave => new IssueWave(wave.Id, wave.Route, JapanTime.StartOf(wave.StartsOn), JapanTime.EndOf(wave.EndsOn)) { Who = wave.Who })],
        Reminders = [.. file.Reminders.DaysBefore.Select(days => JapanTime.At(file.Receipt.EndsOn.AddDays(-days), file.Reminders.At))],
        ReceiptEndsAt = JapanTime.EndOf(file.Receipt.EndsOn),
        Sending = Rule(file.Sending),
        Products = [.. file.Products.Choices.Select(Choice)],
        CodesAtMost = file.Products.CodesAtMost ?? 1,
        Senders = Names(file.Senders),
        CallCentre = Centre(file.CallCentre),
        ApplicationSite = Site(file),
        DoubleCharges = Period(file),
        Retention = Kept(file.Retention),
        BankTransfer = file.BankTransfer is { } transfer ? Offer(transfer) : null,
        Texts = TextRules.ByKind(file.Texts).Concat(TextRules.OfTransfers(file.Texts)).Concat(TextRules.ByKindForApplicants(file.Texts)).ToDictionary(text => text.Kind, text => Texts(text.Text, file.Sending), StringComparer.Ordinal),
        ApplicationReasons = TextRules.ReasonsOf(file.Texts),
        Defaults = Reasons(file.Defaults),
    };

    public static Campaign ToCampaign(this PointsAwardFile file) => new()
    {
        Id = CampaignId.Parse(file.Id),
        Kind = CampaignKind.PointsAward,
        Programme = file.Programme,
        Office = file.Office,
        LinkCode = (byte)file.LinkCode,
        Shards = file.Shards,
        Eligibility = EligibilityRule.None,
        CutoffAt = JapanTime.EndOf(file.Period.EndsOn),
        Waves = [new IssueWave("grant", EntitlementRoute.Purchase, JapanTime.StartOf(file.Grant.StartsOn), JapanTime.EndOf(file.Grant.EndsOn))],
        Reminders = [],
        ReceiptEndsAt = JapanTime.EndOf(file.Grant.EndsOn),
        Sending = Rule(file.Sending),
        Products = [],
        Senders = file.GrantNotice is { } notice ? Names(notice.Senders) : Senders.None,
        CallCentre = CallCentreLine.None,
        Texts = GrantTexts(file.GrantNotice, file.Sending),
        Award = Award(file),
        Retention = Kept(file.Retention),
        Grant = new PointsGrant(JapanTime.StartOf(file.Grant.StartsOn), JapanTime.EndOf(file.Grant.EndsOn), JapanTime.EndOf(file.Grant.CorrectionsUntil), file.Grant.PerMinute),
        Defaults = Reasons(file.Defaults),
    };

    private static RetentionRule Kept(RetentionFile? file) => new()
    {
        Accounts = file?.AccountsDays is { } accounts ? TimeSpan.FromDays(accounts) : null,
        Cases = Days(file?.CasesDays, RetentionRule.Usual.Cases),
        ActReasons = Days(file?.ActReasonsDays, RetentionRule.Usual.ActReasons),
        Contacts = Days(file?.ContactsDays, RetentionRule.Usual.Contacts),
        Applications = Days(file?.ApplicationsDays, RetentionRule.Usual.Applications),
        Notes = Days(file?.NotesDays, RetentionRule.Usual.Notes),
    };

    private static TimeSpan Days(int? stated, TimeSpan usual) => stated is { } days ? TimeSpan.FromDays(days) : usual;

    private static EnglishWords English(EnglishFile english) => new(english.Programme, english.Office, english.Cause)
    {
        Site = english.Site,
        Where = english.Where,
        Emails = TextRules.OfEnglish(english.Emails).ToDictionary(email => email.Kind, email => NoticeTemplate.Parse(email.Text), StringComparer.Ordinal),
    };

    private static Product Choice(ProductFile product) => new(product.Id, product.Name, product.HowToUse)
    {
        Conditions = product.Conditions,
        CodesEnd = product.CodesEnd,
        Url = product.Url is null ? null : new Uri(product.Url),
        English = product.English is { } english ? new EnglishProduct(english.Name, english.HowToUse) { Conditions = english.Conditions, CodesEnd = english.CodesEnd } : null,
        Scanned = product.Scanned,
        Codes = product.Codes is { } codes ? new CodeForm(codes.Characters, codes.MinimumLength, codes.MaximumLength) : CodeForm.Default,
    };

    private static SendingRule Rule(SendingFile sending) =>
        new(sending.DayStart, sending.DayEnd, new Pace(sending.PerMinute.Sms, sending.PerMinute.Email))
        {
            Canary = new Canary(sending.Canary.People, TimeSpan.FromMinutes(sending.Canary.WaitMinutes)),
            StopRule = new StopRule(sending.StopRule.FailurePercent, sending.StopRule.AtLeast),
            DuplicatePersons = sending.DuplicatePersons,
            SmsSegments = sending.SmsSegments ?? 1,
        };

    private static CallCentreLine Centre(CallCentreFile centre) => new(centre.Name, centre.Phone, centre.HoursAsPrinted)
    {
        Openings = [.. centre.Openings.Select(opening => new CallCentreOpening(opening.Days, opening.Opens, opening.Closes, opening.From, opening.Until))],
    };

    private static ApplicationSite Site(CompensationFile file) => Site(file.ApplicationSite) with
    {
        Where = file.ApplicationSite.Where,
        TravelFrom = file.ApplicationSite.TravelFrom ?? file.Eligibility.CouponExpiry.AddMonths(-6),
        TravelUntil = file.ApplicationSite.TravelUntil ?? file.Cutoff.On,
    };

    private static ApplicationSite Site(ApplicationSiteFile site) => new(
        site.Name,
        JapanTime.At(site.OpensOn, site.OpensAt ?? TimeOnly.MinValue),
        JapanTime.EndOf(site.ClosesOn),
        site.Url is null ? null : new Uri(site.Url),
        Fields(site.Fields),
        site.LostNumberAdvice);

    internal static (DateOnly Opens, DateOnly Closes, DateOnly Decided) DaysOf(CompensationFile file)
    {
        DateOnly closes = file.DoubleCharge.ClosesOn ?? file.ApplicationSite.ClosesOn;
        DateOnly weekBefore = file.Receipt.EndsOn.AddDays(-7);
        return (file.DoubleCharge.OpensOn ?? file.Cause.OccurredOn, closes, file.DoubleCharge.DecidedUntil ?? (weekBefore > closes ? weekBefore : closes));
    }

    private static DoubleChargePeriod Period(CompensationFile file)
    {
        (DateOnly opens, DateOnly closes, DateOnly decided) = DaysOf(file);
        return new DoubleChargePeriod(JapanTime.StartOf(opens), JapanTime.EndOf(closes), JapanTime.EndOf(decided));
    }

    private static BankTransferOffer Offer(BankTransferFile transfer) => new(JapanTime.StartOf(transfer.StartsOn))
    {
        OpensAt = JapanTime.StartOf(transfer.OpensOn),
        EndsAt = JapanTime.EndOf(transfer.TransfersEndOn),
        Fields = Fields(transfer.Fields),
    };

    private static NoticeTexts Texts(NoticeTextsFile text, SendingFile sending)
    {
        bool isLong = sending.SmsSegments > 1 && text.SmsLong is not null;
        return new NoticeTexts(NoticeTemplate.Parse(isLong ? text.SmsLong! : text.Sms), NoticeTemplate.Parse(text.EmailSubject), NoticeTemplate.Parse(TextRules.Joined(text)))
        {
            SmsMember = isLong ? "smsLong" : "sms",
        };
    }

    private static Senders Names(SendersFile senders) => new(senders.Email, senders.Sms, senders.SmsDisplay) { DisplayAdvice = senders.SmsDisplayAdvice };

    /// <summary>Whom the first message does not reach is told the same on the other channel.</summary>
    private static Dictionary<string, NoticeTexts> GrantTexts(GrantNoticeFile? notice, SendingFile sending) => notice is null
        ? new(StringComparer.Ordinal)
        : new(StringComparer.Ordinal) { ["granted"] = Texts(notice.Texts, sending), ["fallback"] = Texts(notice.Texts, sending) };

    private static PointsAward Award(PointsAwardFile file) => new(
        file.RulesVersion,
        JapanTime.StartOf(file.Period.StartsOn),
        JapanTime.EndOf(file.Period.EndsOn),
        [.. file.Rates.Select(rate => new AwardRate(rate.Id, rate.Basis, new Yen(rate.Yen ?? 0), rate.Times))],
        [.. file.Services.Select(service => new AwardService(service.Id, service.Name, service.DateBasis, service.Rates))],
        Fields(file.Exclusions),
        [.. file.Conditions.Select(condition => new AwardCondition(condition.Id, condition.Text, condition.Fact, condition.Services, condition.OtherwiseRate))],
        file.Limit.PercentOfAmount,
        file.Rounding.Rule,
        file.Cancellation.EarnsNothing,
        file.Cancellation.WithdrawnAfterCampaign);

    private static IReadOnlyList<NoticeField> Fields(IReadOnlyList<LabelFile> labels) => [.. labels.Select(label => new NoticeField(label.Id, label.Label))];

    private static Dictionary<string, string> Reasons(IReadOnlyList<DefaultFile> defaults) =>
        defaults.ToDictionary(value => value.Field, value => value.Why, StringComparer.Ordinal);
}
