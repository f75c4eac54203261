using System.Text;

namespace Compensation.Local.Tables;

/// <summary>One operation of a transaction, as it was sent.</summary>
internal readonly record struct BatchRequest(string Method, EntityAddress Address, string? IfMatch, ReadOnlyMemory<byte> Body);

/// <summary>Reads the operations out of a transaction's multipart body.</summary>
internal static class BatchRequests
{
    /// <exception cref="ServiceErrorException">The body is no transaction.</exception>
    public static List<BatchRequest> Parse(ReadOnlyMemory<byte> body, string root)
    {
        List<BatchRequest> requests = [];
        int at = 0;
        byte[] boundary = ChangesetBoundary(body.Span);
        while (body.Span[at..].IndexOf(boundary) is >= 0 and int found)
        {
            at += found + boundary.Length;
            if (body.Span[at..].StartsWith("--"u8))
            {
                break;
            }

            int next = body.Span[at..].IndexOf(boundary);
            requests.Add(ParsePart(next < 0 ? body[at..] : body.Slice(at, next), root));
        }

        return requests;
    }

    private static byte[] ChangesetBoundary(ReadOnlySpan<byte> body)
    {
        int declared = body.IndexOf("boundary="u8);
        int length = declared < 0 ? -1 : body[declared..].IndexOf("\r\n"u8) - "boundary=".Length;
        return length > 0 ? [.. "--"u8, .. body.Slice(declared + "boundary=".Length, length)] : throw Unreadable();
    }

    // The part's own headers, a blank line, the operation's first line and headers, a blank line, its body.
    private static BatchRequest ParsePart(ReadOnlyMemory<byte> part, string root)
    {
        ReadOnlySpan<byte> span = part.Span;
        int start = Next(span, 0, "\r\n\r\n"u8) + 4;
        int lineEnd = Next(span, start, "\r\n"u8);
        int bodyStart = Next(span, start, "\r\n\r\n"u8) + 4;
        ReadOnlySpan<byte> line = span[start..lineEnd];
        int methodEnd = line.IndexOf((byte)' ');
        int uriEnd = line.LastIndexOf((byte)' ');
        if (methodEnd <= 0 || uriEnd <= methodEnd)
        {
            throw Unreadable();
        }

        ReadOnlySpan<byte> headers = span[Math.Min(lineEnd + 2, bodyStart - 2)..(bodyStart - 2)];
        ReadOnlyMemory<byte> body = part[bodyStart..];
        return new BatchRequest(
            Method(line[..methodEnd]),
            EntityAddress.Parse(PathOf(line[(methodEnd + 1)..uriEnd], root)),
            Header(headers, "If-Match:"u8),
            body[..(body.Span.TrimEnd("\r\n"u8).Length)]);
    }

    private static string Method(ReadOnlySpan<byte> text) =>
        text.SequenceEqual("PATCH"u8) ? "PATCH"
        : text.SequenceEqual("POST"u8) ? "POST"
        : Encoding.ASCII.GetString(text);

    private static string PathOf(ReadOnlySpan<byte> uri, string root)
    {
        string text = Encoding.ASCII.GetString(uri);
        int authority = text.IndexOf("://", StringComparison.Ordinal);
        int path = text.IndexOf('/', authority < 0 ? 0 : authority + 3);
        int query = text.IndexOf('?', StringComparison.Ordinal);
        string below = path < 0 ? throw Unreadable() : text[(path + 1)..(query < 0 ? text.Length : query)];
        return below.StartsWith(root, StringComparison.Ordinal) ? Escapes.Decode(below[root.Length..]) : throw Unreadable();
    }

    private static string? Header(ReadOnlySpan<byte> headers, ReadOnlySpan<byte> name)
    {
        foreach (Range line in headers.Split("\r\n"u8))
        {
            ReadOnlySpan<byte> header = headers[line];
            if (header.Length >= name.Length && Ascii.EqualsIgnoreCase(header[..name.Length], name))
            {
                return Encoding.ASCII.GetString(header[name.Length..]).Trim();
            }
        }

        return null;
    }

    private static int Next(ReadOnlySpan<byte> span, int from, ReadOnlySpan<byte> mark)
        => span[from..].IndexOf(mark) is >= 0 and int found ? from + found : throw Unreadable();

    private static ServiceErrorException Unreadable() => new(ServiceError.Invalid("The transaction cannot be read."));
}
