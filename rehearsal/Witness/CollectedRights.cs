using System.Buffers.Binary;
using System.Buffers.Text;

namespace Compensation.Rehearsal.Witness;

/// <summary>For which rights somebody was shown a code: eight bytes each in a file, written the moment it was seen, so that it is known after a restart too.</summary>
internal sealed class CollectedRights : IDisposable
{
    private const int TokenBytes = 15;
    private const int RightBytes = 7;

    private readonly FileStream _file;
    private readonly HashSet<ulong> _rights = [];
    private readonly Lock _gate = new();

    public CollectedRights(string path)
    {
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        Span<byte> right = stackalloc byte[sizeof(ulong)];
        while (_file.ReadAtLeast(right, right.Length, throwOnEndOfStream: false) == right.Length)
        {
            _rights.Add(BinaryPrimitives.ReadUInt64BigEndian(right));
        }

        _file.Position = _file.Length - (_file.Length % sizeof(ulong));
    }

    /// <summary>How many rights, however often their codes were looked at.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _rights.Count;
            }
        }
    }

    public void Add(string token)
    {
        Span<byte> right = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(right, RightIn(token));
        lock (_gate)
        {
            if (_rights.Add(RightIn(token)))
            {
                _file.Write(right);
            }
        }
    }

    public HashSet<ulong> All()
    {
        lock (_gate)
        {
            return [.. _rights];
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Campaign and right stand in front of a link's token in clear, in seven bytes.</summary>
    public static ulong RightIn(string token)
    {
        Span<byte> bytes = stackalloc byte[TokenBytes];
        return Base64Url.TryDecodeFromChars(token, bytes, out int written) && written == TokenBytes
            ? BinaryPrimitives.ReadUInt64BigEndian(bytes) >> (8 * (sizeof(ulong) - RightBytes))
            : throw new FormatException("A receipt link's token must be 15 bytes in base64url.");
    }
}
