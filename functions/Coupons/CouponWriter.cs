using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Entitlements.Search;

namespace Compensation.Coupons;

/// <summary>Writes what a ledger file states, each coupon once, whatever was left behind by files that do not count.</summary>
public sealed class CouponWriter(CouponStore coupons, ProtectedFields fields)
{
    private const int Conflict = 409;
    private const int Changed = 412;
    private const int AttemptsMax = 20;

    /// <summary>Writes new coupons.</summary>
    internal async Task AddAsync(LedgerFile file, CouponBatch batch, PeopleIndexBatch found, CancellationToken cancellationToken)
    {
        string partition = Shards.PartitionKey(file.Campaign, batch.Shard);
        List<CouponRow> rows = [.. batch.Coupons.Select(coupon => NewRow(file, partition, coupon.Id, 0, coupon.Row))];
        try
        {
            await coupons.Gate.SubmitAsync(partition, rows.Select(row => new TableTransactionAction(TableTransactionActionType.Add, row)), cancellationToken);
            foreach ((EntitlementId id, LedgerRow row) in batch.Coupons)
            {
                await found.AddAsync(id, KeysOf(file, row), cancellationToken);
            }
        }
        catch (RequestFailedException taken) when (taken.Status == Conflict)
        {
            foreach ((_, LedgerRow row) in batch.Coupons)
            {
                await AddOneAsync(file, row, found, cancellationToken);
            }
        }
    }

    /// <summary>Replaces the contact, the route and the expiry of a coupon that is on file with the same balance.</summary>
    internal async Task CorrectAsync(LedgerFile file, LedgerRow row, PeopleIndexBatch found, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            CouponRow stored = await coupons.FindAsync(file.Campaign, row.Number, cancellationToken)
                ?? throw new InvalidOperationException("A coupon that was on file is not there any more.");
            if (string.Equals(stored.File, file.Id, StringComparison.Ordinal) || stored.AsOf(file.Counted) is not { } known)
            {
                return;
            }

            CouponRow next = known.Next(file.Id);
            CouponRow stated = NewRow(file, known.PartitionKey, known.ToId(), known.Attempt, row);
            await found.AddAsync(known.ToId(), KeysOf(file, row), cancellationToken);
            next.Superseded = known.Superseded is null ? known.Facts : $"{known.Superseded} {known.Facts}";
            (next.Facts, next.Expiry, next.ChargedToApp, next.Contacts, next.Contact) = (stated.Facts, stated.Expiry, stated.ChargedToApp, stated.Contacts, stated.Contact);
            (next.LeftApp, next.FaceValue, next.Holder) = (stated.LeftApp, stated.FaceValue, stated.Holder);
            try
            {
                await coupons.Gate.SubmitAsync(next.PartitionKey, [new TableTransactionAction(TableTransactionActionType.UpdateReplace, next, stored.ETag)], cancellationToken);
                return;
            }
            catch (RequestFailedException changed) when (changed.Status is Changed or Conflict && attempt < AttemptsMax)
            {
                // By a file whose turn is over, or by ourselves, and the answer was lost.
            }
        }
    }

    private async Task AddOneAsync(LedgerFile file, LedgerRow row, PeopleIndexBatch found, CancellationToken cancellationToken)
    {
        for (int attempt = 0; ; attempt++)
        {
            EntitlementId id = coupons.IdOf(file.Campaign, row.Number, attempt);
            CouponRow wanted = NewRow(file, coupons.PartitionOf(file.Campaign, id), id, attempt, row);
            CouponRow stored = await ReadOrWriteAsync(file, wanted, cancellationToken);
            if (string.Equals(stored.Number, wanted.Number, StringComparison.Ordinal))
            {
                await found.AddAsync(id, KeysOf(file, row), cancellationToken);
                return;
            }
        }
    }

    /// <summary>The row that is stored under the wanted row's key in the end: itself, or another coupon's.</summary>
    private async Task<CouponRow> ReadOrWriteAsync(LedgerFile file, CouponRow wanted, CancellationToken cancellationToken)
    {
        while (true)
        {
            CouponRow? stored = await coupons.ReadAsync(wanted.PartitionKey, wanted.RowKey, cancellationToken);
            bool isLeftBehind = stored is not null && string.Equals(stored.Number, wanted.Number, StringComparison.Ordinal)
                && !string.Equals(stored.File, file.Id, StringComparison.Ordinal) && stored.AsOf(file.Counted) is null;
            if (stored is not null && !isLeftBehind)
            {
                return stored;
            }

            TableTransactionAction write = stored is null
                ? new(TableTransactionActionType.Add, wanted)
                : new(TableTransactionActionType.UpdateReplace, wanted, stored.ETag);
            try
            {
                await coupons.Gate.SubmitAsync(wanted.PartitionKey, [write], cancellationToken);
                return wanted;
            }
            catch (RequestFailedException taken) when (taken.Status is Conflict or Changed)
            {
                // Somebody was quicker: see who.
            }
        }
    }

    private IEnumerable<SearchKey> KeysOf(LedgerFile file, LedgerRow row) =>
        IsErased(file, row) ? [] : SearchKey.OfName(row.Holder.NameKana) is { } name ? SearchKey.Of(row.Contact).Append(name) : SearchKey.Of(row.Contact);

    private bool IsErased(LedgerFile file, LedgerRow row) => file.Erased.Count > 0 && file.Erased.Contains(CouponHashes.ToText(coupons.Hashes.OfNumber(file.Campaign, row.Number)));

    /// <summary>Of whom was erased, the file brings the coupon and nothing of its holder.</summary>
    private CouponRow NewRow(LedgerFile file, string partition, EntitlementId id, int attempt, LedgerRow row) =>
        IsErased(file, row) ? RowOf(file, partition, id, attempt, row).WithoutHolder() : RowOf(file, partition, id, attempt, row);

    private CouponRow RowOf(LedgerFile file, string partition, EntitlementId id, int attempt, LedgerRow row) => new()
    {
        PartitionKey = partition,
        RowKey = CouponRow.KeyOf(id),
        Number = CouponHashes.ToText(coupons.Hashes.OfNumber(file.Campaign, row.Number)),
        Attempt = attempt,
        File = file.Id,
        Facts = CouponHashes.ToText(coupons.Hashes.OfFacts(file.Campaign, row)),
        Inquiry = fields.Protect(row.Number.Written),
        Expiry = row.Coupon.Expiry.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ImportedBalance = row.Coupon.Balance.Amount,
        Balance = row.Coupon.Balance.Amount,
        ChargedToApp = row.Coupon.ChargedToApp,
        LeftApp = row.Coupon.LeftApp,
        FaceValue = row.FaceValue?.Amount,
        Holder = row.Holder == CouponHolder.Unknown ? null : fields.ProtectJson(row.Holder),
        Contacts = (int)row.Contact.Kinds,
        Contact = row.Contact.Kinds == ContactKinds.None ? null : fields.ProtectJson(row.Contact),
    };
}

/// <summary>A file that is being written.</summary>
/// <param name="Campaign">The campaign.</param>
/// <param name="Id">Its mark in the rows.</param>
/// <param name="Counted">The marks of the files that count.</param>
internal sealed record LedgerFile(CampaignId Campaign, string Id, IReadOnlySet<string> Counted)
{
    /// <summary>Hashes of the coupons whose holders were erased.</summary>
    public IReadOnlySet<string> Erased { get; init; } = new HashSet<string>(StringComparer.Ordinal);
}
