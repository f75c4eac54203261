using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Compensation.Common;

namespace Compensation.Operations.Acts.Anchors;

/// <summary>
/// In append blobs, one for each of Japan's days, so that several instances append to the same. The container's immutability policy lets blobs be appended to and nothing else.
/// </summary>
internal sealed class BlobAnchors(BlobContainerClient container, TimeProvider time) : IAnchors
{
    private const string Prefix = "acts/";
    private const int AlreadyThere = 409;

    public bool AreKept => true;

    public async Task WriteAsync(IReadOnlyCollection<Anchor> anchors, CancellationToken cancellationToken)
    {
        string day = time.GetUtcNow().DateInJapan().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        AppendBlobClient blob = container.GetAppendBlobClient($"{Prefix}{day}.tsv");
        byte[] lines = Encoding.UTF8.GetBytes(string.Concat(anchors.Select(anchor => anchor.Line)));
        try
        {
            await AppendAsync(blob, lines, cancellationToken);
        }
        catch (Azure.RequestFailedException missing) when (missing.ErrorCode == BlobErrorCode.BlobNotFound)
        {
            await CreateAsync(blob, cancellationToken);
            await AppendAsync(blob, lines, cancellationToken);
        }
    }

    public async IAsyncEnumerable<Anchor> ReadAsync(string partition, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (BlobItem blob in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, Prefix, cancellationToken))
        {
            using StreamReader lines = new(await container.GetBlobClient(blob.Name).OpenReadAsync(cancellationToken: cancellationToken));
            while (await lines.ReadLineAsync(cancellationToken) is { } line)
            {
                if (Anchor.Parse(line) is { } anchor && anchor.Partition == partition)
                {
                    yield return anchor;
                }
            }
        }
    }

    private static async Task AppendAsync(AppendBlobClient blob, byte[] lines, CancellationToken cancellationToken)
    {
        using MemoryStream block = new(lines);
        await blob.AppendBlockAsync(block, cancellationToken: cancellationToken);
    }

    /// <summary>Another instance may be faster: what is there is never made again, as that would empty it.</summary>
    private static async Task CreateAsync(AppendBlobClient blob, CancellationToken cancellationToken)
    {
        try
        {
            await blob.CreateAsync(new AppendBlobCreateOptions { Conditions = new AppendBlobRequestConditions { IfNoneMatch = Azure.ETag.All } }, cancellationToken);
        }
        catch (Azure.RequestFailedException there) when (there.Status == AlreadyThere)
        {
            // Then it is there.
        }
    }
}
