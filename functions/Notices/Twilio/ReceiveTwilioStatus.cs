using Compensation.Common.Http;
using Compensation.Common.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Compensation.Notices.Twilio;

/// <summary>Takes Twilio's status callbacks. Open to all: the signature says who is heard.</summary>
public sealed class ReceiveTwilioStatus(DeliveryReports reports, IOptions<TwilioOptions> options, ILogger<ReceiveTwilioStatus> log)
{
    private static readonly FormOptions Small = new() { ValueCountLimit = 64, KeyLengthLimit = 64, ValueLengthLimit = 2048 };

    [Function(nameof(ReceiveTwilioStatus))]
    [ApiOperation("Hears from Twilio, by a signed request, what became of an SMS.", BodyType = "application/x-www-form-urlencoded", AnswerType = "", FaultType = "", Status = 204)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "providers/twilio/status")] HttpRequest request, CancellationToken cancellationToken)
    {
        TwilioOptions twilio = options.Value;
        if (!twilio.IsConfigured)
        {
            return Results.NotFound();
        }

        if (await ReadAsync(request, cancellationToken) is not { } form || !IsSigned(request, form, twilio))
        {
            log.CallbackUnsigned(TwilioOptions.Provider);
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        }

        if (Guid.TryParse(request.Query[TwilioStatus.IdParameter], out Guid requestId))
        {
            await reports.MergeAsync([TwilioStatus.Read(requestId, form["MessageStatus"].ToString(), form["ErrorCode"].ToString())], cancellationToken);
        }

        return Results.NoContent();
    }

    private static bool IsSigned(HttpRequest request, IFormCollection form, TwilioOptions twilio)
    {
        string address = twilio.StatusCallback!.OriginalString + request.QueryString.Value;
        IEnumerable<KeyValuePair<string, string>> fields = form.SelectMany(field => field.Value, (field, value) => KeyValuePair.Create(field.Key, value ?? string.Empty));
        return TwilioSignature.IsValid(request.Headers[TwilioSignature.Header].ToString(), TwilioSignature.Of(twilio.AuthToken!, address, fields));
    }

    private static async Task<IFormCollection?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) != true)
        {
            return null;
        }

        try
        {
            return await request.ReadFormAsync(Small, cancellationToken);
        }
        catch (Exception unreadable) when (PostedForm.IsFaultOfInput(unreadable))
        {
            return null;
        }
    }
}
