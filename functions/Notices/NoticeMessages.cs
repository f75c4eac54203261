using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices.Text;

namespace Compensation.Notices;

/// <summary>Makes the finished message of a notice from the campaign's texts, the person's link and the person's address.</summary>
public sealed class NoticeMessages(ReceiptLinks links, ProtectedFields fields)
{
    /// <returns>The message, and how many SMS segments it costs (0 for e-mail).</returns>
    public (OutgoingMessage Message, int Segments) Compose(Campaign campaign, Entitlement person, Notice notice, Guid requestId)
    {
        Contact contact = fields.UnprotectJson<Contact>(person.ProtectedContact ?? throw new InvalidOperationException($"Entitlement {person.Id} has no address on file."));
        DateTimeOffset firstTriedAt = notice.FirstTriedAt ?? notice.ClaimedAt;
        DateTimeOffset lastTriedAt = notice.LastTriedAt ?? firstTriedAt;
        string link = links.LinkFor(person);
        if (notice.Channel == NoticeChannel.Sms)
        {
            ComposedSms sms = NoticeComposer.Sms(campaign, person, link, notice.Id.Kind);
            return (new OutgoingMessage(requestId, campaign.Senders.Sms, contact.Phone!, null, sms.Text, null, firstTriedAt, lastTriedAt), sms.Segments);
        }

        ComposedEmail email = NoticeComposer.Email(campaign, person, link, notice.Id.Kind);
        return (new OutgoingMessage(requestId, campaign.Senders.Email, contact.Email!, email.Subject, email.Text, email.Html, firstTriedAt, lastTriedAt), 0);
    }
}
