using System.Globalization;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Files;
using Compensation.Operations.Alarms;
using Compensation.Payouts;
using Microsoft.DurableTask.Client;

namespace Compensation.Lifecycle;

/// <summary>Looks, whenever the lifecycle's timer does, for what wants a person in a campaign and tells nobody by itself.</summary>
public sealed class WatchCampaigns(LowStock stock, ImportLeases imports, IAlarms alarms, TimeProvider time)
{
    /// <summary>What failed longer ago has been told often enough.</summary>
    private static readonly TimeSpan s_recently = TimeSpan.FromDays(1);

    /// <param name="campaign">The campaign.</param>
    /// <param name="codesAreLate">Whether anybody waits for a code, or did a moment ago.</param>
    /// <param name="orchestrations">Its runs.</param>
    /// <param name="cancellationToken">Stops the looking.</param>
    public async Task LookAsync(Campaign campaign, bool codesAreLate, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        await LookForFailuresAsync(campaign, orchestrations, cancellationToken);
        await LookForBrokenImportsAsync(campaign, cancellationToken);
        if (campaign.Award is not null)
        {
            return;
        }

        if (codesAreLate)
        {
            await stock.LookWhoWaitsAsync(campaign, cancellationToken);
        }

        if (StockIsCountedAt(campaign, time.GetUtcNow()))
        {
            await stock.CountAsync(campaign, cancellationToken);
        }
    }

    /// <summary>
    /// In the first hour of sending on the day before people are written to, which is when many begin to choose: codes can still be ordered. And each day of a wave, when what people choose shows which
    /// products will run short.
    /// </summary>
    internal static bool StockIsCountedAt(Campaign campaign, DateTimeOffset now)
    {
        DateOnly today = now.DateInJapan();
        return now.ToJapan().Hour == campaign.Sending.DayStart.Hour
            && (campaign.Waves.Any(wave => wave.StartsAt.DateInJapan().AddDays(-1) <= today && now < wave.EndsAt)
                || campaign.Reminders.Any(written => written.DateInJapan().AddDays(-1) == today));
    }

    /// <summary>Whoever brought a file may have got no answer, and no other file may come.</summary>
    private async Task LookForBrokenImportsAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        foreach (ImportEntry begun in (await imports.ReadOpenAsync(campaign.Id, cancellationToken)).Where(file => file.Standing == ImportStanding.BrokenOff && time.GetUtcNow() - file.At < s_recently))
        {
            await alarms.RaiseAsync(
                AlarmKind.ImportStuck, campaign.Id, begun.Id,
                $"{begun.File} was begun at {begun.At.ToJapan().ToString("yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture)} and not taken in to its end. Send it again: what is done is passed over, the rest follows.", cancellationToken);
        }
    }

    private async Task LookForFailuresAsync(Campaign campaign, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        OrchestrationQuery failed = new(InstanceIdPrefix: $"{campaign.Id}:", Statuses: [OrchestrationRuntimeStatus.Failed]);
        await foreach (OrchestrationMetadata instance in orchestrations.GetAllInstancesAsync(failed).WithCancellation(cancellationToken))
        {
            if (time.GetUtcNow() - instance.LastUpdatedAt < s_recently)
            {
                await alarms.RaiseAsync(
                    AlarmKind.RunFailed, campaign.Id, instance.InstanceId, $"{instance.InstanceId} has failed: the log says why, GET campaigns/{campaign.Id}/progress what else goes on.", cancellationToken);
            }
        }
    }
}
