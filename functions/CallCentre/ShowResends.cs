using Compensation.Campaigns;
using Compensation.Common.Http;
using Compensation.Entitlements;
using Compensation.Notices;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.CallCentre;

/// <summary>Who had links sent again, to how many, when and why.</summary>
public sealed class ShowResends(CampaignCatalog campaigns, ResendStore resends, EntitlementStore entitlements, NoticeStore notices)
{
    [Function(nameof(ShowResends))]
    [ApiOperation("All resends: who had them sent, when, why, to how many.", Answer = typeof(ResendView[]))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "campaigns/{campaign}/resends")] HttpRequest request, string campaign, CancellationToken cancellationToken)
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

    [Function(nameof(ShowResend))]
    [ApiOperation("One resend: what it does for each of those it names, and what became of the messages.", Answer = typeof(ResendView))]
    public async Task<IResult> ShowResend(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "campaigns/{campaign}/resends/{order}")] HttpRequest request, string campaign, string order, CancellationToken cancellationToken) =>
        !campaigns.TryFindByRoute(campaign, out Campaign? found) ? CampaignRoutes.NoSuchCampaign()
        : !ResendRecord.IsOrder(order) || await resends.FindAsync(found.Id, order, cancellationToken) is not { } record ? Results.Problem("There is no such resend.", statusCode: StatusCodes.Status404NotFound)
        : JsonBody.Answer(ResendView.Of(record) with { Named = await WithOutcomesAsync(found, record, cancellationToken) });

    private async Task<IReadOnlyList<NamedPersonView>> WithOutcomesAsync(Campaign campaign, ResendRecord record, CancellationToken cancellationToken)
    {
        Entitlement?[] people = await Task.WhenAll(record.Addressed.Order().Select(id => entitlements.FindAsync(campaign.Id, id, cancellationToken)));
        IReadOnlyDictionary<EntitlementId, NoticeHistory> histories = people.Length == 0
            ? new Dictionary<EntitlementId, NoticeHistory>()
            : await notices.ReadHistoriesAsync(record.Sends, [.. people.OfType<Entitlement>()], cancellationToken);
        return [.. record.People.Select(person => NamedPersonView.Of(person) with { Became = histories.GetValueOrDefault(person.Entitlement)?.Ordered?.Outcome })];
    }
}
