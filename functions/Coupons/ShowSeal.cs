using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Coupons.Restoring;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Coupons;

/// <summary>The seal of a campaign's ledger: to look at, to verify as a whole, and to prove one coupon with.</summary>
public sealed class ShowSeal(SealStore seals, Supplements supplements, SealVerification verification, CampaignCatalog campaigns)
{
    [Function(nameof(ShowSeal))]
    [ApiOperation("The seal of the balances at the cutoff.", Answer = typeof(SealRecord))]
    public async Task<IResult> Show(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "campaigns/{campaign}/seal")] HttpRequest request, string campaign, CancellationToken cancellationToken) =>
        campaigns.TryFind(campaign, out Campaign? found)
            ? await seals.FindAsync(found.Id, cancellationToken) is { } record ? JsonBody.Answer(record with { Supplements = await supplements.SumAsync(found.Id, cancellationToken) }) : NotSealed()
            : LedgerHttp.NoSuchCampaign();

    [Function(nameof(VerifySeal))]
    [ApiOperation("Computes the seal anew and compares.", Answer = typeof(SealCheck))]
    public async Task<IResult> VerifySeal(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "campaigns/{campaign}/seal/verify")] HttpRequest request, string campaign, CancellationToken cancellationToken) =>
        campaigns.TryFind(campaign, out Campaign? found)
            ? await verification.VerifyAsync(found.Id, cancellationToken) switch
            {
                SealVerdict.Holds holds => JsonBody.Answer(new SealCheck(Matches: true, holds.Ledger.Seal, FirstDifferingShard: null)),
                SealVerdict.Differs differs => JsonBody.Answer(new SealCheck(Matches: false, differs.Ledger.Seal, differs.FirstShard)),
                SealVerdict.SupplementsDiffer differs => JsonBody.Answer(new SealCheck(Matches: false, differs.Ledger.Seal, FirstDifferingShard: null) { FirstDifferingSupplement = differs.First }),
                _ => NotSealed(),
            }
            : LedgerHttp.NoSuchCampaign();

    /// <summary>The inquiry number comes in the body: it identifies a person, and URLs are logged on their way.</summary>
    [Function(nameof(ProveCoupon))]
    [ApiOperation("Proves that one coupon is in the seal as it was.", Body = typeof(ProofRequest), Answer = typeof(SealProof))]
    public async Task<IResult> ProveCoupon(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "campaigns/{campaign}/seal/proof")] HttpRequest request, string campaign, CancellationToken cancellationToken)
    {
        if (!campaigns.TryFind(campaign, out Campaign? found))
        {
            return LedgerHttp.NoSuchCampaign();
        }

        (ProofRequest? body, IResult? fault) = await JsonBody.ReadAsync<ProofRequest>(request, cancellationToken);
        if (body is null)
        {
            return fault!;
        }

        if (!InquiryNumber.TryParse(body.InquiryNumber, found.InquiryNumbers, out InquiryNumber number))
        {
            return JsonBody.Fault($"inquiryNumber: expected {found.InquiryNumbers.Expected}.");
        }

        return await verification.ProveAsync(found.Id, number, cancellationToken) is { } proof
            ? JsonBody.Answer(proof)
            : Results.Problem(statusCode: StatusCodes.Status404NotFound, title: "There is no such coupon, or the ledger is not sealed.");
    }

    private static IResult NotSealed() => Results.Problem(statusCode: StatusCodes.Status404NotFound, title: "The ledger is not sealed yet.");
}

/// <summary>Whose coupon is to be proved.</summary>
/// <param name="InquiryNumber">As printed on the coupon.</param>
public sealed record ProofRequest(string InquiryNumber);

/// <summary>What computing the seal anew has found.</summary>
/// <param name="Matches">Whether it is the same.</param>
/// <param name="Seal">The seal on record.</param>
/// <param name="FirstDifferingShard">Where the first difference is; null where there is none.</param>
public sealed record SealCheck(bool Matches, string Seal, int? FirstDifferingShard)
{
    /// <summary>The first supplement that is not as it was, from 1; 0 where only the end of their chain is wrong; null where they hold.</summary>
    public int? FirstDifferingSupplement { get; init; }
}
