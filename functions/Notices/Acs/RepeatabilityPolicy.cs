using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
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
    public static IDisposable Scope(Guid requestId, DateTimeOffset firstSent) => HttpPipeline.CreateHttpMessagePropertiesScope(new Dictionary<string, object?>(2, StringComparer.Ordinal)
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

        using MemoryStream body = new(capacity: 1024);
        content.WriteTo(body, message.CancellationToken);
        message.Request.Content = RequestContent.Create(WithIds(body.GetBuffer().AsSpan(0, (int)body.Length), (string)requestId!, (string)firstSent!));
    }

    /// <summary>The body of a request to one recipient with these ids for the client's own, all else byte for byte as it was.</summary>
    /// <exception cref="InvalidDataException">The body has no such ids: it is no request of the client that we know.</exception>
    /// <exception cref="InvalidOperationException">It names several recipients, or none.</exception>
    internal static ReadOnlyMemory<byte> WithIds(ReadOnlySpan<byte> body, string requestId, string firstSent)
    {
        ArrayBufferWriter<byte> changed = new(body.Length + 128);
        Utf8JsonReader json = new(body);
        (int copied, int ids, int instants, int recipients) = (0, 0, 0, 0);
        bool inRecipients = false;
        while (json.Read())
        {
            bool isName = json.TokenType == JsonTokenType.PropertyName;
            if (isName && json.CurrentDepth == 1)
            {
                inRecipients = json.ValueTextEquals("smsRecipients"u8);
            }
            else if (inRecipients && json is { TokenType: JsonTokenType.StartObject, CurrentDepth: 2 })
            {
                recipients++;
            }
            else if (inRecipients && isName && json.CurrentDepth == 3)
            {
                bool isId = json.ValueTextEquals("repeatabilityRequestId"u8);
                if (isId || json.ValueTextEquals("repeatabilityFirstSent"u8))
                {
                    json.Read();
                    changed.Write(body[copied..(int)json.TokenStartIndex]);
                    json.Skip();
                    Encoding.UTF8.GetBytes($"\"{(isId ? requestId : firstSent)}\"", changed);
                    copied = (int)json.BytesConsumed;
                    (ids, instants) = (ids + (isId ? 1 : 0), instants + (isId ? 0 : 1));
                }
            }
        }

        if (recipients != 1)
        {
            throw new InvalidOperationException($"One request carries one recipient here, so that its id is the notice's; this one has {recipients}.");
        }

        if (ids != 1 || instants != 1)
        {
            throw new InvalidDataException("The SMS request names no repeatability id, or no instant, that could be replaced.");
        }

        changed.Write(body[copied..]);
        return changed.WrittenMemory;
    }
}
