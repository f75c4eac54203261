using System.Buffers.Binary;
using Compensation.Entitlements;

namespace Compensation.Awards.Shared;

/// <summary>A transaction that earns points, by its hash, and its member: sixteen bytes.</summary>
internal readonly record struct TransactionMark(ulong Hash, EntitlementId Member) : IComparable<TransactionMark>
{
    public const int Bytes = 2 * sizeof(ulong);

    public static TransactionMark Of(string transaction, EntitlementId member) => new(HashOf(transaction), member);

    /// <summary>Of twenty million transactions, two that differ have the same in one case of a hundred thousand; what is listed is compared by its text.</summary>
    public static ulong HashOf(string transaction)
    {
        // FNV-1a, whose upper bits are mixed in at the end.
        ulong hash = 0xCBF29CE484222325;
        foreach (char character in transaction)
        {
            hash = (hash ^ character) * 0x100000001B3;
        }

        return (hash ^ (hash >> 32)) * 0x9E3779B97F4A7C15;
    }

    public static byte[] ToBytes(ReadOnlySpan<TransactionMark> marks)
    {
        byte[] bytes = new byte[marks.Length * Bytes];
        for (int mark = 0; mark < marks.Length; mark++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(mark * Bytes), marks[mark].Hash);
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan((mark * Bytes) + sizeof(ulong)), marks[mark].Member.Value);
        }

        return bytes;
    }

    public static TransactionMark Read(byte[] bytes, int at) => new(
        BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at)),
        EntitlementId.FromValue(BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at + sizeof(ulong)))));

    public int CompareTo(TransactionMark other) => Hash != other.Hash ? Hash.CompareTo(other.Hash) : Member.CompareTo(other.Member);
}
