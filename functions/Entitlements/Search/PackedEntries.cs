using System.Buffers.Binary;

namespace Compensation.Entitlements.Search;

/// <summary>Many entries of the index in one column: 8 bytes of keyed hash and 6 of a person's id each, as many as a column holds.</summary>
internal sealed class PackedEntries
{
    private const int HashBytes = 8;
    private const int Size = HashBytes + 6;

    /// <summary>A column holds 64 KiB.</summary>
    private const int Most = (64 << 10) / Size;

    private byte[] _bytes = new byte[16 * Size];
    private int _count;

    public bool IsFull => _count == Most;

    public void Add(ulong hash, EntitlementId id)
    {
        if ((_count + 1) * Size > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Min(2 * _bytes.Length, Most * Size));
        }

        Span<byte> entry = _bytes.AsSpan(_count++ * Size, Size);
        Span<byte> id64 = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(id64, id.Value);
        BinaryPrimitives.WriteUInt64BigEndian(entry, hash);
        id64[2..].CopyTo(entry[HashBytes..]);
    }

    public byte[] ToBytes() => _bytes[..(_count * Size)];

    /// <summary>Whom a hash stands for.</summary>
    public static IEnumerable<EntitlementId> Find(byte[] packed, ulong hash)
    {
        for (int at = 0; at < packed.Length; at += Size)
        {
            if (HashAt(packed, at) == hash)
            {
                yield return IdAt(packed, at);
            }
        }
    }

    /// <returns>The entries without those of one person; null where there are none.</returns>
    public static byte[]? Without(byte[] packed, EntitlementId id)
    {
        PackedEntries rest = new();
        for (int at = 0; at < packed.Length; at += Size)
        {
            if (IdAt(packed, at) != id)
            {
                rest.Add(HashAt(packed, at), IdAt(packed, at));
            }
        }

        return rest._count * Size == packed.Length ? null : rest.ToBytes();
    }

    private static ulong HashAt(byte[] packed, int at) => BinaryPrimitives.ReadUInt64BigEndian(packed.AsSpan(at));

    private static EntitlementId IdAt(byte[] packed, int at)
    {
        Span<byte> id64 = stackalloc byte[8];
        id64.Clear();
        packed.AsSpan(at + HashBytes, Size - HashBytes).CopyTo(id64[2..]);
        return EntitlementId.FromValue(BinaryPrimitives.ReadUInt64BigEndian(id64));
    }
}
