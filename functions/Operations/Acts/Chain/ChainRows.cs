using Azure;
using Azure.Data.Tables;

namespace Compensation.Operations.Acts.Chain;

/// <summary>A chain's rows: its acts, and behind them, at the end of the partition, its head.</summary>
internal static class ChainRows
{
    /// <summary>Keys of acts are digits, a colon and hex; the head's comes after all of them.</summary>
    public const string HeadKey = "head";

    private const string Sequence = "Sequence";
    private const string Hash = "Hash";

    public static async Task<ChainHead> ReadHeadAsync(TableClient table, string partition, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> found = await table.GetEntityIfExistsAsync<TableEntity>(partition, HeadKey, cancellationToken: cancellationToken);
        return found.HasValue ? new ChainHead(found.Value!.GetInt64(Sequence)!.Value, found.Value.GetString(Hash)!) { Tag = found.Value.ETag } : ChainHead.Beginning(partition);
    }

    /// <summary>Moves the head on from where it was read.</summary>
    public static TableTransactionAction HeadAction(string partition, ChainHead head)
    {
        TableEntity row = new(partition, HeadKey) { [Sequence] = head.Sequence, [Hash] = head.Hash };
        return head.Tag is { } tag ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, row, tag) : new TableTransactionAction(TableTransactionActionType.Add, row);
    }

    /// <summary>Whether a link is there as it was to be written: of a transaction whose answer was lost.</summary>
    public static async Task<bool> HoldAsync(TableClient table, TableEntity linked, StepKind kind)
    {
        NullableResponse<TableEntity> found = await table.GetEntityIfExistsAsync<TableEntity>(linked.PartitionKey, linked.RowKey, [kind.Hash]);
        return found.HasValue && found.Value!.GetString(kind.Hash) == linked.GetString(kind.Hash);
    }
}
