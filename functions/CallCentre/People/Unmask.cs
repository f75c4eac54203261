using Compensation.Applications;
using Compensation.Campaigns;
using Compensation.Coupons;
using Compensation.Entitlements;

namespace Compensation.CallCentre.People;

/// <summary>What can be unmasked of a person.</summary>
public enum PersonField
{
    Phone,
    Email,
    Name,
    InquiryNumber,
}

/// <summary>Shows one field in clear to somebody who has said why. The act stands in the trail with its reason; what was shown does not.</summary>
public sealed class Unmask(EntitlementStore entitlements, EntitlementContacts contacts, CouponLookups ledgers, ApplicationSearch applied)
{
    internal const int ReasonLengthMax = 300;

    /// <returns>The value, or null where nothing is on file.</returns>
    internal async Task<string?> HandleAsync(Campaign campaign, EntitlementId id, PersonField field, CancellationToken cancellationToken)
    {
        Entitlement? right = await entitlements.FindAsync(campaign.Id, id, cancellationToken);
        CouponOnFile? coupon = await (await ledgers.OpenAsync(campaign.Id, cancellationToken)).FindAsync(id, cancellationToken);
        Contact? contact = right is null ? coupon?.Contact : contacts.ContactOf(right);
        return field switch
        {
            PersonField.Phone => contact?.Phone,
            PersonField.Email => contact?.Email,
            PersonField.Name => coupon is null ? null : coupon.Holder.NameKana ?? await NameStatedAsync(campaign, coupon, cancellationToken),
            _ => coupon?.Number,
        };
    }

    /// <summary>What the person's page shows masked where the ledger knows no name.</summary>
    private async Task<string?> NameStatedAsync(Campaign campaign, CouponOnFile coupon, CancellationToken cancellationToken) =>
        campaign.ApplicationSite is not null && InquiryNumber.TryParse(coupon.Number, campaign.InquiryNumbers, out InquiryNumber number)
            ? applied.NameIn(await applied.OfCouponAsync(campaign.Id, number, cancellationToken))
            : null;
}
