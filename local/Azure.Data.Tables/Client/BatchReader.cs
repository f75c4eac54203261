using System.Buffers.Text;
using System.Text;

namespace Azure.Data.Tables;

/// <summary>Reads the single answers out of a transaction's multipart answer.</summary>
internal static class BatchReader
{
    public static List<MemoryResponse> Read(ReadOnlyMemory<byte> body)
    {
        List<MemoryResponse> responses = [];
        int at = 0;
        while (body.Span[at..].IndexOf("HTTP/1.1 "u8) is >= 0 and int found)
        {
            responses.Add(ReadOne(body, at + found, out at));
        }

        return responses;
    }

    private static MemoryResponse ReadOne(ReadOnlyMemory<byte> body, int start, out int end)
    {
        int at = start;
        ReadOnlySpan<byte> statusLine = Line(body.Span, ref at)["HTTP/1.1 ".Length..];
        Utf8Parser.TryParse(statusLine, out int status, out int digits);
        string reason = Word(statusLine[digits..].Trim((byte)' '));
        List<(string Name, string Value)> headers = new(2);
        while (at < body.Length && Line(body.Span, ref at) is { Length: > 0 } line)
        {
            int colon = line.IndexOf((byte)':');
            if (colon > 0)
            {
                headers.Add((Word(line[..colon]), Encoding.UTF8.GetString(line[(colon + 1)..].Trim((byte)' '))));
            }
        }

        int boundary = body.Span[at..].IndexOf("--changesetresponse"u8);
        end = boundary < 0 ? body.Length : at + boundary;
        return new MemoryResponse(status, reason, body[at..end], headers);
    }

    // The words of nearly every part, of which a hundred stand in one answer.
    private static string Word(ReadOnlySpan<byte> text) =>
        text.SequenceEqual("No Content"u8) ? "No Content"
        : text.SequenceEqual("Content-ID"u8) ? "Content-ID"
        : text.SequenceEqual("ETag"u8) ? "ETag"
        : Encoding.UTF8.GetString(text);

    private static ReadOnlySpan<byte> Line(ReadOnlySpan<byte> body, ref int at)
    {
        int length = body[at..].IndexOf((byte)'\n');
        ReadOnlySpan<byte> line = length < 0 ? body[at..] : body.Slice(at, length);
        at += line.Length + (length < 0 ? 0 : 1);
        return line.TrimEnd((byte)'\r');
    }
}
