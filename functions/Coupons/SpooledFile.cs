using System.Security.Cryptography;
using Compensation.Common;

namespace Compensation.Coupons;

/// <summary>
/// Lets an upload be read more than once in bounded memory: a stream that cannot be rewound goes to a <see cref="TemporaryFile"/>.
/// </summary>
internal sealed class SpooledFile : IAsyncDisposable
{
    private readonly Stream _stream;
    private readonly long _start;
    private readonly bool _owned;

    private SpooledFile(Stream stream, bool owned) => (_stream, _start, _owned) = (stream, stream.Position, owned);

    public static async Task<SpooledFile> OpenAsync(Stream upload, CancellationToken cancellationToken)
    {
        if (upload.CanSeek)
        {
            return new SpooledFile(upload, owned: false);
        }

        FileStream file = TemporaryFile.Create();
        try
        {
            await upload.CopyToAsync(file, cancellationToken);
            file.Position = 0;
            return new SpooledFile(file, owned: true);
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>The whole upload, from its beginning.</summary>
    public Stream Rewind()
    {
        _stream.Position = _start;
        return _stream;
    }

    /// <summary>SHA-256 of the whole upload, 64 hex digits.</summary>
    public async Task<string> HashAsync(CancellationToken cancellationToken) =>
        Convert.ToHexStringLower(await SHA256.HashDataAsync(Rewind(), cancellationToken));

    public ValueTask DisposeAsync() => _owned ? _stream.DisposeAsync() : ValueTask.CompletedTask;
}
