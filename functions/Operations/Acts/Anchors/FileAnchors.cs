using System.Runtime.CompilerServices;
using System.Text;

namespace Compensation.Operations.Acts.Anchors;

/// <summary>
/// In files, which should lie on another disk, or where the store's administrators cannot write. Each process appends to one of its own beside the configured name: what several append to one
/// file at the same instant overwrites each other, as Unix knows no lock that keeps writers apart and lets readers in.
/// </summary>
/// <param name="path">The configured name, such as <c>/audit/act-anchors.tsv</c>; beside it lie <c>act-anchors.{process}.tsv</c>.</param>
internal sealed class FileAnchors(string path) : IAnchors
{
    private readonly string _own = Named(path, Guid.NewGuid().ToString("n"));

    public bool AreKept => true;

    public async Task WriteAsync(IReadOnlyCollection<Anchor> anchors, CancellationToken cancellationToken)
    {
        byte[] lines = Encoding.UTF8.GetBytes(string.Concat(anchors.Select(anchor => anchor.Line)));
        await using FileStream file = new(_own, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        bool isTorn = file.Length > 0 && !EndsWithLine(file);
        file.Seek(0, SeekOrigin.End);
        await file.WriteAsync(isTorn ? [(byte)'\n', .. lines] : lines, cancellationToken);
        file.Flush(flushToDisk: true);
    }

    public async IAsyncEnumerable<Anchor> ReadAsync(string partition, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (string file in Directory.EnumerateFiles(FolderOf(path), Path.GetFileName(Named(path, "*"))))
        {
            using StreamReader lines = new(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            while (await lines.ReadLineAsync(cancellationToken) is { } line)
            {
                if (Anchor.Parse(line) is { } anchor && anchor.Partition == partition)
                {
                    yield return anchor;
                }
            }
        }
    }

    private static string Named(string path, string process) => Path.Combine(FolderOf(path), $"{Path.GetFileNameWithoutExtension(path)}.{process}{Path.GetExtension(path)}");

    private static string FolderOf(string path) => Path.GetDirectoryName(path) ?? throw new ArgumentException("Expected a whole path.", nameof(path));

    /// <summary>After a line that a full disk has torn the next begins on its own.</summary>
    private static bool EndsWithLine(FileStream file)
    {
        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte() == '\n';
    }
}
