using Microsoft.Azure.Functions.Worker;

namespace Compensation.Waves;

/// <summary>Pauses a wave whose canary fared badly. One that no longer runs is left as it is.</summary>
public sealed class PauseWave(WaveControl control)
{
    [Function(nameof(PauseWave))]
    public Task Run([ActivityTrigger] WaveToPause pause, CancellationToken cancellationToken) =>
        control.MoveAsync(pause.Wave, WaveStanding.Paused, pause.Reason, Wave.Itself, cancellationToken);
}

/// <summary>A wave that is to wait for an operator.</summary>
public sealed record WaveToPause(WaveId Wave, string Reason);
