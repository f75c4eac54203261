using System.Text.Unicode;

namespace Compensation.Common.Files;

/// <summary>
/// Which of the two encodings without a mark a file is in that is not UTF-8 throughout. Text in Shift_JIS is hardly ever UTF-8 by chance, but the other way
/// round often enough: so most lines decide, and few wrong bytes in a file of UTF-8 stay faults of their lines instead of turning every name in it to nonsense.
/// </summary>
internal static class LineEncodings
{
    private const int BufferBytes = 64 * 1024;

    public static async Task<FileEncoding> ChooseAsync(Stream file, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[BufferBytes];
        char[] decoded = new char[BufferBytes];
        (int Utf8, int Other, bool AllShiftJis) lines = (0, 0, true);
        int held = 0;
        while (true)
        {
            int read = await file.ReadAtLeastAsync(buffer.AsMemory(held), buffer.Length - held, throwOnEndOfStream: false, cancellationToken);
            int filled = held + read;
            int whole = filled < buffer.Length ? filled : buffer.AsSpan(0, filled).LastIndexOf((byte)'\n') + 1;
            whole = whole == 0 ? filled : whole;
            foreach (Range line in buffer.AsSpan(0, whole).Split((byte)'\n'))
            {
                Count(buffer.AsSpan(0, whole)[line], decoded, ref lines);
            }

            held = filled - whole;
            buffer.AsSpan(whole, held).CopyTo(buffer);
            if (filled < buffer.Length)
            {
                bool isShiftJis = lines.Other > lines.Utf8 || (lines.Other == lines.Utf8 && lines.AllShiftJis);
                return isShiftJis ? FileEncoding.ShiftJis : FileEncoding.Utf8;
            }
        }
    }

    private static void Count(ReadOnlySpan<byte> line, Span<char> decoded, ref (int Utf8, int Other, bool AllShiftJis) lines)
    {
        if (!line.ContainsAnyExceptInRange((byte)0, (byte)0x7F))
        {
            return;
        }

        bool isUtf8 = Utf8.IsValid(line);
        lines.Utf8 += isUtf8 ? 1 : 0;
        lines.Other += isUtf8 ? 0 : 1;
        if (lines.AllShiftJis)
        {
            int characters = FileEncoding.ShiftJis.Decoder!.GetChars(line, decoded);
            lines.AllShiftJis = !decoded[..characters].Contains('\uFFFD');
        }
    }
}
