using Compensation.Campaigns;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Waves;

namespace Compensation.Tests.Sending;

/// <summary>Two routes that both have contacts, and a bad lot in one: a wave is judged by its own notices, and shows its own only.</summary>
public class TwoRoutesTests
{
    private const string Bad = "01";
    private const string Good = "10";

    private static readonly WavePlan App = Judged(SendingWorld.Plan());
    private static readonly WavePlan Application = Judged(SendingWorld.Plan("issue-application", new NoticeOrder(NoticeKind.Issue, 1, EntitlementRoute.Application)));

    [Fact]
    public async Task A_bad_lot_in_the_second_wave_stops_it_at_its_canary_however_well_the_first_fared()
    {
        await using SendingWorld world = await StartAsync(app: Good, application: Bad);
        await world.RunAsync(App);
        await world.PassAsync(TimeSpan.FromMinutes(10));
        await world.BeginAsync(Application);

        WaveView paused = await world.UntilAsync(Application, WaveStanding.Paused);

        Assert.Equal("canary: 20 of 20 failed; the stop rule allows 20 %", paused.Reason);
        Assert.Equal((20, 20), (paused.Progress!.Counts[PageTally.Failed], (await NoticesOfAsync(world, Application)).Count));
        Assert.DoesNotContain(PageTally.Accepted, paused.Progress.Counts.Keys);
    }

    [Fact]
    public async Task A_healthy_second_wave_is_not_held_back_for_the_failures_of_the_first()
    {
        await using SendingWorld world = await StartAsync(app: Bad, application: Good);
        await world.RunAsync(App with { Canary = null, StopRule = null });
        await world.PassAsync(TimeSpan.FromMinutes(10));

        WaveResult result = await world.RunAsync(Application);

        Assert.Equal((60, new Tries(60, 0)), (result.Counts[PageTally.Accepted], result.Tries));
        Assert.Equal(60, (await NoticesOfAsync(world, Application)).Count);
    }

    [Fact]
    public async Task What_bounces_later_in_one_wave_does_not_pause_the_other()
    {
        await using SendingWorld world = await StartAsync(app: Bad, application: Good);
        await world.RunAsync(App with { Canary = null, StopRule = null });
        await world.PassAsync(TimeSpan.FromMinutes(10));

        WaveResult result = await world.RunAsync(Application with { Canary = null, Spread = true });

        Assert.Equal(new Tries(60, 0), result.Tries);
    }

    [Fact]
    public async Task A_wave_that_has_sent_nothing_shows_nothing()
    {
        await using SendingWorld world = await StartAsync(app: Good, application: Bad);
        await world.RunAsync(App);
        WavePlan everybodyHasHadOne = SendingWorld.Plan("issue-again");

        WaveResult result = await world.RunAsync(everybodyHasHadOne);
        WaveView view = await world.ShowAsync(everybodyHasHadOne);

        Assert.Equal((Tries.None, 0), (result.Tries, result.Counts.Count));
        Assert.Empty(view.Result!.Counts);
        Assert.Equal(120, (await world.ShowAsync(App)).Result!.Counts[PageTally.Accepted]);
    }

    [Fact]
    public async Task What_is_delivered_and_what_bounces_is_counted_after_the_wave_has_ended()
    {
        await using SendingWorld world = await StartAsync(app: Good, application: Bad);
        WaveResult app = await world.RunAsync(App with { Canary = null });
        await world.RunAsync(Application with { Canary = null, StopRule = null });
        await world.PassAsync(TimeSpan.FromHours(1));

        WaveResult delivered = (await world.ShowAsync(App)).Result!;
        WaveResult bounced = (await world.ShowAsync(Application)).Result!;

        Assert.DoesNotContain(PageTally.Delivered, app.Counts.Keys);
        Assert.Equal((120, 120), (delivered.Counts[PageTally.Accepted], delivered.Counts[PageTally.Delivered]));
        Assert.Equal(60, bounced.Counts[PageTally.Failed]);
        Assert.DoesNotContain(PageTally.Accepted, bounced.Counts.Keys);
    }

    private static async Task<SendingWorld> StartAsync(string app, string application)
    {
        SendingWorld world = await SendingWorld.StartAsync();
        await world.OweAsync(120, index => SendingWorld.Phone(index, app));
        await world.OweAsync(60, SendingWorld.Campaign.Shards, index => SendingWorld.Phone(1_000 + index, application), EntitlementRoute.Application);
        return world;
    }

    private static WavePlan Judged(WavePlan plan) => plan with { Canary = new Canary(20, TimeSpan.FromMinutes(30)), StopRule = new StopRule(20, 30) };

    private static async Task<IReadOnlyList<Notice>> NoticesOfAsync(SendingWorld world, WavePlan plan) => [.. (await world.NoticesAsync()).Where(notice => notice.Wave == plan.WaveId)];
}
