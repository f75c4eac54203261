using Azure.Data.Tables;
using Compensation.Local.Durable.Hub;
using Compensation.Local.Durable.Storage;
using Compensation.Local.Host;
using Compensation.Local.Host.Durable;
using Microsoft.DurableTask.Protobuf;
using Microsoft.Extensions.Logging;

namespace Compensation.Local.Durable;

/// <summary>
/// A durable engine that keeps a task hub in one table and follows a clock, which may be virtual. One process at a time runs a hub:
/// an engine that starts takes every instance over, and the one before it stops at its next commit.
/// </summary>
/// <param name="tables">Where the table is kept.</param>
/// <param name="options">The hub's name and limits.</param>
/// <param name="clock">The time of orchestrations, timers and records.</param>
/// <param name="work">Counts what is under way.</param>
/// <param name="loggers">Where failures are logged.</param>
/// <exception cref="ArgumentException">An option cannot be used.</exception>
public sealed class DurableEngine(TableServiceClient tables, DurableEngineOptions options, TimeProvider clock, WorkInProgress work, ILoggerFactory loggers)
    : IDurableEngine
{
    private readonly DurableEngineOptions _options = options.Checked();
    private readonly TaskCompletionSource<Instances> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskHub? _hub;

    /// <summary>What a client asks before the engine has started waits until it has.</summary>
    public TaskHubSidecarService.TaskHubSidecarServiceBase Door => field ??= new Door(_started.Task, clock);

    public Task WhenLost => _lost.Task;

    public async Task StartAsync(IDurableFunctions functions, CancellationToken cancellationToken)
    {
        if (_hub is not null)
        {
            throw new InvalidOperationException("The engine runs already.");
        }

        using IDisposable piece = work.Begin();
        InstanceStore store = new(tables.GetTableClient(_options.HubName + "Instances"));
        _hub = new TaskHub(store, functions, _options, clock, work, loggers.CreateLogger("Compensation.Local.Durable"));
        await _hub.LoadAsync(cancellationToken);
        _ = _hub.WhenLost.ContinueWith(
            lost => _lost.TrySetException(lost.Exception!.InnerExceptions), default, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        _started.TrySetResult(new Instances(_hub, store, clock, work));
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_hub is not null)
        {
            await _hub.StopAsync(cancellationToken);
        }
    }

    public ValueTask DisposeAsync()
    {
        _started.TrySetCanceled();
        _hub?.Dispose();
        return ValueTask.CompletedTask;
    }
}
