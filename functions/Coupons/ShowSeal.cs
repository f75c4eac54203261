using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Coupons;

/// <summary>The seal of a campaign's ledger: to look at, to verify as a whole, and to prove one coupon with.</summary>
public sealed class ShowSeal(SealStore seals, SealVerification verification, CampaignCatalog campaigns)
{
    [Function(nameof(ShowSeal))]
    [ApiOperation("The seal of the balances at the cutoff.", Answer = typeof(SealRecord))]
    public async Task<IResult> Show(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "campaigns/{campaign}/seal")] HttpRequest request, string campaign, CancellationToken cancellationToken) =>
        campaigns.TryFind(campaign, out Campaign? found)
            ? await seals.FindAsync(found.Id, cancellationToken) is { } record ? Results.Json(record) : NotSealed()
            : LedgerHttp.NoSuchCampaign();

    [Function(nameof(VerifySeal))]
    [ApiOperation("Computes the seal anew and compares.", Answer = typeof(System.Text.Json.Nodes.JsonObject))]
    public async Task<IResult> VerifySeal(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "campaigns/{campaign}/seal/verify")] HttpRequest request, string campaign, CancellationToken cancellationToken) =>
        campaigns.TryFind(campaign, out Campaign? found)
            ? await verification.VerifyAsync(found.Id, cancellationToken) switch
            {
                SealVerdict.Holds holds => Results.Json(new { matches = true, seal = holds.Ledger.Seal, firstDifferingShard = (int?)null }),
                SealVerdict.Differs differs => Results.Json(new { matches = false, seal = differs.Ledger.Seal, firstDifferingShard = differs.FirstShard }),
                _ => NotSealed(),
            }
            : LedgerHttp.NoSuchCampaign();

    /// <summary>The inquiry number comes in the body: it identifies a person, and URLs are logged on their way.</summary>
    [Function(nameof(ProveCoupon))]
    [ApiOperation("Proves that one coupon is in the seal as it was.", Body = typeof(System.Text.Json.Nodes.JsonObject), Answer = typeof(SealProof))]
    public async Task<IResult> ProveCoupon(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "campaigns/{campaign}/seal/proof")] HttpRequest request, string campaign, CancellationToken cancellationToken)
    {
        if (!campaigns.TryFind(campaign, out Campaign? found))
        {
            return LedgerHttp.NoSuchCampaign();
        }

        if (await ReadNumberAsync(request, found.InquiryNumbers, cancellationToken) is not { } number)
        {
            return Results.Problem(statusCode: StatusCodes.Status400BadRequest, title: $"Expected JSON with inquiryNumber: {found.InquiryNumbers.Expected}.");
        }

        return await verification.ProveAsync(found.Id, number, cancellationToken) is { } proof
            ? Results.Json(proof)
            : Results.Problem(statusCode: StatusCodes.Status404NotFound, title: "There is no such coupon, or the ledger is not sealed.");
    }

    private static async Task<InquiryNumber?> ReadNumberAsync(HttpRequest request, InquiryNumberForm numbers, CancellationToken cancellationToken)
    {
        try
        {
            ProofRequest? body = request.HasJsonContentType() ? await request.ReadFromJsonAsync<ProofRequest>(cancellationToken) : null;
            return InquiryNumber.TryParse(body?.InquiryNumber, numbers, out InquiryNumber number) ? number : null;
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }

    private static IResult NotSealed() => Results.Problem(statusCode: StatusCodes.Status404NotFound, title: "The ledger is not sealed yet.");

    private sealed record ProofRequest(string? InquiryNumber);
}
