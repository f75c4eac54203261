using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Coupons;
using Compensation.Entitlements;

namespace Compensation.Applications.Matching;

/// <summary>What the sealed ledger says of one application.</summary>
/// <param name="Outcome">What it turned out to be.</param>
/// <param name="Coupon">What is on file; null where the number is not known.</param>
internal sealed record Matched(ApplicationOutcome Outcome, CouponOnFile? Coupon);

/// <summary>Holds one application against the ledger and against the other applications for the same coupon.</summary>
public sealed class MatchApplication(CampaignCatalog campaigns, CouponLookups ledgers, RelatedApplications related, EntitlementStore entitlements, ProtectedFields fields)
{
    /// <summary>The ledgers of a campaign and of its neighbours, opened once for some look-ups in a row.</summary>
    internal async Task<IReadOnlyDictionary<CampaignId, CouponLookup>> OpenAsync(CampaignId campaign, CancellationToken cancellationToken)
    {
        Dictionary<CampaignId, CouponLookup> opened = new() { [campaign] = await ledgers.OpenAsync(campaign, cancellationToken) };
        foreach (Campaign other in campaigns.All.Where(other => other.Kind == CampaignKind.Compensation && other.Id != campaign))
        {
            opened[other.Id] = await ledgers.OpenAsync(other.Id, cancellationToken);
        }

        return opened;
    }

    internal async Task<Matched> HandleAsync(Campaign campaign, Application application, IReadOnlyDictionary<CampaignId, CouponLookup> opened, CancellationToken cancellationToken)
    {
        StatedFacts stated = FactsOf(application);
        CouponOnFile? coupon = await FindAsync(campaign, application, opened[campaign.Id], cancellationToken);
        if (coupon is { HolderIsUnreadable: true } or { ContactIsUnreadable: true })
        {
            // Whose it is cannot be compared: what would contradict the applicant may stand there.
            throw new InvalidDataException($"What the ledger says of the holder of {coupon.Id} cannot be read.");
        }

        bool isTaken = coupon is not null && await IsTakenAsync(campaign, application, coupon, cancellationToken);
        bool isElsewhere = coupon is null && await IsElsewhereAsync(campaign, application, opened, cancellationToken);
        return new Matched(Match.Of(campaign, stated, coupon, isElsewhere, isTaken), coupon);
    }

    /// <summary>The coupon of an application's number; null where the ledger does not know it, or nobody can read it any more.</summary>
    internal async Task<CouponOnFile?> FindCouponAsync(Campaign campaign, Application application, CancellationToken cancellationToken) =>
        fields.UnprotectOrNull(application.ProtectedNumber) is null ? null : await FindAsync(campaign, application, await ledgers.OpenAsync(campaign.Id, cancellationToken), cancellationToken);

    /// <summary>
    /// By an earlier one that is accepted, or will be. An earlier one about which a person has to decide, or that cannot be read, takes nothing from anybody, and neither does
    /// a later one: so it makes no difference in which order they are looked at.
    /// </summary>
    private async Task<bool> IsTakenAsync(Campaign campaign, Application application, CouponOnFile coupon, CancellationToken cancellationToken)
    {
        IReadOnlyList<RelatedRow> earlier = await related.EarlierForCouponAsync(application, cancellationToken);
        string? accepted = earlier.Count == 0 ? null : (await entitlements.FindAsync(campaign.Id, coupon.Id, cancellationToken))?.Application;
        if (earlier.Any(row => string.Equals(row.Id, accepted, StringComparison.Ordinal)))
        {
            return true;
        }

        foreach (RelatedRow row in earlier)
        {
            if (await related.FindAsync(campaign.Id, row, cancellationToken) is { State: ApplicationState.Received } other
                && fields.UnprotectJsonOrNull<ApplicationForm>(other.ProtectedForm) is { Facts: var stated }
                && Match.Of(campaign, stated, coupon, isElsewhere: false, isTaken: false) == ApplicationOutcome.Exact)
            {
                return true;
            }
        }

        return false;
    }

    private async Task<bool> IsElsewhereAsync(Campaign campaign, Application application, IReadOnlyDictionary<CampaignId, CouponLookup> opened, CancellationToken cancellationToken)
    {
        foreach ((CampaignId other, CouponLookup ledger) in opened.Where(one => one.Key != campaign.Id))
        {
            if (await FindAsync(campaigns[other], application, ledger, cancellationToken) is not null)
            {
                return true;
            }
        }

        return false;
    }

    private async Task<CouponOnFile?> FindAsync(Campaign campaign, Application application, CouponLookup ledger, CancellationToken cancellationToken) =>
        InquiryNumber.TryParse(fields.Unprotect(application.ProtectedNumber), campaign.InquiryNumbers, out InquiryNumber number) ? await ledger.FindAsync(number, cancellationToken) : null;

    private StatedFacts FactsOf(Application application) => fields.UnprotectJson<ApplicationForm>(application.ProtectedForm).Facts;
}
