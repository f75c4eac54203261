using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices.Text;

namespace Compensation.Notices;

/// <summary>Makes the finished message of a notice from the campaign's texts, the person's link and the person's address.</summary>
public sealed class NoticeMessages(ReceiptLinks links, EntitlementContacts contacts)
{
    /// <param name="campaign">Whose texts.</param>
    /// <param name="person">Whose link and address.</param>
    /// <param name="amount">What the message names.</param>
    /// <param name="notice">By which way, and which kind.</param>
    /// <param name="requestId">The message's own id.</param>
    /// <returns>The message, and how many SMS segments it costs (0 for e-mail); null where the person's address cannot be read.</returns>
    public (OutgoingMessage Message, int Segments)? TryCompose(Campaign campaign, Entitlement person, Yen amount, Notice notice, Guid requestId)
    {
        if (contacts.ContactOf(person) is not { } contact || (notice.Channel == NoticeChannel.Sms ? contact.Phone : contact.Email) is not { Length: > 0 })
        {
            return null;
        }

        DateTimeOffset firstTriedAt = notice.FirstTriedAt ?? notice.ClaimedAt;
        DateTimeOffset lastTriedAt = notice.LastTriedAt ?? firstTriedAt;
        string link = links.LinkFor(person);
        if (notice.Channel == NoticeChannel.Sms)
        {
            ComposedSms sms = NoticeComposer.Sms(campaign, amount, link, notice.Id.Kind);
            return (new OutgoingMessage(requestId, campaign.Senders.Sms, contact.Phone!, null, sms.Text, null, firstTriedAt, lastTriedAt), sms.Segments);
        }

        ComposedEmail email = NoticeComposer.Email(campaign, amount, link, notice.Id.Kind);
        return (new OutgoingMessage(requestId, campaign.Senders.Email, contact.Email!, email.Subject, email.Text, email.Html, firstTriedAt, lastTriedAt), 0);
    }
}
