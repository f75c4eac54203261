using System.Diagnostics;

namespace Compensation.Bench.Sending;

/// <summary>Where a contestant keeps what it must not lose, started fresh for one run in a folder of its own.</summary>
internal abstract class StoreServer : IAsyncDisposable
{
    /// <summary>What the worker is told.</summary>
    public abstract string Connection { get; }

    /// <summary>The store's own process, or null where it lies in the worker.</summary>
    public virtual int? ProcessId => null;

    /// <summary>Requests served so far, or null where the worker counts them.</summary>
    public virtual Task<long?> RequestsAsync(CancellationToken cancellationToken) => Task.FromResult<long?>(null);

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected static async Task EndAsync(Process process)
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <summary>A server's first seconds: tries until it answers.</summary>
    protected static async Task UntilReadyAsync(Process process, string what, Func<Task> ask, CancellationToken cancellationToken)
    {
        for (int tries = 0; ; tries++)
        {
            try
            {
                await ask();
                return;
            }
            catch (Exception early) when (tries < 300 && !process.HasExited && early is not OperationCanceledException)
            {
                await Task.Delay(100, cancellationToken);
            }
        }
    }
}

/// <summary>Nothing is kept.</summary>
internal sealed class NoStore : StoreServer
{
    public override string Connection => string.Empty;
}

/// <summary>The app's own tables in a folder.</summary>
/// <param name="folder">The folder.</param>
/// <param name="survivesPowerFailure">Whether a commit waits for the disk; otherwise it survives the process, not the power.</param>
internal sealed class EmbeddedStore(string folder, bool survivesPowerFailure) : StoreServer
{
    public const string WaitForDisk = ";wait-for-disk";

    public override string Connection { get; } = survivesPowerFailure ? folder + WaitForDisk : folder;
}
