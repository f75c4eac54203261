using System.Runtime.CompilerServices;
using System.Text;

namespace Compensation.Operations.Acts.Anchors;

/// <summary>In a file, which should lie on another disk, or where the store's administrators cannot write. Several processes may append to it.</summary>
internal sealed class FileAnchors(string path) : IAnchors
{
    /// <summary>Twenty seconds: others write a line each, but may wait for their disk.</summary>
    private const int AttemptsMax = 10_000;
    private static readonly TimeSpan s_again = TimeSpan.FromMilliseconds(2);

    public bool AreKept => true;

    public async Task WriteAsync(IReadOnlyCollection<Anchor> anchors, CancellationToken cancellationToken)
    {
        byte[] lines = Encoding.UTF8.GetBytes(string.Concat(anchors.Select(anchor => anchor.Line)));
        await using FileStream file = await OpenAsync(cancellationToken);
        bool isTorn = file.Length > 0 && !EndsWithLine(file);
        file.Seek(0, SeekOrigin.End);
        await file.WriteAsync(isTorn ? [(byte)'\n', .. lines] : lines, cancellationToken);
        file.Flush(flushToDisk: true);
    }

    public async IAsyncEnumerable<Anchor> ReadAsync(string partition, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            yield break;
        }

        using StreamReader lines = new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            if (Anchor.Parse(line) is { } anchor && anchor.Partition == partition)
            {
                yield return anchor;
            }
        }
    }

    /// <summary>One process at a time. Whoever waits for another waits in real time.</summary>
    private async Task<FileStream> OpenAsync(CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
            }
            catch (IOException) when (attempt < AttemptsMax && File.Exists(path))
            {
                await Task.Delay(s_again, cancellationToken);
            }
        }
    }

    private static bool EndsWithLine(FileStream file)
    {
        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte() == '\n';
    }
}
