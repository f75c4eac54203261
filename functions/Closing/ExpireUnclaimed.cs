using Compensation.Campaigns;
using Compensation.Campaigns.Deadlines;
using Compensation.Entitlements;
using Compensation.Payouts;
using Compensation.Waves;
using Microsoft.Extensions.Logging;

namespace Compensation.Closing;

/// <summary>
/// After the deadline, what nobody has claimed expires. Who claimed in time is served first, however late the code comes;
/// a bank transfer that was asked for in time stays as it is. Who took points after a transfer had come back may collect until the books close: a second pass, then.
/// </summary>
public sealed class ExpireUnclaimed(CampaignCatalog campaigns, ReceiptDeadlines deadlines, EntitlementStore entitlements, PayClaim payouts, TimeProvider time, ILogger<ExpireUnclaimed> log) : IWaveAction
{
    public const string ActionName = "expire";

    /// <summary>A wave's argument: the pass before the books close, over who has collected later than everybody else.</summary>
    public const string BeforeBooksClose = "before-books-close";

    /// <summary>The counters of this action.</summary>
    public const string Expired = "expired";

    /// <inheritdoc cref="Expired"/>
    public const string Paid = "paid";

    public string Name => ActionName;

    public async Task<PageOutcome> WorkAsync(WavePage page, IReadOnlyList<Entitlement> people, WaveGate gate, CancellationToken cancellationToken)
    {
        // A deadline that was extended, or moved back in the campaign's file, counts at once: expiry cannot be undone.
        if (await StillOpenUntilAsync(page, cancellationToken) is { } deadline)
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
            foreach (Entitlement[] chunk in current.Where(IsOver).Chunk(EntitlementStore.TransactionSizeMax))
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

    /// <summary>Null once the time has come; collecting is then over for good.</summary>
    private async Task<DateTimeOffset?> StillOpenUntilAsync(WavePage page, CancellationToken cancellationToken)
    {
        DateTimeOffset? deadline = string.Equals(page.Argument, BeforeBooksClose, StringComparison.Ordinal)
            ? campaigns[page.Campaign].BooksCloseAt
            : await deadlines.CloseAsync(page.Campaign, cancellationToken);
        return time.GetUtcNow() < deadline ? deadline : null;
    }

    private bool IsOver(Entitlement person) => person.State == EntitlementState.Open && time.GetUtcNow() >= person.CollectingEndsAt(campaigns[person.Campaign]);

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
