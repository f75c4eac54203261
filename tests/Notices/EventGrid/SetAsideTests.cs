using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Compensation.Common;
using Compensation.Notices;
using Compensation.Notices.EventGrid;
using Compensation.Operations.Alarms;

namespace Compensation.Tests.Notices.EventGrid;

public class SetAsideTests
{
    private const string Source = SendingHarness.EventSource;
    private const string Type = "Microsoft.Communication.SMSDeliveryReportReceived";

    private static readonly DateTimeOffset s_at = new(2023, 4, 10, 1, 0, 30, TimeSpan.Zero);

    /// <summary>Events that cannot be understood; <c>ID</c> stands for a request id of ours.</summary>
    public static TheoryData<string> Faulty { get; } =
    [
        $$$"""{"specversion":"1.0","id":"1","type":"{{{Type}}}","data":{"tag":"ID","deliveryStatus":"Delivered"}}""",
        $$$"""{"specversion":"1.0","id":"1","source":"{{{Source}}}","data":{"tag":"ID","deliveryStatus":"Delivered"}}""",
        $$"""{"specversion":"1.0","id":"1","source":"{{Source}}","type":"{{Type}}"}""",
        $$$"""{"specversion":"1.0","id":"1","source":7,"type":"{{{Type}}}","data":{"tag":"ID"}}""",
        $$$"""{"specversion":"1.0","id":"1","source":"{{{Source}}}","type":"{{{Type}}}","time":"yesterday","data":{"tag":"ID"}}""",
        Event("\"deliveryStatus\":\"Delivered\",\"receivedTimestamp\":\"0001-01-01T00:00:00Z\""),
        Event("\"deliveryStatus\":\"Delivered\",\"receivedTimestamp\":\"0001-01-01T00:00:00+09:00\""),
        Event("\"deliveryStatus\":\"Failed\",\"receivedTimestamp\":\"1600-12-31T23:59:59Z\""),
        Event("\"deliveryStatus\":\"Failed\",\"receivedTimestamp\":\"9999-12-31T23:59:59Z\""),
        Event("\"deliveryStatus\":\"Failed\",\"receivedTimestamp\":\"soon\""),
        Event("\"deliveryStatus\":\"Failed\",\"receivedTimestamp\":1681088430"),
        Event("\"deliveryStatus\":3"),
        Event("\"deliveryStatus\":\"Evaporated\""),
        Event("\"deliveryStatus\":null"),
        Event("\"deliveryStatus\":\"\""),
        Event("\"status\":\"Delivered\""),
        Event("\"deliveryStatus\":[\"Delivered\"]"),
        Event("\"deliveryStatus\":\"\\ud800\""),
        Event("\"deliveryStatus\":\"Failed\",\"deliveryStatusDetails\":\"\\udfff gone\""),
        Event("\"\\ud83d\":1,\"deliveryStatus\":\"Delivered\""),
        Event($"\"deliveryStatus\":\"Delivered\",\"nested\":{new string('[', 100)}{new string(']', 100)}"),
        """{"id":"1","topic":"/subscriptions/s","eventType":"Microsoft.Communication.SMSDeliveryReportReceived","data":{"tag":"ID"}}""",
        """{"id":"1","eventType":12,"data":{}}""",
        "{}",
        "null",
        "17",
        "[]",
        "\"text\"",
    ];

    [Theory]
    [MemberData(nameof(Faulty))]
    public async Task An_event_that_cannot_be_understood_is_kept_and_the_rest_is_recorded(string faulty)
    {
        await using SendingHarness harness = await SentToAsync(people: 2);
        string spoiled = faulty.Replace("ID", IdOf(harness, 0).ToString(), StringComparison.Ordinal);

        DeliveryAnswer answer = await harness.ReportAsync(Encoding.UTF8.GetBytes($"[{spoiled},{Good(harness, 1)},{spoiled}]"));

        Assert.Equal(new DeliveryAnswer(Events: 3, Recorded: 1, SetAside: 2, Foreign: 0), answer);
        Assert.Equal([null, s_at], (await harness.RecordedAsync()).Select(notice => notice.DeliveredAt));
        Assert.All(await harness.SetAside.ReadPageAsync(from: null, 10, CancellationToken.None), kept => Assert.Equal(spoiled, kept.Json));
        Assert.Equal((AlarmKind.EventsSetAside, 1), Assert.Single(await harness.Alarms.ReadPageAsync(from: null, 10, CancellationToken.None)) is var alarm ? (alarm.Kind, alarm.Times) : default);
    }

    [Theory]
    [InlineData("""{"specversion":"1.0","id":"1","source":"SOURCE","type":"TYPE","data":{"tag":"another app's","deliveryStatus":"Delivered"}}""")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"SOURCE","type":"TYPE","data":{"deliveryStatus":"Evaporated"}}""")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"SOURCE","type":"Microsoft.Communication.SMSReceived","data":{"message":"Thanks"}}""")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/subscriptions/x","type":"TYPE","data":{"tag":"another app's"}}""")]
    public async Task Every_event_of_a_delivery_is_counted_and_what_is_not_about_a_message_of_ours_raises_no_alarm(string others)
    {
        await using SendingHarness harness = await SentToAsync(people: 1);
        string other = others.Replace("SOURCE", Source, StringComparison.Ordinal).Replace("TYPE", Type, StringComparison.Ordinal);

        DeliveryAnswer answer = await harness.ReportAsync(Encoding.UTF8.GetBytes($"[{other},{Good(harness, 0)}]"));

        Assert.Equal(new DeliveryAnswer(Events: 2, Recorded: 1, SetAside: 0, Foreign: 1), answer);
        Assert.Empty(await harness.Alarms.ReadPageAsync(from: null, 10, CancellationToken.None));
    }

    [Fact]
    public async Task Bytes_that_are_no_text_spoil_their_own_event_only()
    {
        await using SendingHarness harness = await SentToAsync(people: 2);
        byte[] spoiled = Encoding.Latin1.GetBytes(Event("\"deliveryStatus\":\"D\u00e9livr\u00e9\"").Replace("ID", IdOf(harness, 0).ToString(), StringComparison.Ordinal));

        DeliveryAnswer answer = await harness.ReportAsync([.. "["u8, .. spoiled, .. ","u8, .. Encoding.UTF8.GetBytes(Good(harness, 1)), .. "]"u8]);

        Assert.Equal(new DeliveryAnswer(Events: 2, Recorded: 1, SetAside: 1, Foreign: 0), answer);
    }

    /// <summary>As characters they would take three times as much room, which the store has not.</summary>
    [Fact]
    public async Task However_many_bytes_are_no_text_their_events_are_kept_and_the_rest_is_recorded()
    {
        await using SendingHarness harness = await SentToAsync(people: 1);
        byte[] spoiled = Encoding.Latin1.GetBytes(Event($"\"deliveryStatus\":\"{new string('\u00ff', 20_000)}\"") + ",");
        byte[] many = [.. Enumerable.Repeat(spoiled, 101).SelectMany(one => one)];

        DeliveryAnswer answer = await harness.ReportAsync([.. "["u8, .. many, .. Encoding.UTF8.GetBytes(Good(harness, 0)), .. "]"u8]);

        Assert.Equal(new DeliveryAnswer(Events: 102, Recorded: 1, SetAside: 101, Foreign: 0), answer);
        Assert.Equal(101, (await harness.SetAside.ReadPageAsync(from: null, 200, CancellationToken.None)).Count);
    }

    [Theory]
    [InlineData("090-1234-5678")]
    [InlineData("090\u22121234\u22125678")]
    [InlineData("090\u30FC1234\u30FC5678")]
    [InlineData("090\u30FB1234\u30FB5678")]
    [InlineData("090/1234/5678")]
    [InlineData("090_1234_5678")]
    [InlineData("0\u200B90\u200B12345678")]
    [InlineData("０９０（１２３４）５６７８")]
    public void However_somebodys_number_is_parted_no_record_holds_it(string number) =>
        Assert.Equal("No route to [number], 4006", ForeignWords.Masked($"No route to {number}, 4006", 200));

    [Fact]
    public async Task A_carriers_words_lose_the_number_they_repeat_and_fit_the_record()
    {
        await using SendingHarness harness = await SentToAsync(people: 1);
        string words = $"ErrorCode: 4006. No route to +81 90-1111-2222 (090１１１１２２２２, taro@docomo.ne.jp)\\u0000 {string.Concat(Enumerable.Repeat("😀", 300))}";
        string report = Event($"\"deliveryStatus\":\"Failed\",\"deliveryStatusDetails\":\"{words}\",\"receivedTimestamp\":\"{s_at:O}\"").Replace("ID", IdOf(harness, 0).ToString(), StringComparison.Ordinal);

        await harness.ReportAsync(Encoding.UTF8.GetBytes(report));

        string reason = Assert.Single(await harness.RecordedAsync()).UndeliveredReason!;
        Assert.Equal("Failed: ErrorCode: 4006. No route to [number], [address])", reason[..Math.Min(reason.Length, 57)]);
        Assert.InRange(reason.Length, 190, 200);
        Assert.False(char.IsHighSurrogate(reason[^1]));
    }

    [Fact]
    public async Task Reports_in_Event_Grids_own_schema_are_taken_too()
    {
        await using SendingHarness harness = await SentToAsync(people: 1);
        string report = $$"""
            {"id":"1","topic":"{{Source}}","subject":"/phonenumber/1","eventType":"{{Type}}","eventTime":"{{s_at:O}}","dataVersion":"1.0","metadataVersion":"1",
             "data":{"tag":"{{IdOf(harness, 0)}}","deliveryStatus":"Delivered","receivedTimestamp":"{{s_at:O}}" } }
            """;

        Assert.Equal(new DeliveryAnswer(1, 1, 0, 0), await harness.ReportAsync(Encoding.UTF8.GetBytes($"[{report}]")));

        Assert.Equal(s_at, Assert.Single(await harness.RecordedAsync()).DeliveredAt);
    }

    [Fact]
    public async Task A_delivery_with_faulty_events_is_taken_for_good_and_operators_find_them()
    {
        await using SendingHarness harness = await SentToAsync(people: 1);
        await using FunctionsApp app = await ReportingApp.StartAsync(harness);

        Assert.Equal(HttpStatusCode.OK, await PostAsync(app, $"[{Event("\"deliveryStatus\":3")},{Good(harness, 0)}]"));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(app, "[{}]"));

        SetAsidePage kept = (await app.Client.GetFromJsonAsync<SetAsidePage>($"/providers/event-grid/set-aside?code={ReportingApp.OperatorsKey}"))!;
        Assert.Equal([Event("\"deliveryStatus\":3"), "{}"], kept.Events.Select(one => one.Json).OrderByDescending(json => json.Length));
        JsonElement alarm = Assert.Single((await app.Client.GetFromJsonAsync<JsonElement>($"/alarms?code={ReportingApp.OperatorsKey}")).GetProperty("alarms").EnumerateArray().ToArray());
        Assert.Equal(("eventsSetAside", 2), (alarm.GetProperty("kind").GetString(), alarm.GetProperty("times").GetInt32()));
        Assert.Equal(s_at, Assert.Single(await harness.RecordedAsync()).DeliveredAt);
    }

    [Theory]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("[{", HttpStatusCode.BadRequest)]
    [InlineData("7", HttpStatusCode.BadRequest)]
    [InlineData("""[{"id":"1","eventType":"Microsoft.EventGrid.SubscriptionValidationEvent","data":{"validationCode":512}}]""", HttpStatusCode.BadRequest)]
    [InlineData("""[{"id":"1","eventType":"Microsoft.EventGrid.SubscriptionValidationEvent","data":{"validationCode":"\ud800"}}]""", HttpStatusCode.BadRequest)]
    [InlineData("""[{"id":"1","eventType":"Microsoft.EventGrid.SubscriptionValidationEvent","data":[]}]""", HttpStatusCode.BadRequest)]
    [InlineData("[]", HttpStatusCode.OK)]
    public async Task What_is_no_delivery_is_refused_with_a_reason(string body, HttpStatusCode expected)
    {
        await using SendingHarness harness = await SendingHarness.With(people: 1);
        await using FunctionsApp app = await ReportingApp.StartAsync(harness);

        Assert.Equal(expected, await PostAsync(app, body));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_delivery_that_is_too_large_is_not_read_to_its_end_whatever_its_headers_say(bool chunked)
    {
        await using SendingHarness harness = await SendingHarness.With(people: 1);
        await using FunctionsApp app = await ReportingApp.StartAsync(harness);
        using HttpRequestMessage request = new(HttpMethod.Post, Address) { Content = new ByteArrayContent(new byte[(4 << 20) + 1]) };
        request.Headers.TransferEncodingChunked = chunked;

        using HttpResponseMessage answer = await app.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    private static string Address => $"/{ReceiveDeliveryReports.Route}?code={ReportingApp.EventsKey}";

    private static async Task<SendingHarness> SentToAsync(int people)
    {
        SendingHarness harness = await SendingHarness.With(people);
        await harness.SendPageAsync();
        return harness;
    }

    private static Guid IdOf(SendingHarness harness, int person) =>
        harness.RequestIds.For(new NoticeId(TestCampaigns.Kumamoto.Id, harness.People[person].Id, NoticeKind.Issue, 1));

    private static string Event(string data) => $$$"""{"specversion":"1.0","id":"1","source":"{{{Source}}}","type":"{{{Type}}}","time":"2023-04-10T01:00:31Z","data":{"tag":"ID",{{{data}}}}}""";

    private static string Good(SendingHarness harness, int person) =>
        Event($"\"deliveryStatus\":\"Delivered\",\"receivedTimestamp\":\"{s_at:O}\"").Replace("ID", IdOf(harness, person).ToString(), StringComparison.Ordinal);

    private static async Task<HttpStatusCode> PostAsync(FunctionsApp app, string body)
    {
        using StringContent content = new(body, Encoding.UTF8, "application/cloudevents-batch+json");
        using HttpResponseMessage response = await app.Client.PostAsync(Address, content);
        return response.StatusCode;
    }
}
