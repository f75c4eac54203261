using System.Collections.Concurrent;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Notices.Series;

/// <summary>
/// Counts a campaign's messages and claims hour by hour, in one walk over what is on record. Nobody waits for a walk that takes long: who looks meanwhile sees the one before. Counts are used again for ten times as long as
/// they took, so that looking takes a tenth of the time at most, however many look.
/// </summary>
public sealed class CountSeries(NoticeStore notices, EntitlementStore entitlements, CampaignCatalog campaigns, TimeProvider time)
{
    private const int ShardsAtATime = 4;
    private const int PageSize = 1000;
    private const int Rest = 10;

    /// <summary>A small campaign is counted within it, and is there at once.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(150);

    private readonly ConcurrentDictionary<CampaignId, Counted> _counts = new();
    private readonly ConcurrentDictionary<CampaignId, Lazy<Task>> _walks = new();

    /// <summary>The newest count there is; null while the first is under way.</summary>
    public async Task<NoticeSeries?> LookAsync(CampaignId campaign, CancellationToken cancellationToken)
    {
        if (!_counts.TryGetValue(campaign, out Counted? known) || time.GetElapsedTime(known.EndedAt) >= known.Took * Rest)
        {
            Task walk = _walks.GetOrAdd(campaign, id => new Lazy<Task>(() => Task.Run(() => WalkAsync(id), CancellationToken.None))).Value;
            try
            {
                await walk.WaitAsync(s_patience, time, cancellationToken);
            }
            catch (TimeoutException)
            {
                // It goes on, and is there for whoever looks next.
            }
        }

        return _counts.GetValueOrDefault(campaign)?.Series;
    }

    /// <summary>One that fails leaves the count before; whoever looks next begins another.</summary>
    private async Task WalkAsync(CampaignId id)
    {
        try
        {
            (long began, DateTimeOffset at) = (time.GetTimestamp(), time.GetUtcNow());
            ConcurrentDictionary<SeriesKey, long> sums = new();
            await Parallel.ForAsync(0, campaigns[id].Shards, new ParallelOptions { MaxDegreeOfParallelism = ShardsAtATime }, async (shard, token) => await AddAsync(id, shard, sums, token));
            _counts[id] = new Counted(new NoticeSeries(new Dictionary<SeriesKey, long>(sums), at), time.GetTimestamp(), time.GetElapsedTime(began));
        }
        finally
        {
            _walks.TryRemove(id, out _);
        }
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

    private sealed record Counted(NoticeSeries Series, long EndedAt, TimeSpan Took);
}
