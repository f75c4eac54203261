using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Transfers;

/// <summary>
/// The receipt numbers of those who ask for a transfer without having applied: table <c>Entitlements</c>, partition <c>{campaign}:r:{bucket}</c>, row <c>{receipt}</c>. Made from the
/// right itself, so that whoever asks again has the same one.
/// </summary>
public sealed class TransferReceipts(TableServiceClient tables, KeyedHash hash)
{
    private const string Right = "Right";

    private readonly TableClient _table = tables.GetTableClient(EntitlementStore.TableName);

    /// <summary>Which right a number leads to; null where it is no transfer's.</summary>
    public async Task<EntitlementId?> FindAsync(CampaignId campaign, ReceiptNumber receipt, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> row = await _table.GetEntityIfExistsAsync<TableEntity>(PartitionOf(campaign, receipt), receipt.Value, cancellationToken: cancellationToken);
        return row.HasValue ? EntitlementId.Parse(row.Value!.GetString(Right)) : null;
    }

    internal async Task<ReceiptNumber> AllotAsync(CampaignId campaign, EntitlementId right, CancellationToken cancellationToken)
    {
        for (int attempt = 0; ; attempt++)
        {
            ReceiptNumber receipt = ReceiptNumber.Of(hash, campaign, $"transfer\n{right}", attempt);
            try
            {
                await _table.AddEntityAsync(new TableEntity(PartitionOf(campaign, receipt), receipt.Value) { [Right] = right.ToString() }, cancellationToken);
                return receipt;
            }
            catch (RequestFailedException taken) when (taken.Status == 409)
            {
                if (await FindAsync(campaign, receipt, cancellationToken) == right)
                {
                    return receipt;
                }
            }
        }
    }

    private static string PartitionOf(CampaignId campaign, ReceiptNumber receipt) => string.Create(CultureInfo.InvariantCulture, $"{campaign}:r:{receipt.Bucket:x}");
}
