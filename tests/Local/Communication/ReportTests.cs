using System.Text.Json;
using Azure;
using Azure.Communication.Sms;
using Compensation.Emulators.Communication;
using Compensation.Local.Host;

namespace Compensation.Tests.Local.Communication;

public sealed class ReportTests : EmulatorTest
{
    private static readonly DateTimeOffset s_start = new(2023, 4, 10, 0, 0, 3, TimeSpan.Zero);
    private static readonly SmsSendOptions s_reported = new(enableDeliveryReport: true) { Tag = "kumamoto/1" };

    private readonly WorkInProgress _work = new();
    private readonly VirtualClock _clock;

    public ReportTests() => _clock = new VirtualClock(s_start, _work);

    private CommunicationEmulatorOptions Rehearsed(ReportSink? sink) => Options with { Time = _clock, BeginWork = _work.Begin, Webhook = sink?.Address };

    [Fact]
    public async Task A_report_comes_as_a_cloud_event_after_one_handshake_when_the_clock_gets_there()
    {
        await using ReportSink sink = await ReportSink.StartAsync();
        await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(Rehearsed(sink));
        SmsSendResult sent = await SmsClientOf(emulator).SendAsync(Sender, "+819011112222", "お知らせ", s_reported);
        await SmsClientOf(emulator).SendAsync(Sender, "+819011110001", "お知らせ", s_reported);
        Assert.Empty(sink.All);

        Assert.False(await _clock.RunAsync(() => false).InTimeAsync());

        Assert.Single(sink.All, post => !post.IsPost);
        Assert.All(sink.All.Skip(1), post => Assert.Equal("application/cloudevents-batch+json; charset=utf-8", post.ContentType));
        JsonElement report = sink.Events.Single(one => one.GetProperty("data").GetProperty("messageId").ValueEquals(sent.MessageId));
        Assert.Equal("1.0", report.GetProperty("specversion").GetString());
        Assert.Equal("Microsoft.Communication.SMSDeliveryReportReceived", report.GetProperty("type").GetString());
        Assert.Equal("/phonenumber/" + Sender, report.GetProperty("subject").GetString());
        JsonElement data = report.GetProperty("data");
        Assert.Equal("Delivered", data.GetProperty("deliveryStatus").GetString());
        Assert.Equal("kumamoto/1", data.GetProperty("tag").GetString());
        Assert.Equal("+819011112222", data.GetProperty("to").GetString());
        EmulatedMessage message = (await emulator.ReadMessagesAsync().ToListAsync())[0];
        Assert.Equal(message.DeliveredAt!.Value.UtcDateTime, data.GetProperty("receivedTimestamp").GetDateTime());
        Assert.InRange(message.DeliveredAt.Value - s_start, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(50));
    }

    [Theory]
    [InlineData("+819011110001", "Failed")]
    [InlineData("+819011110002", "Failed")]
    [InlineData("+819011110003", null)]
    [InlineData("+819011110004", "Failed")]
    [InlineData("+819011110005", "Delivered")]
    public async Task The_last_two_digits_decide_what_is_reported(string number, string? status)
    {
        await using ReportSink sink = await ReportSink.StartAsync();
        await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(Rehearsed(sink));

        await SmsClientOf(emulator).SendAsync(Sender, number, "お知らせ", s_reported);
        await _clock.RunAsync(() => false).InTimeAsync();

        Assert.Equal(status, sink.Events.Select(one => one.GetProperty("data").GetProperty("deliveryStatus").GetString()).SingleOrDefault());
    }

    [Theory]
    [InlineData("hanako@example.jp", "Delivered")]
    [InlineData("bounce.hanako@example.jp", "Bounced")]
    [InlineData("suppressed.hanako@example.jp", "Suppressed")]
    [InlineData("spam.hanako@example.jp", "FilteredSpam")]
    [InlineData("quarantined.hanako@example.jp", "Quarantined")]
    [InlineData("failed.hanako@example.jp", "Failed")]
    [InlineData("noreport.hanako@example.jp", null)]
    public async Task The_beginning_of_the_address_decides_what_is_reported(string address, string? status)
    {
        await using ReportSink sink = await ReportSink.StartAsync();
        await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(Rehearsed(sink));
        Guid id = Guid.NewGuid();

        await EmailClientOf(emulator).SendAsync(WaitUntil.Started, MailTo(address), id);
        await _clock.RunAsync(() => false).InTimeAsync();

        JsonElement[] reports = [.. sink.Events.Select(one => one.GetProperty("data"))];
        Assert.Equal(status, reports.Select(data => data.GetProperty("status").GetString()).SingleOrDefault());
        Assert.All(reports, data => Assert.Equal(id.ToString(), data.GetProperty("messageId").GetString()));
    }

    [Fact]
    public async Task The_other_schema_asks_by_an_event_and_then_notifies()
    {
        await using ReportSink sink = await ReportSink.StartAsync();
        await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(Rehearsed(sink) with { ReportSchema = ReportSchema.EventGrid });

        await SmsClientOf(emulator).SendAsync(Sender, "+819011112222", "お知らせ", s_reported);
        await _clock.RunAsync(() => false).InTimeAsync();

        Assert.Equal("SubscriptionValidation Notification", string.Join(' ', sink.All.Select(post => post.EventType)));
        Assert.Equal("Microsoft.Communication.SMSDeliveryReportReceived", sink.All[1].Body[0].GetProperty("eventType").GetString());
    }

    [Fact]
    public async Task Nothing_is_reported_of_an_sms_that_did_not_ask_for_it_nor_of_a_repeat()
    {
        await using ReportSink sink = await ReportSink.StartAsync();
        await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(Rehearsed(sink));
        SmsClient client = SmsClientOf(emulator, options => options.AddPolicy(new FixedRequestIdPolicy(Guid.NewGuid()), Azure.Core.HttpPipelinePosition.PerCall));

        await SmsClientOf(emulator).SendAsync(Sender, "+819011112222", "お知らせ");
        await client.SendAsync(Sender, "+819011113333", "お知らせ", s_reported);
        await client.SendAsync(Sender, "+819011113333", "お知らせ", s_reported);
        await _clock.RunAsync(() => false).InTimeAsync();

        Assert.Single(sink.Events);
    }

    [Fact]
    public async Task Reports_due_together_go_together_in_the_order_of_sending_up_to_500()
    {
        await using ReportSink sink = await ReportSink.StartAsync();
        await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(Rehearsed(sink));
        string[] sent = await SendManyAsync(emulator, 1_500);

        await _clock.RunAsync(() => false).InTimeAsync();

        ReportSink.Received[] posts = [.. sink.All.Where(post => post.IsPost)];
        Assert.Equal(1_500, posts.Sum(post => post.Body.GetArrayLength()));
        Assert.InRange(posts.Length, 4, 8);
        Assert.All(posts, post => Assert.InRange(post.Body.GetArrayLength(), 1, 500));
        Dictionary<string, int> order = sent.Index().ToDictionary(item => item.Item, item => item.Index, StringComparer.Ordinal);
        Assert.All(posts, post =>
        {
            int[] places = [.. post.Body.EnumerateArray().Select(one => order[one.GetProperty("data").GetProperty("messageId").GetString()!])];
            Assert.Equal(places.Order(), places);
            Assert.Single(post.Body.EnumerateArray().Select(one => one.GetProperty("time").GetDateTime()).Distinct());
        });
    }

    [Fact]
    public async Task Disorder_shuffles_and_repeats_but_loses_nothing()
    {
        await using ReportSink sink = await ReportSink.StartAsync();
        await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(
            Rehearsed(sink) with { ReportDisorder = new ReportDisorder(Seed: 1, DuplicateShare: 0.5) });
        string[] sent = await SendManyAsync(emulator, 200);

        await _clock.RunAsync(() => false).InTimeAsync();

        string[] reported = [.. sink.Events.Select(one => one.GetProperty("data").GetProperty("messageId").GetString()!)];
        Assert.Equal(sent.ToHashSet(StringComparer.Ordinal), reported.ToHashSet(StringComparer.Ordinal));
        Assert.InRange(reported.Length, 250, 350);
        Assert.False(sent.SequenceEqual(reported.Distinct(StringComparer.Ordinal), StringComparer.Ordinal));
        Assert.Equal(200, sink.Events.Select(one => one.GetProperty("id").GetString()).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task A_subscriber_that_fails_gets_the_reports_again_later()
    {
        await using ReportSink sink = await ReportSink.StartAsync();
        await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(Rehearsed(sink));
        sink.FailNext = 2;

        await SmsClientOf(emulator).SendAsync(Sender, "+819011112222", "お知らせ", s_reported);
        await _clock.RunAsync(() => false).InTimeAsync();

        Assert.Equal([500, 500, 200], sink.All.Where(post => post.IsPost).Select(post => post.Status));
        EmulatedMessage message = Assert.Single(await emulator.ReadMessagesAsync().ToListAsync());
        Assert.Equal(message.DeliveredAt!.Value.AddSeconds(40), _clock.GetUtcNow());
    }

    [Fact]
    public async Task Reports_that_nobody_takes_are_given_up_after_a_day()
    {
        await using ReportSink sink = await ReportSink.StartAsync();
        await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(Rehearsed(sink));
        sink.FailNext = int.MaxValue;

        await SmsClientOf(emulator).SendAsync(Sender, "+819011112222", "お知らせ", s_reported);

        Assert.False(await _clock.RunAsync(() => false).InTimeAsync());
        Assert.InRange(_clock.GetUtcNow() - s_start, TimeSpan.FromHours(24), TimeSpan.FromHours(25));
    }

    [Fact]
    public async Task Reports_still_due_are_posted_after_a_restart_and_posted_ones_are_not()
    {
        await using ReportSink sink = await ReportSink.StartAsync();
        await using (CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(Rehearsed(sink)))
        {
            await SmsClientOf(emulator).SendAsync(Sender, "+819011112222", "一", s_reported);
            await _clock.RunAsync(() => false).InTimeAsync();
            emulator.Webhook = null;
            await SmsClientOf(emulator).SendAsync(Sender, "+819011113333", "二", s_reported);
        }

        await using CommunicationEmulatorHost again = await CommunicationEmulatorHost.StartAsync(Rehearsed(sink));
        await _clock.RunAsync(() => false).InTimeAsync();

        Assert.Equal(
            "+819011112222 +819011113333",
            string.Join(' ', sink.Events.Select(one => one.GetProperty("data").GetProperty("to").GetString())));
    }

    [Fact]
    public async Task Reports_come_by_the_systems_clock_too()
    {
        await using ReportSink sink = await ReportSink.StartAsync();
        await using (CommunicationEmulatorHost past = await CommunicationEmulatorHost.StartAsync(Rehearsed(sink: null)))
        {
            await SmsClientOf(past).SendAsync(Sender, "+819011112222", "お知らせ", s_reported);
        }

        TaskCompletionSource settled = new();
        await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(
            Options with { Webhook = sink.Address, BeginWork = () => new OnDispose(settled.SetResult) });
        await settled.Task.InTimeAsync();

        Assert.Single(sink.Events);
    }

    private static async Task<string[]> SendManyAsync(CommunicationEmulatorHost emulator, int count)
    {
        List<string> sent = [];
        foreach (int[] chunk in Enumerable.Range(0, count).Chunk(100))
        {
            Response<IReadOnlyList<SmsSendResult>> results = await SmsClientOf(emulator).SendAsync(
                Sender, chunk.Select(i => $"+8190{i:D6}10"), "お知らせ", s_reported);
            sent.AddRange(results.Value.Select(result => result.MessageId!));
        }

        return [.. sent];
    }

    private sealed class OnDispose(Action action) : IDisposable
    {
        public void Dispose() => action();
    }
}
