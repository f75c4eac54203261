using Compensation.Common.Files;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Campaigns;

/// <summary><c>GET campaigns/{campaign}/imports</c>: every file that was taken in, by whom, and what it did.</summary>
public sealed class ListImports(CampaignCatalog campaigns, ImportBook book)
{
    [Function(nameof(ListImports))]
    [ApiOperation("All files that were taken in: when, by whom, what they did, and whether they were taken back.", Answer = typeof(ImportEntry[]))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "campaigns/{campaign}/imports")] HttpRequest request, string campaign, CancellationToken cancellationToken) =>
        campaigns.TryFindByRoute(campaign, out Campaign? found)
            ? JsonBody.Answer(await book.ListAsync(found.Id, cancellationToken).ToListAsync(cancellationToken))
            : CampaignRoutes.NoSuchCampaign();
}
