using System.Net.Http.Headers;
using System.Text.Json;
using Compensation.Emulators.Communication.Storage;

namespace Compensation.Emulators.Communication.Reports;

/// <summary>One subscriber: it is asked once whether it wants the events, and then gets them in arrays.</summary>
internal sealed class Webhook(HttpClient client, Uri address, ReportSchema schema) : IReportSubscriber
{
    private const string Topic = "/subscriptions/local/resourceGroups/local/providers/Microsoft.Communication/CommunicationServices/local";
    private const string Origin = "eventgrid.azure.net";

    private bool _agreed;

    public Uri Address { get; } = address;

    /// <returns>Whether the subscriber took the events: it had agreed to get them, and answered with a success.</returns>
    public async Task<bool> PostAsync(IReadOnlyList<StoredMessage> messages, CancellationToken cancellationToken)
    {
        IEnumerable<DeliveryReport> reports = messages.Select(DeliveryReport.Of);
        try
        {
            _agreed = _agreed || await (schema == ReportSchema.CloudEvents ? AskByOptionsAsync(cancellationToken) : AskByEventAsync(cancellationToken));
            return _agreed && await DeliverAsync(reports, cancellationToken);
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task<bool> DeliverAsync(IEnumerable<DeliveryReport> reports, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = schema == ReportSchema.CloudEvents
            ? Post("application/cloudevents-batch+json", reports.Select(ToCloudEvent))
            : Post("application/json", reports.Select(ToGridEvent), "Notification");
        using HttpResponseMessage response = await client.SendAsync(request, cancellationToken);
        return response.IsSuccessStatusCode;
    }

    private async Task<bool> AskByOptionsAsync(CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Options, Address);
        request.Headers.Add("WebHook-Request-Origin", Origin);
        using HttpResponseMessage response = await client.SendAsync(request, cancellationToken);
        return response.IsSuccessStatusCode
            && response.Headers.TryGetValues("WebHook-Allowed-Origin", out IEnumerable<string>? allowed)
            && allowed.Any(origin => origin is "*" or Origin);
    }

    private async Task<bool> AskByEventAsync(CancellationToken cancellationToken)
    {
        string code = Guid.NewGuid().ToString();
        DeliveryReport question = new(
            Guid.NewGuid().ToString(), "Microsoft.EventGrid.SubscriptionValidationEvent", "", DateTimeOffset.UnixEpoch, new { validationCode = code });
        using HttpRequestMessage request = Post("application/json", [ToGridEvent(question)], "SubscriptionValidation");
        using HttpResponseMessage response = await client.SendAsync(request, cancellationToken);
        return response.IsSuccessStatusCode && Echoes(await response.Content.ReadAsStringAsync(cancellationToken), code);
    }

    private HttpRequestMessage Post(string contentType, IEnumerable<object> events, string? eventType = null)
    {
        HttpRequestMessage request = new(HttpMethod.Post, Address)
        {
            Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(events)),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(contentType, "utf-8");
        if (eventType is not null)
        {
            request.Headers.Add("aeg-event-type", eventType);
        }

        return request;
    }

    private static object ToCloudEvent(DeliveryReport report) => new
    {
        id = report.Id,
        source = Topic,
        type = report.Type,
        subject = report.Subject,
        time = report.Time.UtcDateTime,
        specversion = "1.0",
        datacontenttype = "application/json",
        data = report.Data,
    };

    private static object ToGridEvent(DeliveryReport report) => new
    {
        id = report.Id,
        topic = Topic,
        subject = report.Subject,
        data = report.Data,
        eventType = report.Type,
        dataVersion = "1.0",
        metadataVersion = "1",
        eventTime = report.Time.UtcDateTime,
    };

    private static bool Echoes(string answer, string code)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(answer);
            return document.RootElement.TryGetProperty("validationResponse", out JsonElement echoed) && echoed.ValueEquals(code);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
