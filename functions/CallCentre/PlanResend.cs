using System.Globalization;
using System.Text.Json;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Notices.Providers;
using Compensation.Payouts;
using Compensation.Waves;
using Microsoft.Extensions.Options;

namespace Compensation.CallCentre;

/// <summary>Works out what a resend does, for whom and for how much, before anything is sent or corrected.</summary>
public sealed class PlanResend(
    ResendForecasts forecasts,
    NoticeCosts costs,
    CorrectContact correct,
    EntitlementMarks marks,
    OrdersUnderWay underWay,
    PayClaim payClaim,
    ProviderChoice providers,
    KeyedHash hash,
    IOptions<CallCentreOptions> options,
    IOptions<WaveOptions> walking,
    TimeProvider time)
{
    /// <summary>More people than a plan named by so many, or a hundredth of it, may come in until it is started.</summary>
    private const int MoreThanPlanned = 10;

    /// <summary>Which order a request makes.</summary>
    internal ResendDraft DraftOf(Campaign campaign, ResendRequest request, string order, IssueProgress progress)
    {
        DateTimeOffset now = time.GetUtcNow();
        SendingWindow window = new(now, campaign.ReceiptEndsAt, campaign.Sending.DayStart, campaign.Sending.DayEnd);

        // Once no hour of sending is left before the deadline, only those can be served who claimed in time: their links go on showing the code.
        bool isLate = window.NextOpening(now) >= campaign.ReceiptEndsAt;
        window = isLate ? window with { EndsAt = window.NextOpening(now) + options.Value.SendLateWithin } : window;
        ResendTerms terms = new(order, request.Filter ?? ResendFilter.All, options.Value.ResendsPerPerson, request.Channel)
        {
            At = now,
            EndsAt = window.EndsAt,
            OnlyClaimed = isLate,
            Routes = request.Filter is null ? null : progress.Begun,
            UnreportedFor = options.Value.UnreportedAfter,
            Spacing = request.Filter is null ? options.Value.MinimumSpacingByName : options.Value.MinimumSpacing,
            SilentProviders = providers.Silent,
        };
        return new ResendDraft(now, new NoticeOrder(NoticeKind.Resend, 0, null) { Resend = terms }, window, isLate);
    }

    /// <summary>What the order does for each of those it names.</summary>
    internal async Task<(IReadOnlyList<NamedPerson> People, ResendOutlook Outlook)> OfNamedAsync(
        Campaign campaign, ResendDraft draft, IReadOnlyList<PersonToReach> people, IssueProgress progress, CancellationToken cancellationToken)
    {
        Entitlement[] asCorrected = [.. people.Select(person => person.IsCorrected ? correct.Corrected(person, draft.Terms.Order) : person.Person)];
        IReadOnlyDictionary<EntitlementId, PersonForecast> found = await forecasts.OfAsync(draft.Order, asCorrected, cancellationToken);
        IReadOnlySet<EntitlementId> passed = await marks.AmongAsync(campaign.Id, Unreached.ForOperators, [.. asCorrected.Select(person => person.Id)], cancellationToken);
        IReadOnlyDictionary<EntitlementId, string> waiting = await underWay.AmongAsync(campaign.Id, [.. asCorrected.Select(person => person.Id)], cancellationToken);
        List<NamedPerson> named = [];
        MessageCount messages = MessageCount.None;
        foreach ((PersonToReach person, Entitlement now) in people.Zip(asCorrected))
        {
            PersonForecast forecast = found[now.Id];
            ResendVerdict verdict = draft.IsLate && !await HoldsAValidCodeAsync(now, draft.At, cancellationToken) ? ResendVerdict.NothingToOpen
                : !draft.IsLate && WaitsForWave(now, forecast, progress, passed) ? ResendVerdict.WaitsForWave
                : forecast.Verdict;
            bool isWaiting = waiting.TryGetValue(now.Id, out string? before) && before != draft.Terms.Order && !forecast.Orders.Contains(before, StringComparer.Ordinal);

            // A corrected contact is another matter: what was ordered before goes there then.
            verdict = isWaiting && !person.IsCorrected && verdict == ResendVerdict.Send ? ResendVerdict.Ordered : verdict;
            messages += verdict == ResendVerdict.Send ? forecast.Messages : MessageCount.None;
            named.Add(new NamedPerson(now.Id, verdict, person.IsCorrected, person.Wrong) { IsWaiting = isWaiting });
        }

        Dictionary<ResendVerdict, long> counts = named.GroupBy(person => person.Verdict).ToDictionary(verdict => verdict.Key, verdict => verdict.LongCount());
        return (named, OutlookOf(PlanOf(campaign, draft, named.Count(person => person.Verdict == ResendVerdict.Send)), draft, messages, counts));
    }

    /// <summary>What the order does for those for whom its filter holds.</summary>
    internal async Task<ResendOutlook> OfEverybodyAsync(Campaign campaign, ResendDraft draft, IReadOnlyList<int> everybody, CancellationToken cancellationToken)
    {
        (MessageCount messages, IReadOnlyDictionary<ResendVerdict, long> verdicts) = await forecasts.OfEverybodyAsync(campaign, draft.Order, cancellationToken);
        return OutlookOf(PlanOf(campaign, draft, everybody), draft, messages, verdicts);
    }

    /// <summary>The wave that writes to named people, who bear a mark.</summary>
    internal WavePlan PlanOf(Campaign campaign, ResendDraft draft, int addressed) =>
        NoticeWaves.PlanForMarked(campaign.Id, draft.WaveId, draft.Order, draft.Window, draft.Window.EndsAt, campaign.Sending, draft.WaveId, addressed, walking.Value.PageSize);

    /// <summary>The wave that looks at everybody.</summary>
    internal WavePlan PlanOf(Campaign campaign, ResendDraft draft, IReadOnlyList<int> everybody) =>
        NoticeWaves.Plan(campaign.Id, draft.WaveId, draft.Order, draft.Window, draft.Window.EndsAt, campaign.Sending, new WaveSize(walking.Value.PageSize, walking.Value.Lanes, everybody));

    /// <summary>A plan's name says of which request it is and how many people it reaches, so that nothing has to be kept of it.</summary>
    internal string NameOf(Campaign campaign, ResendRequest request, long people)
    {
        string asked = JsonSerializer.Serialize(request with { Plan = null }, JsonBody.Format);
        return string.Create(CultureInfo.InvariantCulture, $"{people}-{hash.LookUpKey("resend-plan", $"{campaign.Id}\n{people}\n{asked}")[..16]}");
    }

    /// <returns>What keeps a request from being started without, or with, the plan that it names; null where nothing does.</returns>
    internal string? FaultOfPlan(Campaign campaign, ResendRequest request, ResendOutlook outlook)
    {
        string now = string.Create(CultureInfo.InvariantCulture, $"it reaches {outlook.People} people for {outlook.CostYen} yen now; ask with dryRun=true, and name the plan it answers with");
        if (request.Plan is not { } plan)
        {
            return request.Filter is not null && outlook.People > options.Value.PeopleWithoutPlan ? $"plan: is missing; {now}" : null;
        }

        return !long.TryParse(plan.Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out long planned) || !string.Equals(plan, NameOf(campaign, request, planned), StringComparison.Ordinal)
            ? $"plan: is none of this request; {now}"
            : outlook.People > planned + Math.Max(MoreThanPlanned, planned / 100) ? $"plan: was made for {planned} people; {now}" : null;
    }

    private ResendOutlook OutlookOf(WavePlan plan, ResendDraft draft, MessageCount messages, IReadOnlyDictionary<ResendVerdict, long> verdicts)
    {
        WavePreview preview = costs.Of(plan, messages);
        return new ResendOutlook(
            preview.People, preview.Sms, preview.Emails, preview.SmsSegments, preview.CostYen, draft.Window.NextOpening(draft.At), preview.EndsAt,
            verdicts.Where(verdict => verdict.Key != ResendVerdict.Send && verdict.Value > 0).OrderBy(verdict => verdict.Key).ToDictionary());
    }

    /// <summary>Who bears the mark of the unreached has been passed by the wave, without an address perhaps: it does not come back.</summary>
    private static bool WaitsForWave(Entitlement person, PersonForecast forecast, IssueProgress progress, IReadOnlySet<EntitlementId> passed) =>
        forecast.Verdict is not (ResendVerdict.NothingToOpen or ResendVerdict.Suppressed)
        && (!progress.Begun.Contains(person.Route) || (!forecast.WasWrittenTo && !progress.Over.Contains(person.Route) && !passed.Contains(person.Id)));

    /// <summary>Who has claimed and has no code yet gets it behind the link.</summary>
    private async Task<bool> HoldsAValidCodeAsync(Entitlement person, DateTimeOffset now, CancellationToken cancellationToken) => person.State switch
    {
        EntitlementState.Claimed => true,
        EntitlementState.Paid => await payClaim.FinishAsync(person, cancellationToken) is not PayResult.Paid paid || paid.Codes.Any(code => code.LastDay is null || code.LastDay >= now.DateInJapan()),
        _ => false,
    };
}

/// <summary>An order that has not been given yet.</summary>
/// <param name="At">UTC.</param>
/// <param name="Order">What its wave sends, and to whom.</param>
/// <param name="Window">When it may be sent.</param>
/// <param name="IsLate">No hour of sending is left before the deadline.</param>
internal sealed record ResendDraft(DateTimeOffset At, NoticeOrder Order, SendingWindow Window, bool IsLate)
{
    public ResendTerms Terms => Order.Resend!;

    public string WaveId => ResendRecord.WaveOf(Terms.Order);
}
