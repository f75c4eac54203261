using System.Collections.Concurrent;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Waves;

namespace Compensation.Notices;

/// <summary>
/// What has become by now of the notices that each wave has sent, delivery reports that came in since included: all notices of a campaign are counted in one
/// walk, for all of its waves. A count is used again for ten times as long as it took, so that looking takes a tenth of the time at most.
/// </summary>
public sealed class WaveOutcomes(NoticeStore notices, CampaignCatalog campaigns, TimeProvider time)
{
    private const int ShardsAtATime = 8;
    private const int Rest = 10;

    private static readonly IReadOnlyDictionary<string, long> s_nothing = new WaveCount().Named();

    private readonly ConcurrentDictionary<CampaignId, Lazy<Task<Counted>>> _counts = new();

    /// <summary>By the names that <see cref="PageTally"/> has for outcomes, those of which there are none included.</summary>
    public async Task<IReadOnlyDictionary<string, long>> CountAsync(WaveId wave, CancellationToken cancellationToken)
    {
        Lazy<Task<Counted>> known = _counts.GetOrAdd(wave.Campaign, Begin);
        if (known is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true } ended } && IsOld(await ended))
        {
            Lazy<Task<Counted>> next = Begin(wave.Campaign);
            known = _counts.TryUpdate(wave.Campaign, next, known) ? next : _counts.GetOrAdd(wave.Campaign, Begin);
        }

        Counted counted = await EndAsync(wave.Campaign, known, cancellationToken);
        return counted.ByWave.GetValueOrDefault(wave.Id, s_nothing);
    }

    private bool IsOld(Counted counted) => time.GetElapsedTime(counted.EndedAt) >= counted.Took * Rest;

    private Lazy<Task<Counted>> Begin(CampaignId campaign) => new(() => WalkAsync(campaigns[campaign]));

    /// <summary>One that failed is not kept.</summary>
    private async Task<Counted> EndAsync(CampaignId campaign, Lazy<Task<Counted>> count, CancellationToken cancellationToken)
    {
        try
        {
            return await count.Value.WaitAsync(cancellationToken);
        }
        catch when (count.Value.IsFaulted)
        {
            _counts.TryRemove(KeyValuePair.Create(campaign, count));
            throw;
        }
    }

    private async Task<Counted> WalkAsync(Campaign campaign)
    {
        long began = time.GetTimestamp();
        ConcurrentDictionary<string, WaveCount> sums = new(StringComparer.Ordinal);
        await Parallel.ForAsync(0, campaign.Shards, new ParallelOptions { MaxDegreeOfParallelism = ShardsAtATime }, async (shard, cancellationToken) =>
        {
            await foreach (Notice notice in notices.ReadShardAsync(campaign.Id, shard, cancellationToken))
            {
                sums.GetOrAdd(notice.Wave, _ => new WaveCount()).Add(notice);
            }
        });
        return new Counted(sums.ToDictionary(sum => sum.Key, sum => sum.Value.Named(), StringComparer.Ordinal), time.GetTimestamp(), time.GetElapsedTime(began));
    }

    private sealed record Counted(IReadOnlyDictionary<string, IReadOnlyDictionary<string, long>> ByWave, long EndedAt, TimeSpan Took);

    private sealed class WaveCount
    {
        private long _accepted;
        private long _delivered;
        private long _failed;
        private long _unknown;
        private long _segments;

        public void Add(Notice notice)
        {
            NoticeOutcome outcome = notice.Outcome;
            Count(ref _accepted, outcome is NoticeOutcome.Accepted or NoticeOutcome.Delivered);
            Count(ref _delivered, outcome == NoticeOutcome.Delivered);
            Count(ref _failed, outcome == NoticeOutcome.Failed);
            Count(ref _unknown, outcome == NoticeOutcome.Unknown);
            Interlocked.Add(ref _segments, notice.State == NoticeState.Accepted ? notice.Segments : 0);
        }

        public IReadOnlyDictionary<string, long> Named() => new Dictionary<string, long>(StringComparer.Ordinal)
        {
            [PageTally.Accepted] = _accepted,
            [PageTally.Delivered] = _delivered,
            [PageTally.Failed] = _failed,
            [PageTally.Unknown] = _unknown,
            [PageTally.Segments] = _segments,
        };

        private static void Count(ref long sum, bool counts) => Interlocked.Add(ref sum, counts ? 1 : 0);
    }
}
