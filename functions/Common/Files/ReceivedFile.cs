using System.Security.Cryptography;
using System.Text;

namespace Compensation.Common.Files;

/// <summary>
/// A file that was sent in, received to its end before anything is made of it: its hash, its encoding, and its text in UTF-8 as often as needed, in bounded
/// memory. An upload goes to a <see cref="TemporaryFile"/>; a stream that can be rewound is read where it is.
/// </summary>
public sealed class ReceivedFile : IAsyncDisposable
{
    private const int BufferBytes = 64 * 1024;

    private readonly Stream _bytes;
    private readonly long _start;
    private readonly bool _owned;

    private ReceivedFile(Stream bytes, long start, bool owned) => (_bytes, _start, _owned) = (bytes, start, owned);

    /// <summary>SHA-256 of the bytes as they came, 64 hex digits.</summary>
    public string Sha256 { get; private set; } = string.Empty;

    public FileEncoding Encoding { get; private set; } = FileEncoding.Utf8;

    /// <summary>Why no reader can make anything of the file; null where one may.</summary>
    public RowError? Fault { get; private set; }

    /// <param name="upload">From its current position to its end.</param>
    /// <param name="bytesMax">What is longer is not taken.</param>
    /// <param name="cancellationToken">Stops the receiving.</param>
    /// <exception cref="FileTooLongException">There are more bytes.</exception>
    public static async Task<ReceivedFile> ReceiveAsync(Stream upload, long bytesMax, CancellationToken cancellationToken)
    {
        ReceivedFile file = upload.CanSeek ? new(upload, upload.Position, owned: false) : new(TemporaryFile.Create(), 0, owned: true);
        try
        {
            await file.TakeAsync(upload, bytesMax, cancellationToken);
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>The text in UTF-8 from its beginning, without a byte order mark. One at a time; ends with the file.</summary>
    public Stream OpenText()
    {
        _bytes.Position = _start + Encoding.Mark;
        return Encoding.Decoder is { } decoder ? System.Text.Encoding.CreateTranscodingStream(_bytes, decoder, new UTF8Encoding(false), leaveOpen: true) : _bytes;
    }

    public ValueTask DisposeAsync() => _owned ? _bytes.DisposeAsync() : ValueTask.CompletedTask;

    private async Task TakeAsync(Stream upload, long bytesMax, CancellationToken cancellationToken)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Utf8Check utf8 = new();
        byte[] buffer = new byte[BufferBytes];
        byte[]? head = null;
        long length = 0;
        int read;
        while ((read = await upload.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken)) > 0)
        {
            length += read;
            if (length > bytesMax)
            {
                throw new FileTooLongException(bytesMax);
            }

            head ??= buffer[..Math.Min(read, FileKind.HeadBytes)];
            hash.AppendData(buffer, 0, read);
            utf8.Add(buffer.AsSpan(0, read));
            if (_owned)
            {
                await _bytes.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }
        }

        utf8.End();
        Sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
        await RecogniseAsync(head ?? [], utf8.IsValid, cancellationToken);
    }

    private async Task RecogniseAsync(byte[] head, bool isUtf8, CancellationToken cancellationToken)
    {
        Fault = FileKind.Foreign(head);
        if (Fault is null)
        {
            Encoding = FileKind.Marked(head) ?? (isUtf8 ? FileEncoding.Utf8 : await LineEncodings.ChooseAsync(OpenText(), cancellationToken));
        }
    }
}

/// <summary>A file has more bytes than are taken.</summary>
public sealed class FileTooLongException(long bytesMax) : Exception($"The file has more than {bytesMax} bytes.")
{
    public long BytesMax => bytesMax;
}
