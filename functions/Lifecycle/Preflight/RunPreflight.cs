using Compensation.Campaigns;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Lifecycle.Preflight;

/// <summary>Tries everything that a campaign stands on before it goes live, and says what is red. It changes nothing, and writes to nobody but to whom the request names.</summary>
public sealed class RunPreflight(CampaignCatalog campaigns, InstallationChecks installation, StockCheck stock, IssuersCheck issuers, SenderChecks senders)
{
    [Function(nameof(RunPreflight))]
    [ApiOperation("Tries settings, keys, storage, clock, stock and senders before a campaign goes live.", Body = typeof(PreflightRequest), Answer = typeof(PreflightResult))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "campaigns/{campaign}/preflight")] HttpRequest request, string campaign, CancellationToken cancellationToken)
    {
        if (!campaigns.TryFindByRoute(campaign, out Campaign? found))
        {
            return CampaignRoutes.NoSuchCampaign();
        }

        (PreflightRequest? body, IResult? fault) = await JsonBody.ReadAsync<PreflightRequest>(request, cancellationToken);
        if (body is null)
        {
            return fault!;
        }

        List<PreflightCheck> checks = [.. await installation.TryAsync(found, cancellationToken), await stock.TryAsync(found, cancellationToken), .. await issuers.TryAsync(found, cancellationToken)];
        if (found.Texts.Count > 0)
        {
            checks.AddRange(await senders.TryAsync(found, body, cancellationToken));
        }

        return JsonBody.Answer(new PreflightResult(found.Id, checks.TrueForAll(check => check.Green), checks));
    }
}
