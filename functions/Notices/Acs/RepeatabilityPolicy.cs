using System.Globalization;
using System.Text.Json.Nodes;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Compensation.Notices.Acs;

/// <summary>
/// Puts our own repeatability id where the SMS client draws a random one: the client offers no other way, and with random ids the service
/// cannot recognise a repeat after a crash. It runs before the request is signed, so the signature covers the changed body.
/// </summary>
internal sealed class RepeatabilityPolicy : HttpPipelineSynchronousPolicy
{
    private const string RequestIdProperty = "compensation.repeatability-request-id";
    private const string FirstSentProperty = "compensation.repeatability-first-sent";

    /// <summary>The ids for the requests that are made inside the scope.</summary>
    public static IDisposable Scope(Guid requestId, DateTimeOffset firstSent) => HttpPipeline.CreateHttpMessagePropertiesScope(new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        [RequestIdProperty] = requestId.ToString(),
        [FirstSentProperty] = firstSent.ToString("R", CultureInfo.InvariantCulture),
    });

    public override void OnSendingRequest(HttpMessage message)
    {
        if (!message.TryGetProperty(RequestIdProperty, out object? requestId) || !message.TryGetProperty(FirstSentProperty, out object? firstSent) || message.Request.Content is not { } content)
        {
            return;
        }

        using MemoryStream body = new();
        content.WriteTo(body, message.CancellationToken);
        JsonNode request = JsonNode.Parse(body.ToArray()) ?? throw new InvalidDataException("The SMS request's body is null.");
        JsonArray recipients = request["smsRecipients"]?.AsArray() ?? throw new InvalidDataException("The SMS request names no recipients.");
        if (recipients is not [JsonObject recipient])
        {
            throw new InvalidOperationException($"One request carries one recipient here, so that its id is the notice's; this one has {recipients.Count}.");
        }

        recipient["repeatabilityRequestId"] = (string?)requestId;
        recipient["repeatabilityFirstSent"] = (string?)firstSent;
        message.Request.Content = RequestContent.Create(BinaryData.FromString(request.ToJsonString()));
    }
}
