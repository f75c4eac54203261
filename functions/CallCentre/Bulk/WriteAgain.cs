using Compensation.Campaigns;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Transfers;
using Compensation.Transfers.BankAnswers;
using Compensation.Waves;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;

namespace Compensation.CallCentre.Bulk;

/// <summary>Writes once more to those whose transfer came back, who have been told and have named no other account since. It is one wave, which can be watched and stopped.</summary>
public sealed class WriteAgain(TransferStore transfers, EntitlementStore entitlements, EntitlementMarks marks, NoticeCosts costs, IOptions<PriceOptions> prices, IOptions<WaveOptions> walking, TimeProvider time) : IBulkAction
{
    /// <summary>Messages of a kind are numbered to 63; those that are sent by themselves bear the number of the attempt.</summary>
    private const int TimesMax = 63 - Transfer.AttemptsMax;

    private const string Untold = "untold";

    public string Kind => "write-again";

    public int PageSize => BulkPlan.TargetsMax;

    public bool IsOffered(Campaign campaign) => campaign.BankTransfer is not null;

    public async Task<BulkPlan> PlanAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        List<BulkTarget> targets = [];
        Dictionary<string, int> leftOut = new(StringComparer.Ordinal);
        (long sms, long emails) = (0, 0);
        await foreach (Transfer one in transfers.ReadAllAsync(campaign, cancellationToken).Where(one => one.State == TransferState.Returned))
        {
            Entitlement? person = await entitlements.FindAsync(campaign.Id, one.Id, cancellationToken);
            if (WhyNot(one, person, targets.Count) is { } why)
            {
                leftOut[why] = leftOut.GetValueOrDefault(why) + 1;
                continue;
            }

            targets.Add(new BulkTarget($"{one.Id}", $"{one.Attempt}"));
            sms += person!.Contacts.HasFlag(ContactKinds.Sms) ? 1 : 0;
            emails += person.Contacts.HasFlag(ContactKinds.Sms) ? 0 : 1;
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

        string wave = $"transfers-again-{page.Act.Id}";
        List<string> outcomes = [];
        List<EntitlementId> marked = [];
        foreach (BulkTarget target in page.Targets)
        {
            EntitlementId id = EntitlementId.Parse(target.On);
            bool isSame = await transfers.FindAsync(page.Campaign, id, cancellationToken) is { State: TransferState.Returned } one && $"{one.Attempt}" == target.Detail;
            marked.AddRange(isSame ? [id] : []);
            outcomes.Add(isSame ? "sent" : "changed");
        }

        if (marked.Count == 0)
        {
            return new BulkWorked(outcomes);
        }

        await marks.AddAsync(page.Campaign.Id, wave, marked, cancellationToken);
        await orchestrations.StartWaveAsync(PlanOf(page, wave, marked.Count), cancellationToken);
        return new BulkWorked(outcomes, wave);
    }

    private WavePlan PlanOf(BulkPage page, string wave, int people)
    {
        (Campaign campaign, DateTimeOffset end) = (page.Campaign, page.Campaign.BankTransfer!.EndsAt);
        NoticeOrder order = new(NoticeKind.TransferResult, Transfer.AttemptsMax + page.Act.Number, null);
        return NoticeWaves.PlanForMarked(
            campaign.Id, wave, order, new SendingWindow(page.Act.By.At, end, campaign.Sending.DayStart, campaign.Sending.DayEnd), end, campaign.Sending, wave, people, walking.Value.PageSize);
    }

    /// <summary>Null where the person is written to.</summary>
    private static string? WhyNot(Transfer one, Entitlement? person, int targets) =>
        person is not { State: EntitlementState.TransferFailed } ? "changed"
        : one.ReturnedBecause?.ClassOf() == ReturnClass.OurSide ? "oursToPayAgain"
        : one.ToldAttempt < one.Attempt ? Untold
        : person.Contacts == ContactKinds.None ? "noContact"
        : targets < BulkPlan.TargetsMax ? null : BulkPlan.Later;
}
