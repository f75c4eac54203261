using Compensation.Campaigns;
using Compensation.Closing.Pages;
using Compensation.Common;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Closing;

/// <summary>The closing report, for machines, for people, for Excel, and in the short form that an office publishes.</summary>
public sealed class GetClosingReport(CampaignCatalog campaigns, ClosingReportStore reports, IEnumerable<IReportChapter> chapters)
{
    private const string Route = "campaigns/{campaign}/closing-report";

    [Function(nameof(GetClosingReport))]
    [ApiOperation("The closing report.", Answer = typeof(ClosingReport))]
    public Task<IResult> AsJson(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request, string campaign, CancellationToken cancellationToken) =>
        AnswerAsync(campaign, (_, report) => JsonBody.Answer(report), cancellationToken);

    [Function("ShowClosingReport")]
    [ApiOperation("The closing report as a page.", AnswerType = "text/html")]
    public Task<IResult> AsPage(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + ".html")] HttpRequest request, string campaign, CancellationToken cancellationToken) =>
        AnswerAsync(campaign, (known, report) => ReportAnswers.Page(ClosingReportPage.Of(known, report, chapters)), cancellationToken);

    [Function("DownloadClosingReport")]
    [ApiOperation("The closing report as a table for Excel.", AnswerType = "text/csv")]
    public Task<IResult> AsCsv(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + ".csv")] HttpRequest request, string campaign, CancellationToken cancellationToken) =>
        AnswerAsync(campaign, (known, report) => ReportAnswers.Csv(ReportCsv.Of(known, report), $"{known.Id}-closing.csv"), cancellationToken);

    [Function("ShowPublicReport")]
    [ApiOperation("The closing report in short, for publishing.", AnswerType = "text/html")]
    public Task<IResult> AsPublished(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/public.html")] HttpRequest request, string campaign, CancellationToken cancellationToken) =>
        AnswerAsync(campaign, (known, report) => ReportAnswers.Page(PublicReportPage.Of(known, report)), cancellationToken);

    private Task<IResult> AnswerAsync(string campaign, Func<Campaign, ClosingReport, IResult> show, CancellationToken cancellationToken) => ReportAnswers.OfAsync(
        campaigns, campaign, id => reports.FindAsync(id, cancellationToken),
        known => $"The books of '{known.Id}' have not been closed yet: collecting lasts until {JapanTime.LastMinuteBefore(known.ReceiptEndsAt)}.", show);
}
