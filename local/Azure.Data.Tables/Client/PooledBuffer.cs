using System.Buffers;

namespace Azure.Data.Tables;

/// <summary>A buffer that grows in the pool's arrays: a transaction's body is large enough to cost a full collection where it is allocated.</summary>
internal sealed class PooledBuffer(int capacity) : IBufferWriter<byte>, IDisposable
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(capacity);
    private int _written;

    /// <summary>What was written; not to be used any more once the buffer is disposed of.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _written);

    public void Advance(int count) => _written += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        int needed = _written + Math.Max(sizeHint, 1);
        if (needed > _bytes.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, 2 * _bytes.Length));
            _bytes.AsSpan(0, _written).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }

        return _bytes.AsMemory(_written);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Gives the array back, once however often it is called.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _bytes, []) is { Length: > 0 } bytes)
        {
            _written = 0;
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
