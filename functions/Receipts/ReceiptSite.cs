using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Common.Pages;
using Compensation.Entitlements;
using Compensation.Payouts;
using Compensation.Receipts.Pages;
using Compensation.Receipts.Proof;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Compensation.Receipts;

/// <summary>
/// The receipt site: one page behind each personal link. Looking at it never chooses anything, whoever looks; only the form of the page
/// that names product and amount once more does.
/// </summary>
public sealed class ReceiptSite(
    CampaignCatalog campaigns, ReceiptLinks links, EntitlementStore entitlements, OfferProducts offerProducts, ClaimProduct claimProduct, PayClaim payClaim, ProveContact proveContact, NoteOpening noteOpening, GuessedLinks guessed, CampaignsAtDoor door, TimeProvider time, ILogger<ReceiptSite> logger)
{
    /// <summary>The page behind a link.</summary>
    public const string Route = "r/{token}";

    [Function("ShowReceipt")]
    [ApiOperation("A person's receipt page; with ?product=, the page on which that choice is confirmed.", AnswerType = "text/html", FaultType = "text/html")]
    public Task<IResult> Show(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Route)] HttpRequest request, string token, CancellationToken cancellationToken) =>
        BehindAsync(request, token, async (asked, entitlement) =>
        {
            ChosenProduct chosen = default;
            if (IsOpen(asked.Campaign, entitlement))
            {
                chosen = ChosenProduct.In(request, asked.Campaign);
                await (HttpMethods.IsGet(request.Method) ? noteOpening.HandleAsync(entitlement, cancellationToken) : Task.CompletedTask);
            }

            Page? refusal = chosen.Product is null ? null : await offerProducts.RefusalOfAsync(asked, entitlement, chosen.Product, cancellationToken);
            return chosen.Product is { } product && refusal is null
                ? await offerProducts.ConfirmPageOfAsync(asked, entitlement, product, token, cancellationToken)
                : await WithOthersAsync(asked, entitlement, refusal ?? await PageOfAsync(asked, entitlement, chosen.IsMissing, cancellationToken), cancellationToken);
        }, cancellationToken);

    [Function("ClaimReceipt")]
    [ApiOperation("Collects a product, once it has been confirmed.", BodyType = "application/x-www-form-urlencoded", AnswerType = "", FaultType = "text/html", Status = 303)]
    public Task<IResult> Claim(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request, string token, CancellationToken cancellationToken) =>
        BehindAsync(request, token, async (asked, entitlement) =>
        {
            if (IsOpen(asked.Campaign, entitlement))
            {
                Product? product = asked.Campaign.FindProduct((await PostedForm.ReadAsync(request, cancellationToken))?[ClaimProduct.Field]);
                if (await offerProducts.RefusalOfAsync(asked, entitlement, product, cancellationToken) is { } refusal)
                {
                    return await WithOthersAsync(asked, entitlement, refusal, cancellationToken);
                }

                entitlement = await claimProduct.HandleAsync(asked.Campaign, entitlement, product!, cancellationToken);
            }

            if (entitlement.State == EntitlementState.Claimed)
            {
                await payClaim.FinishAsync(entitlement, cancellationToken);
            }

            return new SeeOther(asked.BesideThis(token));
        }, cancellationToken);

    /// <summary>Where one message spoke for several entitlements, its link leads to all of them.</summary>
    private async Task<IResult> WithOthersAsync(AskedReceipt asked, Entitlement entitlement, Page page, CancellationToken cancellationToken)
    {
        IReadOnlyList<Entitlement> others = await entitlements.ReadCompanionsAsync(entitlement, cancellationToken);
        return others.Count == 0
            ? page
            : new OtherReceipts([.. others.Select(other => (other, asked.BesideThis(links.TokenFor(other.Campaign, other.Id, other.LinkVersion))))])
                .AddTo(asked, page, entitlement, one => time.GetUtcNow() >= one.CollectingEndsAt(asked.Campaign));
    }

    private async Task<Page> PageOfAsync(AskedReceipt asked, Entitlement entitlement, bool nothingChosen, CancellationToken cancellationToken) => entitlement.State switch
    {
        EntitlementState.Open when IsOpen(asked.Campaign, entitlement) => await offerProducts.PageOfAsync(asked, entitlement, nothingChosen, cancellationToken),
        EntitlementState.Open or EntitlementState.Expired => ReceiptPages.Expired(asked, entitlement),
        EntitlementState.Claimed or EntitlementState.Paid => await payClaim.FinishAsync(entitlement, cancellationToken) switch
        {
            PayResult.Paid paid => ReceiptPages.Code(asked, paid.Entitlement, paid.Codes, time.GetUtcNow().DateInJapan()),
            PayResult.NotShown hidden => ReceiptPages.NotShown(asked, hidden.Entitlement),
            PayResult.StillWaiting waiting => ReceiptPages.Waiting(asked, waiting.Entitlement),
            _ => ReceiptPages.Revoked(asked),
        },
        EntitlementState.TransferRequested => ReceiptPages.TransferRequested(asked, entitlement),
        EntitlementState.Transferred => ReceiptPages.Transferred(asked, entitlement),
        EntitlementState.TransferFailed => ReceiptPages.TransferFailed(asked),
        EntitlementState.Revoked => ReceiptPages.Revoked(asked),
        _ => throw new InvalidOperationException($"There is no page for an entitlement that is {entitlement.State}."),
    };

    /// <summary>Whether the person may still choose: the deadline itself decides, not the pass that later writes it down.</summary>
    private bool IsOpen(Campaign campaign, Entitlement entitlement) =>
        entitlement.State == EntitlementState.Open && time.GetUtcNow() < entitlement.CollectingEndsAt(campaign);

    private async Task<IResult> BehindAsync(HttpRequest request, string token, Func<AskedReceipt, Entitlement, Task<IResult>> inside, CancellationToken cancellationToken)
    {
        if (!links.TryRead(token, out CampaignId id, out EntitlementId entitlementId))
        {
            await guessed.CountAsync(campaign: null, cancellationToken);
            return LostPages.Unknown(request, door.Campaigns);
        }

        AskedReceipt asked = new(campaigns[id], request);
        Entitlement? entitlement = await entitlements.FindAsync(id, entitlementId, cancellationToken);
        switch (entitlement is null or { AwaitsApplication: true } or { ErasedBy: not null } ? LinkStanding.Unknown : links.Opens(token, entitlement))
        {
            case LinkStanding.Valid:
                return await proveContact.AskAsync(asked, entitlement!, token, cancellationToken) ?? await inside(asked, entitlement!);
            case LinkStanding.Replaced:
                logger.ReplacedLinkOpened(id, entitlementId);
                return ReceiptPages.Replaced(asked);
            default:
                logger.UnknownLinkOpened(id);
                await guessed.CountAsync(id, cancellationToken);
                return ReceiptPages.Unknown(asked);
        }
    }
}
