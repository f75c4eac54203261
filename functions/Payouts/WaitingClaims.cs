using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Payouts;

/// <summary>Who has chosen a product of which no code was left, so that they are found once there is one, and told.</summary>
public sealed class WaitingClaims(EntitlementMarks marks)
{
    private const int PageSize = 500;

    /// <summary>What all marks of late codes begin with, those whom no word of theirs has reached included, and no other.</summary>
    private const string OfLateCodes = "code";

    /// <summary>The mark of those who wait for a code.</summary>
    public const string Waiting = "code-waiting";

    /// <summary>The mark of those for whom there is one now, or is about to be, and who have not been told.</summary>
    public const string Ready = "code-ready";

    public Task AddAsync(Entitlement claimed, CancellationToken cancellationToken) => marks.AddAsync(claimed.Campaign, Waiting, [claimed.Id], cancellationToken);

    public Task<IReadOnlyList<Entitlement>> ReadPageAsync(CampaignId campaign, EntitlementId? after, int take, CancellationToken cancellationToken) =>
        marks.ReadPageAsync(campaign, Waiting, after, take, cancellationToken);

    public Task<int> CountReadyAsync(CampaignId campaign, CancellationToken cancellationToken) => marks.CountAsync(campaign, Ready, cancellationToken);

    /// <summary>Whether anybody waits for a code.</summary>
    public Task<bool> AnyWaitsAsync(CampaignId campaign, CancellationToken cancellationToken) => marks.AnyAsync(campaign, Waiting, cancellationToken);

    /// <summary>Whether anybody waits for a code, or to be told of one.</summary>
    public Task<bool> AnyAsync(CampaignId campaign, CancellationToken cancellationToken) => marks.AnyOfAsync(campaign, OfLateCodes, cancellationToken);

    /// <summary>They have been told, as far as they can be.</summary>
    public async Task ForgetReadyAsync(CampaignId campaign, CancellationToken cancellationToken)
    {
        IReadOnlyList<Entitlement> page;
        while ((page = await marks.ReadPageAsync(campaign, Ready, null, PageSize, cancellationToken)).Count > 0)
        {
            await marks.RemoveAsync(campaign, Ready, page.Select(person => person.Id), cancellationToken);
        }
    }

    /// <summary>Somebody is about to get a code, and is then to be told.</summary>
    public Task MarkReadyAsync(CampaignId campaign, EntitlementId id, CancellationToken cancellationToken) => marks.AddAsync(campaign, Ready, [id], cancellationToken);

    /// <summary>To which of these an earlier run was about to give a code, or has.</summary>
    public Task<IReadOnlySet<EntitlementId>> AmongReadyAsync(CampaignId campaign, IReadOnlyCollection<EntitlementId> ids, CancellationToken cancellationToken) =>
        marks.AmongAsync(campaign, Ready, ids, cancellationToken);

    /// <summary>There was none after all.</summary>
    public Task UnmarkReadyAsync(CampaignId campaign, EntitlementId id, CancellationToken cancellationToken) => marks.RemoveAsync(campaign, Ready, [id], cancellationToken);

    public Task RemoveAsync(CampaignId campaign, IReadOnlyCollection<EntitlementId> ids, CancellationToken cancellationToken) =>
        marks.RemoveAsync(campaign, Waiting, ids, cancellationToken);
}
