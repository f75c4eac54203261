using System.Collections.Concurrent;
using Compensation.Common;
using Compensation.Entitlements;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Payouts;

/// <summary>Hands out what has come in since to those who wait for a code, in the order of their ids.</summary>
public sealed class PayWaitingClaims(WaitingClaims waiting, PayClaim pay)
{
    private const int PageSize = 100;

    private const int AtATime = 8;

    /// <summary>So often an issuer may let somebody wait in one run, before nobody else is tried with it.</summary>
    private const int LaterMax = 5;

    /// <returns>How many have their codes now and are still to be told, those of an earlier run included.</returns>
    [Function(nameof(PayWaitingClaims))]
    public async Task<int> Run([ActivityTrigger] CampaignId campaign, CancellationToken cancellationToken)
    {
        Hopeless hopeless = new();
        EntitlementId? after = null;
        IReadOnlyList<Entitlement> page;
        do
        {
            page = await waiting.ReadPageAsync(campaign, after, PageSize, cancellationToken);
            await PayAsync(campaign, page, hopeless, cancellationToken);
            after = page.Count == 0 ? after : page[^1].Id;
        }
        while (page.Count == PageSize);

        return await waiting.CountReadyAsync(campaign, cancellationToken);
    }

    /// <param name="campaign">The campaign.</param>
    /// <param name="page">Some of those who bear the mark.</param>
    /// <param name="hopeless">Of what there is nothing: nobody else is tried with it.</param>
    /// <param name="cancellationToken">Stops between two people.</param>
    private async Task PayAsync(CampaignId campaign, IReadOnlyList<Entitlement> page, Hopeless hopeless, CancellationToken cancellationToken)
    {
        // For whom an earlier run has begun, and died, may hold a code already, though there is none for anybody else.
        IReadOnlySet<EntitlementId> begun = await waiting.AmongReadyAsync(campaign, [.. page.Select(person => person.Id)], cancellationToken);
        ConcurrentBag<EntitlementId> served = [];
        ParallelOptions some = new() { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(page.Where(person => person.State == EntitlementState.Claimed && (begun.Contains(person.Id) || !hopeless.Is(person))), some, async (person, token) =>
        {
            // Before there is a code: whoever dies in between leaves nobody behind who holds one and is never told.
            await waiting.MarkReadyAsync(campaign, person.Id, token);
            PayResult result = await pay.FinishAsync(person, token);
            if (result is PayResult.Paid)
            {
                served.Add(person.Id);
                return;
            }

            await waiting.UnmarkReadyAsync(campaign, person.Id, token);
            if (result is PayResult.StillWaiting still)
            {
                hopeless.Learn(person, still.For);
            }
        });
        await waiting.RemoveAsync(campaign, served, cancellationToken);

        // They have looked for themselves, and seen their code; or somebody has revoked what they were owed.
        await waiting.RemoveAsync(campaign, [.. page.Where(person => person.State != EntitlementState.Claimed).Select(person => person.Id)], cancellationToken);
    }

    /// <summary>What this run need not be asked for again.</summary>
    private sealed class Hopeless
    {
        private readonly ConcurrentDictionary<(string Product, Yen Value), bool> _empty = [];
        private readonly ConcurrentDictionary<string, int> _refusals = new(StringComparer.Ordinal);

        public bool Is(Entitlement person) => _empty.ContainsKey((person.Product!, person.Amount)) || _refusals.GetValueOrDefault(person.Product!) >= LaterMax;

        public void Learn(Entitlement person, WaitsFor waits)
        {
            switch (waits)
            {
                case WaitsFor.Stock:
                    _empty[(person.Product!, person.Amount)] = true;
                    break;
                case WaitsFor.Opening:
                    _refusals[person.Product!] = LaterMax;
                    break;
                case WaitsFor.Issuer:
                    _refusals.AddOrUpdate(person.Product!, 1, (_, times) => times + 1);
                    break;
            }
        }
    }
}
