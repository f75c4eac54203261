namespace Azure.Communication;

/// <summary>
/// <c>endpoint=https://…/;accesskey={base64}</c>, the form in which the portal hands out an address with its key.
/// </summary>
internal sealed class ConnectionString
{
    private readonly Dictionary<string, string> _values;

    private ConnectionString(Dictionary<string, string> values) => _values = values;

    /// <exception cref="ArgumentException"><paramref name="connectionString"/> is null or empty.</exception>
    /// <exception cref="InvalidOperationException">A part is not <c>name=value</c>, or a name stands twice.</exception>
    public static ConnectionString Parse(string connectionString)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        Dictionary<string, string> values = new(StringComparer.OrdinalIgnoreCase);
        foreach (string part in connectionString.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            // Base64 ends in '=', so only the first one separates.
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw new InvalidOperationException("A part of the connection string is not of the form name=value.");
            }

            if (!values.TryAdd(part[..equals].Trim(), part[(equals + 1)..].Trim()))
            {
                throw new InvalidOperationException($"The connection string names '{part[..equals].Trim()}' twice.");
            }
        }

        return new ConnectionString(values);
    }

    public Uri Endpoint => new(Required("endpoint"), UriKind.Absolute);

    public AzureKeyCredential Key => new(Required("accesskey"));

    private string Required(string name) =>
        _values.TryGetValue(name, out string? value) && value.Length > 0
            ? value
            : throw new InvalidOperationException($"The connection string lacks '{name}'.");
}
