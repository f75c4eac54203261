using System.Globalization;
using System.Text;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Compensation.Common;

namespace Compensation.Closing;

/// <summary>
/// The newest closing report of each campaign, and the newest that somebody has asked for in between. Table <c>Closing</c>, partition <c>{campaign}</c>, rows <c>report</c> and
/// <c>interim</c>.
/// </summary>
public sealed class ClosingReportStore(TableServiceClient tables)
{
    public const string TableName = "Closing";

    private const string Closing = "report";
    private const string Interim = "interim";
    private const string Column = "Report";

    /// <summary>The service takes 32,768 characters in a column: a long report lies in several, the first without a number.</summary>
    private const int ColumnMax = 30_000;

    private readonly TableClient _table = tables.GetTableClient(TableName);

    /// <summary>Null where the books have not been closed.</summary>
    public Task<ClosingReport?> FindAsync(CampaignId campaign, CancellationToken cancellationToken) => FindAsync(campaign, Closing, cancellationToken);

    /// <summary>Null where nobody has asked for one.</summary>
    public Task<ClosingReport?> FindInterimAsync(CampaignId campaign, CancellationToken cancellationToken) => FindAsync(campaign, Interim, cancellationToken);

    /// <summary>The newer of the two; null where there is none yet.</summary>
    public async Task<ClosingReport?> FindNewestAsync(CampaignId campaign, CancellationToken cancellationToken) =>
        new[] { await FindAsync(campaign, cancellationToken), await FindInterimAsync(campaign, cancellationToken) }.OfType<ClosingReport>().MaxBy(report => report.ClosedAt);

    private async Task<ClosingReport?> FindAsync(CampaignId campaign, string key, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> row = await _table.GetEntityIfExistsAsync<TableEntity>(campaign.Value, key, cancellationToken: cancellationToken);
        return row.HasValue ? JsonSerializer.Deserialize<ClosingReport>(TextOf(row.Value!), JsonSerializerOptions.Web) : null;
    }

    public Task KeepAsync(ClosingReport report, CancellationToken cancellationToken) => KeepAsync(report, Closing, cancellationToken);

    public Task KeepInterimAsync(ClosingReport report, CancellationToken cancellationToken) => KeepAsync(report, Interim, cancellationToken);

    private Task KeepAsync(ClosingReport report, string key, CancellationToken cancellationToken) =>
        _table.UpsertEntityAsync(RowOf(report, key), TableUpdateMode.Replace, cancellationToken);

    private static TableEntity RowOf(ClosingReport report, string key)
    {
        TableEntity row = new(report.Campaign.Value, key);
        foreach ((int number, char[] part) in JsonOf(report).Chunk(ColumnMax).Index())
        {
            row[ColumnOf(number)] = new string(part);
        }

        return row;
    }

    private static string TextOf(TableEntity row)
    {
        StringBuilder text = new();
        for (int number = 0; row.GetString(ColumnOf(number)) is { } part; number++)
        {
            text.Append(part);
        }

        return text.ToString();
    }

    private static string ColumnOf(int number) => number == 0 ? Column : string.Create(CultureInfo.InvariantCulture, $"{Column}{number}");

    /// <summary>Whether two reports would be stored alike.</summary>
    public static bool SaySame(ClosingReport one, ClosingReport other) => string.Equals(JsonOf(one), JsonOf(other), StringComparison.Ordinal);

    private static string JsonOf(ClosingReport report) => JsonSerializer.Serialize(report, JsonSerializerOptions.Web);
}
