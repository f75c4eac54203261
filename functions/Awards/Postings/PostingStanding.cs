using Azure;
using Azure.Data.Tables;
using Compensation.Common;

namespace Compensation.Awards.Postings;

/// <summary>Whether a campaign's points may be posted. Table <c>Postings</c>, partition <c>{campaign}</c>, row <c>standing</c>; nothing there means that they may. Why is encrypted.</summary>
public sealed class PostingStandings(TableServiceClient tables, ProtectedFields fields)
{
    public const string TableName = "Postings";

    private const string RowKey = "standing";

    private readonly TableClient _table = tables.GetTableClient(TableName);

    public async Task<PostingStanding> FindAsync(CampaignId campaign, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> row = await _table.GetEntityIfExistsAsync<TableEntity>(campaign.Value, RowKey, cancellationToken: cancellationToken);
        return row is { HasValue: true, Value: { } known }
            ? new PostingStanding(known.GetBoolean("Suspended")!.Value, fields.UnprotectOrClear(known.GetString("Reason")!), known.GetString("By")!, known.GetDateTimeOffset("At"))
            : PostingStanding.Running;
    }

    public Task KeepAsync(CampaignId campaign, PostingStanding standing, CancellationToken cancellationToken) => _table.UpsertEntityAsync(
        new TableEntity(campaign.Value, RowKey) { ["Suspended"] = standing.Suspended, ["Reason"] = fields.ProtectOrEmpty(standing.Reason), ["By"] = standing.By, ["At"] = standing.At },
        TableUpdateMode.Replace,
        cancellationToken);
}

/// <summary>How a campaign's postings stand, as its operators left them.</summary>
/// <param name="Suspended">Nothing is posted, whatever wave or file asks for it.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">Who said so.</param>
/// <param name="At">When, UTC; null where nobody has said anything.</param>
public sealed record PostingStanding(bool Suspended, string Reason, string By, DateTimeOffset? At)
{
    public static readonly PostingStanding Running = new(Suspended: false, string.Empty, string.Empty, null);
}
