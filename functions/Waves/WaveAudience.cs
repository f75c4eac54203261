using Compensation.Entitlements;

namespace Compensation.Waves;

/// <summary>The people of a page: everybody of one shard, or those of any shard who bear a mark.</summary>
public sealed class WaveAudience(EntitlementStore entitlements, EntitlementMarks marks)
{
    public async Task<IReadOnlyList<Entitlement>> ReadAsync(WavePage page, CancellationToken cancellationToken)
    {
        IReadOnlyList<Entitlement> people = page.Audience is { } mark
            ? await marks.ReadPageAsync(page.Campaign, mark, page.After, page.Take, cancellationToken)
            : await entitlements.ReadPageAsync(page.Campaign, page.Shard, page.After, page.Take, cancellationToken);
        return page.Through is { } last ? [.. people.TakeWhile(person => person.Id.CompareTo(last) <= 0)] : people;
    }
}
