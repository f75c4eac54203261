using System.Text;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Closing;

/// <summary>The closing report, for machines and for people.</summary>
public sealed class GetClosingReport(CampaignCatalog campaigns, ClosingReportStore reports, IEnumerable<IReportChapter> chapters)
{
    [Function(nameof(GetClosingReport))]
    [ApiOperation("The closing report.", Answer = typeof(ClosingReport))]
    public Task<IResult> AsJson(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "campaigns/{campaign}/closing-report")] HttpRequest request,
        string campaign,
        CancellationToken cancellationToken) =>
        AnswerAsync(campaign, (_, report) => JsonBody.Answer(report), cancellationToken);

    [Function("ShowClosingReport")]
    [ApiOperation("The closing report as a page.", AnswerType = "text/html")]
    public Task<IResult> AsPage(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "campaigns/{campaign}/closing-report.html")] HttpRequest request,
        string campaign,
        CancellationToken cancellationToken) =>
        AnswerAsync(campaign, (known, report) => TypedResults.Content(ClosingReportPage.Of(known, report, chapters).ToString(), "text/html", Encoding.UTF8), cancellationToken);

    private async Task<IResult> AnswerAsync(string campaign, Func<Campaign, ClosingReport, IResult> show, CancellationToken cancellationToken)
    {
        if (!CampaignId.TryParse(campaign, out CampaignId id) || !campaigns.TryFind(id, out Campaign? known))
        {
            return TypedResults.Problem($"There is no campaign '{campaign}'.", statusCode: StatusCodes.Status404NotFound);
        }

        return await reports.FindAsync(id, cancellationToken) is { } report
            ? show(known, report)
            : TypedResults.Problem($"The books of '{id}' have not been closed yet: collecting lasts until {JapanTime.LastMinuteBefore(known.ReceiptEndsAt)}.", statusCode: StatusCodes.Status404NotFound);
    }
}
