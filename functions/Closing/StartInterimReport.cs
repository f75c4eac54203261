using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Compensation.Closing;

/// <summary>Has the books counted as they stand now, on any day, with the figures of the closing report; while one count runs a second is not begun.</summary>
public sealed class StartInterimReport(CampaignCatalog campaigns, BeginInterimReport begin)
{
    [Function(nameof(StartInterimReport))]
    [ApiOperation("Has an interim report made of the books as they stand now.", Answer = typeof(InterimReportBegun), Status = 202)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "campaigns/{campaign}/interim-report")] HttpRequest request,
        string campaign, [DurableClient] DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        if (!campaigns.TryFindByRoute(campaign, out Campaign? found) || found.Kind != CampaignKind.Compensation)
        {
            return CampaignRoutes.NoSuchCampaign();
        }

        return await begin.HandleAsync(found, orchestrations, cancellationToken) is { } at
            ? JsonBody.Accepted($"/campaigns/{found.Id}/interim-report", new InterimReportBegun(found.Id, at))
            : Results.Problem($"The balances of '{found.Id}' are not sealed yet: nothing is owed before {JapanTime.LastMinuteBefore(found.CutoffAt)}.", statusCode: StatusCodes.Status409Conflict);
    }
}

/// <summary>An interim report is being made.</summary>
/// <param name="Campaign">Whose.</param>
/// <param name="At">When that was asked for (UTC); the report's <c>closedAt</c> is later.</param>
public sealed record InterimReportBegun(CampaignId Campaign, DateTimeOffset At);
