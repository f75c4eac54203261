using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Waves;

namespace Compensation.Awards.Postings;

/// <summary>Plans of waves that post points.</summary>
public static class PostingWaves
{
    /// <summary>A wave at the campaign's pace, with its stop rule. As fast as the pace allows, and nobody goes first, unless it is said otherwise.</summary>
    public static WavePlan Plan(CampaignId campaign, string waveId, PostingOrder order, SendingWindow window, DateTimeOffset deadline, PostingPace pace, IReadOnlyList<int> shardSizes)
    {
        int lanes = Math.Clamp(pace.PerMinute / pace.PageSize, 1, pace.LanesMax);
        return new WavePlan(campaign, waveId, PostPoints.ActionName, order.ToString(), window, Spread: false, pace.PageSize, lanes, shardSizes)
        {
            Deadline = deadline,
            PerMinute = new Dictionary<string, long>(StringComparer.Ordinal) { [PostingTally.Load] = pace.PerMinute },
            StopRule = pace.StopRule,
        };
    }
}

/// <summary>How fast points are posted, and in which portions.</summary>
/// <param name="PerMinute">The most postings a minute of one wave.</param>
/// <param name="StopRule">When a wave pauses by itself; null for never.</param>
/// <param name="PageSize">Members a page.</param>
/// <param name="LanesMax">Shards walked side by side at the most.</param>
public sealed record PostingPace(int PerMinute, StopRule? StopRule, int PageSize, int LanesMax);
