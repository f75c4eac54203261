using Microsoft.Azure.Functions.Worker;

namespace Compensation.Waves;

/// <summary>Enters what a wave did.</summary>
public sealed class CloseWave(WaveStore waves, TimeProvider time)
{
    [Function(nameof(CloseWave))]
    public async Task<WaveResult> Run([ActivityTrigger] WaveToClose close, CancellationToken cancellationToken)
    {
        while (true)
        {
            Wave wave = await waves.FindAsync(close.Wave, cancellationToken) ?? throw new InvalidOperationException($"Wave {close.Wave.Campaign}:{close.Wave.Id} was never opened.");
            Wave closed = wave.Standing switch
            {
                WaveStanding.Running => wave.MoveTo(WaveStanding.Finished, string.Empty, Wave.Itself, time.GetUtcNow()) with { Result = close.Result },
                // Paused when its last page was done already: there was nothing left to hold back.
                WaveStanding.Paused => wave.MoveTo(WaveStanding.Running, string.Empty, Wave.Itself, time.GetUtcNow()).MoveTo(WaveStanding.Finished, wave.Reason, Wave.Itself, time.GetUtcNow()) with { Result = close.Result },
                _ => wave with { Result = close.Result },
            };
            if (await waves.TryReplaceAsync(closed, cancellationToken))
            {
                return close.Result;
            }
        }
    }
}

/// <summary>A wave that has ended.</summary>
public sealed record WaveToClose(WaveId Wave, WaveResult Result);
