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
        string reason = Encoding.UTF8.GetString(statusLine[digits..]).Trim();
        List<(string, string)> headers = [];
        while (at < body.Length && Line(body.Span, ref at) is { Length: > 0 } line)
        {
            int colon = line.IndexOf((byte)':');
            if (colon > 0)
            {
                headers.Add((Encoding.UTF8.GetString(line[..colon]), Encoding.UTF8.GetString(line[(colon + 1)..]).Trim()));
            }
        }

        int boundary = body.Span[at..].IndexOf("--changesetresponse"u8);
        end = boundary < 0 ? body.Length : at + boundary;
        var response = new MemoryResponse(status, reason, body[at..end]);
        foreach ((string name, string value) in headers)
        {
            response.With(name, value);
        }

        return response;
    }

    private static ReadOnlySpan<byte> Line(ReadOnlySpan<byte> body, ref int at)
    {
        int length = body[at..].IndexOf((byte)'\n');
        ReadOnlySpan<byte> line = length < 0 ? body[at..] : body.Slice(at, length);
        at += line.Length + (length < 0 ? 0 : 1);
        return line.TrimEnd((byte)'\r');
    }
}
