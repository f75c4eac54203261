using Compensation.Local.Runtime.Hub;
using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Compensation.Local;

/// <summary>Runs the orchestrations and activities of a task hub that is kept in tables.</summary>
internal sealed class TableDurableTaskWorker(
    string name,
    IDurableTaskFactory factory,
    TaskHubs hubs,
    IOptionsMonitor<DurableTaskWorkerOptions> options,
    IOptionsMonitor<TaskHubOptions> hubOptions,
    IServiceProvider services,
    ILoggerFactory loggers) : DurableTaskWorker(name, factory)
{
    private readonly TaskHub _hub = hubs.Get(name);
    private HubWorker? _worker;

    /// <summary>Everything that is stored is under way again when this returns.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        WorkerSetup setup = new(Factory, options.Get(Name), hubOptions.Get(Name).ExtendedSessions, services, loggers);
        _worker = await _hub.StartWorkerAsync(setup, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (Interlocked.Exchange(ref _worker, null) is { } worker)
        {
            await _hub.StopWorkerAsync(worker, cancellationToken);
        }
    }

    /// <summary>Ends with an error, and with it the host, if another process takes the task hub over.</summary>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => _worker!.WhenLost.WaitAsync(stoppingToken);
}
