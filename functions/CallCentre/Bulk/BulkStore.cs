using System.Globalization;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Compensation.Common;
using Compensation.Common.Access;

namespace Compensation.CallCentre.Bulk;

/// <summary>Bulk acts, and what came of each row: table <c>BulkActs</c>, partition <c>{campaign}</c>, row <c>{id}</c>; partition <c>{campaign}:{id}</c>, a row for each of the many.</summary>
public sealed class BulkStore(TableServiceClient tables, ProtectedFields fields)
{
    public const string TableName = "BulkActs";

    private const int TransactionSizeMax = 100;

    private readonly TableClient _table = tables.GetTableClient(TableName);

    internal async Task<BulkRecord?> FindAsync(CampaignId campaign, string id, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> row = await _table.GetEntityIfExistsAsync<TableEntity>(campaign.Value, id, cancellationToken: cancellationToken);
        return row.HasValue ? RecordOf(campaign, row.Value!) : null;
    }

    internal IAsyncEnumerable<BulkRecord> ListAsync(CampaignId campaign, CancellationToken cancellationToken) =>
        _table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {campaign.Value}"), cancellationToken: cancellationToken).Select(row => RecordOf(campaign, row));

    /// <summary>Its rows first, so that one on record has all of them.</summary>
    /// <returns>False where it is on record already.</returns>
    internal async Task<bool> TryAddAsync(BulkRecord act, IReadOnlyList<BulkTarget> targets, CancellationToken cancellationToken)
    {
        foreach ((int page, BulkTarget[] some) in targets.Chunk(TransactionSizeMax).Index())
        {
            await _table.SubmitTransactionAsync(
                some.Select((target, index) => new TableTransactionAction(TableTransactionActionType.UpsertMerge, RowOf(act, new BulkRow((page * TransactionSizeMax) + index, target, Outcome: null)))), cancellationToken);
        }

        return await _table.TrySubmitAsync([new TableTransactionAction(TableTransactionActionType.Add, EntityOf(act))], cancellationToken);
    }

    /// <returns>False where somebody has changed it in between.</returns>
    internal Task<bool> TryReplaceAsync(BulkRecord act, CancellationToken cancellationToken) =>
        _table.TrySubmitAsync([new TableTransactionAction(TableTransactionActionType.UpdateReplace, EntityOf(act), act.Version)], cancellationToken);

    /// <summary>Erases why those that have ended were done; they are few.</summary>
    internal async Task ForgetReasonsAsync(CampaignId campaign, CancellationToken cancellationToken)
    {
        await foreach (BulkRecord act in ListAsync(campaign, cancellationToken).Where(act => act is { EndedAt: not null, Reason.Length: > 0 }))
        {
            await ForgetReasonAsync(act, cancellationToken);
        }
    }

    /// <summary>The same of those among whose rows somebody is, whether they have ended or not.</summary>
    /// <param name="campaign">The campaign.</param>
    /// <param name="on">By what rows name him: his right, and his cases.</param>
    /// <param name="cancellationToken">Stops between acts.</param>
    internal async Task ForgetReasonsAsync(CampaignId campaign, IReadOnlyCollection<string> on, CancellationToken cancellationToken)
    {
        await foreach (BulkRecord act in ListAsync(campaign, cancellationToken).Where(act => act.Reason.Length > 0))
        {
            if (await on.ToAsyncEnumerable().AnyAsync(async (one, token) => await HasRowAsync(act, one, token), cancellationToken))
            {
                await ForgetReasonAsync(act, cancellationToken);
            }
        }
    }

    private async Task ForgetReasonAsync(BulkRecord seen, CancellationToken cancellationToken)
    {
        BulkRecord? act = seen;
        while (act is { Reason.Length: > 0 } && !await TryReplaceAsync(act with { Reason = string.Empty }, cancellationToken))
        {
            act = await FindAsync(seen.Campaign, seen.Id, cancellationToken);
        }
    }

    private async Task<bool> HasRowAsync(BulkRecord act, string on, CancellationToken cancellationToken)
    {
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {PartitionOf(act)} and On eq {on}");
        return await _table.QueryAsync<TableEntity>(filter, select: [nameof(TableEntity.RowKey)], cancellationToken: cancellationToken).AnyAsync(cancellationToken);
    }

    internal async Task<IReadOnlyList<BulkRow>> ReadRowsAsync(BulkRecord act, int from, int take, CancellationToken cancellationToken)
    {
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {PartitionOf(act)} and RowKey ge {KeyOf(from)}");
        return await _table.QueryAsync<TableEntity>(filter, maxPerPage: Math.Min(take, 1000), cancellationToken: cancellationToken).Take(take).Select(ReadRow).ToListAsync(cancellationToken);
    }

    internal async Task KeepOutcomesAsync(BulkRecord act, IEnumerable<BulkRow> rows, CancellationToken cancellationToken)
    {
        foreach (BulkRow[] some in rows.Chunk(TransactionSizeMax))
        {
            await _table.SubmitTransactionAsync(some.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertMerge, RowOf(act, row))), cancellationToken);
        }
    }

    private static string PartitionOf(BulkRecord act) => $"{act.Campaign}:{act.Id}";

    private static string KeyOf(int index) => index.ToString("d6", CultureInfo.InvariantCulture);

    private static TableEntity RowOf(BulkRecord act, BulkRow row)
    {
        TableEntity entity = new(PartitionOf(act), KeyOf(row.Index)) { [nameof(BulkTarget.On)] = row.Target.On, [nameof(BulkTarget.Detail)] = row.Target.Detail };
        if (row.Outcome is { } outcome)
        {
            entity[nameof(BulkRow.Outcome)] = outcome;
        }

        return entity;
    }

    private static BulkRow ReadRow(TableEntity row) =>
        new(int.Parse(row.RowKey, CultureInfo.InvariantCulture), new BulkTarget(row.GetString(nameof(BulkTarget.On))!, row.GetString(nameof(BulkTarget.Detail))!), row.GetString(nameof(BulkRow.Outcome)));

    private TableEntity EntityOf(BulkRecord act) => new(act.Campaign.Value, act.Id)
    {
        [nameof(BulkRecord.Kind)] = act.Kind,
        [nameof(BulkRecord.By)] = JsonSerializer.Serialize(act.By),
        [nameof(BulkRecord.Reason)] = fields.Protect(act.Reason),
        [nameof(BulkRecord.Rows)] = act.Rows,
        [nameof(BulkRecord.Number)] = act.Number,
        [nameof(BulkRecord.Fingerprint)] = act.Fingerprint,
        [nameof(BulkRecord.Wave)] = act.Wave,
        [nameof(BulkRecord.StoppedBy)] = act.StoppedBy,
        [nameof(BulkRecord.EndPlace)] = act.EndPlace,
        [nameof(BulkRecord.EndedAt)] = act.EndedAt,
    };

    private BulkRecord RecordOf(CampaignId campaign, TableEntity row) => new(
        campaign, row.RowKey, row.GetString(nameof(BulkRecord.Kind))!, JsonSerializer.Deserialize<Signature>(row.GetString(nameof(BulkRecord.By))!)!, fields.UnprotectWords(row.GetString(nameof(BulkRecord.Reason))!), row.GetInt32(nameof(BulkRecord.Rows))!.Value)
    {
        Number = row.GetInt32(nameof(BulkRecord.Number)) ?? 1,
        Fingerprint = row.GetString(nameof(BulkRecord.Fingerprint)) ?? string.Empty,
        Wave = row.GetString(nameof(BulkRecord.Wave)),
        StoppedBy = row.GetString(nameof(BulkRecord.StoppedBy)),
        EndPlace = row.GetString(nameof(BulkRecord.EndPlace)),
        EndedAt = row.GetDateTimeOffset(nameof(BulkRecord.EndedAt)),
        Version = row.ETag,
    };
}
