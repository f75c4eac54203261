using Compensation.Common;
using Compensation.Operations.Alarms;
using Microsoft.Extensions.Logging;

namespace Compensation.Waves;

/// <summary>Changes how waves stand: for operators, and for a wave's own stop rule.</summary>
public sealed class WaveControl(WaveStore waves, IAlarms alarms, TimeProvider time, ILogger<WaveControl> log)
{
    /// <summary>Brings a wave to a standing. One that stands so already is left as it is, and so is one to which this very act was done before, whatever others have made of it since.</summary>
    public async Task<WaveMove> MoveAsync(WaveId id, WaveStanding next, string reason, string by, CancellationToken cancellationToken, SentAct? act = null)
    {
        while (true)
        {
            Wave? wave = await waves.FindAsync(id, cancellationToken);
            if (wave is null)
            {
                return new WaveMove.NoSuchWave();
            }

            if (act is { IsExact: true } sent && wave.Acts.Know(sent))
            {
                return new WaveMove.Done(wave);
            }

            if (wave.Standing == next)
            {
                await TellAsync(wave, by, cancellationToken);
                return new WaveMove.Done(wave);
            }

            // A planned wave is started, not resumed: its orchestration has to be there.
            if (!wave.Standing.CanMoveTo(next) || (wave.Standing == WaveStanding.Planned && next == WaveStanding.Running))
            {
                return new WaveMove.NotAllowed(wave);
            }

            Wave moved = wave.MoveTo(next, reason, by, time.GetUtcNow()) with { Acts = wave.Acts.With(act ?? SentAct.Another) };
            if (await waves.TryReplaceAsync(moved, cancellationToken))
            {
                log.WaveMoved(wave.Plan.InstanceId, next, by, by == Wave.Itself ? reason : "in the operator's words, which are with the wave");
                await TellAsync(moved, by, cancellationToken);
                return new WaveMove.Done(moved);
            }
        }
    }

    /// <summary>Whoever finds the wave paused by itself says so too: the one that paused it may have died before it could.</summary>
    private Task TellAsync(Wave wave, string by, CancellationToken cancellationToken) => wave is { Standing: WaveStanding.Paused, ChangedBy: Wave.Itself } && by == Wave.Itself
        ? alarms.RaiseAsync(AlarmKind.WaveStopped, wave.Plan.Campaign, wave.Plan.WaveId, $"The wave has paused itself and waits for word: {wave.Reason}", cancellationToken)
        : Task.CompletedTask;
}

/// <summary>What came of an attempt to change a wave's standing.</summary>
public abstract record WaveMove
{
    private WaveMove()
    {
    }

    public sealed record Done(Wave Wave) : WaveMove;

    /// <summary>The table of moves does not allow it from where the wave stands.</summary>
    public sealed record NotAllowed(Wave Wave) : WaveMove;

    public sealed record NoSuchWave : WaveMove;
}
