using Microsoft.Azure.Functions.Worker;

namespace Compensation.Waves;

/// <summary>Enters a wave that begins into the store. One that is there already keeps its standing: a paused one begins paused.</summary>
public sealed class OpenWave(WaveStore waves, TimeProvider time)
{
    /// <returns>The result of a wave that has ended before, or null where it is to run.</returns>
    [Function(nameof(OpenWave))]
    public async Task<WaveResult?> Run([ActivityTrigger] WavePlan plan, CancellationToken cancellationToken)
    {
        Wave opened = new(plan, WaveStanding.Running, string.Empty, Wave.Itself, time.GetUtcNow(), null, default);
        while (!await waves.TryAddAsync(opened, cancellationToken))
        {
            Wave wave = await waves.FindAsync(plan.Id, cancellationToken) ?? throw new InvalidOperationException($"Wave {plan.InstanceId} was there a moment ago.");
            bool settled = wave.Standing != WaveStanding.Planned
                || await waves.TryReplaceAsync(wave.MoveTo(WaveStanding.Running, string.Empty, Wave.Itself, time.GetUtcNow()), cancellationToken);
            if (settled)
            {
                return wave.Standing is WaveStanding.Finished or WaveStanding.Stopped ? wave.Result ?? WaveResult.Nothing with { Stopped = true } : null;
            }
        }

        return null;
    }
}
