using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Compensation.Common;

namespace Compensation.Closing;

/// <summary>The newest closing report of each campaign. Table <c>Closing</c>, partition <c>{campaign}</c>, row <c>report</c>.</summary>
public sealed class ClosingReportStore(TableServiceClient tables)
{
    public const string TableName = "Closing";

    private const string RowKey = "report";
    private const string Column = "Report";

    private readonly TableClient _table = tables.GetTableClient(TableName);

    /// <summary>Null where the books have not been closed.</summary>
    public async Task<ClosingReport?> FindAsync(CampaignId campaign, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> row = await _table.GetEntityIfExistsAsync<TableEntity>(campaign.Value, RowKey, cancellationToken: cancellationToken);
        return row.HasValue ? JsonSerializer.Deserialize<ClosingReport>(row.Value!.GetString(Column)!, JsonSerializerOptions.Web) : null;
    }

    public Task KeepAsync(ClosingReport report, CancellationToken cancellationToken) =>
        _table.UpsertEntityAsync(new TableEntity(report.Campaign.Value, RowKey) { [Column] = JsonOf(report) }, TableUpdateMode.Replace, cancellationToken);

    /// <summary>Whether two reports would be stored alike.</summary>
    public static bool SaySame(ClosingReport one, ClosingReport other) => string.Equals(JsonOf(one), JsonOf(other), StringComparison.Ordinal);

    private static string JsonOf(ClosingReport report) => JsonSerializer.Serialize(report, JsonSerializerOptions.Web);
}
