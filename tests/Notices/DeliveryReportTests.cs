using System.Net;
using System.Text;
using System.Text.Json;
using Azure.Messaging;
using Compensation.Notices;
using Compensation.Notices.Acs;
using Compensation.Notices.EventGrid;

namespace Compensation.Tests.Notices;

public class DeliveryReportTests
{
    private const string Sms = "Microsoft.Communication.SMSDeliveryReportReceived";
    private const string Email = "Microsoft.Communication.EmailDeliveryReportReceived";

    private static readonly DateTimeOffset s_at = new(2023, 4, 10, 1, 0, 30, TimeSpan.Zero);

    [Fact]
    public async Task A_batch_of_thousands_out_of_order_and_twice_costs_one_transaction_for_a_hundred_people()
    {
        await using SendingHarness harness = await SentToAsync(people: 1_000);
        CloudEvent[] events = [.. harness.People.Select(person => Report(IdOf(harness, person.Id), "Delivered", s_at)).SelectMany(report => new[] { report, report, Report(Guid.NewGuid(), "Delivered", s_at) })];
        new Random(7).Shuffle(events);
        harness.Storage.Heal();

        await harness.ReportAsync(events);

        Assert.Equal((3_000, 10), (events.Length, harness.Storage.Requests));
        IReadOnlyList<Notice> recorded = await harness.RecordedAsync();
        Assert.Equal(1_000, recorded.Count);
        Assert.All(recorded, notice => Assert.Equal((NoticeState.Accepted, NoticeOutcome.Delivered, s_at), (notice.State, notice.Outcome, notice.DeliveredAt)));
    }

    [Fact]
    public async Task Reports_leave_the_same_row_in_whatever_order_and_however_often_they_come()
    {
        HashSet<Notice> rows = [];
        int[][] orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0], [0, 0, 1, 1, 2, 2], [2, 1, 0, 2, 1, 0]];
        foreach (int[] order in orders)
        {
            await using SendingHarness harness = await SentToAsync(people: 1);
            Guid id = IdOf(harness, harness.People[0].Id);
            CloudEvent[] reports =
            [
                Report(id, "Failed", s_at, "ErrorCode: 4006. ErrorMessage: Destination number isn't reachable"),
                Report(id, "Delivered", s_at.AddMinutes(1)),
                Report(id, "Failed", s_at.AddMinutes(2), "ErrorCode: 5002. ErrorMessage: Message Delivery Timeout"),
            ];
            foreach (int report in order)
            {
                await harness.ReportAsync([reports[report]]);
            }

            rows.Add(Assert.Single(await harness.RecordedAsync()) with { Version = default, Attempt = default });
        }

        Notice row = Assert.Single(rows);
        Assert.Equal((NoticeOutcome.Delivered, s_at.AddMinutes(1), s_at), (row.Outcome, row.DeliveredAt, row.UndeliveredAt));
    }

    [Theory]
    [InlineData(false, false, NoticeOutcome.Delivered)]
    [InlineData(false, true, NoticeOutcome.Delivered)]
    [InlineData(true, false, NoticeOutcome.Failed)]
    [InlineData(true, true, NoticeOutcome.Failed)]
    public async Task Of_a_delivery_and_a_failure_the_channel_says_which_counts_in_whatever_order_they_come(bool byEmail, bool isFailureFirst, NoticeOutcome expected)
    {
        await using SendingHarness harness = await SentToAsync(people: 1, byEmail);
        Guid id = IdOf(harness, harness.People[0].Id);
        CloudEvent[] reports = byEmail
            ? [EmailReport(id, "Delivered", s_at), EmailReport(id, "Bounced", s_at.AddMinutes(3))]
            : [Report(id, "Delivered", s_at), Report(id, "Failed", s_at.AddMinutes(3), "ErrorCode: 4006. ErrorMessage: Destination number isn't reachable")];
        foreach (CloudEvent report in isFailureFirst ? reports.Reverse() : reports)
        {
            await harness.ReportAsync([report]);
        }

        Assert.Equal(expected, Assert.Single(await harness.RecordedAsync()).Outcome);
        Assert.Equal([harness.People[0].Id], await harness.ListedAsync());
    }

    [Fact]
    public async Task A_report_that_comes_before_our_own_record_is_kept()
    {
        await using SendingHarness harness = await SendingHarness.With(people: 3);
        harness.Sms.After = (_, message) =>
        {
            harness.ReportAsync([Report(message.RequestId, "Delivered", s_at)]).GetAwaiter().GetResult();
            return null;
        };

        await harness.SendPageAsync();

        Assert.All(await harness.RecordedAsync(), notice => Assert.Equal((NoticeState.Accepted, s_at), (notice.State, notice.DeliveredAt)));
    }

    [Fact]
    public async Task Reports_of_messages_we_do_not_know_change_nothing_and_hold_nothing_up()
    {
        await using SendingHarness harness = await SentToAsync(people: 2);
        NoticeId never = new(TestCampaigns.Kumamoto.Id, harness.People[0].Id, NoticeKind.Reminder, 2);
        CloudEvent[] events =
        [
            Report(harness.RequestIds.For(never), "Delivered", s_at),
            Report(Guid.NewGuid(), "Delivered", s_at),
            Report(IdOf(harness, harness.People[1].Id), "Delivered", s_at),
        ];

        await harness.ReportAsync(events);

        IReadOnlyList<Notice> recorded = await harness.RecordedAsync();
        Assert.Equal([null, s_at], recorded.Select(notice => notice.DeliveredAt));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(15)]
    public async Task An_id_with_one_bit_changed_is_nobodys(int changed)
    {
        await using SendingHarness harness = await SentToAsync(people: 1);
        byte[] id = IdOf(harness, harness.People[0].Id).ToByteArray(bigEndian: true);
        id[changed] ^= 1;

        await harness.ReportAsync([Report(new Guid(id, bigEndian: true), "Delivered", s_at)]);

        Assert.Null(Assert.Single(await harness.RecordedAsync()).DeliveredAt);
    }

    [Theory]
    [InlineData("/subscriptions/other/resourceGroups/g/providers/Microsoft.Communication/communicationServices/c")]
    [InlineData(SendingHarness.EventSource + "2")]
    [InlineData("urn:anybody")]
    public async Task Events_of_another_source_are_not_heard(string source)
    {
        await using SendingHarness harness = await SentToAsync(people: 2);
        CloudEvent foreign = Report(IdOf(harness, harness.People[0].Id), "Delivered", s_at, source: source);
        CloudEvent ours = Report(IdOf(harness, harness.People[1].Id), "Delivered", s_at, source: SendingHarness.EventSource.ToUpperInvariant());

        await harness.ReportAsync([foreign, ours]);

        Assert.Equal([null, s_at], (await harness.RecordedAsync()).Select(notice => notice.DeliveredAt));
    }

    [Fact]
    public async Task Events_that_cannot_be_read_do_not_hold_up_their_batch()
    {
        await using SendingHarness harness = await SentToAsync(people: 1);
        CloudEvent[] events =
        [
            new(SendingHarness.EventSource, Sms, new BinaryData("[1]"), "application/json"),
            new(SendingHarness.EventSource, Sms, new BinaryData("\"text\""), "application/json"),
            new(SendingHarness.EventSource, Sms, new BinaryData("{"), "application/json"),
            new(SendingHarness.EventSource, Email, new BinaryData("""{"status":"Delivered","messageId":7}"""), "application/json"),
            new(SendingHarness.EventSource, "Microsoft.Communication.SMSReceived", new BinaryData("{}"), "application/json"),
            Report(IdOf(harness, harness.People[0].Id), "Delivered", s_at),
        ];

        await harness.ReportAsync(events);

        Assert.Equal(s_at, Assert.Single(await harness.RecordedAsync()).DeliveredAt);
    }

    [Theory]
    [InlineData("Failed", "ErrorCode: 5002. ErrorMessage: Message Delivery Timeout", NoticeOutcome.Accepted)]
    [InlineData("Failed", "Sender blocked for given recipient", NoticeOutcome.Failed)]
    [InlineData("Delivered", "", NoticeOutcome.Delivered)]
    [InlineData("Evaporated", "", NoticeOutcome.Accepted)]
    public async Task Each_word_of_the_carrier_has_its_meaning(string status, string details, NoticeOutcome outcome)
    {
        await using SendingHarness harness = await SentToAsync(people: 1);

        await harness.ReportAsync([Report(IdOf(harness, harness.People[0].Id), status, s_at, details)]);

        Assert.Equal(outcome, Assert.Single(await harness.RecordedAsync()).Outcome);
    }

    [Fact]
    public async Task Only_who_shows_the_key_of_event_sources_is_heard()
    {
        await using SendingHarness harness = await SentToAsync(people: 1);
        await using FunctionsApp app = await ReportingApp.StartAsync(harness);
        string body = JsonSerializer.Serialize(new[] { Report(IdOf(harness, harness.People[0].Id), "Delivered", s_at) });

        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(app, body, key: ""));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(app, body, key: "code=another-key"));
        Assert.Null(Assert.Single(await harness.RecordedAsync()).DeliveredAt);

        Assert.Equal(HttpStatusCode.OK, await PostAsync(app, body));
        Assert.Equal(s_at, Assert.Single(await harness.RecordedAsync()).DeliveredAt);
    }

    [Fact]
    public async Task A_delivery_of_thousands_is_taken_in_one_request_and_foreign_ones_are_counted_in_the_log()
    {
        await using SendingHarness harness = await SentToAsync(people: 1_000);
        await using FunctionsApp app = await ReportingApp.StartAsync(harness);
        IEnumerable<CloudEvent> ours = harness.People.Select(person => Report(IdOf(harness, person.Id), "Delivered", s_at));
        IEnumerable<CloudEvent> foreign = harness.People.Select(person => Report(IdOf(harness, person.Id), "Failed", s_at, source: "/subscriptions/x"));

        Assert.Equal(HttpStatusCode.OK, await PostAsync(app, JsonSerializer.Serialize(ours.Concat(foreign))));

        Assert.All(await harness.RecordedAsync(), notice => Assert.Equal((s_at, null), (notice.DeliveredAt, notice.UndeliveredAt)));
        Assert.Single(app.Log.Lines, line => line.Text.StartsWith("1000 events come from another source", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", HttpStatusCode.Unauthorized)]
    [InlineData("code=another-key", HttpStatusCode.Unauthorized)]
    [InlineData("code=" + ReportingApp.EventsKey, HttpStatusCode.OK)]
    public async Task The_handshakes_of_both_schemas_want_the_key_too(string key, HttpStatusCode expected)
    {
        await using SendingHarness harness = await SendingHarness.With(people: 1);
        await using FunctionsApp app = await ReportingApp.StartAsync(harness);
        using HttpRequestMessage cloudEvents = new(HttpMethod.Options, Address(key));
        cloudEvents.Headers.Add("WebHook-Request-Origin", "eventgrid.azure.net");
        using HttpRequestMessage eventGrid = new(HttpMethod.Post, Address(key));
        eventGrid.Headers.Add("aeg-event-type", "SubscriptionValidation");
        eventGrid.Content = new StringContent("""[{"id":"1","eventType":"Microsoft.EventGrid.SubscriptionValidationEvent","data":{"validationCode":"512d38b6"}}]""", Encoding.UTF8, "application/json");

        using HttpResponseMessage agreed = await app.Client.SendAsync(cloudEvents);
        using HttpResponseMessage echoed = await app.Client.SendAsync(eventGrid);

        bool admitted = expected == HttpStatusCode.OK;
        Assert.Equal((expected, expected), (agreed.StatusCode, echoed.StatusCode));
        Assert.Equal(admitted, agreed.Headers.Contains("WebHook-Allowed-Origin"));
        Assert.Equal(admitted, await echoed.Content.ReadAsStringAsync() == """{"validationResponse":"512d38b6"}""");
    }

    [Theory]
    [InlineData("endpoint=http://127.0.0.1:7072/;accesskey=a2V5", null, null, true)]
    [InlineData("endpoint=https://x.communication.azure.com/;accesskey=a2V5", null, null, false)]
    [InlineData("endpoint=https://x.communication.azure.com/;accesskey=a2V5", null, "/subscriptions/s", true)]
    [InlineData(null, "https://x.communication.azure.com", null, false)]
    [InlineData(null, "https://x.communication.azure.com", "x", false)]
    [InlineData(null, "https://x.communication.azure.com", "/subscriptions/s", true)]
    [InlineData("endpoint=http://127.0.0.1/;accesskey=a2V5", "https://x.communication.azure.com", "/subscriptions/s", false)]
    [InlineData(null, null, null, true)]
    public void A_resource_on_Azure_has_to_be_named_as_the_source_of_reports(string? connection, string? endpoint, string? source, bool valid)
    {
        AcsOptions options = new() { ConnectionString = connection, Endpoint = endpoint is null ? null : new Uri(endpoint), EventSource = source };

        Assert.Equal(valid, !options.Validate(new(options)).Any());
    }

    [Fact]
    public void Where_no_resource_is_configured_no_event_is_ours()
    {
        Assert.False(new AcsOptions().Owns("/subscriptions/s"));
    }

    private static async Task<SendingHarness> SentToAsync(int people, bool byEmail = false)
    {
        SendingHarness harness = await SendingHarness.With(people, byEmail);
        await harness.SendPageAsync();
        return harness;
    }

    private static Guid IdOf(SendingHarness harness, Compensation.Entitlements.EntitlementId person) =>
        harness.RequestIds.For(new NoticeId(TestCampaigns.Kumamoto.Id, person, NoticeKind.Issue, 1));

    private static CloudEvent Report(Guid id, string status, DateTimeOffset at, string details = "", string source = SendingHarness.EventSource) => new(
        source, Sms, BinaryData.FromObjectAsJson(new { tag = id, deliveryStatus = status, deliveryStatusDetails = details, receivedTimestamp = at.UtcDateTime, to = "+819011112222" }), "application/json");

    private static CloudEvent EmailReport(Guid id, string status, DateTimeOffset at) => new(
        SendingHarness.EventSource, Email, BinaryData.FromObjectAsJson(new { messageId = id, status, deliveryAttemptTimestamp = at }), "application/json");

    private static string Address(string key) => $"/{ReceiveDeliveryReports.Route}?{key}";

    private static async Task<HttpStatusCode> PostAsync(FunctionsApp app, string body, string key = $"code={ReportingApp.EventsKey}")
    {
        using StringContent content = new(body, Encoding.UTF8, "application/cloudevents-batch+json");
        using HttpResponseMessage response = await app.Client.PostAsync(Address(key), content);
        return response.StatusCode;
    }
}
