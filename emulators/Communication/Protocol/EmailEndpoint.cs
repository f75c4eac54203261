using System.Globalization;
using Compensation.Emulators.Communication.Recipients;
using Compensation.Emulators.Communication.Storage;

namespace Compensation.Emulators.Communication.Protocol;

/// <summary><c>POST /emails:send</c> and the operations that come of it.</summary>
internal sealed class EmailEndpoint(ServiceGate gate, MessageStore store, CommunicationEmulatorOptions options)
{
    private const int MostRecipients = 50;

    public Task SendAsync(HttpContext http)
    {
        string given = http.Request.Headers["Operation-Id"].ToString();
        bool readable = Guid.TryParse(given, out Guid id);
        Guid operation = readable ? id : Guid.NewGuid();
        return gate.HandleAsync<EmailRequest>(
            http,
            request => given.Length > 0 && !readable ? "The Operation-Id header is not a UUID." : Problem(request),
            request => request.Recipients!.All.Count(),
            _ => given,
            request => AcceptAsync(http, request, operation.ToString()));
    }

    public Task GetAsync(HttpContext http, string id) => gate.HandleAsync(http, () =>
    {
        List<StoredMessage> messages = Guid.TryParse(id, out Guid operation) ? store.Reader.Operation(operation.ToString()) : [];
        return messages.Count == 0
            ? ServiceErrors.Of(http, 404, "OperationNotFound", "No operation of this id is known.")
            : Status(http, 200, operation.ToString(), messages[0].At, messages.Select(message => message.Ask.To));
    });

    private async Task<IResult> AcceptAsync(HttpContext http, EmailRequest request, string operation)
    {
        await store.Writer.AcceptAsync([.. request.Recipients!.All.Select((to, part) => ToAsk(request, operation, to.Address!, part))]);
        http.Response.Headers["Operation-Location"] =
            $"{http.Request.Scheme}://{http.Request.Host}/emails/operations/{operation}?api-version={http.Request.Query["api-version"]}";
        http.Response.Headers.RetryAfter = "1";
        return Results.Json(new { id = operation, status = "Running" }, statusCode: 202);
    }

    private static Ask ToAsk(EmailRequest request, string operation, string address, int part) => new(
        MessageChannel.Email, address, request.SenderAddress!, request.Content!.Subject, request.Content.PlainText ?? request.Content.Html!,
        request.Content.Html, operation, part, Tag: null, WantsReport: true, Refusal: null);

    private IResult Status(HttpContext http, int status, string operation, DateTimeOffset startedAt, IEnumerable<string> recipients)
    {
        if (options.Time.GetUtcNow() - startedAt < options.EmailOperationDuration)
        {
            http.Response.Headers.RetryAfter = "1";
            return Results.Json(new { id = operation, status = "Running" }, statusCode: status);
        }

        // The real service drops suppressed recipients, and has nothing left to send if that is all of them.
        bool dropped = recipients.All(to => to.StartsWith(Mailbox.SuppressedPrefix, StringComparison.OrdinalIgnoreCase));
        return dropped
            ? Results.Json(
                new
                {
                    id = operation,
                    status = "Failed",
                    error = new { code = "EmailDroppedAllRecipientsSuppressed", message = "All recipients are on the suppression list." },
                },
                statusCode: status)
            : Results.Json(new { id = operation, status = "Succeeded" }, statusCode: status);
    }

    private static string? Problem(EmailRequest request)
    {
        if (request.SenderAddress is null || !Mailbox.IsAddress(request.SenderAddress))
        {
            return Invalid("senderAddress");
        }

        if (request.Recipients is null || request.Recipients.All.Count() is 0 or > MostRecipients)
        {
            return string.Create(CultureInfo.InvariantCulture, $"Request body validation error. 'recipients' needs from 1 to {MostRecipients} addresses.");
        }

        if (request.Recipients.All.Any(to => to?.Address is null || !Mailbox.IsAddress(to.Address)))
        {
            return Invalid("recipients.address");
        }

        if (string.IsNullOrWhiteSpace(request.Content?.Subject))
        {
            return Invalid("content.subject");
        }

        return string.IsNullOrWhiteSpace(request.Content.PlainText) && string.IsNullOrWhiteSpace(request.Content.Html) ? Invalid("content") : null;
    }

    private static string Invalid(string property) => $"Request body validation error. See property '{property}'.";

    private sealed record EmailRequest(string? SenderAddress, EmailContent? Content, EmailRecipients? Recipients);

    private sealed record EmailContent(string? Subject, string? PlainText, string? Html);

    private sealed record EmailRecipients(IReadOnlyList<EmailAddress>? To, IReadOnlyList<EmailAddress>? Cc, IReadOnlyList<EmailAddress>? Bcc)
    {
        public IEnumerable<EmailAddress> All => (To ?? []).Concat(Cc ?? []).Concat(Bcc ?? []);
    }

    private sealed record EmailAddress(string? Address);
}
