using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Waves;

namespace Compensation.Notices;

/// <summary>Plans of waves that send notices.</summary>
public static class NoticeWaves
{
    /// <summary>A wave over marked people, who are few: nobody goes first.</summary>
    public static WavePlan PlanForMarked(CampaignId campaign, string waveId, NoticeOrder order, SendingWindow window, DateTimeOffset deadline, SendingRule rule, string mark, int people, int pageSize) =>
        Plan(campaign, waveId, order, window, deadline, rule, new WaveSize(pageSize, LanesMax: 1, [people])) with { Audience = mark, Canary = null };

    /// <summary>A wave under a campaign's rule of sending: its pace, its canary, its stop rule. As fast as the pace allows, unless it is spread.</summary>
    public static WavePlan Plan(CampaignId campaign, string waveId, NoticeOrder order, SendingWindow window, DateTimeOffset deadline, SendingRule rule, WaveSize size)
    {
        Dictionary<string, long> perMinute = new(StringComparer.Ordinal)
        {
            [PagePart.LoadOf(NoticeChannel.Sms)] = rule.PerMinute.Sms,
            [PagePart.LoadOf(NoticeChannel.Email)] = rule.PerMinute.Email,
        };
        int lanes = (int)Math.Clamp(perMinute.Values.Min() / size.PageSize, 1, size.LanesMax);
        return new WavePlan(campaign, waveId, SendNotices.ActionName, order.ToString(), window, Spread: false, size.PageSize, lanes, size.ShardSizes)
        {
            Deadline = deadline,
            PerMinute = perMinute,
            Canary = rule.Canary,
            StopRule = rule.StopRule,
        };
    }
}

/// <summary>How large a wave is, and in which portions it is walked.</summary>
/// <param name="PageSize">Entitlements a page.</param>
/// <param name="LanesMax">Shards walked side by side at the most.</param>
/// <param name="ShardSizes">How many of the audience each shard holds.</param>
public sealed record WaveSize(int PageSize, int LanesMax, IReadOnlyList<int> ShardSizes);
