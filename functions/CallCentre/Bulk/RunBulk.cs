using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Operations.Acts;
using Compensation.Waves;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Compensation.CallCentre.Bulk;

/// <summary>A bulk act, page by page to its end or until it is stopped; then what came of each row is written into the trail of acts.</summary>
public static class RunBulk
{
    [Function(nameof(RunBulk))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        BulkRun run = context.GetInput<BulkRun>()!;
        int? next = await context.CallActivityAsync<int?>(nameof(WorkBulkPage), run, Patience.OverAWeekend);
        if (next is { } from)
        {
            context.ContinueAsNew(run with { From = from });
            return;
        }

        await context.CallActivityAsync(nameof(CloseBulk), run, Patience.OverAWeekend);
    }
}

/// <summary>Which act, and from which row on. No personal data.</summary>
public sealed record BulkRun(CampaignId Campaign, string Id, int From)
{
    public string InstanceId => $"{Campaign}:bulk-{Id}";
}

/// <summary>Does the next rows of a bulk act.</summary>
public sealed class WorkBulkPage(CampaignCatalog campaigns, BulkStore store, IEnumerable<IBulkAction> actions, WaveControl waves)
{
    /// <returns>The row at which it goes on; null where it has come to its end, or was stopped.</returns>
    [Function(nameof(WorkBulkPage))]
    public async Task<int?> Run([ActivityTrigger] BulkRun run, [DurableClient] DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        BulkRecord act = await store.FindAsync(run.Campaign, run.Id, cancellationToken) ?? throw new InvalidDataException($"The bulk act {run.Id} of {run.Campaign} is not on record.");
        IBulkAction action = actions.Single(one => string.Equals(one.Kind, act.Kind, StringComparison.Ordinal));
        IReadOnlyList<BulkRow> rows = act.StoppedBy is null ? await store.ReadRowsAsync(act, run.From, action.PageSize, cancellationToken) : [];
        if (rows.Any(row => row.Outcome is null))
        {
            // All rows of the page, also after a death in between: it is the same page to whoever works on it, and what had come of a row before stays.
            BulkWorked worked = await action.WorkAsync(new BulkPage(campaigns[run.Campaign], act, [.. rows.Select(row => row.Target)]), orchestrations, cancellationToken);
            await store.KeepOutcomesAsync(act, rows.Zip(worked.Outcomes, (row, outcome) => row with { Outcome = row.Outcome ?? outcome }), cancellationToken);
            await NoteWaveAsync(act, worked.Wave, cancellationToken);
        }

        await HeedStopAsync(run, action, orchestrations, cancellationToken);
        return rows.Count == action.PageSize ? run.From + rows.Count : null;
    }

    /// <summary>Whoever stopped the act while its wave was being started may have come before there was one. After a death in between it is found here too, and stands with the act.</summary>
    private async Task HeedStopAsync(BulkRun run, IBulkAction action, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(run.Campaign, run.Id, cancellationToken) is { StoppedBy: { } by } act && action.WaveOf(act) is { } wave
            && await waves.MoveAsync(new WaveId(run.Campaign, wave), WaveStanding.Stopped, "The bulk act that it belongs to was stopped.", by, cancellationToken) is WaveMove.Done { Wave: var stopped })
        {
            await NoteWaveAsync(act, wave, cancellationToken);
            await orchestrations.WakeAsync(stopped, cancellationToken);
        }
    }

    private async Task NoteWaveAsync(BulkRecord seen, string? wave, CancellationToken cancellationToken)
    {
        BulkRecord? act = seen;
        while (wave is not null && act is not null && act.Wave != wave && !await store.TryReplaceAsync(act with { Wave = wave }, cancellationToken))
        {
            act = await store.FindAsync(seen.Campaign, seen.Id, cancellationToken);
        }
    }
}

/// <summary>Ends a bulk act: rows that it has not come to are left as stopped. Its place in the trail of acts is kept first, so that whoever repeats it after a death writes its line there, once.</summary>
public sealed class CloseBulk(BulkStore store, ActTrail trail, TimeProvider time)
{
    /// <summary>What came of a row that it has not come to.</summary>
    public const string Stopped = "stopped";

    [Function(nameof(CloseBulk))]
    public async Task Run([ActivityTrigger] BulkRun run, CancellationToken cancellationToken)
    {
        while (await store.FindAsync(run.Campaign, run.Id, cancellationToken) is { EndedAt: null } act)
        {
            IReadOnlyList<BulkRow> rows = await store.ReadRowsAsync(act, 0, BulkPlan.TargetsMax, cancellationToken);
            await store.KeepOutcomesAsync(act, rows.Where(row => row.Outcome is null).Select(row => row with { Outcome = Stopped }), cancellationToken);
            if (act.EndPlace is not { } place)
            {
                await store.TryReplaceAsync(act with { EndPlace = trail.PlaceOfOwn(time.GetUtcNow()) }, cancellationToken);
                continue;
            }

            await trail.RecordOwnOnceAsync(run.Campaign.Value, place, $"FinishBulk {act.Kind}", [.. rows.Select(row => new ActNoteRow(row.Target.On, row.Outcome ?? Stopped))], time.GetUtcNow());
            await store.TryReplaceAsync(act with { EndedAt = time.GetUtcNow() }, cancellationToken);
        }
    }
}
