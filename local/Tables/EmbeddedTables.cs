using Azure.Core.Pipeline;
using Azure.Data.Tables;

namespace Compensation.Local.Tables;

/// <summary>How an embedded store is opened.</summary>
public sealed record EmbeddedTablesOptions
{
    /// <summary>
    /// Whether each commit waits for the disk, so that an acknowledged write survives a power failure. Otherwise it survives the death of the process.
    /// </summary>
    public bool SurvivesPowerFailure { get; init; }

    /// <summary>How large the file of the tables may become, in bytes; what would make it larger fails as on a full disk. Null: as large as the disk allows.</summary>
    public long? MaxBytes { get; init; }

    /// <summary>Told once, of the first time that the file cannot be read or written, before the request that met it is answered.</summary>
    public Action<StorageFailure>? StorageFailed { get; init; }
}

/// <summary>
/// A table service in this process, which keeps its tables in a folder of this machine. The official client speaks to it through
/// <see cref="TableClientOptions"/>' transport: retries and policies work as they do towards Azure.
/// </summary>
public sealed class EmbeddedTables : IDisposable
{
    // The client wants an address and, without a credential, takes one that is signed. Nobody reads the signature.
    private static readonly Uri _endpoint = new("https://embedded.invalid/?sig=embedded");
    private readonly EmbeddedStore _store;

    private readonly Action<StorageFailure>? _failed;
    private int _failures;

    private EmbeddedTables(EmbeddedStore store, Action<StorageFailure>? failed)
    {
        (_store, _failed) = (store, failed);
        Service = new EmbeddedService(store, Report);
        Transport = new EmbeddedTransport(Service);
    }

    internal EmbeddedService Service { get; }

    /// <summary>What answers a client's requests.</summary>
    public HttpPipelineTransport Transport { get; }

    /// <param name="folder">Created if missing. It must not be on a network drive.</param>
    /// <param name="options">How it is opened.</param>
    /// <exception cref="IOException">The store's file cannot be opened.</exception>
    public static EmbeddedTables Open(string folder, EmbeddedTablesOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        options ??= new EmbeddedTablesOptions();
        return new EmbeddedTables(new EmbeddedStore(folder, options), options.StorageFailed);
    }

    /// <summary>A client of these tables.</summary>
    /// <param name="options">Its policies and retries; its transport is set here.</param>
    public TableServiceClient Connect(TableClientOptions? options = null)
    {
        options ??= new TableClientOptions();
        options.Transport = Transport;
        return new TableServiceClient(_endpoint, options);
    }

    /// <summary>Closes the store after the writes under way. A client used later fails.</summary>
    public void Dispose() => _store.Dispose();

    private void Report(StorageFailure failure)
    {
        if (Interlocked.Exchange(ref _failures, 1) == 0)
        {
            _failed?.Invoke(failure);
        }
    }
}
