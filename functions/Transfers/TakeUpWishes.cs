using Compensation.Campaigns;
using Compensation.Entitlements;
using Compensation.Operations.Alarms;

namespace Compensation.Transfers;

/// <summary>
/// Once the balances are sealed, asks for what was wished before. Whose balance came to nothing, or who has taken points meanwhile, is owed no transfer. A repeat finds what is done and
/// does the rest; what cannot be read is for a person, and holds up nobody else.
/// </summary>
public sealed class TakeUpWishes(TransferWishes wishes, TransferDesk desk, IAlarms alarms)
{
    public async Task HandleAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        if (!desk.IsOffered(campaign))
        {
            return;
        }

        await foreach ((EntitlementId id, TransferForm? wish) in wishes.ReadAllAsync(campaign, cancellationToken))
        {
            if (wish is null)
            {
                await alarms.RaiseAsync(
                    AlarmKind.TransferReview, campaign.Id, $"{id}", $"The account into which {id} wished a transfer cannot be read any more. Points can be taken by the link; for a transfer the account is needed once more.", cancellationToken);
                continue;
            }

            await desk.RequestAsync(campaign, id, wish, cancellationToken);
            await wishes.DropAsync(campaign, id, cancellationToken);
        }
    }
}
