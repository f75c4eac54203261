using System.Collections.Concurrent;
using Compensation.Campaigns;
using Compensation.Campaigns.Deadlines;
using Compensation.Common;
using Compensation.Operations.Alarms;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Compensation.Operations.Uptime;

/// <summary>
/// A sign of life each minute. It is given in the middle of the minute, so that a timer that fires some seconds early or late marks the right one. What is missing later counts as down, and near a receipt
/// deadline somebody is told so while it can still be extended. That it is logged no more raises an alert on Azure: a dead app raises none.
/// </summary>
public sealed class KeepHeartbeat(UptimeStore uptime, CampaignCatalog campaigns, IEnumerable<ICampaignsRunHere> runs, IAlarms alarms, TimeProvider time, ILogger<KeepHeartbeat> log)
{
    private readonly ConcurrentDictionary<CampaignId, int> _told = new();

    [Function(nameof(KeepHeartbeat))]
    public async Task Run([TimerTrigger("%HeartbeatSchedule%")] TimerInfo timer, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        await uptime.BeatAsync(now, cancellationToken);
        log.HeartbeatKept(now);
        foreach (Campaign campaign in campaigns.All.Where(one => one.Kind == CampaignKind.Compensation && now >= one.PrintedReceiptEndsAt - ReceiptDeadlines.Window && now < one.ReceiptEndsAt && runs.All(here => here.Runs(one.Id))))
        {
            await TellAsync(campaign, now, cancellationToken);
        }
    }

    private async Task TellAsync(Campaign campaign, DateTimeOffset now, CancellationToken cancellationToken)
    {
        int lost = (await uptime.ReadDownAsync(campaign.PrintedReceiptEndsAt - ReceiptDeadlines.Window, now.AddMinutes(-1), cancellationToken)).Count;
        if (lost > _told.GetValueOrDefault(campaign.Id))
        {
            _told[campaign.Id] = lost;
            await alarms.RaiseAsync(
                AlarmKind.MinutesLost, campaign.Id, matter: string.Empty,
                $"{lost} minutes were lost before the receipt deadline, {JapanTime.LastMinuteBefore(campaign.ReceiptEndsAt)}. Until then two supervisors may make them good: console/{campaign.Id}/deadline.", cancellationToken);
        }
    }
}
