using System.Net;
using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;
using Compensation.Local.Tables;

namespace Azure.Data.Tables;

/// <summary>One endpoint and the pipeline to it; shared by a service client and the table clients made from it.</summary>
internal sealed class TableConnection
{
    private const string StorageScope = "https://storage.azure.com/.default";
    private readonly string _version;

    private TableConnection(Uri endpoint, HttpPipeline pipeline, string version)
    {
        Endpoint = endpoint;
        Pipeline = pipeline;
        AccountName = AccountOf(endpoint);
        Address = endpoint.AbsoluteUri.TrimEnd('/');
        BatchHeaders = Encoding.ASCII.GetBytes($"x-ms-version: {version}\r\nDataServiceVersion: 3.0\r\nAccept: {WireNames.MinimalMetadata}\r\n");
        _version = version;
    }

    public Uri Endpoint { get; }

    public HttpPipeline Pipeline { get; }

    public string AccountName { get; }

    /// <summary>The endpoint without a final slash.</summary>
    public string Address { get; }

    /// <summary>What each operation of a transaction says, as whole lines.</summary>
    public byte[] BatchHeaders { get; }

    public static TableConnection FromConnectionString(string connectionString, TableClientOptions? options)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        return EmbeddedStorage.TryOpen(connectionString) is { } store
            ? Embedded(store, options ?? new TableClientOptions())
            : TableConnectionString.Parse(connectionString).Connect(options);
    }

    public static TableConnection FromSignedUri(Uri endpoint, TableClientOptions? options)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return endpoint.Query.Length > 1
            ? Create(WithoutQuery(endpoint), new SasPolicy(new AzureSasCredential(endpoint.Query)), options)
            : Create(endpoint, null, options);
    }

    public static TableConnection Create(Uri endpoint, HttpPipelinePolicy? authentication, TableClientOptions? options)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        options ??= new TableClientOptions();
        return new TableConnection(WithoutQuery(endpoint), BuildPipeline(options, authentication), options.VersionHeader);
    }

    public static BearerTokenAuthenticationPolicy Bearer(TokenCredential credential) => new(credential, StorageScope);

    /// <summary>Splits the address of a table into the account's address, its query kept, and the table's name.</summary>
    public static (Uri Account, string Table) SplitTableUri(Uri table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var builder = new UriBuilder(table);
        string path = builder.Path.TrimEnd('/');
        int slash = path.LastIndexOf('/');
        string name = Uri.UnescapeDataString(path[(slash + 1)..]);
        builder.Path = path[..Math.Max(slash, 0)];
        return name.Length > 0 ? (builder.Uri, name) : throw new ArgumentException("The address names no table.", nameof(table));
    }

    public HttpMessage Request(RequestMethod method, string path)
    {
        HttpMessage message = Pipeline.CreateMessage();
        Request request = message.Request;
        request.Method = method;
        request.Uri.Reset(Endpoint);
        request.Uri.AppendPath(path, escape: false);
        request.Headers.Add("x-ms-version", _version);
        request.Headers.Add("DataServiceVersion", "3.0");
        request.Headers.Add("Accept", WireNames.MinimalMetadata);
        return message;
    }

    public async ValueTask<Response> SendAsync(HttpMessage message, bool async, CancellationToken cancellationToken)
    {
        using (message)
        {
            if (async)
            {
                await Pipeline.SendAsync(message, cancellationToken);
            }
            else
            {
                Pipeline.Send(message, cancellationToken);
            }

            return message.Response;
        }
    }

    private static TableConnection Embedded(EmbeddedStore store, TableClientOptions options)
    {
        // The options stay the caller's: what another client makes of them is not to be embedded as well.
        HttpPipelineTransport before = options.Transport;
        options.Transport = new EmbeddedTransport(store);
        try
        {
            return new TableConnection(EmbeddedStorage.Endpoint, BuildPipeline(options, null), options.VersionHeader);
        }
        finally
        {
            options.Transport = before;
        }
    }

    private static HttpPipeline BuildPipeline(TableClientOptions options, HttpPipelinePolicy? authentication)
    {
        var pipeline = new HttpPipelineOptions(options) { RequestFailedDetailsParser = new TableErrorParser() };
        if (authentication is not null)
        {
            pipeline.PerRetryPolicies.Add(authentication);
        }

        return HttpPipelineBuilder.Build(pipeline);
    }

    private static Uri WithoutQuery(Uri endpoint)
        => endpoint.Query.Length == 0 ? endpoint : new UriBuilder(endpoint) { Query = "" }.Uri;

    private static string AccountOf(Uri endpoint)
    {
        bool inPath = IPAddress.TryParse(endpoint.Host, out _) || !endpoint.Host.Contains('.', StringComparison.Ordinal);
        return inPath ? endpoint.AbsolutePath.Trim('/').Split('/')[0] : endpoint.Host.Split('.')[0];
    }
}
