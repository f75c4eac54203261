using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Compensation.Common;

namespace Compensation.Awards.Books;

/// <summary>The newest closing report of each campaign that awards points. Table <c>Closing</c>, partition <c>{campaign}</c>, row <c>award-report</c>.</summary>
public sealed class AwardReportStore(TableServiceClient tables)
{
    public const string TableName = "Closing";

    private const string RowKey = "award-report";
    private const string Column = "Report";

    private readonly TableClient _table = tables.GetTableClient(TableName);

    /// <summary>Null where the books have not been closed.</summary>
    public async Task<AwardClosingReport?> FindAsync(CampaignId campaign, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> row = await _table.GetEntityIfExistsAsync<TableEntity>(campaign.Value, RowKey, cancellationToken: cancellationToken);
        return row.HasValue ? JsonSerializer.Deserialize<AwardClosingReport>(row.Value!.GetString(Column)!, JsonSerializerOptions.Web) : null;
    }

    public Task KeepAsync(AwardClosingReport report, CancellationToken cancellationToken) =>
        _table.UpsertEntityAsync(new TableEntity(report.Campaign.Value, RowKey) { [Column] = JsonOf(report) }, TableUpdateMode.Replace, cancellationToken);

    /// <summary>Whether two reports would be stored alike.</summary>
    public static bool SaySame(AwardClosingReport one, AwardClosingReport other) => string.Equals(JsonOf(one), JsonOf(other), StringComparison.Ordinal);

    private static string JsonOf(AwardClosingReport report) => JsonSerializer.Serialize(report, JsonSerializerOptions.Web);
}
