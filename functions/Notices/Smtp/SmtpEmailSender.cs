using Compensation.Common;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Compensation.Notices.Smtp;

/// <summary>
/// E-mail through a submission server. SMTP cannot be asked what became of a message, and servers do not recognise a repeat: what may have
/// gone out is never sent again. It stays unsettled, and ends on the operators' list.
/// </summary>
public sealed class SmtpEmailSender(SmtpConnections connections, TimeProvider time, IOptions<NoticeOptions> options) : INoticeSender
{
    public NoticeChannel Channel => NoticeChannel.Email;

    public string Provider => SmtpOptions.Provider;

    /// <summary>Bounces come to the sender's mailbox.</summary>
    public bool ReportsDelivery => false;

    public async Task<SendOutcome> SendAsync(OutgoingMessage message, bool mayBeRepeat, CancellationToken cancellationToken)
    {
        if (mayBeRepeat)
        {
            return new SendOutcome.Unsettled("SMTP cannot be asked");
        }

        if (!EmailRule.IsAcceptable(message.To))
        {
            return new SendOutcome.Refused("not an address");
        }

        using CancellationTokenSource inTime = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        inTime.CancelAfter(options.Value.ProviderTimeout);
        bool handedOver = false;
        try
        {
            return await connections.UseAsync(
                async connection =>
                {
                    try
                    {
                        using MimeMessage mail = Mail.Of(message, time.GetUtcNow());
                        await connection.SendAsync(mail, inTime.Token);
                        return new SendOutcome.Accepted(Mail.IdOf(message));
                    }
                    finally
                    {
                        handedOver = connection.HandedOver;
                    }
                },
                inTime.Token);
        }
        catch (SmtpFailedException failed)
        {
            return SmtpAnswers.MeaningOf(failed);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return handedOver ? new SendOutcome.Unsettled("no answer in time") : new SendOutcome.TryLater("no answer in time");
        }
    }
}
