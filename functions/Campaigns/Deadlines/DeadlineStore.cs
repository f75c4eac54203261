using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Compensation.Common;

namespace Compensation.Campaigns.Deadlines;

/// <summary>One row for each campaign whose deadline was moved or has been carried out: table <c>Deadlines</c>, partition <c>{campaign}</c>, row <c>receipt</c>.</summary>
public sealed class DeadlineStore(TableServiceClient tables)
{
    public const string TableName = "Deadlines";

    private const string Row = "receipt";

    private readonly TableClient _table = tables.GetTableClient(TableName);

    /// <summary>One point read; an empty record where there is none.</summary>
    internal async Task<DeadlineRecord> ReadAsync(CampaignId campaign, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> row = await _table.GetEntityIfExistsAsync<TableEntity>(campaign.Value, Row, cancellationToken: cancellationToken);
        return row.HasValue ? RecordOf(campaign, row.Value!) : new DeadlineRecord(campaign);
    }

    /// <param name="before">As it was read.</param>
    /// <param name="after">As it shall be.</param>
    /// <param name="cancellationToken">Stops before the write.</param>
    /// <returns>As it is stored now; null where somebody was quicker.</returns>
    internal async Task<DeadlineRecord?> TryReplaceAsync(DeadlineRecord before, DeadlineRecord after, CancellationToken cancellationToken)
    {
        DeadlineRecord next = after with { Revision = before.Revision + 1 };
        TableEntity row = RowOf(next);
        TableTransactionAction write = before.Version == default
            ? new TableTransactionAction(TableTransactionActionType.Add, row)
            : new TableTransactionAction(TableTransactionActionType.UpdateReplace, row, before.Version);
        return await _table.TrySubmitAsync([write], cancellationToken) ? next : null;
    }

    private static TableEntity RowOf(DeadlineRecord record) => new(record.Campaign.Value, Row)
    {
        [nameof(DeadlineRecord.Revision)] = record.Revision,
        [nameof(DeadlineRecord.Proposal)] = record.Proposal is null ? null : JsonSerializer.Serialize(record.Proposal),
        [nameof(DeadlineRecord.Extensions)] = JsonSerializer.Serialize(record.Extensions),
        [nameof(DeadlineRecord.ClosedAt)] = record.ClosedAt,
        [nameof(DeadlineRecord.Acts)] = record.Acts.ToString(),
    };

    private static DeadlineRecord RecordOf(CampaignId campaign, TableEntity row) => new(campaign)
    {
        Revision = row.GetInt32(nameof(DeadlineRecord.Revision)) ?? 0,
        Proposal = row.GetString(nameof(DeadlineRecord.Proposal)) is { } proposal ? JsonSerializer.Deserialize<DeadlineProposal>(proposal) : null,
        Extensions = JsonSerializer.Deserialize<DeadlineExtension[]>(row.GetString(nameof(DeadlineRecord.Extensions)) ?? "[]")!,
        ClosedAt = row.GetDateTimeOffset(nameof(DeadlineRecord.ClosedAt)),
        Acts = RecentActs.Parse(row.GetString(nameof(DeadlineRecord.Acts))),
        Version = row.ETag,
    };
}
