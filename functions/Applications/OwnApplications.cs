using Compensation.Applications.Matching;
using Compensation.Campaigns;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Transfers;

namespace Compensation.Applications;

/// <summary>
/// What under a receipt number belongs to a contact that is proved. Once an application is accepted, that is the contact on file with the right, which an operator may have corrected since: the former one may be a
/// stranger's by then. Until then it is the one that was proved when the application was sent.
/// </summary>
public sealed class OwnApplications(ApplicationStore applications, MatchApplication match, TransferDesk desk, EntitlementContacts contacts, AddressBook book)
{
    internal async Task<IReadOnlyList<OwnApplication>> FindAsync(Campaign campaign, ReceiptNumber receipt, string contact, CancellationToken cancellationToken)
    {
        List<OwnApplication> own = [];
        foreach (Application application in await applications.FindAsync(campaign.Id, receipt, cancellationToken))
        {
            TransferStanding? standing = application.State == ApplicationState.Accepted ? await RightOfAsync(campaign, application, cancellationToken) : null;
            if (standing is null ? string.Equals(application.ContactKey, book.KeyOf(contact), StringComparison.Ordinal) : IsReachedAt(standing.Right, contact))
            {
                own.Add(new OwnApplication(application, standing));
            }
        }

        return own;
    }

    /// <summary>By the contact on file today, which an operator may have corrected.</summary>
    internal bool IsReachedAt(Entitlement right, string contact) => contacts.ContactOf(right) is { } onFile && IsReachedAt(onFile, contact);

    internal bool IsReachedAt(Contact onFile, string contact) =>
        new[] { onFile.Phone, onFile.Email }.Any(way => way is not null && string.Equals(book.KeyOf(way), book.KeyOf(contact), StringComparison.Ordinal));

    private async Task<TransferStanding?> RightOfAsync(Campaign campaign, Application application, CancellationToken cancellationToken) =>
        await match.FindCouponAsync(campaign, application, cancellationToken) is { } coupon
        && await desk.FindAsync(campaign, coupon.Id, cancellationToken) is { } standing && string.Equals(standing.Right.Application, application.Id, StringComparison.Ordinal) ? standing : null;
}

/// <summary>An application of the person's own.</summary>
/// <param name="Application">What was applied for.</param>
/// <param name="Right">What has become of it; null before it is accepted.</param>
internal sealed record OwnApplication(Application Application, TransferStanding? Right);
