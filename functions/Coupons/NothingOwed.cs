using Azure;
using Azure.Data.Tables;
using Compensation.Common;

namespace Compensation.Coupons;

/// <summary>Whether an operator has said that nothing is owed and may be sealed all the same. Table <c>Seals</c>, partition <c>{campaign}</c>, row <c>nothing-owed</c>.</summary>
public sealed class NothingOwed(TableServiceClient tables, TimeProvider time)
{
    private const string RowKey = "nothing-owed";

    private readonly TableClient _table = tables.GetTableClient(SealStore.TableName);

    /// <summary>The first word stays on record.</summary>
    internal async Task ConfirmAsync(CampaignId campaign, string by, string reason, CancellationToken cancellationToken)
    {
        try
        {
            await _table.AddEntityAsync(new TableEntity(campaign.Value, RowKey) { ["By"] = by, ["Reason"] = reason, ["At"] = time.GetUtcNow() }, cancellationToken);
        }
        catch (RequestFailedException said) when (said.Status == 409)
        {
            // It has been said before.
        }
    }

    internal async Task<bool> IsConfirmedAsync(CampaignId campaign, CancellationToken cancellationToken) =>
        (await _table.GetEntityIfExistsAsync<TableEntity>(campaign.Value, RowKey, cancellationToken: cancellationToken)).HasValue;
}
