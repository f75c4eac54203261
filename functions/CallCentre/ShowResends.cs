using Compensation.Campaigns;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.CallCentre;

/// <summary>Who had links sent again, to how many, when and why.</summary>
public sealed class ShowResends(CampaignCatalog campaigns, ResendStore resends)
{
    [Function(nameof(ShowResends))]
    [ApiOperation("All resends: who had them sent, when, why, to how many.", Answer = typeof(ResendView[]))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "campaigns/{campaign}/resends")] HttpRequest request, string campaign, CancellationToken cancellationToken)
    {
        if (!campaigns.TryFindByRoute(campaign, out Campaign? found))
        {
            return CampaignRoutes.NoSuchCampaign();
        }

        List<ResendView> all = [];
        await foreach (ResendRecord record in resends.ListAsync(found.Id, cancellationToken))
        {
            all.Add(ResendView.Of(record));
        }

        return JsonBody.Answer(all.OrderBy(resend => resend.At));
    }
}
