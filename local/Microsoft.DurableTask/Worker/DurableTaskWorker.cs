using Microsoft.Extensions.Hosting;

namespace Microsoft.DurableTask.Worker.Hosting;

/// <summary>The base of the hosted services that run orchestrations and activities.</summary>
/// <param name="name">The worker's name; null or empty for the default one.</param>
/// <param name="factory">Makes what the worker runs.</param>
public abstract class DurableTaskWorker(string? name, IDurableTaskFactory factory) : BackgroundService
{
    protected virtual string Name { get; } = name ?? "";

    protected virtual IDurableTaskFactory Factory { get; } = factory;
}
