using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Coupons;

/// <summary>Writes new coupons, each once, whatever was written before a crash or is written by another import at the same time.</summary>
public sealed class CouponWriter(CouponStore coupons, ProtectedFields fields)
{
    private const int Conflict = 409;

    internal async Task WriteAsync(CampaignId campaign, CouponBatch batch, CancellationToken cancellationToken)
    {
        string partition = Shards.PartitionKey(campaign, batch.Shard);
        List<CouponRow> rows = [.. batch.Coupons.Select(coupon => NewRow(campaign, partition, coupon.Id, coupon.Row))];
        try
        {
            await coupons.Gate.SubmitAsync(partition, rows.Select(row => new TableTransactionAction(TableTransactionActionType.Add, row)), cancellationToken);
        }
        catch (RequestFailedException taken) when (taken.Status == Conflict)
        {
            foreach ((_, LedgerRow row) in batch.Coupons)
            {
                await WriteOneAsync(campaign, row, cancellationToken);
            }
        }
    }

    /// <summary>The column in which a row first differs from the coupon on file that it contradicts.</summary>
    internal string FirstDifference(CouponRow stored, LedgerRow row)
    {
        Contact known = stored.Contact is null ? new Contact(null, null) : fields.UnprotectJson<Contact>(stored.Contact);
        return row switch
        {
            _ when row.Coupon.Expiry != stored.ToCoupon().Expiry => LedgerReader.Expiry,
            _ when row.Coupon.Balance.Amount != stored.ImportedBalance => LedgerReader.Balance,
            _ when row.Coupon.ChargedToApp != stored.ChargedToApp => LedgerReader.ChargedToApp,
            _ when !string.Equals(row.Contact.Phone, known.Phone, StringComparison.Ordinal) => ContactColumns.Phone,
            _ => ContactColumns.Email,
        };
    }

    private async Task WriteOneAsync(CampaignId campaign, LedgerRow row, CancellationToken cancellationToken)
    {
        for (int attempt = 0; ; attempt++)
        {
            EntitlementId id = coupons.IdOf(campaign, row.Number, attempt);
            CouponRow wanted = NewRow(campaign, coupons.PartitionOf(campaign, id), id, row);
            CouponRow stored = await ReadOrAddAsync(wanted, cancellationToken);
            if (string.Equals(stored.Number, wanted.Number, StringComparison.Ordinal))
            {
                RefuseOtherFacts(stored, wanted, row.Line);
                return;
            }
        }
    }

    /// <summary>The row that is stored under the wanted row's key in the end.</summary>
    private async Task<CouponRow> ReadOrAddAsync(CouponRow wanted, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await coupons.ReadAsync(wanted.PartitionKey, wanted.RowKey, cancellationToken) is { } stored)
            {
                return stored;
            }

            try
            {
                await coupons.Gate.SubmitAsync(wanted.PartitionKey, [new TableTransactionAction(TableTransactionActionType.Add, wanted)], cancellationToken);
                return wanted;
            }
            catch (RequestFailedException taken) when (taken.Status == Conflict)
            {
                // Somebody was quicker: see who.
            }
        }
    }

    private static void RefuseOtherFacts(CouponRow stored, CouponRow wanted, int line)
    {
        if (!string.Equals(stored.Facts, wanted.Facts, StringComparison.Ordinal))
        {
            throw new InvalidOperationException(
                string.Create(CultureInfo.InvariantCulture, $"The coupon of line {line} was imported with other facts by someone else at the same time. Import the file again to see how they differ."));
        }
    }

    private CouponRow NewRow(CampaignId campaign, string partition, EntitlementId id, LedgerRow row) => new()
    {
        PartitionKey = partition,
        RowKey = CouponRow.KeyOf(id),
        Number = CouponHashes.ToText(coupons.Hashes.OfNumber(campaign, row.Number)),
        Facts = CouponHashes.ToText(coupons.Hashes.OfFacts(campaign, row)),
        Inquiry = fields.Protect(row.Number.Written),
        Expiry = row.Coupon.Expiry.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ImportedBalance = row.Coupon.Balance.Amount,
        Balance = row.Coupon.Balance.Amount,
        ChargedToApp = row.Coupon.ChargedToApp,
        Contacts = (int)row.Contact.Kinds,
        Contact = row.Contact.Kinds == ContactKinds.None ? null : fields.ProtectJson(row.Contact),
    };
}
