using Compensation.Campaigns;
using Compensation.Common;

namespace Compensation.Waves;

/// <summary>
/// One planned pass over a campaign's entitlements. It is an orchestration's input, so it holds names and numbers only.
/// </summary>
/// <param name="Campaign">The campaign.</param>
/// <param name="WaveId">Unique in the campaign, such as <c>issue-app</c>.</param>
/// <param name="Action">The <see cref="IWaveAction.Name"/> that works on each page.</param>
/// <param name="Argument">Handed to the action with each page.</param>
/// <param name="Window">When it may work.</param>
/// <param name="Spread">True: spread evenly over the window. False: as fast as the pace allows.</param>
/// <param name="PageSize">1 to 1,000 entitlements a page.</param>
/// <param name="Lanes">How many shards are walked side by side.</param>
/// <param name="ShardSizes">How many of the audience each shard holds. Decides the spread, never who is served.</param>
public sealed record WavePlan(
    CampaignId Campaign,
    string WaveId,
    string Action,
    string Argument,
    SendingWindow Window,
    bool Spread,
    int PageSize,
    int Lanes,
    IReadOnlyList<int> ShardSizes)
{
    /// <summary>Only those who bear this mark; null for everybody. Marked people are walked as if they were one shard.</summary>
    public string? Audience { get; init; }

    /// <summary>The most a minute by kind of load, such as <c>sms</c>, over all lanes; a kind that is not named has no limit.</summary>
    public IReadOnlyDictionary<string, long> PerMinute { get; init; } = Counters.None;

    /// <summary>Null: nobody goes first.</summary>
    public Canary? Canary { get; init; }

    /// <summary>Null: only operators stop it.</summary>
    public StopRule? StopRule { get; init; }

    /// <summary>From then on nobody is served any more, whatever the wave's window: who is left goes on the operators' list, and the wave ends, paused or not. Null: it goes on until all are served.</summary>
    public DateTimeOffset? Deadline { get; init; }

    public WaveId Id => new(Campaign, WaveId);

    /// <summary>The wave's orchestration instance id.</summary>
    public string InstanceId => $"{Campaign}:{WaveId}";

    /// <summary>The shards that one lane walks, in order.</summary>
    public IReadOnlyList<int> ShardsOf(int lane) =>
        [.. Enumerable.Range(0, ShardSizes.Count).Where(shard => shard % Lanes == lane)];

    /// <summary>How many entitlements one page of a lane looks at: no more than its share of one minute's pace.</summary>
    public int Take => PerMinute.Count == 0 ? PageSize : (int)Math.Clamp(PerMinute.Values.Min() / Lanes, 1, PageSize);

    /// <summary>How long a lane has to wait after it has sent this much.</summary>
    public TimeSpan IntervalAfter(IReadOnlyDictionary<string, long> load) => load
        .Select(sent => PerMinute.TryGetValue(sent.Key, out long perMinute) ? TimeSpan.FromMinutes(sent.Value * (double)Lanes / perMinute) : TimeSpan.Zero)
        .DefaultIfEmpty(TimeSpan.Zero)
        .Max();

    /// <summary>An instant that a wave waits for, or its deadline, whichever is first.</summary>
    public DateTimeOffset DueBy(DateTimeOffset instant) => Deadline is { } end && end < instant ? end : instant;

    public int PagesOf(int shard) => (ShardSizes[shard] + Take - 1) / Take;

    public int PagesOfLane(int lane) => ShardsOf(lane).Sum(PagesOf);

    /// <summary>When a lane's page is due, before the pace is considered.</summary>
    public DateTimeOffset SlotOf(int lane, int pagesDone) =>
        Spread ? Window.InstantOf(pagesDone, PagesOfLane(lane)) : Window.StartsAt;
}
