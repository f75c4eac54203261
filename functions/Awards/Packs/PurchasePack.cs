using System.Globalization;
using Azure;
using Azure.Data.Tables;

namespace Compensation.Awards.Packs;

/// <summary>Some of a member's purchases, which share a row.</summary>
internal sealed class PurchasePack
{
    /// <summary>Small enough that a hundred full ones fit a transaction (4 MiB, in base64), and large enough for three hundred purchases.</summary>
    private const int BytesMax = 16 * 1024;

    private readonly string _partition;
    private readonly string _row;
    private readonly ETag? _read;
    private readonly List<RecordedPurchase> _purchases;
    private int? _bytes;

    private PurchasePack(string partition, string row, ETag? read, List<RecordedPurchase> purchases) => (_partition, _row, _read, _purchases) = (partition, row, read, purchases);

    public IReadOnlyList<RecordedPurchase> Purchases => _purchases;

    /// <summary>Whether it differs from what is stored.</summary>
    public bool IsChanged { get; private set; }

    public static PurchasePack Of(PurchaseRow stored) =>
        new(stored.PartitionKey, stored.RowKey, stored.ETag, stored.Purchases is { } bytes ? PurchaseCodec.Decode(bytes) : []);

    /// <summary>A member's first pack, or a further one, which is not stored yet.</summary>
    public static PurchasePack New(string partition, string member, int number) =>
        new(partition, number == 0 ? member : string.Create(CultureInfo.InvariantCulture, $"{member}:{number:d5}"), null, []);

    /// <summary>False where there is no room. The first purchase always has some.</summary>
    public bool TryAdd(RecordedPurchase purchase)
    {
        int bytes = PurchaseCodec.BytesMax(purchase);
        _bytes ??= _purchases.Sum(PurchaseCodec.BytesMax);
        if (_purchases.Count > 0 && _bytes + bytes > BytesMax)
        {
            return false;
        }

        _purchases.Add(purchase);
        _bytes += bytes;
        return IsChanged = true;
    }

    public void Remove(string transaction)
    {
        int place = _purchases.FindIndex(purchase => string.Equals(purchase.Transaction, transaction, StringComparison.Ordinal));
        _bytes = null;
        _purchases.RemoveAt(place);
        IsChanged = true;
    }

    /// <param name="newMember">The member's own columns, where this is the first pack of somebody new.</param>
    public TableTransactionAction ToAction(PurchaseRow? newMember)
    {
        PurchaseRow row = newMember ?? new PurchaseRow { PartitionKey = _partition, RowKey = _row };
        row.Purchases = PurchaseCodec.Encode(_purchases);
        return _read is { } etag
            ? new TableTransactionAction(TableTransactionActionType.UpdateMerge, row, etag)
            : new TableTransactionAction(TableTransactionActionType.Add, row);
    }
}
