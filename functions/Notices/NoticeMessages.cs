using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices.Text;

namespace Compensation.Notices;

/// <summary>Makes the finished message of a notice from the campaign's texts and the person's link.</summary>
public sealed class NoticeMessages(ReceiptLinks links)
{
    /// <param name="campaign">Whose texts.</param>
    /// <param name="person">Whose link.</param>
    /// <param name="to">The number or address.</param>
    /// <param name="amount">What the message names.</param>
    /// <param name="notice">By which way, and which kind.</param>
    /// <param name="requestId">The message's own id.</param>
    /// <returns>The message, and how many SMS segments it costs (0 for e-mail).</returns>
    public (OutgoingMessage Message, int Segments) Compose(Campaign campaign, Entitlement person, string to, Yen amount, Notice notice, Guid requestId)
    {
        DateTimeOffset firstTriedAt = notice.FirstTriedAt ?? notice.ClaimedAt;
        DateTimeOffset lastTriedAt = notice.LastTriedAt ?? firstTriedAt;
        string link = links.LinkFor(person);
        if (notice.Channel == NoticeChannel.Sms)
        {
            ComposedSms sms = NoticeComposer.Sms(campaign, amount, link, notice.Id.Kind, person.Receipt);
            return (new OutgoingMessage(requestId, campaign.Senders.Sms, to, null, sms.Text, null, firstTriedAt, lastTriedAt), sms.Segments);
        }

        ComposedEmail email = NoticeComposer.Email(campaign, amount, link, notice.Id.Kind, person.Receipt);
        return (new OutgoingMessage(requestId, campaign.Senders.Email, to, email.Subject, email.Text, email.Html, firstTriedAt, lastTriedAt), 0);
    }
}
