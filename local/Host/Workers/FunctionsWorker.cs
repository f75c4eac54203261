using Compensation.Local.Host.Rpc;
using Microsoft.AspNetCore.Http;

namespace Compensation.Local.Host.Workers;

/// <summary>Where the app runs: in this process or in one of its own.</summary>
public abstract class FunctionsWorker
{
    /// <summary>Whether it speaks with the host over gRPC.</summary>
    internal abstract bool NeedsDoor { get; }

    /// <summary>Starts the app and has it announce itself at the channel; what it then loads is said over the channel.</summary>
    internal abstract Task StartAsync(WorkerStart start, CancellationToken cancellationToken);

    /// <summary>Hears what the worker says it can do.</summary>
    internal virtual void Introduce(IReadOnlyDictionary<string, string> capabilities)
    {
    }

    /// <summary>Hears that every function has been loaded.</summary>
    internal virtual void Loaded()
    {
    }

    /// <summary>Hands on an HTTP request whose function is being invoked. The response is the worker's, but for its end.</summary>
    /// <param name="http">The request.</param>
    /// <param name="invocation">The id of its run.</param>
    /// <param name="givenUp">Cancelled when the run has failed: the worker may never answer then.</param>
    internal abstract Task ForwardAsync(HttpContext http, string invocation, CancellationToken givenUp);

    /// <summary>Why the app is lost, as far as more can be said of it than that nothing is heard of it any more.</summary>
    internal virtual Task<Exception> ExplainAsync(Exception loss) => Task.FromResult(loss);

    /// <summary>Ends the app: it is told to, and if it stays, ended all the same.</summary>
    internal abstract Task StopAsync(WorkerChannel channel, CancellationToken cancellationToken);
}

/// <summary>What a worker is started with.</summary>
/// <param name="Channel">Where it announces itself.</param>
/// <param name="Door">The host's gRPC address.</param>
/// <param name="Options">What the host was given.</param>
/// <param name="HostJson">What host.json says.</param>
internal sealed record WorkerStart(WorkerChannel Channel, Uri Door, FunctionsHostOptions Options, HostJson HostJson);
