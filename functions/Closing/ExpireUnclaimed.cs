using Compensation.Campaigns;
using Compensation.Entitlements;
using Compensation.Payouts;
using Compensation.Waves;
using Microsoft.Extensions.Logging;

namespace Compensation.Closing;

/// <summary>
/// After the deadline, what nobody has claimed expires. Who claimed in time is served first, however late the code comes;
/// a bank transfer that was asked for in time stays as it is.
/// </summary>
public sealed class ExpireUnclaimed(CampaignCatalog campaigns, EntitlementStore entitlements, PayClaim payouts, TimeProvider time, ILogger<ExpireUnclaimed> log) : IWaveAction
{
    public const string ActionName = "expire";

    /// <summary>The counters of this action.</summary>
    public const string Expired = "expired";

    /// <inheritdoc cref="Expired"/>
    public const string Paid = "paid";

    public string Name => ActionName;

    public async Task<PageOutcome> WorkAsync(WavePage page, IReadOnlyList<Entitlement> people, WaveGate gate, CancellationToken cancellationToken)
    {
        // A deadline moved back in the campaign's file counts at once: expiry cannot be undone.
        if (campaigns[page.Campaign].ReceiptEndsAt is var deadline && time.GetUtcNow() < deadline)
        {
            return new PageOutcome(Counters.None, RepeatAt: deadline);
        }

        if (!await gate.MayGoOnAsync(cancellationToken))
        {
            return new PageOutcome(Counters.None) { Halted = true };
        }

        int expired = await ExpireAsync(page, people, cancellationToken);
        (int paid, int waiting) = await FinishClaimsAsync(page, people, cancellationToken);
        Dictionary<string, long> counts = new(StringComparer.Ordinal) { [Expired] = expired, [Paid] = paid };
        return new PageOutcome(counts, Deferred: waiting);
    }

    public Task<Tries> LookBackAsync(WavePage page, IReadOnlyList<Entitlement> people, CancellationToken cancellationToken) => Task.FromResult(Tries.None);

    private async Task<int> ExpireAsync(WavePage page, IReadOnlyList<Entitlement> people, CancellationToken cancellationToken)
    {
        int expired = 0;
        IReadOnlyList<Entitlement> current = people;
        while (true)
        {
            bool raced = false;
            foreach (Entitlement[] chunk in current.Where(person => person.State == EntitlementState.Open).Chunk(EntitlementStore.TransactionSizeMax))
            {
                bool moved = await entitlements.TryMoveAllAsync([.. chunk.Select(Expiring)], cancellationToken);
                expired += moved ? chunk.Length : 0;
                raced |= !moved;
            }

            if (!raced)
            {
                return expired;
            }

            // Someone was faster with one of them, which takes its whole transaction along. Each round has a winner, so the rounds end.
            current = await entitlements.ReadPageAsync(page.Campaign, page.Shard, page.After, page.Take, cancellationToken);
        }
    }

    private (Entitlement Before, Entitlement After) Expiring(Entitlement open) =>
        (open, open with { State = EntitlementState.Expired, ExpiredAt = time.GetUtcNow() });

    private async Task<(int Paid, int Waiting)> FinishClaimsAsync(WavePage page, IReadOnlyList<Entitlement> people, CancellationToken cancellationToken)
    {
        (int paid, int waiting) = (0, 0);
        foreach (Entitlement claimed in people.Where(person => person.State == EntitlementState.Claimed))
        {
            switch (await payouts.FinishAsync(claimed, cancellationToken))
            {
                case PayResult.Paid:
                    paid++;
                    break;
                case PayResult.StillWaiting { Entitlement.State: EntitlementState.Claimed }:
                    waiting++;
                    break;
            }
        }

        if (waiting > 0)
        {
            log.ClaimsWait(page.Campaign, page.Shard, waiting);
        }

        return (paid, waiting);
    }
}
