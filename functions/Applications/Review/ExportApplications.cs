using Compensation.Campaigns;
using Compensation.Common.Http;
using Compensation.Entitlements;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Applications.Review;

/// <summary>All applications of a campaign as a file. Nothing of what applicants state: that is read one by one.</summary>
public sealed class ExportApplications(CampaignCatalog campaigns, ApplicationStore applications)
{
    private static readonly IReadOnlyList<CsvField<Application>> s_fields =
    [
        new("application", one => one.Id), new("receipt", one => one.Receipt.Value), new("line", one => one.Line), new("state", one => one.State), new("outcome", one => one.Outcome), new("received_at_jst", one => one.ReceivedAt),
        new("entered_by", one => one.EnteredBy), new("held_by", one => one.HeldBy), new("decided_by", one => one.DecidedBy), new("decided_at_jst", one => one.DecidedAt),
    ];

    [Function(nameof(ExportApplications))]
    [ApiOperation("All applications of a campaign as CSV.", AnswerType = "text/csv")]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "campaigns/{campaign}/applications.csv")] HttpRequest request, string campaign, CancellationToken cancellationToken) =>
        campaigns.TryFindByRoute(campaign, out Campaign? found) && found.ApplicationSite is not null
            ? CsvDownload.Of($"{found.Id}-applications.csv", s_fields, Enumerable.Range(0, ReceiptNumber.Buckets).ToAsyncEnumerable().SelectMany(bucket => applications.ReadAllAsync(found.Id, bucket, after: null, cancellationToken)), cancellationToken)
            : CampaignRoutes.NoSuchCampaign();
}
