using Compensation.Campaigns;
using Compensation.Entitlements;
using Microsoft.Extensions.Logging;

namespace Compensation.Receipts;

/// <summary>The one step by which a person chooses. Whoever comes first wins; everybody after that meets what was chosen.</summary>
public sealed class ClaimProduct(EntitlementStore entitlements, TimeProvider time, ILogger<ClaimProduct> logger)
{
    /// <summary>The one field of the form, and of the address that asks for the page on which it is confirmed.</summary>
    public const string Field = "product";

    /// <returns>The entitlement as it stands afterwards: claimed now, claimed before, or not to be claimed any more.</returns>
    public async Task<Entitlement> HandleAsync(Campaign campaign, Entitlement seen, Product product, CancellationToken cancellationToken)
    {
        Entitlement now = seen;
        while (now.State == EntitlementState.Open)
        {
            DateTimeOffset instant = time.GetUtcNow();
            if (instant >= now.CollectingEndsAt(campaign))
            {
                logger.ClaimedTooLate(campaign.Id, now.Id);
                return now;
            }

            Entitlement claimed = now with { State = EntitlementState.Claimed, Product = product.Id, ClaimedAt = instant, OpenedAt = now.OpenedAt ?? instant };
            if (await entitlements.TryMoveAsync(now, claimed, cancellationToken) is { } moved)
            {
                logger.Claimed(campaign.Id, moved.Id, product.Id);
                return moved;
            }

            now = await entitlements.FindAsync(campaign.Id, now.Id, cancellationToken)
                ?? throw new InvalidDataException($"Entitlement {now.Id} of {campaign.Id} disappeared while it was being claimed.");
        }

        return now;
    }
}
