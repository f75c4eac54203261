using Compensation.Campaigns;
using Compensation.Common.Http;
using Compensation.Entitlements;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Transfers.Checking;

/// <summary>What there is to check, to release, to decide.</summary>
public sealed class ListTransfers(CampaignCatalog campaigns, TransferStore transfers)
{
    private const int PageSize = 200;

    [Function(nameof(ListTransfers))]
    [ApiOperation("Transfers into accounts, those of one state where asked for, in the order of their ids.", Answer = typeof(TransferPage), Query = ["state", "after"])]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "campaigns/{campaign}/transfers")] HttpRequest request, string campaign, CancellationToken cancellationToken)
    {
        if (!campaigns.TryFindTransfers(campaign, out Campaign? found))
        {
            return TransfersHttp.NoSuchCampaign();
        }

        if (!request.TryReadChoice("state", out TransferState? state))
        {
            return JsonBody.Fault($"state is none; expected one of {QueryChoice.NamesOf<TransferState>()}.");
        }

        EntitlementId? after = null;
        if (request.Query["after"].FirstOrDefault() is { } place)
        {
            if (!EntitlementId.TryParse(place, out EntitlementId id))
            {
                return JsonBody.Fault("after is no place in the list; expected the last id of the page before.");
            }

            after = id;
        }

        List<TransferView> page = await transfers.ReadInAsync(found, state is { } wanted ? [wanted] : [], after, cancellationToken)
            .Take(PageSize + 1)
            .Select(transfer => TransferView.Of(found, transfer))
            .ToListAsync(cancellationToken);
        return JsonBody.Answer(page.Count > PageSize ? new TransferPage(page[..PageSize], page[PageSize - 1].Id) : new TransferPage(page, null));
    }

    [Function(nameof(ShowTransfer))]
    [ApiOperation("One transfer, with what has to be checked.", Answer = typeof(TransferView))]
    public async Task<IResult> ShowTransfer(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "campaigns/{campaign}/transfers/{transfer}")] HttpRequest request, string campaign, string transfer, CancellationToken cancellationToken)
    {
        if (!campaigns.TryFindTransfers(campaign, out Campaign? found))
        {
            return TransfersHttp.NoSuchCampaign();
        }

        if (!EntitlementId.TryParse(transfer, out EntitlementId id) || await transfers.FindAsync(found, id, cancellationToken) is not { } one)
        {
            return TransfersHttp.NoSuchTransfer();
        }

        TransferForm? form = transfers.FormOf(one);
        return JsonBody.Answer(TransferView.Of(found, one) with { Account = form is null ? null : AccountView.Of(form), Answers = form?.Answers, Bank = one.Lines });
    }
}

/// <summary>A part of the list.</summary>
/// <param name="Transfers">Those found.</param>
/// <param name="Next">The value of <c>after</c> with which the list goes on; null at its end.</param>
public sealed record TransferPage(IReadOnlyList<TransferView> Transfers, EntitlementId? Next);
