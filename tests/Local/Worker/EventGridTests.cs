using System.Net;
using System.Text;
using Azure.Messaging;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Tests.Local.Worker;

public sealed class EventGridTests
{
    private const string One =
        """{"specversion":"1.0","id":"e-1","source":"/acs","type":"Microsoft.Communication.SMSDeliveryReportReceived","data":{"deliveryStatus":"Delivered"}}""";

    private const string Two = One + "," + """{"specversion":"1.0","id":"e-2","source":"/acs","type":"Other","data":{}}""";

    [Theory]
    [InlineData("Single", One, "e-1 Delivered")]
    [InlineData("Text", One, One)]
    [InlineData("Binary", One, "215 bytes")]
    public async Task A_function_gets_one_event_in_the_type_it_asks_for(string function, string body, string expected)
    {
        await using FunctionsApp app = await FunctionsApp.StartAsync(new(typeof(Reports)));

        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(app, function, body));

        Assert.Equal(expected.Replace("215", $"{One.Length}", StringComparison.Ordinal), Assert.Single(app.Journal.Lines));
    }

    [Fact]
    public async Task A_delivery_of_several_events_runs_an_unbatched_function_for_each()
    {
        await using FunctionsApp app = await FunctionsApp.StartAsync(new(typeof(Reports)));

        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(app, "Text", $"[{Two}]"));

        Assert.Equal(2, app.Journal.Lines.Length);
    }

    [Theory]
    [InlineData("Batch", "[" + Two + "]", "e-1 e-2")]
    [InlineData("Batch", "[" + One + "]", "e-1")]
    [InlineData("Batch", One, "e-1")]
    [InlineData("TextBatch", "[" + Two + "]", "2")]
    public async Task A_batched_function_gets_the_whole_delivery(string function, string body, string expected)
    {
        await using FunctionsApp app = await FunctionsApp.StartAsync(new(typeof(Reports)));

        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(app, function, body));

        Assert.Equal([expected], app.Journal.Lines);
    }

    [Fact]
    public async Task The_functions_name_is_taken_in_any_case_and_an_unknown_one_is_not_found()
    {
        await using FunctionsApp app = await FunctionsApp.StartAsync(new(typeof(Reports)));

        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(app, "SINGLE", One));
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(app, "Nobody", One));
    }

    [Fact]
    public async Task A_run_that_fails_makes_the_sender_deliver_again()
    {
        await using FunctionsApp app = await FunctionsApp.StartAsync(new(typeof(Reports)));

        Assert.Equal(HttpStatusCode.InternalServerError, await PostAsync(app, "Failing", $"[{Two}]"));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("[1]")]
    public async Task A_body_that_is_not_events_is_a_bad_request(string body)
    {
        await using FunctionsApp app = await FunctionsApp.StartAsync(new(typeof(Reports)));

        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(app, "Batch", body));
        Assert.Empty(app.Journal.Lines);
    }

    [Fact]
    public async Task The_CloudEvents_handshake_allows_the_asking_origin()
    {
        await using FunctionsApp app = await FunctionsApp.StartAsync(new(typeof(Reports)));
        using HttpRequestMessage request = new(HttpMethod.Options, Address("Single"));
        request.Headers.Add("WebHook-Request-Origin", "eventgrid.azure.net");

        using HttpResponseMessage response = await app.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("eventgrid.azure.net", response.Headers.GetValues("WebHook-Allowed-Origin").Single());
        Assert.Equal("*", response.Headers.GetValues("WebHook-Allowed-Rate").Single());
    }

    [Fact]
    public async Task A_CloudEvents_handshake_without_an_origin_is_a_bad_request()
    {
        await using FunctionsApp app = await FunctionsApp.StartAsync(new(typeof(Reports)));
        using HttpRequestMessage request = new(HttpMethod.Options, Address("Single"));

        using HttpResponseMessage response = await app.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task The_Event_Grid_handshake_sends_the_code_back_and_runs_nothing()
    {
        await using FunctionsApp app = await FunctionsApp.StartAsync(new(typeof(Reports)));
        app.Client.DefaultRequestHeaders.Add("aeg-event-type", "SubscriptionValidation");
        using HttpResponseMessage response = await app.Client.PostAsync(Address("Single"), new StringContent(
            """[{"id":"1","eventType":"Microsoft.EventGrid.SubscriptionValidationEvent","data":{"validationCode":"512d38b6"}}]"""));

        Assert.Equal("""{"validationResponse":"512d38b6"}""", await response.Content.ReadAsStringAsync());
        Assert.Empty(app.Journal.Lines);
    }

    [Theory]
    [InlineData("", HttpStatusCode.Unauthorized)]
    [InlineData("&code=function-key", HttpStatusCode.Unauthorized)]
    [InlineData("&code=system-key", HttpStatusCode.Accepted)]
    public async Task Deliveries_want_the_system_key(string code, HttpStatusCode expected)
    {
        await using FunctionsApp app = await FunctionsApp.StartAsync(new(typeof(Reports))
        {
            Arguments = ["--FunctionKeys:System=system-key", "--FunctionKeys:Default=function-key"],
        });

        Assert.Equal(expected, await PostAsync(app, $"Single{code}", One));
    }

    private static string Address(string function) => $"/runtime/webhooks/EventGrid?functionName={function}";

    private static async Task<HttpStatusCode> PostAsync(FunctionsApp app, string function, string body)
    {
        using StringContent content = new(body, Encoding.UTF8, "application/cloudevents-batch+json");
        using HttpResponseMessage response = await app.Client.PostAsync(Address(function), content);
        return response.StatusCode;
    }

    public sealed class Reports(Journal journal)
    {
        [Function("Single")]
        public void Single([EventGridTrigger] CloudEvent report) =>
            journal.Add($"{report.Id} {report.Data!.ToObjectFromJson<Dictionary<string, string>>()!["deliveryStatus"]}");

        [Function("Text")]
        public void Text([EventGridTrigger] string report) => journal.Add(report);

        [Function("Binary")]
        public void Binary([EventGridTrigger] BinaryData report) => journal.Add($"{report.ToMemory().Length} bytes");

        [Function("Batch")]
        public Task Batch([EventGridTrigger(IsBatched = true)] CloudEvent[] reports)
        {
            journal.Add(string.Join(' ', reports.Select(report => report.Id)));
            return Task.CompletedTask;
        }

        [Function("TextBatch")]
        public void TextBatch([EventGridTrigger(IsBatched = true)] string[] reports) => journal.Add($"{reports.Length}");

        [Function("Failing")]
        public void Failing([EventGridTrigger(IsBatched = true)] BinaryData[] reports) =>
            throw new InvalidOperationException($"{reports.Length} events");
    }
}
