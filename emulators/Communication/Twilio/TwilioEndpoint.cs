using System.Globalization;
using Compensation.Emulators.Communication.Protocol;
using Compensation.Emulators.Communication.Recipients;
using Compensation.Emulators.Communication.Storage;

namespace Compensation.Emulators.Communication.Twilio;

/// <summary>
/// Twilio's Messages resource: create and list. It delivers to the same phones, and recognises no repeat, as the real one does not.
/// </summary>
internal sealed class TwilioEndpoint(MessageStore store, FaultGate faults)
{
    private const int LargestPage = 1_000;

    public static string Path => $"/2010-04-01/Accounts/{TwilioAccount.Sid}/Messages.json";

    public Task SendAsync(HttpContext http) => HandleAsync(http, async () =>
    {
        IFormCollection form = await http.Request.ReadFormAsync();
        (string to, string from, string body) = (form["To"].ToString(), form["From"].ToString(), form["Body"].ToString());
        if (ProblemOf(to, from, body) is { } problem)
        {
            return Error(400, problem);
        }

        if (faults.TakeAnswer() is { } code)
        {
            return Error(400, code);
        }

        if (faults.TakeFailure(1) is { } failure)
        {
            return Failure(http, failure.Status, failure.RetryAfter);
        }

        string callback = form["StatusCallback"].ToString();
        Ask ask = new(MessageChannel.Sms, to, from, Subject: null, body, Html: null, RequestId: null, Part: 0, callback, callback.Length > 0, RefusalOf(to)) { AskedOf = AskedOf.Twilio };
        AskOutcome outcome = (await store.Writer.AcceptAsync([ask]))[0];
        if (outcome.MessageId is null)
        {
            return Error(400, outcome.Ask.Refusal!.Status);
        }

        return faults.TakeDrop() ? null : Results.Json(new { sid = outcome.MessageId, status = "queued", to, from, body, error_code = (int?)null }, statusCode: 201);
    });

    public Task ListAsync(HttpContext http) => HandleAsync(http, () =>
    {
        string to = http.Request.Query["To"].ToString();
        int take = int.TryParse(http.Request.Query["PageSize"], NumberStyles.None, CultureInfo.InvariantCulture, out int size) ? Math.Clamp(size, 1, LargestPage) : 50;
        if (faults.TakeFailure(0) is { } failure)
        {
            return Task.FromResult<IResult?>(Failure(http, failure.Status, failure.RetryAfter));
        }

        IEnumerable<StoredMessage> newest = store.Reader.To(to, after: 0, LargestPage).Where(message => message.MessageId?.StartsWith(StoredMessage.TwilioPrefix, StringComparison.Ordinal) == true).Reverse().Take(take);
        return Task.FromResult<IResult?>(Results.Json(new
        {
            messages = newest.Select(message => new
            {
                sid = message.MessageId,
                to = message.Ask.To,
                from = message.Ask.From,
                body = message.Ask.Text,
                direction = "outbound-api",
                status = "sent",
                date_created = message.At.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture) + " +0000",
            }),
        }));
    });

    private async Task HandleAsync(HttpContext http, Func<Task<IResult?>> handle)
    {
        EmulatorFaults current = faults.Current;
        if (current.Down)
        {
            http.Abort();
            return;
        }

        if (current.DelayMilliseconds > 0)
        {
            await Task.Delay(current.DelayMilliseconds, http.RequestAborted);
        }

        IResult? answer = TwilioAccount.Admits(http.Request) ? await handle() : Error(401, 20003);
        if (answer is null)
        {
            http.Abort();
            return;
        }

        await answer.ExecuteAsync(http);
    }

    private static int? ProblemOf(string to, string from, string body) =>
        to.Length == 0 ? 21604 : from.Length == 0 ? 21603 : body.Length == 0 ? 21602 : body.Length > 1600 ? 21617 : null;

    /// <summary>Unlike communication services, Twilio refuses who opted out at once.</summary>
    private static Refusal? RefusalOf(string to) =>
        Phone.FateOf(to).Refusal is not null ? new Refusal(21211, "Invalid 'To' Phone Number")
        : to.EndsWith(Phone.OptedOutEnding, StringComparison.Ordinal) ? new Refusal(21610, "Attempt to send to unsubscribed recipient")
        : null;

    private static IResult Failure(HttpContext http, int status, int? retryAfter)
    {
        if (retryAfter is { } seconds)
        {
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        return Error(status, status == 429 ? 20429 : 20500);
    }

    private static IResult Error(int status, int code) =>
        Results.Json(new { code, message = "The emulator refuses this.", more_info = $"https://www.twilio.com/docs/errors/{code}", status }, statusCode: status);
}
