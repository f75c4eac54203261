using Compensation.Campaigns;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.CallCentre.Genuine;

/// <summary>Says of a message that somebody reads out whether it is ours.</summary>
public sealed class CheckMessage(CampaignCatalog campaigns, JudgeMessage judge)
{
    [Function(nameof(CheckMessage))]
    [ApiOperation("Whether a message is the campaign's, by its sender, link and text: yes, no, or unknown.", Body = typeof(ReadMessage), Answer = typeof(MessageVerdict))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "campaigns/{campaign}/genuine-check")] HttpRequest request, string campaign, CancellationToken cancellationToken)
    {
        if (!campaigns.TryFindByRoute(campaign, out Campaign? found) || found.Senders == Senders.None)
        {
            return CampaignRoutes.NoSuchCampaign();
        }

        (ReadMessage? body, IResult? unreadable) = await JsonBody.ReadAsync<ReadMessage>(request, cancellationToken);
        if (body is null || Operators.NameOf(request, body.By) is null)
        {
            return unreadable ?? JsonBody.Fault("by: is missing; expected 1 to 100 characters on one line");
        }

        return JsonBody.Answer(await judge.HandleAsync(found, body, cancellationToken));
    }
}
