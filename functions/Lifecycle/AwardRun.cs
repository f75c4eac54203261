using System.Globalization;
using Compensation.Awards.Books;
using Compensation.Awards.Postings;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Notices;
using Compensation.Waves;

namespace Compensation.Lifecycle;

/// <summary>What one run of a points award was started with. A run keeps the plan it started with, whatever the files say later; rules are not part of it.</summary>
public sealed record AwardRun(CampaignId Campaign, int Shards, PointsGrant Grant, SendingRule Sending, int PageSize, int LanesMax)
{
    private const string GrantWaveId = "grant";

    public static AwardRun Of(Campaign campaign, WaveOptions waves) =>
        new(campaign.Id, campaign.Shards, campaign.Grant ?? throw new InvalidOperationException($"Campaign {campaign.Id} awards no points."), campaign.Sending, waves.PageSize, waves.Lanes)
        {
            Notifies = campaign.NotifiesGrants,
        };

    /// <summary>Whether members are told once their points have been granted.</summary>
    public bool Notifies { get; init; }

    /// <summary>Which wave grants everybody's points first.</summary>
    public WaveId GrantWave => new(Campaign, GrantWaveId);

    /// <summary>Everybody in turn, spread over the time that the campaign gives itself.</summary>
    public WavePlan Granting(IReadOnlyList<int> shardSizes) =>
        Postings(GrantWaveId, PostingAudience.Everybody, Within(Grant.StartsAt, Grant.EndsAt), shardSizes) with { Spread = true, Canary = Sending.Canary };

    /// <summary>A day's differences, as fast as the pace allows. Nobody goes first: they are few.</summary>
    public WavePlan Correction(DateTimeOffset day, PostingAudience to, IReadOnlyList<int> shardSizes) =>
        Postings($"correct-{NameOf(day)}{(day == LastLookAt ? "-last" : string.Empty)}", to, Within(day, Grant.CorrectionsEndAt), shardSizes);

    /// <summary>Tells everybody whose points have been booked and who has not been told, as fast as the pace allows.</summary>
    public WavePlan Notice(DateTimeOffset day, IReadOnlyList<int> shardSizes)
    {
        NoticeOrder order = new(NoticeKind.Granted, 1, EntitlementRoute.Purchase);
        return NoticeWaves.Plan(Campaign, $"granted-{NameOf(day)}", order, Within(day, Grant.NoticesEndAt), Grant.NoticesEndAt, Sending, new WaveSize(PageSize, LanesMax, shardSizes));
    }

    /// <summary>Whom the first message did not reach, on the other channel.</summary>
    public WavePlan Fallback(DateTimeOffset day, int people) => NoticeWaves.PlanForMarked(
        Campaign, $"fallback-{NameOf(day)}", new NoticeOrder(NoticeKind.Fallback, 1, null), Within(day, Grant.NoticesEndAt), Grant.NoticesEndAt, Sending, Unreached.FallbackDue, people, PageSize);

    /// <summary>The instance of a look's computation.</summary>
    public string ComputationOn(DateTimeOffset look) => $"{Campaign}:awards-{NameOf(look)}{(look >= LastLookAt ? "-last" : string.Empty)}";

    /// <summary>When is looked for changes next: the day after, and on the last day once more, when no file is being written any more.</summary>
    public DateTimeOffset LookAfter(DateTimeOffset look, DateTimeOffset now) =>
        look < LastLookAt && DayAfter(now) >= Grant.CorrectionsEndAt ? LastLookAt : DayAfter(now);

    /// <summary>Purchases end with the first look of the last day.</summary>
    private DateTimeOffset LastLookAt => JapanTime.At(Grant.CorrectionsEndAt.AddTicks(-1).DateInJapan(), Sending.DayStart) + PointsGrant.LastFiles;

    /// <summary>The next day's first minute at which points are posted.</summary>
    public DateTimeOffset DayAfter(DateTimeOffset instant) => JapanTime.At(instant.DateInJapan().AddDays(1), Sending.DayStart);

    public AwardBooks Books => new(Campaign, Shards);

    private static string NameOf(DateTimeOffset day) => day.DateInJapan().ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private SendingWindow Within(DateTimeOffset start, DateTimeOffset end) => new(start, end, Sending.DayStart, Sending.DayEnd);

    /// <summary>Nothing new is granted once corrections have ended, but what may have gone out is settled for as long as members are told of it.</summary>
    private WavePlan Postings(string waveId, PostingAudience to, SendingWindow window, IReadOnlyList<int> shardSizes) =>
        PostingWaves.Plan(Campaign, waveId, new PostingOrder(to), window, Grant.NoticesEndAt, new PostingPace(Grant.PerMinute, Sending.StopRule, PageSize, LanesMax), shardSizes);
}
