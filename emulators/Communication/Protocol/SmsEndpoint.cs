using System.Globalization;
using System.Text.RegularExpressions;
using Compensation.Emulators.Communication.Recipients;
using Compensation.Emulators.Communication.Storage;

namespace Compensation.Emulators.Communication.Protocol;

/// <summary><c>POST /sms</c>. Recipients are judged one by one, inside an overall 202.</summary>
internal sealed partial class SmsEndpoint(ServiceGate gate, MessageStore store, FaultGate faults)
{
    public Task SendAsync(HttpContext http) =>
        gate.HandleAsync<SmsRequest>(http, Problem, request => request.SmsRecipients!.Count, request => request.SmsRecipients![0].RepeatabilityRequestId, AcceptAsync);

    private async Task<IResult> AcceptAsync(SmsRequest request)
    {
        IReadOnlyList<AskOutcome> outcomes = await store.Writer.AcceptAsync([.. request.SmsRecipients!.Select(to => ToAsk(request, to))]);
        return Results.Json(new { value = outcomes.Select(ToResult) }, statusCode: 202);
    }

    private Ask ToAsk(SmsRequest request, SmsRecipient recipient) => new(
        MessageChannel.Sms, recipient.To!, request.From!, Subject: null, request.Message!, Html: null,
        string.IsNullOrEmpty(recipient.RepeatabilityRequestId) ? null : recipient.RepeatabilityRequestId, Part: 0,
        request.SmsSendOptions?.Tag, request.SmsSendOptions?.EnableDeliveryReport ?? false, RefusalOf(recipient));

    private Refusal? RefusalOf(SmsRecipient recipient)
    {
        bool undated = !string.IsNullOrEmpty(recipient.RepeatabilityRequestId)
            && !DateTimeOffset.TryParseExact(recipient.RepeatabilityFirstSent, "r", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
        return undated ? new Refusal(400, "RepeatabilityFirstSent is missing or invalid.", OfRepeatability: true)
            : Phone.FateOf(recipient.To!).Refusal is { } badNumber ? new Refusal(400, badNumber)
            : faults.TakeUnavailableRecipient() is { } status ? new Refusal(status, status == 503 ? "ServiceUnavailable" : "AskedFor")
            : null;
    }

    private static SmsResult ToResult(AskOutcome outcome) => outcome.MessageId is not null
        ? new SmsResult(outcome.Ask.To, outcome.MessageId, 202, "accepted", Successful: true, ErrorMessage: null)
        : new SmsResult(
            outcome.Ask.To, MessageId: null, outcome.Ask.Refusal!.Status, outcome.Ask.Refusal.OfRepeatability ? "rejected" : "accepted",
            Successful: false, outcome.Ask.Refusal.Message);

    private static string? Problem(SmsRequest request) => request switch
    {
        { From: null } => "Request body validation error. See property 'from'.",
        _ when !Sender().IsMatch(request.From) => "Invalid From phone number format.",
        { SmsRecipients: null or { Count: 0 or > 100 } } => "Request body validation error. 'smsRecipients' needs from 1 to 100 entries.",
        _ when request.SmsRecipients.Any(to => string.IsNullOrEmpty(to?.To)) => "Request body validation error. See property 'smsRecipients.to'.",
        { Message: null or { Length: 0 or > 2048 } } => "Request body validation error. 'message' needs from 1 to 2048 characters.",
        _ => null,
    };

    /// <summary>A number, a short code, or up to 11 letters and digits with at least one letter.</summary>
    [GeneratedRegex(@"^(\+?[0-9]{3,15}|(?=.*[A-Za-z])[A-Za-z0-9 +\-_&]{1,11})\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sender();

    private sealed record SmsRequest(string? From, IReadOnlyList<SmsRecipient>? SmsRecipients, string? Message, SmsOptions? SmsSendOptions);

    private sealed record SmsRecipient(string? To, string? RepeatabilityRequestId, string? RepeatabilityFirstSent);

    private sealed record SmsOptions(bool EnableDeliveryReport, string? Tag);

    private sealed record SmsResult(string To, string? MessageId, int HttpStatusCode, string RepeatabilityResult, bool Successful, string? ErrorMessage);
}
