using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Compensation.Common;

namespace Compensation.Coupons;

/// <summary>The seals. Table <c>Seals</c>, partition <c>{campaign}</c>, a row <c>s:{shard}</c> for each shard and <c>seal</c> for the whole.</summary>
public sealed class SealStore(TableServiceClient tables)
{
    public const string TableName = "Seals";

    private const string Whole = "seal";
    private const int TransactionMax = 100;

    private readonly TableClient _table = tables.GetTableClient(TableName);

    /// <summary>The seal with its shards, or null where the ledger is not sealed.</summary>
    public async Task<SealRecord?> FindAsync(CampaignId campaign, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> whole = await _table.GetEntityIfExistsAsync<TableEntity>(campaign.Value, Whole, cancellationToken: cancellationToken);
        if (!whole.HasValue)
        {
            return null;
        }

        List<ShardSeal> shards = [];
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {campaign.Value} and RowKey ge {"s:"} and RowKey lt {"s;"}");
        await foreach (TableEntity row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            shards.Add(new ShardSeal(shards.Count, row.GetString("Hash")!, row.GetInt32("Coupons")!.Value, row.GetInt32("People")!.Value, new Yen(row.GetInt64("Yen")!.Value)) { Version = row.GetInt32("Version") ?? 1 });
        }

        return RecordOf(whole.Value!.GetString("Hash")!, whole.Value.GetDateTimeOffset("SealedAt")!.Value, shards);
    }

    /// <summary>Stores a seal. The row for the whole comes last: where it is, everything is.</summary>
    internal async Task<SealRecord> AddAsync(CampaignId campaign, string seal, DateTimeOffset at, IReadOnlyList<ShardSeal> shards, CancellationToken cancellationToken)
    {
        foreach (ShardSeal[] some in shards.Chunk(TransactionMax))
        {
            await _table.SubmitTransactionAsync(some.Select(shard => Upsert(RowOf(campaign, shard))), cancellationToken);
        }

        TableEntity whole = new(campaign.Value, Whole) { ["Hash"] = seal, ["SealedAt"] = at };
        await _table.UpsertEntityAsync(whole, TableUpdateMode.Replace, cancellationToken);
        return RecordOf(seal, at, shards);
    }

    private static TableTransactionAction Upsert(TableEntity row) => new(TableTransactionActionType.UpsertReplace, row);

    private static TableEntity RowOf(CampaignId campaign, ShardSeal shard) => new(campaign.Value, string.Create(CultureInfo.InvariantCulture, $"s:{shard.Shard:d4}"))
    {
        ["Hash"] = shard.Hash,
        ["Coupons"] = shard.Coupons,
        ["People"] = shard.People,
        ["Yen"] = shard.Yen.Amount,
        ["Version"] = shard.Version,
    };

    private static SealRecord RecordOf(string seal, DateTimeOffset at, IReadOnlyList<ShardSeal> shards)
    {
        Yen yen = shards.Aggregate(Yen.Zero, (sum, shard) => sum + shard.Yen);
        int[] sizes = [.. shards.Select(shard => shard.People)];
        return new SealRecord(new SealedLedger(seal, at, sizes.Sum(), yen, sizes, shards.Sum(shard => shard.Coupons)), shards);
    }
}
