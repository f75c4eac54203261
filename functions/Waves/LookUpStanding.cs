using Microsoft.Azure.Functions.Worker;

namespace Compensation.Waves;

/// <summary>Tells an orchestration how its wave stands.</summary>
public sealed class LookUpStanding(WaveStore waves)
{
    [Function(nameof(LookUpStanding))]
    public async Task<WaveStanding> Run([ActivityTrigger] WaveId wave, CancellationToken cancellationToken) =>
        (await waves.FindAsync(wave, cancellationToken))?.Standing ?? WaveStanding.Running;
}
