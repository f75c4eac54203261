using Compensation.Campaigns;
using Compensation.Common;

namespace Compensation.Coupons;

/// <summary>What the call centre, a slice above, says of a case that a row of adjustments names.</summary>
public interface IConfirmedCases
{
    /// <returns>Null where the case has both its confirmations, and is about just this.</returns>
    Task<CaseFault?> FaultOfAsync(Campaign campaign, string number, CaseClaim claim, CancellationToken cancellationToken);

    /// <returns>What two persons have looked at; nothing where there is no such case.</returns>
    Task<CaseTerms> TermsAsync(Campaign campaign, string number, CancellationToken cancellationToken);
}

/// <summary>Within what something is put back for a case.</summary>
/// <param name="FaceValue">What the coupon was issued for, as the caller has read it where the ledger does not say it; null where nobody has.</param>
/// <param name="Expected">The balance on which it was approved: on another nothing is put back. Null where nobody has approved it.</param>
public sealed record CaseTerms(Yen? FaceValue, Yen? Expected)
{
    public static readonly CaseTerms None = new(null, null);
}

/// <summary>What a row says that a case is about.</summary>
public sealed record CaseClaim(InquiryNumber Coupon, AdjustmentReason Reason, Yen Amount);

/// <summary>Why a row must not settle the case that it names.</summary>
/// <param name="Field">The column.</param>
/// <param name="Problem">What was found.</param>
/// <param name="Expected">What is right.</param>
public sealed record CaseFault(string Field, string Problem, string Expected)
{
    public static readonly CaseFault Unknown = new(AdjustmentReader.Case, "no such case in this campaign", "the number of a case, nine digits");

    public static readonly CaseFault Unconfirmed = new(AdjustmentReader.Case, "a case without both its confirmations", "a case that the shop has confirmed and a second person has approved");

    public static readonly CaseFault OtherFacts = new(AdjustmentReader.Case, "a case about another coupon, amount or reason", "the coupon, amount and reason of the case");
}
