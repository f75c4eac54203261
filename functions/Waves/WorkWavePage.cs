using Compensation.Campaigns;
using Compensation.Entitlements;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Waves;

/// <summary>Reads one page of the audience and hands it to the wave's action; pauses the wave where its stop rule is broken.</summary>
public sealed class WorkWavePage(WaveAudience audience, WaveStore waves, WaveControl control, IEnumerable<IWaveAction> actions, TimeProvider time)
{
    private readonly Dictionary<string, IWaveAction> _actions = actions.ToDictionary(action => action.Name, StringComparer.Ordinal);

    [Function(nameof(WorkWavePage))]
    public async Task<WorkedPage> Run([ActivityTrigger] PageToWork work, CancellationToken cancellationToken)
    {
        Tries heard = work.LookBack is { } earlier ? await LookBackAsync(earlier, cancellationToken) : Tries.None;
        (WorkedPage worked, Tries tries) = await WorkAsync(work.Page, cancellationToken);
        await JudgeAsync(work, tries, heard, cancellationToken);
        return worked with { Heard = heard };
    }

    private async Task<(WorkedPage Worked, Tries Tries)> WorkAsync(WavePage page, CancellationToken cancellationToken)
    {
        IReadOnlyList<Entitlement> people = await audience.ReadAsync(page, cancellationToken);
        if (people.Count == 0)
        {
            return (new WorkedPage(0, new PageOutcome(Counters.None), null), Tries.None);
        }

        using WaveGate gate = new(async token => !(time.GetUtcNow() >= page.Deadline) && await waves.FindAsync(page.Wave, token) is null or { Standing: WaveStanding.Running }, time);
        PageOutcome outcome = await _actions[page.Action].WorkAsync(page, people, gate, cancellationToken);
        return (new WorkedPage(people.Count, outcome, people.Count == page.Take ? people[^1].Id : null), outcome.Tries);
    }

    private async Task<Tries> LookBackAsync(WavePage page, CancellationToken cancellationToken)
    {
        IReadOnlyList<Entitlement> people = await audience.ReadAsync(page, cancellationToken);
        return people.Count == 0 ? Tries.None : await _actions[page.Action].LookBackAsync(page, people, cancellationToken);
    }

    private async Task JudgeAsync(PageToWork work, Tries tries, Tries heard, CancellationToken cancellationToken)
    {
        foreach (Tries sum in new[] { work.Tries + tries, work.Heard + heard })
        {
            if (work.StopRule is { } rule && sum.Attempted > 0 && rule.IsBrokenBy(sum))
            {
                await control.MoveAsync(work.Page.Wave, WaveStanding.Paused, rule.Describe(sum), Wave.Itself, cancellationToken);
            }
        }
    }
}

/// <summary>A page with what its lane has seen before it.</summary>
/// <param name="Page">The page.</param>
/// <param name="LookBack">An earlier page whose people's delivery reports should be in by now, or null.</param>
/// <param name="StopRule">The lane's stop rule, or null.</param>
/// <param name="Tries">What the lane has tried so far.</param>
/// <param name="Heard">What looking back has shown so far.</param>
public sealed record PageToWork(WavePage Page, WavePage? LookBack, StopRule? StopRule, Tries Tries, Tries Heard);

/// <summary>A page's outcome, and where to go on.</summary>
/// <param name="Looked">How many entitlements the page held.</param>
/// <param name="Outcome">How it stands.</param>
/// <param name="Next">The cursor for the next page of the shard, or null at its end.</param>
public sealed record WorkedPage(int Looked, PageOutcome Outcome, EntitlementId? Next)
{
    /// <summary>What looking back has shown.</summary>
    public Tries Heard { get; init; } = Tries.None;
}
