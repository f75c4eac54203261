using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Hosting;

namespace Compensation.Local;

/// <summary>Runs the orchestrations and activities of a task hub that is kept in tables.</summary>
internal sealed class TableDurableTaskWorker(string name, IDurableTaskFactory factory) : DurableTaskWorker(name, factory)
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
}
