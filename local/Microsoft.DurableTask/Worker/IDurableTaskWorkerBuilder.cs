using Compensation.Local;
using Microsoft.DurableTask.Worker.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.DurableTask.Worker;

/// <summary>Sets up one worker.</summary>
public interface IDurableTaskWorkerBuilder
{
    /// <summary>The worker's name; empty for the default one.</summary>
    string Name { get; }

    IServiceCollection Services { get; }

    /// <summary>The type of worker to build; null for the one on tables.</summary>
    Type? BuildTarget { get; set; }

    IHostedService Build(IServiceProvider serviceProvider);
}

/// <inheritdoc cref="IDurableTaskWorkerBuilder"/>
public class DefaultDurableTaskWorkerBuilder(string? name, IServiceCollection services) : IDurableTaskWorkerBuilder
{
    private Type? _target;

    public string Name { get; } = name ?? "";

    public IServiceCollection Services { get; } = services;

    public Type? BuildTarget
    {
        get => _target;
        set
        {
            if (value is not null && !typeof(DurableTaskWorker).IsAssignableFrom(value))
            {
                throw new ArgumentException($"{value} is not a {nameof(DurableTaskWorker)}.", nameof(value));
            }

            _target = value;
        }
    }

    public IHostedService Build(IServiceProvider serviceProvider)
    {
        DurableTaskRegistry registry = serviceProvider.GetRequiredService<IOptionsMonitor<DurableTaskRegistry>>().Get(Name);
        return (IHostedService)ActivatorUtilities.CreateInstance(
            serviceProvider, _target ?? typeof(TableDurableTaskWorker), Name, new DurableTaskFactory(registry));
    }
}

/// <summary>What a worker builder is given.</summary>
public static class DurableTaskWorkerBuilderExtensions
{
    /// <summary>Adds orchestrators and activities.</summary>
    public static IDurableTaskWorkerBuilder AddTasks(this IDurableTaskWorkerBuilder builder, Action<DurableTaskRegistry> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Configure(builder.Name, configure);
        return builder;
    }

    public static IDurableTaskWorkerBuilder Configure(
        this IDurableTaskWorkerBuilder builder, Action<DurableTaskWorkerOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Configure(builder.Name, configure);
        return builder;
    }

    public static IDurableTaskWorkerBuilder UseBuildTarget(this IDurableTaskWorkerBuilder builder, Type target)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.BuildTarget = target;
        return builder;
    }
}
