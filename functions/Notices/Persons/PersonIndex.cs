using System.Globalization;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Notices.Persons;

/// <summary>
/// Where everybody is reached: table <c>Persons</c>, partition <c>{campaign}:{bucket}</c>, row <c>p:{key}:{id}</c>, so that one person's entitlements lie
/// together. Beside them <c>done:{step}</c>: what is done stays as it was found, whatever is corrected later.
/// </summary>
public sealed class PersonIndex(TableServiceClient tables)
{
    public const string TableName = "Persons";

    private const string Prefix = "p:";
    private const int KeyLength = 32;

    private static readonly string[] s_keys = [nameof(TableEntity.PartitionKey), nameof(TableEntity.RowKey)];

    private readonly TableClient _table = tables.GetTableClient(TableName);

    /// <summary>Writes up to a hundred rows of one bucket in one transaction. Writing them twice is harmless.</summary>
    internal Task AddAsync(CampaignId campaign, int bucket, IReadOnlyList<IndexedPerson> people, CancellationToken cancellationToken)
    {
        string partition = Shards.PartitionKey(campaign, bucket);
        return _table.SubmitTransactionAsync(
            people.Select(person => new TableTransactionAction(TableTransactionActionType.UpsertReplace, new TableEntity(partition, $"{Prefix}{person.Key}:{person.Id}"))), cancellationToken);
    }

    /// <summary>Forgets where somebody was reached; it was needed once, for joining.</summary>
    internal async Task RemoveAsync(CampaignId campaign, int bucket, IndexedPerson person, CancellationToken cancellationToken) =>
        await _table.DeleteEntityAsync(Shards.PartitionKey(campaign, bucket), $"{Prefix}{person.Key}:{person.Id}", ETag.All, cancellationToken);

    /// <summary>Forgets a whole bucket; what is done stays done.</summary>
    internal async Task RemoveAllAsync(CampaignId campaign, int bucket, CancellationToken cancellationToken)
    {
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {Shards.PartitionKey(campaign, bucket)} and RowKey ge {Prefix} and RowKey lt {"p;"}");
        await foreach (TableEntity[] some in _table.QueryAsync<TableEntity>(filter, select: s_keys, cancellationToken: cancellationToken).Chunk(EntitlementStore.TransactionSizeMax))
        {
            await _table.TryDeleteAllAsync(some, cancellationToken);
        }
    }

    /// <summary>A bucket's rows in the order of keys, and of ids under one key.</summary>
    internal async IAsyncEnumerable<IndexedPerson> ReadAsync(CampaignId campaign, int bucket, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string partition = Shards.PartitionKey(campaign, bucket);
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {Prefix} and RowKey lt {"p;"}");
        await foreach (TableEntity row in _table.QueryAsync<TableEntity>(filter, select: [nameof(TableEntity.RowKey)], cancellationToken: cancellationToken))
        {
            yield return new IndexedPerson(row.RowKey.Substring(Prefix.Length, KeyLength), EntitlementId.Parse(row.RowKey[(Prefix.Length + KeyLength + 1)..]));
        }
    }

    /// <returns>What a step found when it was done, or null while it is not.</returns>
    internal async Task<JoinedPersons?> FindDoneAsync(PersonShard shard, string step, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> row = await _table.GetEntityIfExistsAsync<TableEntity>(Shards.PartitionKey(shard.Campaign, shard.Shard), DoneKey(step), cancellationToken: cancellationToken);
        return row.HasValue ? new JoinedPersons(row.Value!.GetInt64("People")!.Value, row.Value.GetInt64("Companions")!.Value) : null;
    }

    internal Task KeepDoneAsync(PersonShard shard, string step, JoinedPersons found, CancellationToken cancellationToken)
    {
        TableEntity row = new(Shards.PartitionKey(shard.Campaign, shard.Shard), DoneKey(step)) { ["People"] = found.People, ["Companions"] = found.Companions };
        return _table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }

    private static string DoneKey(string step) => string.Create(CultureInfo.InvariantCulture, $"done:{step}");
}

/// <summary>Where one entitlement's person is reached.</summary>
/// <param name="Key">By <see cref="PersonKeys"/>.</param>
/// <param name="Id">The entitlement.</param>
internal readonly record struct IndexedPerson(string Key, EntitlementId Id);
