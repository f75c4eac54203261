namespace Azure.Data.Tables;

/// <summary>A storage account's connection string: <c>Name=Value</c> pairs, joined by semicolons.</summary>
internal sealed record TableConnectionString(Uri Endpoint, TableSharedKeyCredential? Key, string? Signature)
{
    private const string DevelopmentAccount = "devstoreaccount1";

    // The development account's key is public and the same everywhere.
    private const string DevelopmentKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    public static TableConnectionString Parse(string text)
    {
        Dictionary<string, string> parts = Split(text);
        if (parts.TryGetValue("UseDevelopmentStorage", out string? development))
        {
            return bool.TryParse(development, out bool use) && use
                ? Development(parts.GetValueOrDefault("DevelopmentStorageProxyUri"))
                : throw Invalid("UseDevelopmentStorage must be true");
        }

        string? account = parts.GetValueOrDefault("AccountName");
        string? key = parts.GetValueOrDefault("AccountKey");
        string? signature = parts.GetValueOrDefault("SharedAccessSignature");
        if (signature is null && (account is null || key is null))
        {
            throw Invalid("it needs AccountName and AccountKey, or SharedAccessSignature");
        }

        return new TableConnectionString(
            EndpointOf(parts, account),
            signature is null ? new TableSharedKeyCredential(account!, key!) : null,
            signature);
    }

    public TableConnection Connect(TableClientOptions? options)
        => TableConnection.Create(Endpoint, Key is not null ? new SharedKeyLitePolicy(Key) : new SasPolicy(new AzureSasCredential(Signature!)), options);

    private static Uri EndpointOf(Dictionary<string, string> parts, string? account)
    {
        if (parts.TryGetValue("TableEndpoint", out string? endpoint))
        {
            return Uri.TryCreate(endpoint, UriKind.Absolute, out Uri? uri) ? uri : throw Invalid("TableEndpoint is no absolute address");
        }

        if (account is null)
        {
            throw Invalid("it needs TableEndpoint or AccountName");
        }

        string scheme = parts.GetValueOrDefault("DefaultEndpointsProtocol", "https");
        string suffix = parts.GetValueOrDefault("EndpointSuffix", "core.windows.net");
        return new Uri($"{scheme}://{account}.table.{suffix}");
    }

    private static TableConnectionString Development(string? proxy)
    {
        var at = new UriBuilder(proxy ?? "http://127.0.0.1") { Port = 10002, Path = DevelopmentAccount };
        return new TableConnectionString(at.Uri, new TableSharedKeyCredential(DevelopmentAccount, DevelopmentKey), null);
    }

    private static Dictionary<string, string> Split(string text)
    {
        Dictionary<string, string> parts = new(StringComparer.OrdinalIgnoreCase);
        foreach (string part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || !parts.TryAdd(part[..equals].Trim(), part[(equals + 1)..].Trim()))
            {
                throw Invalid("every part must be Name=Value, each name once");
            }
        }

        return parts;
    }

    // The text itself is never shown: it holds a key.
    private static InvalidOperationException Invalid(string reason) => new($"The table connection string is not usable: {reason}.");
}
