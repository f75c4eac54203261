using Compensation.Campaigns;
using Compensation.Closing.Pages;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Closing;

/// <summary>The newest interim report that somebody has asked for, in the forms of the closing report.</summary>
public sealed class GetInterimReport(CampaignCatalog campaigns, ClosingReportStore reports, IEnumerable<IReportChapter> chapters)
{
    private const string Route = "campaigns/{campaign}/interim-report";

    [Function(nameof(GetInterimReport))]
    [ApiOperation("The newest interim report.", Answer = typeof(ClosingReport))]
    public Task<IResult> AsJson(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request, string campaign, CancellationToken cancellationToken) =>
        AnswerAsync(campaign, (_, report) => JsonBody.Answer(report), cancellationToken);

    [Function("ShowInterimReport")]
    [ApiOperation("The newest interim report as a page.", AnswerType = "text/html")]
    public Task<IResult> AsPage(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + ".html")] HttpRequest request, string campaign, CancellationToken cancellationToken) =>
        AnswerAsync(campaign, (known, report) => ReportAnswers.Page(ClosingReportPage.Of(known, report, chapters)), cancellationToken);

    [Function("DownloadInterimReport")]
    [ApiOperation("The newest interim report as a table for Excel.", AnswerType = "text/csv")]
    public Task<IResult> AsCsv(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + ".csv")] HttpRequest request, string campaign, CancellationToken cancellationToken) =>
        AnswerAsync(campaign, (known, report) => ReportAnswers.Csv(ReportCsv.Of(known, report), $"{known.Id}-interim.csv"), cancellationToken);

    [Function("ShowPublicInterimReport")]
    [ApiOperation("The newest interim report in short, for publishing.", AnswerType = "text/html")]
    public Task<IResult> AsPublished(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/public.html")] HttpRequest request, string campaign, CancellationToken cancellationToken) =>
        AnswerAsync(campaign, (known, report) => ReportAnswers.Page(PublicReportPage.Of(known, report)), cancellationToken);

    private Task<IResult> AnswerAsync(string campaign, Func<Campaign, ClosingReport, IResult> show, CancellationToken cancellationToken) => ReportAnswers.OfAsync(
        campaigns, campaign, id => reports.FindInterimAsync(id, cancellationToken),
        known => $"No interim report of '{known.Id}' has been made yet; POST campaigns/{known.Id}/interim-report has one made.", show);
}
