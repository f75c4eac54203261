using Compensation.Applications.Journeys;
using Compensation.Applications.Site;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Coupons;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Transfers;

namespace Compensation.Applications.IntoAccounts;

/// <summary>
/// Finds what belongs to a contact that is proved: by receipt number, or by the number on a coupon and the contact on file. It is asked only once the contact is proved, and
/// says no more of a number that is somebody else's than of one that does not exist.
/// </summary>
public sealed class Payables(
    OwnApplications own,
    CouponLookups ledgers,
    SealStore seals,
    TransferDesk desk,
    TransferReceipts receipts,
    TransferWishes wishes,
    ReceiptLinks links,
    AddressBook book,
    ProtectedFields fields)
{
    internal async Task<IReadOnlyList<Payable>> FindAsync(AskedSite site, Journey journey, CancellationToken cancellationToken) => !journey.ProvesContact(book)
        ? throw new InvalidOperationException("Nothing is looked up before the contact is proved.")
        : ReceiptNumber.TryParse(journey["receipt"], out ReceiptNumber receipt)
            ? await OfReceiptAsync(site.Campaign, journey, receipt, cancellationToken)
            : await OfNumberAsync(site.Campaign, journey, cancellationToken);

    private async Task<IReadOnlyList<Payable>> OfReceiptAsync(Campaign campaign, Journey journey, ReceiptNumber receipt, CancellationToken cancellationToken)
    {
        IReadOnlyList<OwnApplication> applied = await own.FindAsync(campaign, receipt, journey.Contact, cancellationToken);
        return applied.Count > 0 ? [.. applied.Select(one => one.Right is { } standing ? Of(campaign, one.Application.Line, standing) with { Application = one.Application } : Of(campaign, one.Application))]
            : await RightOfAsync(campaign, receipt, cancellationToken) is { } asked && own.IsReachedAt(asked.Right, journey.Contact) ? [Of(campaign, 1, asked)]
            : [];
    }

    private async Task<IReadOnlyList<Payable>> OfNumberAsync(Campaign campaign, Journey journey, CancellationToken cancellationToken)
    {
        if (!InquiryNumber.TryParse(journey["number"], campaign.InquiryNumbers, out InquiryNumber number) || await CouponOfAsync(campaign, number, cancellationToken) is not { } coupon)
        {
            return [];
        }

        if (await desk.FindAsync(campaign, coupon.Id, cancellationToken) is { } standing)
        {
            return own.IsReachedAt(standing.Right, journey.Contact) ? [Of(campaign, 1, standing)] : [];
        }

        return own.IsReachedAt(coupon.Contact, journey.Contact) ? [await OfCouponAsync(campaign, coupon, cancellationToken)] : [];
    }

    /// <summary>Before the balances are sealed, nobody knows what will be left on it; after that, nothing is owed on it.</summary>
    private async Task<Payable> OfCouponAsync(Campaign campaign, CouponOnFile coupon, CancellationToken cancellationToken)
    {
        bool isSealed = await seals.FindAsync(campaign.Id, cancellationToken) is not null;
        TransferForm? wish = isSealed ? null : await wishes.FindAsync(campaign, coupon.Id, cancellationToken);
        DeskRefusal? whyNot = isSealed ? DeskRefusal.NothingToPay : coupon.Coupon.IsInApp ? desk.WhyNoWish(campaign) : DeskRefusal.NotApplied;
        return new Payable(1, whyNot) { Coupon = coupon.Id, Wish = wish, MayWithdraw = wish is not null };
    }

    private async Task<TransferStanding?> RightOfAsync(Campaign campaign, ReceiptNumber receipt, CancellationToken cancellationToken) =>
        await receipts.FindAsync(campaign.Id, receipt, cancellationToken) is { } id ? await desk.FindAsync(campaign, id, cancellationToken) : null;

    private async Task<CouponOnFile?> CouponOfAsync(Campaign campaign, InquiryNumber number, CancellationToken cancellationToken) =>
        await (await ledgers.OpenAsync(campaign.Id, cancellationToken)).FindAsync(number, cancellationToken);

    private Payable Of(Campaign campaign, int place, TransferStanding standing) => new(place, desk.WhyNot(campaign, standing))
    {
        Standing = standing,
        Link = standing is { Right.State: EntitlementState.Open, Transfer.State: TransferState.Withdrawn } ? links.LinkFor(standing.Right) : null,
        MayWithdraw = desk.WhyNoWithdrawal(campaign, standing) is null,
    };

    private Payable Of(Campaign campaign, Application application) => new(application.Line, application.State.IsOpen() ? desk.WhyNoWish(campaign) : DeskRefusal.NothingToPay)
    {
        Application = application,
        Wish = application.ProtectedTransfer is { } wish ? fields.UnprotectJsonOrNull<TransferForm>(wish) : null,
        MayWithdraw = application is { ProtectedTransfer: not null } && application.State.IsOpen(),
    };
}
