using System.Collections.Concurrent;
using Compensation.Common;
using Compensation.Common.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Compensation.Campaigns.Deadlines;

/// <summary>
/// Keeps <see cref="Campaign.ReceiptEndsAt"/> true in every process while two persons may extend it, and says once and for all when it is over. Nobody is ever told that the deadline has passed by
/// what was read before it: at the deadline the store is asked again.
/// </summary>
public sealed class ReceiptDeadlines(DeadlineStore store, CampaignCatalog campaigns, TimeProvider time)
{
    /// <summary>Minutes that were lost so long before the end, and no earlier, can be made good.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromHours(48);

    /// <summary>After so long another process hears of an extension.</summary>
    private static readonly TimeSpan s_freshFor = TimeSpan.FromSeconds(30);

    /// <summary>So long after the end nobody waits for an expiry that has not come.</summary>
    private static readonly TimeSpan s_longAfter = TimeSpan.FromDays(7);

    private readonly ConcurrentDictionary<CampaignId, Seen> _seen = new();
    private readonly SemaphoreSlim _reading = new(1);

    /// <summary>Reads anew what may have changed: nothing before the last days of collecting, and nothing once it is over.</summary>
    internal async Task RefreshAsync(CancellationToken cancellationToken)
    {
        foreach (Campaign campaign in campaigns.All.Where(IsDue))
        {
            await _reading.WaitAsync(cancellationToken);
            try
            {
                if (IsDue(campaigns[campaign.Id]))
                {
                    await ReadAsync(campaign.Id, cancellationToken);
                }
            }
            finally
            {
                _reading.Release();
            }
        }
    }

    /// <summary>As it stands in the store; this process goes by it from now on.</summary>
    public async Task<DeadlineRecord> ReadAsync(CampaignId campaign, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        DeadlineRecord record = await store.ReadAsync(campaign, cancellationToken);
        GoBy(record, now);
        return record;
    }

    /// <returns>As it is stored now; null where somebody was quicker.</returns>
    public async Task<DeadlineRecord?> TryChangeAsync(DeadlineRecord before, DeadlineRecord after, CancellationToken cancellationToken)
    {
        DeadlineRecord? changed = await store.TryReplaceAsync(before, after, cancellationToken);
        if (changed is not null)
        {
            GoBy(changed, time.GetUtcNow());
        }

        return changed;
    }

    /// <summary>
    /// Ends collecting for good, once its time has come, so that what nobody has claimed may expire: an extension and this are changes of one row, of which one comes first.
    /// </summary>
    /// <returns>Null where it has ended; else until when people may still collect.</returns>
    public async Task<DateTimeOffset?> CloseAsync(CampaignId campaign, CancellationToken cancellationToken)
    {
        while (true)
        {
            DateTimeOffset now = time.GetUtcNow();
            if (_seen.TryGetValue(campaign, out Seen seen) && seen.IsClosed)
            {
                // The file of a campaign may have moved its end back since, and counts at once.
                return now < campaigns[campaign].ReceiptEndsAt ? campaigns[campaign].ReceiptEndsAt : null;
            }

            DeadlineRecord record = await ReadAsync(campaign, cancellationToken);
            if (now < campaigns[campaign].ReceiptEndsAt)
            {
                return campaigns[campaign].ReceiptEndsAt;
            }

            if (record.ClosedAt is null)
            {
                await TryChangeAsync(record, record with { ClosedAt = now, Proposal = null }, cancellationToken);
            }
        }
    }

    private void GoBy(DeadlineRecord record, DateTimeOffset now)
    {
        campaigns.ExtendTo(record.Campaign, record.EndsAt(campaigns[record.Campaign].PrintedReceiptEndsAt));
        _seen[record.Campaign] = new Seen(now, record.ClosedAt is not null);
    }

    private bool IsDue(Campaign campaign)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (campaign.Kind != CampaignKind.Compensation || now < campaign.PrintedReceiptEndsAt - Window)
        {
            return false;
        }

        return !_seen.TryGetValue(campaign.Id, out Seen seen)
            || (!seen.IsClosed && now < campaign.ReceiptEndsAt + s_longAfter && (now - seen.At >= s_freshFor || (seen.At < campaign.ReceiptEndsAt && now >= campaign.ReceiptEndsAt)));
    }

    /// <summary>When the store was asked last, and whether there is nothing to ask any more.</summary>
    private readonly record struct Seen(DateTimeOffset At, bool IsClosed);
}

public static class DeadlineServices
{
    /// <summary>Naming it twice is harmless.</summary>
    public static IServiceCollection AddReceiptDeadlines(this IServiceCollection services)
    {
        services.TryAddSingleton<DeadlineStore>();
        services.TryAddSingleton<ReceiptDeadlines>();
        return services.RequireTable(DeadlineStore.TableName);
    }
}
