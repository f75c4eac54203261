using System.Text.Json;
using Azure;
using Azure.Communication.Sms;

namespace Compensation.Notices.Acs;

/// <summary>SMS through Azure Communication Services. A repeat carries the same repeatability id, so the service does not send it a second time.</summary>
public sealed class AcsSmsSender(SmsClient client) : INoticeSender
{
    public NoticeChannel Channel => NoticeChannel.Sms;

    public string Provider => AcsOptions.Provider;

    public async Task<SendOutcome> SendAsync(OutgoingMessage message, bool mayBeRepeat, CancellationToken cancellationToken)
    {
        // The tag comes back in the delivery report and says whose it is.
        SmsSendOptions options = new(enableDeliveryReport: true) { Tag = message.RequestId.ToString() };
        try
        {
            using IDisposable ids = RepeatabilityPolicy.Scope(message.RequestId, message.FirstTriedAt);
            Response<SmsSendResult> answer = await client.SendAsync(message.From, message.To, message.Text, options, cancellationToken);
            return AcsAnswers.MeaningOf(answer.Value.HttpStatusCode, answer.Value.MessageId, answer.Value.ErrorMessage);
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
}
