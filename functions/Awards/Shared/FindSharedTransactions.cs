using System.Runtime.CompilerServices;
using Compensation.Awards.Packs;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Awards.Shared;

/// <summary>Merges the marks of all shards, which lie in the order of their hashes, and lists the transactions that stand under several members. A page of each shard is in memory.</summary>
public sealed class FindSharedTransactions(TransactionMarks marks, PurchaseStore purchases, CampaignCatalog campaigns)
{
    [Function(nameof(FindSharedTransactions))]
    public async Task<SharedTransactions> Run([ActivityTrigger] CampaignId campaign, CancellationToken cancellationToken)
    {
        long count = 0;
        List<SharedTransaction> listed = [];
        List<TransactionMark> same = [];
        await foreach (TransactionMark mark in MergeAsync(campaign, cancellationToken))
        {
            if (same.Count > 0 && same[0].Hash != mark.Hash)
            {
                await EndAsync();
            }

            if (same.Count < SharedTransaction.MembersMax)
            {
                same.Add(mark);
            }
        }

        await EndAsync();
        return new SharedTransactions(count, [.. listed.OrderBy(shared => shared.Transaction, StringComparer.Ordinal)]);

        async Task EndAsync()
        {
            if (same.Count > 1)
            {
                count++;
                if (listed.Count < SharedTransactions.ListedMax && await DescribeAsync(campaign, same, cancellationToken) is { } shared)
                {
                    listed.Add(shared);
                }
            }

            same.Clear();
        }
    }

    private async IAsyncEnumerable<TransactionMark> MergeAsync(CampaignId campaign, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IAsyncEnumerator<TransactionMark>[] shards =
            [.. Enumerable.Range(0, campaigns[campaign].Shards).Select(shard => marks.ReadAsync(campaign, shard, cancellationToken).GetAsyncEnumerator(cancellationToken))];
        try
        {
            PriorityQueue<IAsyncEnumerator<TransactionMark>, TransactionMark> next = new();
            foreach (IAsyncEnumerator<TransactionMark> shard in shards)
            {
                await AdvanceAsync(next, shard);
            }

            while (next.TryDequeue(out IAsyncEnumerator<TransactionMark>? shard, out TransactionMark mark))
            {
                yield return mark;
                await AdvanceAsync(next, shard);
            }
        }
        finally
        {
            foreach (IAsyncEnumerator<TransactionMark> shard in shards)
            {
                await shard.DisposeAsync();
            }
        }
    }

    private static async ValueTask AdvanceAsync(PriorityQueue<IAsyncEnumerator<TransactionMark>, TransactionMark> next, IAsyncEnumerator<TransactionMark> shard)
    {
        if (await shard.MoveNextAsync())
        {
            next.Enqueue(shard, shard.Current);
        }
    }

    /// <summary>By the members' purchases, as only they know the id. Null where a file has changed them since.</summary>
    private async Task<SharedTransaction?> DescribeAsync(CampaignId campaign, List<TransactionMark> same, CancellationToken cancellationToken)
    {
        List<(string Transaction, EntitlementId Member)> found = [];
        foreach (TransactionMark mark in same)
        {
            StoredMember? member = await purchases.ReadAsync(campaign, mark.Member, cancellationToken);
            found.AddRange((member?.Purchases ?? []).Where(purchase => TransactionMark.HashOf(purchase.Transaction) == mark.Hash).Select(purchase => (purchase.Transaction, mark.Member)));
        }

        IGrouping<string, (string Transaction, EntitlementId Member)>? shared = found.GroupBy(one => one.Transaction, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        return shared is null ? null : new SharedTransaction(shared.Key, [.. shared.Select(one => one.Member)]);
    }
}
