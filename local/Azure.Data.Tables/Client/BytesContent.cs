using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>A request body in memory that an in-process transport can read without a copy.</summary>
/// <param name="bytes">The body.</param>
/// <param name="owner">Disposed of with the content; null where nobody needs the bytes back.</param>
internal sealed class BytesContent(ReadOnlyMemory<byte> bytes, IDisposable? owner = null) : RequestContent
{
    public ReadOnlyMemory<byte> Bytes { get; } = bytes;

    public override void WriteTo(Stream stream, CancellationToken cancellation) => stream.Write(Bytes.Span);

    public override Task WriteToAsync(Stream stream, CancellationToken cancellation) => stream.WriteAsync(Bytes, cancellation).AsTask();

    public override bool TryComputeLength(out long length)
    {
        length = Bytes.Length;
        return true;
    }

    public override void Dispose() => owner?.Dispose();
}
