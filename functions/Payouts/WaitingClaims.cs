using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Payouts;

/// <summary>Who has chosen a product of which no code was left, so that they are found once there is one, and told.</summary>
public sealed class WaitingClaims(EntitlementMarks marks)
{
    private const int PageSize = 500;

    /// <summary>What both marks begin with, and no other.</summary>
    private const string Both = "code";

    /// <summary>The mark of those who wait for a code.</summary>
    public const string Waiting = "code-waiting";

    /// <summary>The mark of those for whom there is one now, and who have not been told.</summary>
    public const string Ready = "code-ready";

    public Task AddAsync(Entitlement claimed, CancellationToken cancellationToken) => marks.AddAsync(claimed.Campaign, Waiting, [claimed.Id], cancellationToken);

    public Task<IReadOnlyList<Entitlement>> ReadPageAsync(CampaignId campaign, EntitlementId? after, int take, CancellationToken cancellationToken) =>
        marks.ReadPageAsync(campaign, Waiting, after, take, cancellationToken);

    public Task<int> CountReadyAsync(CampaignId campaign, CancellationToken cancellationToken) => marks.CountAsync(campaign, Ready, cancellationToken);

    /// <summary>Whether anybody waits for a code.</summary>
    public Task<bool> AnyWaitsAsync(CampaignId campaign, CancellationToken cancellationToken) => marks.AnyAsync(campaign, Waiting, cancellationToken);

    /// <summary>Whether anybody waits for a code, or to be told of one.</summary>
    public Task<bool> AnyAsync(CampaignId campaign, CancellationToken cancellationToken) => marks.AnyOfAsync(campaign, Both, cancellationToken);

    /// <summary>They have been told, as far as they can be.</summary>
    public async Task ForgetReadyAsync(CampaignId campaign, CancellationToken cancellationToken)
    {
        IReadOnlyList<Entitlement> page;
        while ((page = await marks.ReadPageAsync(campaign, Ready, null, PageSize, cancellationToken)).Count > 0)
        {
            await marks.RemoveAsync(campaign, Ready, page.Select(person => person.Id), cancellationToken);
        }
    }

    /// <summary>They have their codes. In this order, so that whoever repeats it after a crash forgets nobody.</summary>
    public async Task MoveToReadyAsync(CampaignId campaign, IReadOnlyCollection<EntitlementId> ids, CancellationToken cancellationToken)
    {
        await marks.AddAsync(campaign, Ready, ids, cancellationToken);
        await RemoveAsync(campaign, ids, cancellationToken);
    }

    public Task RemoveAsync(CampaignId campaign, IReadOnlyCollection<EntitlementId> ids, CancellationToken cancellationToken) =>
        marks.RemoveAsync(campaign, Waiting, ids, cancellationToken);
}
