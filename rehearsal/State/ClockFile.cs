using System.Buffers.Binary;

namespace Compensation.Rehearsal.State;

/// <summary>What must survive a kill besides the stores: the virtual instant and the meters as they stood when it began.</summary>
/// <param name="Now">The virtual instant, UTC.</param>
/// <param name="Transactions">Storage requests so far, whatever caused them.</param>
/// <param name="WaveTransactions">Storage requests of the first issue wave so far.</param>
/// <param name="Wall">Real time spent so far, over all runs.</param>
internal readonly record struct ClockState(DateTimeOffset Now, long Transactions, long WaveTransactions, TimeSpan Wall);

/// <summary>
/// Keeps a <see cref="ClockState"/> in one small file that is overwritten in a single write before each jump.
/// What one write hands to the operating system survives the death of the process.
/// </summary>
internal sealed class ClockFile : IDisposable
{
    private const int Length = 4 * sizeof(long);

    private readonly FileStream _file;

    public ClockFile(string path) => _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);

    /// <summary>The last state written, or null in a new file.</summary>
    public ClockState? Read()
    {
        Span<byte> bytes = stackalloc byte[Length];
        if (RandomAccess.Read(_file.SafeFileHandle, bytes, 0) < Length)
        {
            return null;
        }

        return new ClockState(
            new DateTimeOffset(BinaryPrimitives.ReadInt64LittleEndian(bytes), TimeSpan.Zero),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]),
            TimeSpan.FromTicks(BinaryPrimitives.ReadInt64LittleEndian(bytes[24..])));
    }

    public void Write(ClockState state)
    {
        Span<byte> bytes = stackalloc byte[Length];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, state.Now.UtcTicks);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], state.Transactions);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[16..], state.WaveTransactions);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[24..], state.Wall.Ticks);
        RandomAccess.Write(_file.SafeFileHandle, bytes, 0);
    }

    public void Dispose() => _file.Dispose();
}
