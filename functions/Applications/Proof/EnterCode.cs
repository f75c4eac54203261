using Compensation.Applications.Journeys;
using Compensation.Notices;
using Microsoft.Extensions.Options;

namespace Compensation.Applications.Proof;

/// <summary>Takes an entered code. What it makes of the journey is stored before anything is answered, so that codes tried at the same time are counted one by one.</summary>
public sealed class EnterCode(JourneyStore journeys, SendLimits limits, AddressBook book, IOptions<ApplicationOptions> options)
{
    /// <returns>The journey as it is stored now, and what the code was.</returns>
    internal async Task<(Journey Journey, CodeVerdict Verdict)> HandleAsync(Journey journey, string address, string code, DateTimeOffset at, CancellationToken cancellationToken)
    {
        string addressKey = book.KeyOf(address);
        while (true)
        {
            (ProofOfContact now, CodeVerdict verdict) = journey.Proof.Enter(code, addressKey, options.Value, at);
            if (now == journey.Proof)
            {
                return (journey, verdict);
            }

            if (await journeys.TryKeepAsync(journey with { Proof = now }, cancellationToken) is { } kept)
            {
                if (verdict == CodeVerdict.Right)
                {
                    await limits.ForgetAsync(journey.Campaign, address, cancellationToken);
                }

                return (kept, verdict);
            }

            (Journey? again, _) = await journeys.FindAsync(journey.Campaign, journey.Id, cancellationToken);
            if (again is null)
            {
                return (journey, CodeVerdict.Expired);
            }

            journey = again;
        }
    }
}
