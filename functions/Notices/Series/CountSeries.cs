using System.Collections.Concurrent;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Notices.Series;

/// <summary>Counts a campaign's messages and claims hour by hour, in one walk over what is on record; see <see cref="PatientCount{TKey, TCount}"/>.</summary>
public sealed class CountSeries(NoticeStore notices, EntitlementStore entitlements, CampaignCatalog campaigns, TimeProvider time)
{
    private const int ShardsAtATime = 4;
    private const int PageSize = 1000;

    private PatientCount<CampaignId, NoticeSeries>? _counts;

    /// <summary>The newest count there is; null while the first is under way.</summary>
    public async Task<NoticeSeries?> LookAsync(CampaignId campaign, CancellationToken cancellationToken)
    {
        PatientCount<CampaignId, NoticeSeries> counts = LazyInitializer.EnsureInitialized(ref _counts, () => new PatientCount<CampaignId, NoticeSeries>(CountAsync, time));
        return (await counts.LookAsync(campaign, cancellationToken))?.Count;
    }

    private async Task<NoticeSeries> CountAsync(CampaignId id)
    {
        DateTimeOffset at = time.GetUtcNow();
        ConcurrentDictionary<SeriesKey, long> sums = new();
        await Parallel.ForAsync(0, campaigns[id].Shards, new ParallelOptions { MaxDegreeOfParallelism = ShardsAtATime }, async (shard, token) => await AddAsync(id, shard, sums, token));
        return new NoticeSeries(new Dictionary<SeriesKey, long>(sums), at);
    }

    private async Task AddAsync(CampaignId campaign, int shard, ConcurrentDictionary<SeriesKey, long> sums, CancellationToken cancellationToken)
    {
        Dictionary<EntitlementId, (DateTimeOffset At, NoticeChannel Channel, string Provider)> last = [];
        await foreach (Notice notice in notices.ReadShardAsync(campaign, shard, cancellationToken))
        {
            string provider = notice.Provider ?? string.Empty;
            DateTimeOffset sentAt = notice.SettledAt ?? notice.ClaimedAt;
            if (notice.State == NoticeState.Accepted)
            {
                Add(sentAt, notice.Channel, provider, SeriesEvent.Sent);
                if (!last.TryGetValue(notice.Id.Entitlement, out (DateTimeOffset At, NoticeChannel Channel, string Provider) before) || before.At < sentAt)
                {
                    last[notice.Id.Entitlement] = (sentAt, notice.Channel, provider);
                }
            }

            switch (notice.Outcome)
            {
                case NoticeOutcome.Delivered:
                    Add(notice.DeliveredAt!.Value, notice.Channel, provider, SeriesEvent.Delivered);
                    break;
                case NoticeOutcome.Failed:
                    Add(notice.UndeliveredAt ?? sentAt, notice.Channel, provider, SeriesEvent.Failed);
                    break;
            }
        }

        IReadOnlyList<Entitlement> page;
        EntitlementId? after = null;
        do
        {
            page = await entitlements.ReadPageAsync(campaign, shard, after, PageSize, cancellationToken);
            foreach (Entitlement person in page.Where(person => person.ClaimedAt is not null))
            {
                bool isWrittenTo = last.TryGetValue(person.Id, out (DateTimeOffset At, NoticeChannel Channel, string Provider) by);
                Add(person.ClaimedAt!.Value, isWrittenTo ? by.Channel : null, isWrittenTo ? by.Provider : string.Empty, SeriesEvent.Claimed);
            }

            after = page.Count > 0 ? page[^1].Id : after;
        }
        while (page.Count == PageSize);

        void Add(DateTimeOffset at, NoticeChannel? channel, string provider, SeriesEvent what) =>
            sums.AddOrUpdate(new SeriesKey(HourOf(at), channel, provider, what), 1, (_, sum) => sum + 1);
    }

    private static DateTimeOffset HourOf(DateTimeOffset instant) => instant.ToUniversalTime().AddTicks(-(instant.Ticks % TimeSpan.TicksPerHour));
}
