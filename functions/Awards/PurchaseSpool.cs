using Compensation.Campaigns;
using Compensation.Campaigns.Points;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Awards;

/// <summary>Sorts a file of any size into the campaign's shards on disk, so that only one shard's rows at a time need be in memory.</summary>
internal sealed class PurchaseSpool(int shards) : IAsyncDisposable
{
    private const int BufferBytes = 32 * 1024;
    private const int NoDate = 0;

    private readonly BufferedStream?[] _files = new BufferedStream?[shards];

    public void Add(PurchaseReader row, EntitlementId id)
    {
        int shard = id.ShardOf(shards);
        BufferedStream file = _files[shard] ??= new BufferedStream(TemporaryFile.Create(), BufferBytes);
        using BinaryWriter writer = new(file, System.Text.Encoding.UTF8, leaveOpen: true);
        writer.Write(row.Line);
        writer.Write(id.Value);
        writer.Write((ulong)(row.MemberId.Packed >> 64));
        writer.Write((ulong)row.MemberId.Packed);
        writer.Write(System.Text.Encoding.ASCII.GetString(row.TransactionId));
        writer.Write(row.RevisionNumber);
        writer.Write(row.FacilityName);
        Write(writer, row.Purchase);
    }

    /// <summary>The rows of one shard in the order of the file.</summary>
    public IEnumerable<FiledPurchase> Read(int shard)
    {
        if (_files[shard] is not { } file)
        {
            yield break;
        }

        file.Flush();
        file.Position = 0;
        Dictionary<string, string> words = new(StringComparer.Ordinal);
        using BinaryReader reader = new(file, System.Text.Encoding.UTF8, leaveOpen: true);
        while (file.Position < file.Length)
        {
            yield return new FiledPurchase(
                reader.ReadInt64(),
                EntitlementId.FromValue(reader.ReadUInt64()),
                MemberId.FromPacked(new UInt128(reader.ReadUInt64(), reader.ReadUInt64())),
                reader.ReadString(),
                reader.ReadInt64(),
                Facts(reader, words));
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (BufferedStream file in _files.OfType<BufferedStream>())
        {
            await file.DisposeAsync();
        }
    }

    private static void Write(BinaryWriter writer, in Purchase purchase)
    {
        writer.Write(purchase.Service);
        writer.Write(purchase.Kind);
        foreach (AwardDate date in Enum.GetValues<AwardDate>())
        {
            writer.Write7BitEncodedInt(purchase.Dates[date]?.DayNumber ?? NoDate);
        }

        writer.Write(purchase.Amount.Amount);
        writer.Write(purchase.BasePoints);
        writer.Write(purchase.Exclusions);
        writer.Write(ToByte(purchase.LinkedApp));
        writer.Write(ToByte(purchase.FacilityMember));
        writer.Write((byte)purchase.Status);
    }

    private static PurchaseFacts Facts(BinaryReader reader, Dictionary<string, string> words)
    {
        string facility = Word(reader.ReadString(), words);
        Purchase purchase = new()
        {
            Service = Word(reader.ReadString(), words),
            Kind = Word(reader.ReadString(), words),
            Dates = new PurchaseDates { Purchase = Date(reader), Booking = Date(reader), Boarding = Date(reader), Departure = Date(reader), Shipping = Date(reader), Use = Date(reader) },
            Amount = new Yen(reader.ReadInt64()),
            BasePoints = reader.ReadInt64(),
            Exclusions = Word(reader.ReadString(), words),
            LinkedApp = ToAnswer(reader.ReadByte()),
            FacilityMember = ToAnswer(reader.ReadByte()),
            Status = (PurchaseStatus)reader.ReadByte(),
        };
        return new PurchaseFacts(purchase, facility);
    }

    /// <summary>The same few words come again and again: one string for each is enough.</summary>
    private static string Word(string read, Dictionary<string, string> words) => words.TryGetValue(read, out string? known) ? known : words[read] = read;

    private static DateOnly? Date(BinaryReader reader) => reader.Read7BitEncodedInt() is var day and not NoDate ? DateOnly.FromDayNumber(day) : null;

    private static byte ToByte(bool? answer) => answer is { } given ? (byte)(given ? 1 : 0) : (byte)2;

    private static bool? ToAnswer(byte value) => value == 2 ? null : value == 1;
}
