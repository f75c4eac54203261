using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Waves;
using Microsoft.Extensions.Options;

namespace Compensation.CallCentre.Bulk;

/// <summary>Waves of bulk acts that were started so short a time ago, in the evening perhaps, that they may not have come to everybody yet.</summary>
public sealed class ActsUnderWay(BulkStore acts, WaveStore waves, EntitlementMarks marks, IOptions<CallCentreOptions> options, TimeProvider time)
{
    /// <param name="campaign">Whose acts.</param>
    /// <param name="kinds">Of which kinds.</param>
    /// <param name="waveOf">The wave by which an act of them writes.</param>
    /// <param name="except">An act that is not looked at; null for none.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>Their ids. What was stopped, whether the act or its wave, writes to nobody any more.</returns>
    internal async Task<IReadOnlyList<string>> WavesAsync(CampaignId campaign, IReadOnlyCollection<string> kinds, Func<BulkRecord, string?> waveOf, string? except, CancellationToken cancellationToken)
    {
        List<string> found = [];
        await foreach (BulkRecord act in acts.ListAsync(campaign, cancellationToken).Where(act => kinds.Contains(act.Kind, StringComparer.Ordinal) && act.Id != except && IsUnderWay(act)))
        {
            if (waveOf(act) is { } wave && await waves.FindAsync(new WaveId(campaign, wave), cancellationToken) is not { Standing: WaveStanding.Stopped })
            {
                found.Add(wave);
            }
        }

        return found;
    }

    /// <summary>Whom of some people one of these waves writes to.</summary>
    internal async Task<IReadOnlySet<EntitlementId>> AmongAsync(CampaignId campaign, IReadOnlyList<string> writing, IReadOnlyList<EntitlementId> people, CancellationToken cancellationToken)
    {
        HashSet<EntitlementId> ordered = [];
        foreach (string wave in writing)
        {
            ordered.UnionWith(await marks.AmongAsync(campaign, wave, people, cancellationToken));
        }

        return ordered;
    }

    private bool IsUnderWay(BulkRecord act) => act.StoppedBy is null && StoredWait.Lasts(act.By.At, options.Value.MinimumSpacing, time.GetUtcNow());
}
