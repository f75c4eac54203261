using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Common.Pages;
using Compensation.Entitlements;
using Compensation.Payouts;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Compensation.Receipts;

/// <summary>
/// The receipt site: one page behind each personal link. Looking at it never chooses anything, whoever looks; only the form does.
/// </summary>
public sealed class ReceiptSite(
    CampaignCatalog campaigns, ReceiptLinks links, EntitlementStore entitlements, ClaimProduct claimProduct, PayClaim payClaim, GuessedLinks guessed, TimeProvider time, ILogger<ReceiptSite> logger)
{
    /// <summary>The page behind a link.</summary>
    public const string Route = "r/{token}";

    [Function("ShowReceipt")]
    [ApiOperation("A person's receipt page.", AnswerType = "text/html", FaultType = "text/html")]
    public Task<IResult> Show(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Route)] HttpRequest request, string token, CancellationToken cancellationToken) =>
        BehindAsync(
            token,
            async (campaign, entitlement) => await WithOthersAsync(request, entitlement, await PageOfAsync(campaign, entitlement, cancellationToken), campaign, cancellationToken),
            cancellationToken);

    [Function("ClaimReceipt")]
    [ApiOperation("Chooses a product on the receipt page.", BodyType = "application/x-www-form-urlencoded", AnswerType = "", FaultType = "text/html", Status = 303)]
    public Task<IResult> Claim(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request, string token, CancellationToken cancellationToken) =>
        BehindAsync(token, async (campaign, entitlement) =>
        {
            if (IsOpen(campaign, entitlement))
            {
                if (campaign.FindProduct((await PostedForm.ReadAsync(request, cancellationToken))?[ClaimProduct.Field]) is not { } product)
                {
                    return await WithOthersAsync(request, entitlement, ReceiptPages.Choose(campaign, entitlement, nothingChosen: true), campaign, cancellationToken);
                }

                entitlement = await claimProduct.HandleAsync(campaign, entitlement, product, cancellationToken);
            }

            if (entitlement.State == EntitlementState.Claimed)
            {
                await payClaim.FinishAsync(entitlement, cancellationToken);
            }

            return new SeeOther(BesideThis(request, token));
        }, cancellationToken);

    /// <summary>Where one message spoke for several entitlements, its link leads to all of them.</summary>
    private async Task<IResult> WithOthersAsync(HttpRequest request, Entitlement entitlement, Page page, Campaign campaign, CancellationToken cancellationToken)
    {
        IReadOnlyList<Entitlement> others = await entitlements.ReadCompanionsAsync(entitlement, cancellationToken);
        return others.Count == 0
            ? page
            : new OtherReceipts([.. others.Select(other => (other, BesideThis(request, links.TokenFor(other.Campaign, other.Id, other.LinkVersion))))])
                .AddTo(page, entitlement, one => time.GetUtcNow() >= one.CollectingEndsAt(campaign));
    }

    /// <summary>The address of a token's page, as seen from this one: people and programs add a slash at the end.</summary>
    private static string BesideThis(HttpRequest request, string token) => request.Path.Value is [.., '/'] ? $"../{token}" : token;

    private async Task<Page> PageOfAsync(Campaign campaign, Entitlement entitlement, CancellationToken cancellationToken) => entitlement.State switch
    {
        EntitlementState.Open when IsOpen(campaign, entitlement) => ReceiptPages.Choose(campaign, entitlement, nothingChosen: false),
        EntitlementState.Open or EntitlementState.Expired => ReceiptPages.Expired(campaign, entitlement),
        EntitlementState.Claimed or EntitlementState.Paid => await payClaim.FinishAsync(entitlement, cancellationToken) switch
        {
            PayResult.Paid paid => ReceiptPages.Code(campaign, paid.Entitlement, paid.Codes),
            PayResult.StillWaiting waiting => ReceiptPages.Waiting(campaign, waiting.Entitlement),
            _ => ReceiptPages.Revoked(campaign),
        },
        EntitlementState.TransferRequested => ReceiptPages.TransferRequested(campaign, entitlement),
        EntitlementState.Transferred => ReceiptPages.Transferred(campaign, entitlement),
        EntitlementState.TransferFailed => ReceiptPages.TransferFailed(campaign),
        EntitlementState.Revoked => ReceiptPages.Revoked(campaign),
        _ => throw new InvalidOperationException($"There is no page for an entitlement that is {entitlement.State}."),
    };

    /// <summary>Whether the person may still choose: the deadline itself decides, not the pass that later writes it down.</summary>
    private bool IsOpen(Campaign campaign, Entitlement entitlement) =>
        entitlement.State == EntitlementState.Open && time.GetUtcNow() < entitlement.CollectingEndsAt(campaign);

    private async Task<IResult> BehindAsync(string token, Func<Campaign, Entitlement, Task<IResult>> inside, CancellationToken cancellationToken)
    {
        if (!links.TryRead(token, out CampaignId id, out EntitlementId entitlementId))
        {
            await guessed.CountAsync(campaign: null, cancellationToken);
            return ReceiptPages.UnknownCampaign();
        }

        Campaign campaign = campaigns[id];
        Entitlement? entitlement = await entitlements.FindAsync(id, entitlementId, cancellationToken);
        switch (entitlement is null or { AwaitsApplication: true } ? LinkStanding.Unknown : links.Opens(token, entitlement))
        {
            case LinkStanding.Valid:
                return await inside(campaign, entitlement!);
            case LinkStanding.Replaced:
                logger.ReplacedLinkOpened(id, entitlementId);
                return ReceiptPages.Replaced(campaign);
            default:
                logger.UnknownLinkOpened(id);
                await guessed.CountAsync(id, cancellationToken);
                return ReceiptPages.Unknown(campaign);
        }
    }
}
