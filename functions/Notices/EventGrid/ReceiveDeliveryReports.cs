using System.Text.Json;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace Compensation.Notices.EventGrid;

/// <summary>
/// Event Grid's door: the webhook that a subscription delivers to, as CloudEvents or in Event Grid's own schema. What is recorded or set aside is answered with 200,
/// so that it does not come again; only a store that fails is answered with 500.
/// </summary>
public sealed class ReceiveDeliveryReports(EventSenders senders, DeliveryEvents events, IOptions<EventGridOptions> options)
{
    /// <summary>Where the subscription's webhook is.</summary>
    public const string Route = "providers/event-grid/reports";

    private const string Asking = "WebHook-Request-Origin";
    private const int OriginLengthMax = 253;

    [Function(nameof(ReceiveDeliveryReports))]
    [ApiOperation("Hears from Event Grid what became of messages.", Body = typeof(JsonElement), BodyType = "application/cloudevents-batch+json", Answer = typeof(DeliveryAnswer))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!await senders.MayDeliverAsync(request, cancellationToken))
        {
            return Unheard();
        }

        if (await BoundedBody.ReadAsync(request, options.Value.DeliveryBytesMax, cancellationToken) is not { } body)
        {
            return Results.Problem($"The delivery is larger than {options.Value.DeliveryBytesMax} bytes.", statusCode: StatusCodes.Status413PayloadTooLarge);
        }

        try
        {
            return await TakeAsync(EventReader.Read(body), cancellationToken);
        }
        catch (JsonException wrong)
        {
            return JsonBody.Fault($"The delivery is not as expected: an event, or an array of at most {EventReader.EventsMax} events; line {wrong.LineNumber + 1}.");
        }
    }

    /// <summary>The handshake of CloudEvents: we say that we want the deliveries of whoever asks.</summary>
    [Function(nameof(AgreeToDeliveryReports))]
    [ApiOperation("Answers Event Grid's question whether it may deliver here.", AnswerType = "")]
    public async Task<IResult> AgreeToDeliveryReports([HttpTrigger(AuthorizationLevel.Anonymous, "options", Route = Route)] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!await senders.MayAskAsync(request, cancellationToken))
        {
            return Unheard();
        }

        string origin = request.Headers[Asking].ToString();
        if (Uri.CheckHostName(origin) != UriHostNameType.Dns || origin.Length > OriginLengthMax)
        {
            return JsonBody.Fault($"The header {Asking} was expected, with the name of a host.");
        }

        request.HttpContext.Response.Headers["WebHook-Allowed-Origin"] = origin;
        request.HttpContext.Response.Headers["WebHook-Allowed-Rate"] = "*";
        request.HttpContext.Response.Headers.Allow = "POST, OPTIONS";
        return Results.Ok();
    }

    private static IResult Unheard() => Results.Problem("Neither the key nor a token of the subscription was shown.", statusCode: StatusCodes.Status401Unauthorized);

    private async Task<IResult> TakeAsync(IReadOnlyList<ReceivedEvent> delivery, CancellationToken cancellationToken)
    {
        if (!EventReader.IsHandshake(delivery, out string? code))
        {
            return JsonBody.Answer(await events.TakeAsync(delivery, cancellationToken));
        }

        return code is null ? JsonBody.Fault("data.validationCode was expected to be text.") : JsonBody.Answer(new HandshakeAnswer(code));
    }
}

/// <summary>What became of a delivery.</summary>
/// <param name="Events">How many events came.</param>
/// <param name="Recorded">Notices whose state is as the events say: one, where several events are about the same.</param>
/// <param name="SetAside">Events that could not be understood; they are on a list.</param>
/// <param name="Foreign">Events of another source, or about no message of ours, dropped.</param>
public sealed record DeliveryAnswer(int Events, int Recorded, int SetAside, int Foreign);

/// <summary>What ends the handshake of Event Grid's own schema.</summary>
/// <param name="ValidationResponse">The code that came.</param>
public sealed record HandshakeAnswer(string ValidationResponse);
