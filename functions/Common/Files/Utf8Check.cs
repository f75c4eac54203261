using System.Text.Unicode;

namespace Compensation.Common.Files;

/// <summary>Whether bytes that come in parts are UTF-8 as a whole.</summary>
internal sealed class Utf8Check
{
    /// <summary>The most bytes of a character that a part can end with.</summary>
    private const int BrokenMax = 3;

    private readonly byte[] _broken = new byte[2 * BrokenMax];
    private int _brokenBytes;

    public bool IsValid { get; private set; } = true;

    public void Add(ReadOnlySpan<byte> part)
    {
        if (!IsValid || part.IsEmpty)
        {
            return;
        }

        if (_brokenBytes > 0)
        {
            part = Mend(part);
        }

        int whole = part.Length - BrokenAtEnd(part);
        IsValid &= Utf8.IsValid(part[..whole]);
        part[whole..].CopyTo(_broken.AsSpan(_brokenBytes));
        _brokenBytes += part.Length - whole;
    }

    public void End() => IsValid &= _brokenBytes == 0;

    /// <summary>Adds to the broken character the bytes that continue it.</summary>
    /// <returns>The rest.</returns>
    private ReadOnlySpan<byte> Mend(ReadOnlySpan<byte> part)
    {
        int taken = 0;
        while (taken < part.Length && taken < BrokenMax && (part[taken] & 0xC0) == 0x80)
        {
            taken++;
        }

        part[..taken].CopyTo(_broken.AsSpan(_brokenBytes));
        ReadOnlySpan<byte> mended = _broken.AsSpan(0, _brokenBytes + taken);
        bool stillBroken = taken == part.Length && BrokenAtEnd(mended) == mended.Length;
        _brokenBytes = stillBroken ? mended.Length : 0;
        IsValid &= stillBroken || Utf8.IsValid(mended);
        return part[taken..];
    }

    /// <summary>How many bytes at the end begin a character that is not complete.</summary>
    private static int BrokenAtEnd(ReadOnlySpan<byte> bytes)
    {
        for (int back = 1; back <= Math.Min(BrokenMax, bytes.Length); back++)
        {
            byte lead = bytes[^back];
            if ((lead & 0xC0) != 0x80)
            {
                int length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
                return length > back ? back : 0;
            }
        }

        return 0;
    }
}
