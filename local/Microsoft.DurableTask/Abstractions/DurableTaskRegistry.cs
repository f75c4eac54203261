using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.DurableTask;

/// <summary>The orchestrators and activities that a worker knows. A name can be added once.</summary>
public sealed partial class DurableTaskRegistry
{
    internal Dictionary<TaskName, Func<IServiceProvider, ITaskOrchestrator>> Orchestrators { get; } = [];

    internal Dictionary<TaskName, Func<IServiceProvider, ITaskActivity>> Activities { get; } = [];

    /// <summary>The orchestrators that were added.</summary>
    public IEnumerable<KeyValuePair<TaskName, Func<IServiceProvider, ITaskOrchestrator>>> GetOrchestrators() => Orchestrators;

    /// <summary>The activities that were added.</summary>
    public IEnumerable<KeyValuePair<TaskName, Func<IServiceProvider, ITaskActivity>>> GetActivities() => Activities;

    private static void Add<T>(Dictionary<TaskName, Func<IServiceProvider, T>> to, TaskName name, Func<IServiceProvider, T> factory)
    {
        if (name == default)
        {
            throw new ArgumentException("A name is required.", nameof(name));
        }

        ArgumentNullException.ThrowIfNull(factory);
        if (!to.TryAdd(name, factory))
        {
            throw new ArgumentException($"An {typeof(T).Name} named '{name}' is already added.", nameof(name));
        }
    }

    private static Func<IServiceProvider, T> Creator<T>(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (!typeof(T).IsAssignableFrom(type) || type.IsAbstract)
        {
            throw new ArgumentException($"{type} is not a concrete implementation of {typeof(T).Name}.", nameof(type));
        }

        return services => (T)ActivatorUtilities.GetServiceOrCreateInstance(services, type);
    }

    private static TaskName NameOf(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        TaskName named = type.GetCustomAttribute<DurableTaskAttribute>()?.Name ?? default;
        return named == default ? new TaskName(type.Name) : named;
    }
}
