using Compensation.Campaigns;
using Compensation.Closing.Pages;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Closing;

/// <summary>The newest reports of all compensations that this installation carries out, prefecture by prefecture and together.</summary>
public sealed class GetReportsTogether(CampaignCatalog campaigns, IEnumerable<ICampaignsRunHere> runs, ClosingReportStore reports)
{
    private const string Route = "reports";

    [Function(nameof(GetReportsTogether))]
    [ApiOperation("The newest report of each campaign, and their sum.", Answer = typeof(ReportsTogether))]
    public async Task<IResult> AsJson([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request, CancellationToken cancellationToken) =>
        JsonBody.Answer(ReportsTogether.Of([.. (await ReadAsync(cancellationToken)).Select(one => one.Report)]));

    [Function("ShowReportsTogether")]
    [ApiOperation("The newest report of each campaign, and their sum, as a page.", AnswerType = "text/html")]
    public async Task<IResult> AsPage([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + ".html")] HttpRequest request, CancellationToken cancellationToken) =>
        ReportAnswers.Page(ReportsTogetherPage.Of(await ReadAsync(cancellationToken)));

    [Function("DownloadReportsTogether")]
    [ApiOperation("The newest report of each campaign as a table for Excel.", AnswerType = "text/csv")]
    public async Task<IResult> AsCsv([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + ".csv")] HttpRequest request, CancellationToken cancellationToken) =>
        ReportAnswers.Csv(ReportCsv.Of(await ReadAsync(cancellationToken)), "reports.csv");

    private async Task<IReadOnlyList<(Campaign Campaign, ClosingReport Report)>> ReadAsync(CancellationToken cancellationToken)
    {
        List<(Campaign Campaign, ClosingReport Report)> found = [];
        foreach (Campaign campaign in campaigns.All
            .Where(campaign => campaign.Kind == CampaignKind.Compensation && runs.All(here => here.Runs(campaign.Id)))
            .OrderBy(campaign => campaign.Prefecture?.Jis, StringComparer.Ordinal).ThenBy(campaign => campaign.Id.Value, StringComparer.Ordinal))
        {
            ClosingReport?[] both = [await reports.FindAsync(campaign.Id, cancellationToken), await reports.FindInterimAsync(campaign.Id, cancellationToken)];
            if (both.OfType<ClosingReport>().MaxBy(report => report.ClosedAt) is { } newest)
            {
                found.Add((campaign, newest));
            }
        }

        return found;
    }
}
