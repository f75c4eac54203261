using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Compensation.Awards.Packs;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Awards;

/// <summary>The purchases of all campaigns, in packs beside their members.</summary>
public sealed class PurchaseStore(TableServiceClient tables, CampaignCatalog campaigns, KeyedHash hash, EntitlementIds ids, ProtectedFields fields)
{
    public const string TableName = "Purchases";

    /// <summary>The service's limit of one entity-group transaction.</summary>
    public const int TransactionSizeMax = 100;

    private const int PageSize = 1_000;

    /// <summary>Rows with packs, of which most are small; this many of the largest are some 6 MB.</summary>
    private const int PacksOfPage = 250;

    private static readonly string[] s_own = [nameof(PurchaseRow.PartitionKey), nameof(PurchaseRow.RowKey), nameof(PurchaseRow.Member), nameof(PurchaseRow.ProtectedMember)];

    private static readonly string[] s_packs = [nameof(PurchaseRow.PartitionKey), nameof(PurchaseRow.RowKey), nameof(PurchaseRow.Timestamp), nameof(PurchaseRow.Member), nameof(PurchaseRow.Purchases)];

    private readonly TableClient _table = tables.GetTableClient(TableName);

    internal EntitlementId IdOf(CampaignId campaign, MemberId member, int attempt) => ids.Of(campaign, member.Value, attempt);

    internal string PartitionOf(CampaignId campaign, EntitlementId id) => Shards.PartitionKey(campaign, id.ShardOf(campaigns[campaign].Shards));

    /// <summary>Where a member is, or would be: one read, more only where another member has the same id.</summary>
    internal async Task<(EntitlementId Id, StoredMember? Stored)> FindAsync(CampaignId campaign, MemberId member, CancellationToken cancellationToken)
    {
        string memberHash = HashOf(campaign, member);
        for (int attempt = 0; ; attempt++)
        {
            EntitlementId id = IdOf(campaign, member, attempt);
            StoredMember? stored = await ReadAsync(campaign, id, cancellationToken);
            if (stored is null || string.Equals(stored.Row.Member, memberHash, StringComparison.Ordinal))
            {
                return (id, stored);
            }
        }
    }

    /// <summary>The member with this id and all purchases; null where there is none. Without the encrypted member id: a write leaves it as it is.</summary>
    internal async Task<StoredMember?> ReadAsync(CampaignId campaign, EntitlementId id, CancellationToken cancellationToken)
    {
        string partition = PartitionOf(campaign, id);
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {id.ToString()} and RowKey lt {id + ";"}");
        await foreach (StoredMember member in GroupedAsync(filter, s_packs, cancellationToken))
        {
            return member;
        }

        return null;
    }

    /// <summary>All members of a shard in the order of their ids, a page of rows at a time in memory.</summary>
    internal IAsyncEnumerable<StoredMember> ReadShardAsync(CampaignId campaign, int shard, CancellationToken cancellationToken)
    {
        string partition = Shards.PartitionKey(campaign, shard);
        return GroupedAsync(TableClient.CreateQueryFilter($"PartitionKey eq {partition}"), s_packs, cancellationToken);
    }

    /// <summary>The members themselves from one id to another, without their purchases: one query.</summary>
    internal async Task<IReadOnlyDictionary<EntitlementId, PurchaseRow>> ReadMembersAsync(CampaignId campaign, EntitlementId first, EntitlementId last, CancellationToken cancellationToken)
    {
        string partition = PartitionOf(campaign, first);
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {first.ToString()} and RowKey le {last.ToString()} and ProtectedMember gt {string.Empty}");
        Dictionary<EntitlementId, PurchaseRow> members = [];
        await foreach (PurchaseRow row in _table.QueryAsync<PurchaseRow>(filter, PageSize, s_own, cancellationToken))
        {
            members.Add(row.ToId(), row);
        }

        return members;
    }

    /// <summary>The member's id with the programme, for whoever grants points to it; null where it cannot be read any more.</summary>
    internal MemberId? MemberIdOf(PurchaseRow member) => MemberId.TryParse(fields.UnprotectOrNull(member.ProtectedMember!), out MemberId id) ? id : null;

    internal bool IsOf(PurchaseRow stored, CampaignId campaign, MemberId member) => string.Equals(stored.Member, HashOf(campaign, member), StringComparison.Ordinal);

    internal PurchaseRow NewMember(CampaignId campaign, EntitlementId id, MemberId member) => new()
    {
        PartitionKey = PartitionOf(campaign, id),
        RowKey = id.ToString(),
        Member = HashOf(campaign, member),
        ProtectedMember = fields.Protect(member.Value),
    };

    /// <summary>All of the actions, at most <see cref="TransactionSizeMax"/>, or none.</summary>
    /// <returns>False where a row was added or changed by somebody else in between.</returns>
    internal Task<bool> TrySubmitAsync(IReadOnlyList<TableTransactionAction> actions, CancellationToken cancellationToken) => _table.TrySubmitAsync(actions, cancellationToken);

    private string HashOf(CampaignId campaign, MemberId member) => hash.LookUpKey("purchase-member", $"{campaign}\n{member.Value}");

    private async IAsyncEnumerable<StoredMember> GroupedAsync(string filter, IEnumerable<string> columns, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        StoredMember? current = null;
        await foreach (PurchaseRow row in _table.QueryAsync<PurchaseRow>(filter, PacksOfPage, columns, cancellationToken))
        {
            if (!row.IsMember())
            {
                (current ?? throw new InvalidDataException("A pack of purchases stands before its member.")).Packs.Add(PurchasePack.Of(row));
                continue;
            }

            if (current is not null)
            {
                yield return current;
            }

            current = new StoredMember(row);
        }

        if (current is not null)
        {
            yield return current;
        }
    }
}
