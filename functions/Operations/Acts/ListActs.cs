using Compensation.Campaigns;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Operations.Acts;

/// <summary>What operators did: in a campaign, and in the installation as a whole.</summary>
public sealed class ListActs(ActTrail trail, CampaignCatalog campaigns)
{
    private const int PageSize = 200;

    [Function(nameof(ListActs))]
    [ApiOperation("What operators did in a campaign, or tried to: who, on what, why, when, from where, how it was answered. The newest first; of one of Japan's days (day=2023-04-10), or of all.", Answer = typeof(ActPage), Query = ["from", "day"])]
    public Task<IResult> OfCampaign(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "campaigns/{campaign}/acts")] HttpRequest request, string campaign, CancellationToken cancellationToken) =>
        campaigns.TryFindByRoute(campaign, out Campaign? found) ? PageAsync(request, found.Id.Value, cancellationToken) : Task.FromResult(CampaignRoutes.NoSuchCampaign());

    [Function(nameof(ListInstallationActs))]
    [ApiOperation("What operators did that belongs to no campaign, such as suppressions. The newest first; of one of Japan's days, or of all.", Answer = typeof(ActPage), Query = ["from", "day"])]
    public Task<IResult> ListInstallationActs([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "acts")] HttpRequest request, CancellationToken cancellationToken) =>
        PageAsync(request, ActTrail.Installation, cancellationToken);

    private async Task<IResult> PageAsync(HttpRequest request, string partition, CancellationToken cancellationToken)
    {
        if (!PlaceRange.TryRead(request, out PlaceRange? range, out IResult? fault))
        {
            return fault;
        }

        IReadOnlyList<Act> found = await trail.ReadPageAsync(partition, range, PageSize + 1, cancellationToken);
        return JsonBody.Answer(found.Count > PageSize ? new ActPage([.. found.Take(PageSize)], found[PageSize].Id) : new ActPage(found, null));
    }
}

/// <summary>A part of the list.</summary>
/// <param name="Acts">Those found, the newest first.</param>
/// <param name="Next">Where the list goes on, or null at its end.</param>
public sealed record ActPage(IReadOnlyList<Act> Acts, string? Next);
