using System.Net;
using System.Net.Http.Json;
using Compensation.Campaigns;
using Compensation.Common.Http;
using Compensation.Emulators.Communication;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Waves;

namespace Compensation.Tests.Sending;

public class WaveControlTests
{
    [Fact]
    public async Task A_paused_wave_sends_nothing_until_it_is_resumed_and_then_loses_nobody()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        await world.OweAsync(400, index => SendingWorld.Phone(index));
        WavePlan plan = Slow(SendingWorld.Plan());
        await world.BeginAsync(plan);
        await world.PassAsync(TimeSpan.FromMinutes(1.5));

        Assert.Equal(HttpStatusCode.OK, (await world.ControlAsync(plan, "pause")).StatusCode);
        int sent = (await world.MessagesAsync()).Count;
        await world.PassAsync(TimeSpan.FromHours(3));

        Assert.InRange(sent, 1, 399);
        Assert.Equal(sent, (await world.MessagesAsync()).Count);
        WaveView paused = await world.ShowAsync(plan);
        Assert.Equal((WaveStanding.Paused, "to see what happens", "tester"), (paused.Standing, paused.Reason, paused.ChangedBy));

        Assert.Equal(HttpStatusCode.OK, (await world.ControlAsync(plan, "resume")).StatusCode);
        WaveResult result = await world.EndOfAsync(plan);

        Assert.Equal((400, 400, 0), (result.Counts[PageTally.Accepted], result.Tries.Attempted, result.Deferred));
        Assert.Equal(400, (await world.MessagesAsync()).Select(message => message.To).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(400, (await world.MessagesAsync()).Count);
        Assert.Equal(WaveStanding.Finished, (await world.ShowAsync(plan)).Standing);
    }

    [Fact]
    public async Task A_stopped_wave_ends_and_cannot_be_taken_up_again()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        await world.OweAsync(400, index => SendingWorld.Phone(index));
        WavePlan plan = Slow(SendingWorld.Plan());
        await world.BeginAsync(plan);
        await world.PassAsync(TimeSpan.FromMinutes(1.5));

        await world.ControlAsync(plan, "stop");
        WaveResult result = await world.EndOfAsync(plan);

        Assert.True(result.Stopped);
        Assert.InRange((await world.MessagesAsync()).Count, 1, 399);
        Assert.Equal(HttpStatusCode.Conflict, (await world.ControlAsync(plan, "resume")).StatusCode);
        Assert.True((await world.ShowAsync(plan)).Result!.Stopped);
    }

    [Fact]
    public async Task A_canary_that_fares_badly_pauses_the_wave_before_anybody_else_is_written_to()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        await world.OweAsync(300, index => SendingWorld.Phone(index, ending: "01"));
        WavePlan plan = SendingWorld.Plan() with { Canary = new Canary(50, TimeSpan.FromMinutes(30)), StopRule = new StopRule(20, 100) };
        await world.BeginAsync(plan);

        WaveView paused = await world.UntilAsync(plan, WaveStanding.Paused);

        Assert.Equal(("canary: 50 of 50 failed; the stop rule allows 20 %", Wave.Itself), (paused.Reason, paused.ChangedBy));
        Assert.Equal(50, (await world.NoticesAsync()).Count);
        Assert.Equal(SendingWorld.Start.AddMinutes(30), world.Clock.GetUtcNow());
    }

    [Fact]
    public async Task A_canary_that_fares_well_is_followed_by_the_rest_by_itself()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        await world.OweAsync(300, index => SendingWorld.Phone(index, ending: index % 10 == 0 ? "01" : "10"));
        WavePlan plan = SendingWorld.Plan() with { Canary = new Canary(50, TimeSpan.FromMinutes(30)), StopRule = new StopRule(20, 100) };
        await world.BeginAsync(plan);
        await world.PassAsync(TimeSpan.FromMinutes(29));

        Assert.Equal(50, (await world.NoticesAsync()).Count);
        WaveResult result = await world.EndOfAsync(plan);

        Assert.Equal(300, result.Tries.Attempted);
        Assert.Equal(300, (await world.NoticesAsync()).Count);
    }

    [Fact]
    public async Task A_wave_in_which_too_many_are_refused_pauses_itself_and_goes_on_when_an_operator_says_so()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        await world.OweAsync(400, index => SendingWorld.Phone(index, ending: "00"));
        WavePlan plan = SendingWorld.Plan() with { Lanes = 1, StopRule = new StopRule(20, 40) };
        await world.BeginAsync(plan);

        WaveView paused = await world.UntilAsync(plan, WaveStanding.Paused);
        int refused = (await world.NoticesAsync()).Count;
        await world.ControlAsync(plan, "resume");
        await world.UntilAsync(plan, WaveStanding.Paused);

        Assert.Contains("failed; the stop rule allows 20 %", paused.Reason, StringComparison.Ordinal);
        Assert.InRange(refused, 40, 399);
        Assert.True((await world.NoticesAsync()).Count > refused, "Resuming was to send more before it was judged afresh.");
    }

    [Fact]
    public async Task What_bounces_later_pauses_a_wave_that_is_still_under_way()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        await world.OweAsync(640, index => SendingWorld.Phone(index, ending: "01"));
        WavePlan plan = SendingWorld.Plan() with { Spread = true, StopRule = new StopRule(20, 10) };
        await world.BeginAsync(plan);

        WaveView paused = await world.UntilAsync(plan, WaveStanding.Paused);

        Assert.Contains("failed", paused.Reason, StringComparison.Ordinal);
        Assert.InRange((await world.NoticesAsync()).Count, 10, 639);
    }

    [Fact]
    public async Task A_wave_that_has_ended_is_not_walked_again()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        await world.OweAsync(30, index => SendingWorld.Phone(index));
        WavePlan plan = SendingWorld.Plan();
        WaveResult first = await world.RunAsync(plan);
        await world.OweAsync(30, index => SendingWorld.Phone(1000 + index));

        WaveResult second = await world.RunAsync(plan);

        Assert.Equal(first.Counts, second.Counts);
        Assert.Equal(30, (await world.MessagesAsync()).Count);
    }

    [Fact]
    public async Task Each_channel_keeps_its_own_pace()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        await world.OweAsync(240, index => SendingWorld.Phone(index));
        await world.OweAsync(240, index => SendingWorld.Email(index));
        WavePlan plan = SendingWorld.Plan() with { PerMinute = new Dictionary<string, long>(StringComparer.Ordinal) { ["sms"] = 40, ["email"] = 400 } };

        await world.RunAsync(plan);

        var minutes = (await world.MessagesAsync())
            .Where(message => message.Channel == MessageChannel.Sms)
            .GroupBy(message => message.At.UtcTicks / TimeSpan.TicksPerMinute);
        Assert.All(minutes, minute => Assert.InRange(minute.Count(), 1, 40 + plan.Take * plan.Lanes));
        Assert.InRange(world.Clock.GetUtcNow() - SendingWorld.Start, TimeSpan.FromMinutes(240 / 40.0) - TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task A_word_that_is_sent_again_does_not_undo_what_came_after_it()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        WavePlan plan = SendingWorld.Plan();
        await world.Get<WaveStore>().TryAddAsync(new Wave(plan, WaveStanding.Running, "a test", "tester", SendingWorld.Start, null, default), CancellationToken.None);
        await OkAsync("pause", "k-1");
        await OkAsync("resume", "k-2");
        await world.Get<WaveControl>().MoveAsync(plan.Id, WaveStanding.Paused, "too many failures", Wave.Itself, CancellationToken.None);

        await OkAsync("resume", "k-2");
        Assert.Equal((WaveStanding.Paused, "too many failures"), (await world.ShowAsync(plan)) is var view ? (view.Standing, view.Reason) : default);
        await OkAsync("resume", "k-3");
        await OkAsync("pause", "k-1");
        Assert.Equal(WaveStanding.Running, (await world.ShowAsync(plan)).Standing);

        async Task OkAsync(string act, string key)
        {
            using HttpRequestMessage request = new(HttpMethod.Post, $"campaigns/kumamoto/waves/{plan.WaveId}/{act}") { Content = JsonContent.Create(new { by = "佐藤", reason = "確認" }) };
            request.Headers.Add("Idempotency-Key", key);
            using HttpResponseMessage answer = await world.Http.SendAsync(request);
            Assert.Equal((act, key, System.Net.HttpStatusCode.OK), (act, key, answer.StatusCode));
        }
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "reason": "" , "by": "x" }""")]
    [InlineData("""{ "reason": "no name" }""")]
    [InlineData("""{ "reason": "fine", "by": "x", "force": true }""")]
    [InlineData("not json")]
    public async Task An_operators_word_without_name_or_reason_changes_nothing(string body)
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        await world.OweAsync(64, index => SendingWorld.Phone(index));
        WavePlan plan = Slow(SendingWorld.Plan());
        await world.BeginAsync(plan);
        await world.PassAsync(TimeSpan.FromSeconds(1));

        using HttpResponseMessage answer = await world.Http.PostAsync(
            $"campaigns/kumamoto/waves/{plan.WaveId}/pause", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(WaveStanding.Running, (await world.ShowAsync(plan)).Standing);
    }

    [Fact]
    public async Task A_preview_says_how_many_how_dear_and_until_when_and_sends_nothing()
    {
        await using SendingWorld world = await SendingWorld.StartAsync(storage: null, "--Prices:YenPerSmsSegment=8.5", "--Prices:YenPerEmail=0.5");
        await world.OweAsync(30, index => SendingWorld.Phone(index));
        await world.OweAsync(11, index => SendingWorld.Email(index));
        await world.OweAsync(5, _ => new Contact(null, null));
        WavePlan plan = SendingWorld.Plan() with { PerMinute = new Dictionary<string, long>(StringComparer.Ordinal) { ["sms"] = 10, ["email"] = 10 } };
        await world.Get<WaveStore>().TryAddAsync(new Wave(plan, WaveStanding.Planned, "a test", "tester", SendingWorld.Start, null, default), CancellationToken.None);

        WavePreview preview = (await world.Http.GetFromJsonAsync<WavePreview>($"campaigns/kumamoto/waves/{plan.WaveId}/preview", JsonBody.Format))!;

        Assert.Equal(new WavePreview(41, 30, 11, 30, (long)Math.Ceiling((30 * 8.5m) + (11 * 0.5m)), SendingWorld.Start.AddMinutes(3)), preview with { Samples = [] });
        Assert.Equal([(NoticeChannel.Sms, 1, 8.5m), (NoticeChannel.Email, 0, 0.5m)], preview.Samples.Select(sample => (sample.Channel, sample.Segments, sample.YenEach)));
        Assert.All(preview.Samples, sample => Assert.Contains("https://", sample.Text, StringComparison.Ordinal));
        Assert.Empty(await world.MessagesAsync());
    }

    /// <summary>At the pace at which a test can watch it: 40 a minute, in pages of 10.</summary>
    private static WavePlan Slow(WavePlan plan) => plan with { PerMinute = new Dictionary<string, long>(StringComparer.Ordinal) { ["sms"] = 40, ["email"] = 40 } };
}
