using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Transfers;
using Compensation.Transfers.BankAnswers;
using Compensation.Waves;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;

namespace Compensation.CallCentre.Bulk;

/// <summary>Writes once more to those whose transfer came back, who have been told and have named no other account since. It is one wave, which can be watched and stopped.</summary>
public sealed class WriteAgain(TransferStore transfers, EntitlementStore entitlements, EntitlementMarks marks, NoticeStore notices, ActsUnderWay acts, WaveStore waves, NoticeCosts costs, IOptions<CallCentreOptions> options, IOptions<PriceOptions> prices, IOptions<WaveOptions> walking, TimeProvider time) : IBulkAction
{
    /// <summary>Messages of a kind are numbered to 63; those that are sent by themselves bear the number of the attempt.</summary>
    private const int TimesMax = 63 - Transfer.AttemptsMax;

    private const int PeopleAtOnce = 100;

    private const string Untold = "untold";
    private const string Spaced = "spaced";

    /// <summary>All messages about transfers, whichever attempt they are about and whoever had them sent.</summary>
    private static readonly NoticeOrder s_anyOfTransfers = new(NoticeKind.TransferResult, 0, null);

    public string Kind => "write-again";

    public int PageSize => BulkPlan.TargetsMax;

    public bool IsOffered(Campaign campaign) => campaign.BankTransfer is not null;

    public string? WaveOf(BulkRecord act) => $"transfers-again-{act.Id}";

    public async Task<BulkPlan> PlanAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> underWay = await acts.WavesAsync(campaign.Id, [Kind], WaveOf, except: null, cancellationToken);
        List<BulkTarget> targets = [];
        Dictionary<string, int> leftOut = new(StringComparer.Ordinal);
        (long sms, long emails) = (0, 0);
        await foreach (Transfer[] some in transfers.ReadInAsync(campaign, [TransferState.Returned], after: null, cancellationToken).Chunk(PeopleAtOnce))
        {
            Entitlement?[] people = await Task.WhenAll(some.Select(one => entitlements.FindAsync(campaign.Id, one.Id, cancellationToken)));
            IReadOnlySet<EntitlementId> justTold = await JustToldAsync(campaign, [.. people.OfType<Entitlement>()], underWay, cancellationToken);
            foreach ((Transfer one, Entitlement? person) in some.Zip(people))
            {
                if (WhyNot(one, person, justTold, targets.Count) is { } why)
                {
                    leftOut[why] = leftOut.GetValueOrDefault(why) + 1;
                    continue;
                }

                targets.Add(new BulkTarget($"{one.Id}", $"{one.Attempt}"));
                sms += person!.Contacts.HasFlag(ContactKinds.Sms) ? 1 : 0;
                emails += person.Contacts.HasFlag(ContactKinds.Sms) ? 0 : 1;
            }
        }

        long segments = sms * costs.SamplesOf(campaign, NoticeKind.TransferResult).Where(sample => sample.Channel == NoticeChannel.Sms).Sum(sample => sample.Segments);
        return new BulkPlan(targets, leftOut)
        {
            Sms = sms,
            SmsSegments = segments,
            Emails = emails,
            CostYen = (long)Math.Ceiling((segments * prices.Value.YenPerSmsSegment) + (emails * prices.Value.YenPerEmail)),
            WhyNot = campaign.BankTransfer is not { } offer || time.GetUtcNow() >= offer.EndsAt ? "It is too late: no transfer is paid any more." : null,
        };
    }

    public async Task<BulkWorked> WorkAsync(BulkPage page, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        if (page.Act.Number > TimesMax)
        {
            return new BulkWorked([.. page.Targets.Select(_ => "tooOften")]);
        }

        // Whoever starts two acts in one moment has seen the same people twice.
        string wave = WaveOf(page.Act)!;
        IReadOnlySet<EntitlementId> others = await acts.AmongAsync(page.Campaign.Id, await acts.WavesAsync(page.Campaign.Id, [Kind], WaveOf, page.Act.Id, cancellationToken), [.. page.Targets.Select(target => EntitlementId.Parse(target.On))], cancellationToken);
        List<string> outcomes = [];
        List<EntitlementId> marked = [];
        foreach (BulkTarget target in page.Targets)
        {
            EntitlementId id = EntitlementId.Parse(target.On);
            if (others.Contains(id))
            {
                outcomes.Add(Spaced);
                continue;
            }

            bool isSame = await transfers.FindAsync(page.Campaign, id, cancellationToken) is { State: TransferState.Returned } one && $"{one.Attempt}" == target.Detail;
            marked.AddRange(isSame ? [id] : []);
            outcomes.Add(isSame ? "sent" : "changed");
        }

        if (marked.Count == 0)
        {
            return new BulkWorked(outcomes);
        }

        await marks.AddAsync(page.Campaign.Id, wave, marked, cancellationToken);
        WavePlan plan = PlanOf(page, wave, marked.Count);
        await waves.TryPlanAsync(plan, time.GetUtcNow(), cancellationToken);
        await orchestrations.StartWaveAsync(plan, cancellationToken);
        return new BulkWorked(outcomes, wave);
    }

    public async Task<IReadOnlyDictionary<string, NoticeOutcome>> MessagesAsync(BulkPage page, CancellationToken cancellationToken) =>
        (await notices.ReadOutcomesAsync(new WaveId(page.Campaign.Id, WaveOf(page.Act)!), NoticeKind.TransferResult, [.. page.Targets.Select(target => EntitlementId.Parse(target.On))], cancellationToken))
            .ToDictionary(one => $"{one.Key}", one => one.Value, StringComparer.Ordinal);

    private WavePlan PlanOf(BulkPage page, string wave, int people)
    {
        (Campaign campaign, DateTimeOffset end) = (page.Campaign, page.Campaign.BankTransfer!.EndsAt);
        NoticeOrder order = new(NoticeKind.TransferResult, Transfer.AttemptsMax + page.Act.Number, null) { UntoldSince = page.Act.By.At - options.Value.MinimumSpacing };
        return NoticeWaves.PlanForMarked(
            campaign.Id, wave, order, new SendingWindow(page.Act.By.At, end, campaign.Sending.DayStart, campaign.Sending.DayEnd), end, campaign.Sending, wave, people, walking.Value.PageSize);
    }

    /// <summary>Those to whom a message about their transfer went so short a time ago that another would only repeat it. One that did not arrive went to nobody.</summary>
    private async Task<IReadOnlySet<EntitlementId>> JustToldAsync(Campaign campaign, IReadOnlyList<Entitlement> people, IReadOnlyList<string> underWay, CancellationToken cancellationToken)
    {
        if (people.Count == 0)
        {
            return new HashSet<EntitlementId>();
        }

        HashSet<EntitlementId> told = [.. (await notices.ReadHistoriesAsync(s_anyOfTransfers, people, cancellationToken)).Where(person => person.Value.Earlier.Any(IsRecent)).Select(person => person.Key)];
        told.UnionWith(await acts.AmongAsync(campaign.Id, underWay, [.. people.Select(person => person.Id)], cancellationToken));
        return told;
    }

    private bool IsRecent(Notice notice) => notice.Id.Kind is NoticeKind.TransferResult or NoticeKind.TransferResultAgain && notice.Outcome != NoticeOutcome.Failed
        && StoredWait.Lasts(notice.SettledAt ?? notice.ClaimedAt, options.Value.MinimumSpacing, time.GetUtcNow());

    /// <summary>Null where the person is written to.</summary>
    private static string? WhyNot(Transfer one, Entitlement? person, IReadOnlySet<EntitlementId> justTold, int targets) =>
        person is not { State: EntitlementState.TransferFailed } ? "changed"
        : one.ReturnedBecause?.ClassOf() == ReturnClass.OurSide ? "oursToPayAgain"
        : one.ToldAttempt < one.Attempt ? Untold
        : person.Contacts == ContactKinds.None ? "noContact"
        : justTold.Contains(one.Id) ? Spaced
        : targets < BulkPlan.TargetsMax ? null : BulkPlan.Later;
}
