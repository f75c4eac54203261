using Azure;
using Compensation.Entitlements;
using Microsoft.Extensions.Logging;

namespace Compensation.Receipts;

/// <summary>
/// Writes down when somebody opened a receipt page first, once: a page that is opened again costs no write, and nobody waits for one that fails.
/// </summary>
public sealed class NoteOpening(EntitlementStore entitlements, TimeProvider time, ILogger<NoteOpening> log)
{
    internal async Task HandleAsync(Entitlement seen, CancellationToken cancellationToken)
    {
        if (seen.OpenedAt is not null)
        {
            return;
        }

        try
        {
            // Where somebody was faster it is theirs to write down, or for the next who looks.
            await entitlements.TryMoveAsync(seen, seen with { OpenedAt = time.GetUtcNow() }, cancellationToken);
        }
        catch (RequestFailedException failed)
        {
            log.OpeningNotNoted(seen.Campaign, failed.Status);
        }
    }
}
