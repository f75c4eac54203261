using System.Text;
using Compensation.Campaigns;
using Compensation.Common.Hosting;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Compensation.Awards.Books;

/// <summary>The closing report of a points award, for machines and for people; and making it anew, at any time.</summary>
public sealed class GetAwardReport(CampaignCatalog campaigns, AwardReportStore reports)
{
    [Function(nameof(GetAwardReport))]
    [ApiOperation("The closing report of a points award.", Answer = typeof(AwardClosingReport))]
    public Task<IResult> AsJson(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "campaigns/{campaign}/award-report")] HttpRequest request, string campaign, CancellationToken cancellationToken) =>
        AnswerAsync(campaign, (_, report) => JsonBody.Answer(report), cancellationToken);

    [Function("ShowAwardReport")]
    [ApiOperation("The closing report of a points award as a page.", AnswerType = "text/html")]
    public Task<IResult> AsPage(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "campaigns/{campaign}/award-report.html")] HttpRequest request, string campaign, CancellationToken cancellationToken) =>
        AnswerAsync(campaign, (known, report) => Results.Content(AwardReportPage.Of(known, report).ToString(), "text/html", Encoding.UTF8), cancellationToken);

    [Function("MakeAwardReport")]
    [ApiOperation("Counts everything anew and makes the report: in between, or once more after results have come in.", Answer = typeof(StartedRun), Status = 202)]
    public async Task<IResult> Make(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "campaigns/{campaign}/award-report")] HttpRequest request,
        string campaign,
        [DurableClient] DurableTaskClient orchestrations,
        CancellationToken cancellationToken)
    {
        if (!campaigns.TryFindAward(campaign, out Campaign? found))
        {
            return AwardsHttp.NoSuchCampaign();
        }

        string instance = $"{found.Id}:award-report";
        await orchestrations.StartUnlessRunningAsync(nameof(CloseAwardBooks), new AwardBooks(found.Id, found.Shards), instance, cancellationToken);
        return JsonBody.Accepted($"/campaigns/{found.Id}/award-report", new StartedRun(instance));
    }

    private async Task<IResult> AnswerAsync(string campaign, Func<Campaign, AwardClosingReport, IResult> show, CancellationToken cancellationToken)
    {
        if (!campaigns.TryFindAward(campaign, out Campaign? found))
        {
            return AwardsHttp.NoSuchCampaign();
        }

        return await reports.FindAsync(found.Id, cancellationToken) is { } report
            ? show(found, report)
            : Results.Problem($"There is no report of '{found.Id}' yet.", statusCode: StatusCodes.Status404NotFound);
    }
}
