using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Coupons;

namespace Compensation.CallCentre.Cases;

/// <summary>What a file of adjustments may put back for a case that it names: what the case itself would.</summary>
public sealed class ConfirmedCases(CaseStore cases, CaseDesk desk) : IConfirmedCases
{
    public async Task<CaseFault?> FaultOfAsync(Campaign campaign, string number, CaseClaim claim, CancellationToken cancellationToken)
    {
        if (!CaseNumber.TryParse(number, out CaseNumber named) || await cases.FindAsync(campaign.Id, named, cancellationToken) is not { } one)
        {
            return CaseFault.Unknown;
        }

        return one.State is not (CaseState.Approved or CaseState.Restored) || one.ShopConfirmedAt is null || one.Approved is null ? CaseFault.Unconfirmed
            : one.Amount != claim.Amount || PutBackCase.ReasonOf(one.Kind) != claim.Reason || desk.NumberOf(campaign, one) != claim.Coupon ? CaseFault.OtherFacts
            : null;
    }

    public async Task<CaseTerms> TermsAsync(Campaign campaign, string number, CancellationToken cancellationToken) =>
        CaseNumber.TryParse(number, out CaseNumber named) && await cases.FindAsync(campaign.Id, named, cancellationToken) is { } one
            ? new CaseTerms(desk.FactsOrNoneOf(one).FaceValue, one.Approved is null ? null : one.Expected)
            : CaseTerms.None;
}
