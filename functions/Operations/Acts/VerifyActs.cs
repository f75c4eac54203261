using Compensation.Campaigns;
using Compensation.Common.Http;
using Compensation.Operations.Acts.Chain;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Operations.Acts;

/// <summary>Whether the list of acts is what was written.</summary>
public sealed class VerifyActs(VerifyChain verify, CampaignCatalog campaigns)
{
    [Function(nameof(VerifyActs))]
    [ApiOperation("Walks the chain of a campaign's acts and holds it against its anchors: whether a line was changed, removed, added or cut off, or an older copy put in its place.", Answer = typeof(ChainCheck))]
    public async Task<IResult> OfCampaign(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "campaigns/{campaign}/acts/verify")] HttpRequest request, string campaign, CancellationToken cancellationToken) =>
        campaigns.TryFindByRoute(campaign, out Campaign? found) ? JsonBody.Answer(await verify.HandleAsync(found.Id.Value, cancellationToken)) : CampaignRoutes.NoSuchCampaign();

    [Function(nameof(VerifyInstallationActs))]
    [ApiOperation("The same of the acts that belong to no campaign.", Answer = typeof(ChainCheck))]
    public async Task<IResult> VerifyInstallationActs([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "acts/verify")] HttpRequest request, CancellationToken cancellationToken) =>
        JsonBody.Answer(await verify.HandleAsync(ActTrail.Installation, cancellationToken));
}
