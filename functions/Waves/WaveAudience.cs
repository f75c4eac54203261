using Compensation.Entitlements;

namespace Compensation.Waves;

/// <summary>The people of a page: everybody of one shard, or those of any shard who bear a mark.</summary>
public sealed class WaveAudience(EntitlementStore entitlements, EntitlementMarks marks)
{
    public Task<IReadOnlyList<Entitlement>> ReadAsync(WavePage page, CancellationToken cancellationToken) => page.Audience is { } mark
        ? marks.ReadPageAsync(page.Campaign, mark, page.After, page.Take, cancellationToken)
        : entitlements.ReadPageAsync(page.Campaign, page.Shard, page.After, page.Take, cancellationToken);
}
