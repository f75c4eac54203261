using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Azure;
using Azure.Core;

namespace Compensation.Local.Tables;

/// <summary>A response that is wholly in memory.</summary>
internal sealed class MemoryResponse(int status, string reasonPhrase, ReadOnlyMemory<byte> body) : Response
{
    private readonly List<(string Name, string Value)> _headers = [];
    private Stream? _content;

    public ReadOnlyMemory<byte> Body { get; } = body;

    public override int Status { get; } = status;

    public override string ReasonPhrase { get; } = reasonPhrase;

    public override string ClientRequestId { get; set; } = "";

    public override Stream? ContentStream
    {
        get => _content ??= Body.IsEmpty ? null : AsStream(Body);
        set => _content = value;
    }

    public MemoryResponse With(string header, string value)
    {
        _headers.Add((header, value));
        return this;
    }

    public override void Dispose()
    {
    }

    protected override bool ContainsHeader(string name) => TryGetHeader(name, out _);

    protected override IEnumerable<HttpHeader> EnumerateHeaders()
    {
        foreach ((string name, string value) in _headers)
        {
            yield return new HttpHeader(name, value);
        }
    }

    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value)
    {
        foreach ((string candidate, string found) in _headers)
        {
            if (string.Equals(candidate, name, StringComparison.OrdinalIgnoreCase))
            {
                value = found;
                return true;
            }
        }

        value = null;
        return false;
    }

    protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
    {
        bool found = TryGetHeader(name, out string? value);
        values = found ? [value!] : null;
        return found;
    }

    private static MemoryStream AsStream(ReadOnlyMemory<byte> body)
    {
        // Visible, so that a reader can take the bytes without a copy.
        return MemoryMarshal.TryGetArray(body, out ArraySegment<byte> array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false, publiclyVisible: true)
            : new MemoryStream(body.ToArray(), writable: false);
    }
}
