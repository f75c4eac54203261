using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using Compensation.Awards.Packs;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Awards;

/// <summary>One shard of a file against the same shard of the store: what is to be done, and doing it.</summary>
public sealed class PurchaseShard(PurchaseStore store)
{
    /// <summary>Up to so many members are read one by one; for more it is cheaper to read the whole shard along.</summary>
    private const int MembersReadSingly = 200;

    /// <summary>What writing would do. Writes nothing.</summary>
    internal async Task<ImportCounts> CompareAsync(CampaignId campaign, int shard, IEnumerable<FiledMember> members, Action<RowError> contradicting, CancellationToken cancellationToken)
    {
        ImportCounts counts = ImportCounts.None;
        await foreach ((FiledMember filed, StoredMember? stored) in JoinAsync(campaign, shard, members, cancellationToken))
        {
            StoredMember? own = IsOwn(campaign, filed, stored) ? stored : (await store.FindAsync(campaign, filed.Member, cancellationToken)).Stored;
            PurchasePlan plan = PurchasePlan.Of(filed, own);
            counts += plan.Counts;
            foreach (RowError error in plan.Errors())
            {
                contradicting(error);
            }
        }

        return counts;
    }

    /// <summary>Writes what is new, a hundred rows at a time. Repeating it after a crash completes it.</summary>
    internal async Task WriteAsync(CampaignId campaign, int shard, IEnumerable<FiledMember> members, CancellationToken cancellationToken)
    {
        List<TableTransactionAction> pending = new(PurchaseStore.TransactionSizeMax);
        List<FiledMember> pendingMembers = [];
        List<FiledMember> displaced = [];
        EntitlementId? previous = null;
        await foreach ((FiledMember filed, StoredMember? stored) in JoinAsync(campaign, shard, members, cancellationToken))
        {
            if (filed.Id == previous || !IsOwn(campaign, filed, stored) || !TryPack(campaign, filed, filed.Id, stored, out IReadOnlyList<TableTransactionAction> actions))
            {
                displaced.Add(filed);
                continue;
            }

            previous = filed.Id;
            if (pending.Count + actions.Count > PurchaseStore.TransactionSizeMax)
            {
                await FlushAsync();
            }

            pending.AddRange(actions);
            pendingMembers.Add(filed);
        }

        await FlushAsync();
        await WriteSinglyAsync(campaign, displaced, cancellationToken);

        async Task FlushAsync()
        {
            if (pending.Count > 0 && !await store.TrySubmitAsync(pending, cancellationToken))
            {
                await WriteSinglyAsync(campaign, pendingMembers, cancellationToken);
            }

            pending.Clear();
            pendingMembers.Clear();
        }
    }

    /// <summary>For members whose id belongs to another member, for those whom another import changes at the same time, and for those with more purchases than are written at once.</summary>
    private async Task WriteSinglyAsync(CampaignId campaign, IEnumerable<FiledMember> members, CancellationToken cancellationToken)
    {
        foreach (FiledMember filed in members)
        {
            bool complete;
            do
            {
                (EntitlementId id, StoredMember? stored) = await store.FindAsync(campaign, filed.Member, cancellationToken);
                complete = TryPack(campaign, filed, id, stored, out IReadOnlyList<TableTransactionAction> actions);
                complete = (actions.Count == 0 || await store.TrySubmitAsync(actions, cancellationToken)) && complete;
            }
            while (!complete);
        }
    }

    /// <returns>False where the actions do not complete it.</returns>
    private bool TryPack(CampaignId campaign, FiledMember filed, EntitlementId id, StoredMember? stored, out IReadOnlyList<TableTransactionAction> actions)
    {
        IReadOnlyList<FiledPurchase> changes = PurchasePlan.Of(filed, stored).Changes;
        MemberPacks packs = new(stored, store.PartitionOf(campaign, id), id);
        bool complete = packs.TryPut(changes);
        actions = changes.Count == 0 ? [] : [.. packs.Actions(stored is null ? store.NewMember(campaign, id, filed.Member) : null)];
        return complete;
    }

    private bool IsOwn(CampaignId campaign, FiledMember filed, StoredMember? stored) => stored is null || store.IsOf(stored.Row, campaign, filed.Member);

    /// <summary>Each of the file's members with what is stored under its id; both come in the order of ids.</summary>
    private async IAsyncEnumerable<(FiledMember Filed, StoredMember? Stored)> JoinAsync(
        CampaignId campaign, int shard, IEnumerable<FiledMember> members, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using IEnumerator<FiledMember> all = members.GetEnumerator();
        List<FiledMember> first = Next(all, MembersReadSingly + 1);
        if (first.Count <= MembersReadSingly)
        {
            foreach (FiledMember filed in first)
            {
                yield return (filed, await store.ReadAsync(campaign, filed.Id, cancellationToken));
            }

            yield break;
        }

        await using IAsyncEnumerator<StoredMember> stored = store.ReadShardAsync(campaign, shard, cancellationToken).GetAsyncEnumerator(cancellationToken);
        bool more = await stored.MoveNextAsync();
        foreach (FiledMember filed in first.Concat(Rest(all)))
        {
            while (more && stored.Current.Id.CompareTo(filed.Id) < 0)
            {
                more = await stored.MoveNextAsync();
            }

            yield return (filed, more && stored.Current.Id == filed.Id ? stored.Current : null);
        }
    }

    private static List<FiledMember> Next(IEnumerator<FiledMember> members, int count)
    {
        List<FiledMember> next = [];
        while (next.Count < count && members.MoveNext())
        {
            next.Add(members.Current);
        }

        return next;
    }

    private static IEnumerable<FiledMember> Rest(IEnumerator<FiledMember> members)
    {
        while (members.MoveNext())
        {
            yield return members.Current;
        }
    }
}
