using System.Diagnostics.CodeAnalysis;
using Azure.Core;

namespace Compensation.Local.Tables;

/// <summary>A request that never leaves the process.</summary>
internal sealed class EmbeddedRequest : Request
{
    private readonly List<HttpHeader> _headers = new(8);
    private string? _clientRequestId;

    public override string ClientRequestId
    {
        get => _clientRequestId ??= Guid.NewGuid().ToString();
        set => _clientRequestId = value;
    }

    public override void Dispose() => Content?.Dispose();

    protected override void AddHeader(string name, string value) => _headers.Add(new HttpHeader(name, value));

    protected override void SetHeader(string name, string value)
    {
        RemoveHeader(name);
        AddHeader(name, value);
    }

    protected override bool RemoveHeader(string name)
        => _headers.RemoveAll(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) > 0;

    protected override bool ContainsHeader(string name) => TryGetHeader(name, out _);

    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value)
    {
        foreach (HttpHeader header in _headers)
        {
            if (header.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                value = header.Value;
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

    protected override IEnumerable<HttpHeader> EnumerateHeaders() => _headers;
}
