using System.Text;
using Compensation.Campaigns;
using Compensation.Campaigns.Points;
using Compensation.Common;

namespace Compensation.Awards.Packs;

/// <summary>
/// Purchases as bytes, some forty of them each. Numbers have seven bits a byte; texts are UTF-8 with their length in front; services, kinds and exclusions stand once,
/// in front of the purchases, which name them by their place.
/// </summary>
internal static class PurchaseCodec
{
    /// <summary>Stands first, so that another form can be told from this one.</summary>
    private const byte Version = 1;

    /// <summary>No purchase takes more beside its texts.</summary>
    private const int NumberBytesMax = 80;

    private static readonly AwardDate[] s_dates = Enum.GetValues<AwardDate>();

    /// <summary>The most that a purchase can take, wherever it stands.</summary>
    public static int BytesMax(RecordedPurchase purchase) =>
        NumberBytesMax + purchase.Transaction.Length + Encoding.UTF8.GetByteCount(purchase.Facts.Facility)
        + Encoding.UTF8.GetByteCount(purchase.Purchase.Service) + Encoding.UTF8.GetByteCount(purchase.Purchase.Kind) + Encoding.UTF8.GetByteCount(purchase.Purchase.Exclusions);

    public static byte[] Encode(IReadOnlyCollection<RecordedPurchase> purchases)
    {
        using MemoryStream bytes = new(purchases.Sum(BytesMax));
        using BinaryWriter writer = new(bytes, Encoding.UTF8);
        Write(writer, purchases);
        return bytes.ToArray();
    }

    public static void Write(BinaryWriter writer, IReadOnlyCollection<RecordedPurchase> purchases)
    {
        List<string> words = [];
        foreach (RecordedPurchase purchase in purchases)
        {
            PlaceOf(words, purchase.Purchase.Service);
            PlaceOf(words, purchase.Purchase.Kind);
            PlaceOf(words, purchase.Purchase.Exclusions);
        }

        writer.Write(Version);
        writer.Write7BitEncodedInt(words.Count);
        words.ForEach(writer.Write);
        writer.Write7BitEncodedInt(purchases.Count);
        foreach (RecordedPurchase purchase in purchases)
        {
            Write(writer, purchase, words);
        }
    }

    public static List<RecordedPurchase> Decode(byte[] bytes) => Read(new BinaryReader(new MemoryStream(bytes, writable: false), Encoding.UTF8));

    /// <exception cref="InvalidDataException">They were written in another form.</exception>
    public static List<RecordedPurchase> Read(BinaryReader reader)
    {
        if (reader.ReadByte() is var version and not Version)
        {
            throw new InvalidDataException($"Purchases are stored in form {version}; this app reads form {Version}.");
        }

        string[] words = new string[reader.Read7BitEncodedInt()];
        for (int word = 0; word < words.Length; word++)
        {
            words[word] = reader.ReadString();
        }

        int count = reader.Read7BitEncodedInt();
        List<RecordedPurchase> purchases = new(count);
        while (purchases.Count < count)
        {
            purchases.Add(Read(reader, words));
        }

        return purchases;
    }

    /// <summary>A handful of words: looking through them is quicker than any table.</summary>
    private static int PlaceOf(List<string> words, string word)
    {
        int place = words.IndexOf(word);
        if (place < 0)
        {
            place = words.Count;
            words.Add(word);
        }

        return place;
    }

    private static void Write(BinaryWriter writer, RecordedPurchase recorded, List<string> words)
    {
        Purchase purchase = recorded.Purchase;
        writer.Write(recorded.Transaction);
        writer.Write7BitEncodedInt64(recorded.Revision);
        writer.Write(recorded.Facts.Facility);
        writer.Write7BitEncodedInt(PlaceOf(words, purchase.Service));
        writer.Write7BitEncodedInt(PlaceOf(words, purchase.Kind));
        writer.Write7BitEncodedInt(PlaceOf(words, purchase.Exclusions));
        foreach (AwardDate date in s_dates)
        {
            writer.Write7BitEncodedInt(purchase.Dates[date]?.DayNumber ?? 0);
        }

        writer.Write7BitEncodedInt64(purchase.Amount.Amount);
        writer.Write7BitEncodedInt64(purchase.BasePoints);
        writer.Write((byte)((int)purchase.Status | (ToBits(purchase.LinkedApp) << 2) | (ToBits(purchase.FacilityMember) << 4)));
    }

    private static RecordedPurchase Read(BinaryReader reader, string[] words)
    {
        string transaction = reader.ReadString();
        long revision = reader.Read7BitEncodedInt64();
        string facility = reader.ReadString();
        Purchase purchase = new()
        {
            Service = words[reader.Read7BitEncodedInt()],
            Kind = words[reader.Read7BitEncodedInt()],
            Exclusions = words[reader.Read7BitEncodedInt()],
            Dates = new PurchaseDates { Purchase = Date(reader), Booking = Date(reader), Boarding = Date(reader), Departure = Date(reader), Shipping = Date(reader), Use = Date(reader) },
            Amount = new Yen(reader.Read7BitEncodedInt64()),
            BasePoints = reader.Read7BitEncodedInt64(),
        };
        int rest = reader.ReadByte();
        return new RecordedPurchase(transaction, revision, new PurchaseFacts(
            purchase with { Status = (PurchaseStatus)(rest & 3), LinkedApp = ToAnswer(rest >> 2), FacilityMember = ToAnswer(rest >> 4) }, facility));
    }

    private static DateOnly? Date(BinaryReader reader) => reader.Read7BitEncodedInt() is var day and not 0 ? DateOnly.FromDayNumber(day) : null;

    private static int ToBits(bool? answer) => answer is { } given ? given ? 2 : 1 : 0;

    private static bool? ToAnswer(int bits) => (bits & 3) == 0 ? null : (bits & 3) == 2;
}
