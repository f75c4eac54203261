using Compensation.Campaigns;
using Compensation.Entitlements;

namespace Compensation.Transfers;

/// <summary>
/// Once the balances are sealed, asks for what was wished before. Whose balance came to nothing, or who has taken points meanwhile, is owed no transfer. A repeat finds what is done and
/// does the rest.
/// </summary>
public sealed class TakeUpWishes(TransferWishes wishes, TransferDesk desk)
{
    public async Task HandleAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        if (!desk.IsOffered(campaign))
        {
            return;
        }

        await foreach ((EntitlementId id, TransferForm wish) in wishes.ReadAllAsync(campaign, cancellationToken))
        {
            await desk.RequestAsync(campaign, id, wish, cancellationToken);
            await wishes.DropAsync(campaign, id, cancellationToken);
        }
    }
}
