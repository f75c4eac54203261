using Compensation.Campaigns;
using Compensation.Common.Access;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Lifecycle.Deadlines;

/// <summary>A campaign's receipt deadline: how it stands, and its extension by two persons.</summary>
public sealed class ChangeDeadline(CampaignCatalog campaigns, DeadlineDesk desk)
{
    private const string Route = "campaigns/{campaign}/deadline";

    [Function("ShowDeadline")]
    [ApiOperation("The receipt deadline: as it is printed and as it stands, the minutes lost in its last 48 hours, what was agreed on, and what waits for a second person.", Answer = typeof(DeadlineView))]
    public async Task<IResult> Show([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request, string campaign, CancellationToken cancellationToken) =>
        campaigns.TryFindByRoute(campaign, out Campaign? found) ? JsonBody.Answer(await desk.ShowAsync(found.Id, cancellationToken)) : CampaignRoutes.NoSuchCampaign();

    [Function("ProposeExtension")]
    [ApiOperation("Proposes to extend the receipt deadline, by at most as many minutes as were lost and have not been made good. Nothing changes before another person approves.", Body = typeof(ExtensionProposal), Answer = typeof(DeadlineView), MayHeaders = [IdempotencyKey.Header])]
    public Task<IResult> Propose([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/propose")] HttpRequest request, string campaign, CancellationToken cancellationToken) =>
        ActAsync<ExtensionProposal>(request, campaign, (found, by, body) => desk.ProposeAsync(found.Id, body.Minutes, body.Reason, by, IdempotencyKey.TryRead(request, out string? key) ? key : null, cancellationToken), cancellationToken);

    [Function("ApproveExtension")]
    [ApiOperation("Approves the proposed extension, as it was looked at: by another person than proposed it, and before expiry has begun.", Body = typeof(ExtensionDecision), Answer = typeof(DeadlineView))]
    public Task<IResult> Approve([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/approve")] HttpRequest request, string campaign, CancellationToken cancellationToken) =>
        ActAsync<ExtensionDecision>(request, campaign, (found, by, body) => desk.ApproveAsync(found.Id, body.Revision, by, cancellationToken), cancellationToken);

    [Function("WithdrawExtension")]
    [ApiOperation("Takes the proposed extension away, as it was looked at.", Body = typeof(ExtensionDecision), Answer = typeof(DeadlineView))]
    public Task<IResult> Withdraw([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/withdraw")] HttpRequest request, string campaign, CancellationToken cancellationToken) =>
        ActAsync<ExtensionDecision>(request, campaign, (found, by, body) => desk.WithdrawAsync(found.Id, body.Revision, by, cancellationToken), cancellationToken);

    private async Task<IResult> ActAsync<T>(HttpRequest request, string campaign, Func<Campaign, Person, T, Task<DeadlineDone>> act, CancellationToken cancellationToken)
        where T : class
    {
        if (!campaigns.TryFindByRoute(campaign, out Campaign? found))
        {
            return CampaignRoutes.NoSuchCampaign();
        }

        if (Caller.Of(request.HttpContext).Person is not { } by)
        {
            return PersonsOnly.Refusal();
        }

        (T? body, IResult? fault) = await JsonBody.ReadAsync<T>(request, cancellationToken);
        return body is null ? fault! : await act(found, by, body) switch
        {
            DeadlineDone.Done { View: var view } => JsonBody.Answer(view),
            DeadlineDone.Faulty { Why: var why } => JsonBody.Fault(why),
            DeadlineDone.NotNow { Why: var why } => Results.Problem(why, statusCode: StatusCodes.Status409Conflict),
            _ => throw new InvalidOperationException("There is no answer for this."),
        };
    }
}

/// <summary>What one person proposes.</summary>
/// <param name="Minutes">By how many minutes more.</param>
/// <param name="Reason">Why; 1 to 500 characters. It stands in the closing report.</param>
public sealed record ExtensionProposal(int Minutes, string Reason);

/// <summary>Word on a proposal.</summary>
/// <param name="Revision">The revision of the deadline that was looked at.</param>
public sealed record ExtensionDecision(int Revision);
