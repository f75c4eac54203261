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
    public async Task<IResult> AsJson([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request, CancellationToken cancellationToken)
    {
        NewestReports newest = await ReadAsync(cancellationToken);
        return JsonBody.Answer(ReportsTogether.Of([.. newest.Found.Select(one => one.Report)]) with { Missing = [.. newest.Missing.Select(campaign => campaign.Id)] });
    }

    [Function("ShowReportsTogether")]
    [ApiOperation("The newest report of each campaign, and their sum, as a page.", AnswerType = "text/html")]
    public async Task<IResult> AsPage([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + ".html")] HttpRequest request, CancellationToken cancellationToken) =>
        ReportAnswers.Page(ReportsTogetherPage.Of(await ReadAsync(cancellationToken)));

    [Function("DownloadReportsTogether")]
    [ApiOperation("The newest report of each campaign as a table for Excel.", AnswerType = "text/csv")]
    public async Task<IResult> AsCsv([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + ".csv")] HttpRequest request, CancellationToken cancellationToken) =>
        ReportAnswers.Csv(ReportCsv.Of((await ReadAsync(cancellationToken)).Found), "reports.csv");

    private async Task<NewestReports> ReadAsync(CancellationToken cancellationToken)
    {
        List<(Campaign Campaign, ClosingReport Report)> found = [];
        List<Campaign> missing = [];
        foreach (Campaign campaign in campaigns.All
            .Where(campaign => campaign.Kind == CampaignKind.Compensation && runs.All(here => here.Runs(campaign.Id)))
            .OrderBy(campaign => campaign.Prefecture?.Jis, StringComparer.Ordinal).ThenBy(campaign => campaign.Id.Value, StringComparer.Ordinal))
        {
            if (await reports.FindNewestAsync(campaign.Id, cancellationToken) is { } newest)
            {
                found.Add((campaign, newest));
            }
            else
            {
                missing.Add(campaign);
            }
        }

        return new NewestReports(found, missing);
    }
}

/// <summary>What there is of the campaigns of this installation.</summary>
/// <param name="Found">The newest report of each that has one, in the order of prefectures.</param>
/// <param name="Missing">Those of which there is none yet.</param>
internal sealed record NewestReports(IReadOnlyList<(Campaign Campaign, ClosingReport Report)> Found, IReadOnlyList<Campaign> Missing);
