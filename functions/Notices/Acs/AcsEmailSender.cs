using System.Text.Json;
using Azure;
using Azure.Communication.Email;

namespace Compensation.Notices.Acs;

/// <summary>
/// E-mail through Azure Communication Services. The operation's id is ours, and what may have been sent is asked for before it is sent again,
/// because the service does not promise to recognise a repeated id.
/// </summary>
public sealed class AcsEmailSender(EmailClient client) : INoticeSender
{
    public NoticeChannel Channel => NoticeChannel.Email;

    public string Provider => AcsOptions.Provider;

    public async Task<SendOutcome> SendAsync(OutgoingMessage message, bool mayBeRepeat, CancellationToken cancellationToken)
    {
        try
        {
            return (mayBeRepeat ? await AskAsync(message.RequestId, cancellationToken) : null) ?? await SubmitAsync(message, cancellationToken);
        }
        catch (RequestFailedException failure)
        {
            return AcsAnswers.MeaningOf(failure);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new SendOutcome.Unsettled("no answer in time");
        }
        catch (Exception broken) when (broken is IOException or JsonException)
        {
            return new SendOutcome.Unsettled("the answer broke off");
        }
    }

    private async Task<SendOutcome> SubmitAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        EmailContent content = new(message.Subject ?? string.Empty) { PlainText = message.Text, Html = message.Html };
        EmailMessage email = new(message.From, message.To, content) { Headers = { [AutoSubmitted.Header] = AutoSubmitted.Generated } };
        EmailSendOperation operation = await client.SendAsync(WaitUntil.Started, email, message.RequestId, cancellationToken);
        return new SendOutcome.Accepted(operation.Id);
    }

    /// <returns>What became of an earlier request with this id, or null where the service has never had it.</returns>
    private async Task<SendOutcome?> AskAsync(Guid requestId, CancellationToken cancellationToken)
    {
        EmailSendOperation earlier = new(requestId.ToString(), client);
        try
        {
            await earlier.UpdateStatusAsync(cancellationToken);
            return new SendOutcome.Accepted(earlier.Id);
        }
        catch (RequestFailedException absent) when (absent.Status == 404)
        {
            return null;
        }
        catch (RequestFailedException ended) when (ended.Status is >= 200 and < 300)
        {
            return new SendOutcome.Refused($"operation {ended.ErrorCode}");
        }
    }
}
