namespace Compensation.Bench.Sending;

/// <summary>One way of sending, as it runs in a worker process of its own.</summary>
internal interface IContestant : IAsyncDisposable
{
    /// <summary>Requests made to the storage so far; null where the store's own server counts.</summary>
    long? StorageRequests { get; }

    /// <summary>Connects, and makes tables where there are none.</summary>
    Task PrepareAsync(CancellationToken cancellationToken);

    /// <summary>Stores who is to be written to.</summary>
    Task EnqueueAsync(CancellationToken cancellationToken);

    /// <summary>Sends to all that are left, until every outcome is recorded; goes on where a killed process stopped.</summary>
    Task DrainAsync(CancellationToken cancellationToken);
}

/// <summary>What a worker is told.</summary>
/// <param name="Provider">The provider's address.</param>
/// <param name="Store">A folder or a connection string; empty where nothing is stored.</param>
/// <param name="Recipients">How many.</param>
/// <param name="Concurrency">The most requests open to the provider at a time.</param>
internal sealed record WorkerOrder(Uri Provider, string Store, int Recipients, int Concurrency);
