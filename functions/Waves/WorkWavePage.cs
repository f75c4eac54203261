using Compensation.Entitlements;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Waves;

/// <summary>Reads one page of the audience and hands it to the wave's action.</summary>
public sealed class WorkWavePage(EntitlementStore entitlements, IEnumerable<IWaveAction> actions)
{
    private readonly Dictionary<string, IWaveAction> _actions = actions.ToDictionary(action => action.Name, StringComparer.Ordinal);

    [Function(nameof(WorkWavePage))]
    public async Task<WorkedPage> Run([ActivityTrigger] WavePage page, CancellationToken cancellationToken)
    {
        IReadOnlyList<Entitlement> people = await entitlements.ReadPageAsync(page.Campaign, page.Shard, page.After, page.Take, cancellationToken);
        PageOutcome outcome = people.Count == 0 ? new PageOutcome(Counters.None) : await _actions[page.Action].WorkAsync(page, people, cancellationToken);
        return new WorkedPage(people.Count, outcome.Counts, outcome.Deferred, outcome.RepeatAt, people.Count == page.Take ? people[^1].Id : null);
    }
}

/// <summary>A page's outcome, and where to go on.</summary>
/// <param name="Looked">How many entitlements the page held.</param>
/// <param name="Counts">The action's counters for this page.</param>
/// <param name="Deferred">People left for a later pass.</param>
/// <param name="RepeatAt">Set where the same page is to be handed over again.</param>
/// <param name="Next">The cursor for the next page of the shard, or null at its end.</param>
public sealed record WorkedPage(int Looked, IReadOnlyDictionary<string, long> Counts, int Deferred, DateTimeOffset? RepeatAt, EntitlementId? Next);
