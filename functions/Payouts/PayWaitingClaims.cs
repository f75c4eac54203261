using Compensation.Common;
using Compensation.Entitlements;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Payouts;

/// <summary>Hands out what has come in since to those who wait for a code, in the order of their ids.</summary>
public sealed class PayWaitingClaims(WaitingClaims waiting, PayClaim pay)
{
    private const int PageSize = 100;

    private const int AtATime = 8;

    /// <returns>How many have their codes now and are still to be told, those of an earlier run included.</returns>
    [Function(nameof(PayWaitingClaims))]
    public async Task<int> Run([ActivityTrigger] CampaignId campaign, CancellationToken cancellationToken)
    {
        HashSet<(string Product, Yen Value)> empty = [];
        EntitlementId? after = null;
        IReadOnlyList<Entitlement> page;
        do
        {
            page = await waiting.ReadPageAsync(campaign, after, PageSize, cancellationToken);
            await PayAsync(campaign, page, empty, cancellationToken);
            after = page.Count == 0 ? after : page[^1].Id;
        }
        while (page.Count == PageSize);

        return await waiting.CountReadyAsync(campaign, cancellationToken);
    }

    /// <param name="campaign">The campaign.</param>
    /// <param name="page">Some of those who bear the mark.</param>
    /// <param name="empty">Of what there is no code: nobody else is tried with it.</param>
    /// <param name="cancellationToken">Stops between two people.</param>
    private async Task PayAsync(CampaignId campaign, IReadOnlyList<Entitlement> page, HashSet<(string Product, Yen Value)> empty, CancellationToken cancellationToken)
    {
        List<EntitlementId> ready = [];
        Lock gate = new();
        bool IsEmpty(Entitlement person)
        {
            lock (gate)
            {
                return empty.Contains((person.Product!, person.Amount));
            }
        }

        ParallelOptions some = new() { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(page.Where(person => person.State == EntitlementState.Claimed), some, async (person, token) =>
        {
            if (IsEmpty(person))
            {
                return;
            }

            PayResult result = await pay.FinishAsync(person, token);
            lock (gate)
            {
                if (result is PayResult.Paid)
                {
                    ready.Add(person.Id);
                }
                else if (result is PayResult.StillWaiting)
                {
                    empty.Add((person.Product!, person.Amount));
                }
            }
        });
        await waiting.MoveToReadyAsync(campaign, ready, cancellationToken);

        // They have looked for themselves, and seen their code; or somebody has revoked what they were owed.
        await waiting.RemoveAsync(campaign, [.. page.Where(person => person.State != EntitlementState.Claimed).Select(person => person.Id)], cancellationToken);
    }
}
