using Compensation.CallCentre;
using Compensation.CallCentre.Bulk;
using Compensation.CallCentre.Cases;
using Compensation.Campaigns;
using Compensation.Common.Http;
using Compensation.Notices.EventGrid;
using Compensation.Operations;
using Compensation.Operations.Acts;
using Compensation.Waves;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Lifecycle;

/// <summary>
/// Erases what was said once its time of keeping is over: of double charges what callers and shops told, of acts, resends and waves their reasons, and events that nobody could understand. What was done, by whom, when, and how much stays, and so do
/// the books and the chain of acts. Each time it has erased something it is an act itself. A repeat finds the rest.
/// </summary>
public sealed class ForgetInTime(CampaignCatalog campaigns, CaseStore cases, ResendStore resends, BulkStore bulk, WaveStore waves, SetAsideEvents setAside, ActTrail trail, TimeProvider time)
{
    private const string Forgotten = "Forgotten";

    [Function(nameof(ForgetInTime))]
    public async Task Run([TimerTrigger("%LifecycleSchedule%")] TimerInfo timer, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();

        // What belongs to no campaign has no books: its reasons are kept for as long from each act on.
        await ForgetReasonsAsync(ActTrail.Installation, PlaceRange.OlderThan(now - RetentionRule.Usual.ActReasons), now, cancellationToken);
        await ForgetEventsAsync(PlaceRange.OlderThan(now - RetentionRule.Usual.Contacts), now, cancellationToken);
        await campaigns.All.EachOnItsOwnAsync(campaign => ForgetAsync(campaign, now, cancellationToken), cancellationToken);
    }

    private async Task ForgetAsync(Campaign campaign, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (now >= campaign.BooksCloseAt + campaign.Retention.Cases)
        {
            await ForgetCasesAsync(campaign, now, cancellationToken);
        }

        if (now >= campaign.BooksCloseAt + campaign.Retention.ActReasons)
        {
            await ForgetReasonsAsync(campaign.Id.Value, PlaceRange.All, now, cancellationToken);
            await resends.ForgetReasonsAsync(campaign.Id, person: null, cancellationToken);
            await bulk.ForgetReasonsAsync(campaign.Id, cancellationToken);
            await waves.ForgetReasonsAsync(campaign.Id, cancellationToken);
        }
    }

    private async Task ForgetEventsAsync(PlaceRange range, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await setAside.HasAsync(range, cancellationToken))
        {
            await trail.RecordOwnAsync(ActTrail.Installation, "ForgetEvents", now, async () => [new ActNoteRow("events", $"{await setAside.ForgetAsync(range, cancellationToken)}")]);
        }
    }

    private async Task ForgetCasesAsync(Campaign campaign, DateTimeOffset now, CancellationToken cancellationToken)
    {
        List<DoubleChargeCase> due = await cases.ReadAsync(campaign.Id, cancellationToken).Where(one => one is { IsSettled: true, IsForgotten: false }).ToListAsync(cancellationToken);
        if (due.Count > 0)
        {
            await trail.RecordOwnAsync(campaign.Id.Value, "ForgetCases", now, async () =>
            {
                List<ActNoteRow> forgotten = [];
                foreach (DoubleChargeCase one in due)
                {
                    forgotten.AddRange(await cases.TryForgetAsync(one, cancellationToken) ? [new ActNoteRow(one.Number.Value, Forgotten)] : []);
                }

                return forgotten;
            });
        }
    }

    private async Task ForgetReasonsAsync(string partition, PlaceRange range, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await trail.HasReasonsAsync(partition, range, cancellationToken))
        {
            await trail.RecordOwnAsync(partition, "ForgetReasons", now, async () =>
            {
                await trail.ForgetReasonsAsync(partition, range, cancellationToken);
                return [];
            });
        }
    }
}
