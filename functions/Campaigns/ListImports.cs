using Compensation.Common;
using Compensation.Common.Files;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Campaigns;

/// <summary><c>GET campaigns/{campaign}/imports</c>: every file that was taken in, is being taken in, or was begun and broken off: by whom, and what it did.</summary>
public sealed class ListImports(CampaignCatalog campaigns, ImportBook book, ImportLeases leases)
{
    [Function(nameof(ListImports))]
    [ApiOperation("All files that were taken in: when, by whom, what they did, and whether they were taken back; with those that are being taken in, or were begun and broken off.", Answer = typeof(ImportEntry[]))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "campaigns/{campaign}/imports")] HttpRequest request, string campaign, CancellationToken cancellationToken) =>
        campaigns.TryFindByRoute(campaign, out Campaign? found) ? JsonBody.Answer(await ReadAsync(found.Id, cancellationToken)) : CampaignRoutes.NoSuchCampaign();

    /// <summary>Those that are open first: what comes to its end in between is in the book then, and stands there once.</summary>
    private async Task<IReadOnlyList<ImportEntry>> ReadAsync(CampaignId campaign, CancellationToken cancellationToken)
    {
        IReadOnlyList<ImportEntry> open = await leases.ReadOpenAsync(campaign, cancellationToken);
        List<ImportEntry> noted = await book.ListAsync(campaign, cancellationToken).ToListAsync(cancellationToken);
        return [.. noted.Concat(open.ExceptBy(noted.Select(file => file.Id), file => file.Id, StringComparer.Ordinal)).OrderBy(file => file.Id, StringComparer.Ordinal)];
    }
}
