namespace Compensation.Bench;

/// <summary>A file that is read on the thread that asks, as the bare read does it too: handing each block to another thread and back takes longer than reading it.</summary>
internal sealed class BlockingFile(string path) : FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1, FileOptions.SequentialScan)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));
}
