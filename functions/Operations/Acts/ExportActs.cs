using Compensation.Campaigns;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Operations.Acts;

/// <summary>The lists of acts as files.</summary>
public sealed class ExportActs(ActTrail trail, CampaignCatalog campaigns)
{
    private const int PageSize = 500;

    private static readonly IReadOnlyList<CsvField<Act>> s_fields =
    [
        new("act", act => act.Id), new("at_jst", act => act.At), new("operation", act => act.Operation), new("path", act => act.Path), new("by", act => act.By), new("subject", act => act.Subject),
        new("reason", act => act.Reason), new("from", act => act.From), new("status", act => act.Status), new("rows", act => act.Rows),
    ];

    [Function(nameof(ExportActs))]
    [ApiOperation("What operators did in a campaign as CSV, the newest first; of one of Japan's days, or all.", AnswerType = "text/csv", Query = ["from", "day"])]
    public IResult OfCampaign([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "campaigns/{campaign}/acts.csv")] HttpRequest request, string campaign, CancellationToken cancellationToken) =>
        campaigns.TryFindByRoute(campaign, out Campaign? found) ? FileOf(request, found.Id.Value, $"{found.Id}-acts.csv", cancellationToken) : CampaignRoutes.NoSuchCampaign();

    [Function(nameof(ExportInstallationActs))]
    [ApiOperation("What operators did that belongs to no campaign, as CSV.", AnswerType = "text/csv", Query = ["from", "day"])]
    public IResult ExportInstallationActs([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "acts.csv")] HttpRequest request, CancellationToken cancellationToken) =>
        FileOf(request, ActTrail.Installation, "acts.csv", cancellationToken);

    private IResult FileOf(HttpRequest request, string partition, string name, CancellationToken cancellationToken) =>
        PlaceRange.TryRead(request, out PlaceRange? range, out IResult? fault) ? CsvDownload.Of(name, s_fields, trail.ReadAsync(partition, range, PageSize, cancellationToken), cancellationToken) : fault;
}
