using System.Collections.Concurrent;
using Azure.Data.Tables;
using Compensation.Local.Runtime.Hub;
using Compensation.Local.Runtime.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Compensation.Local;

internal static class TaskHubServices
{
    public static void AddTaskHub(this IServiceCollection services)
    {
        services.AddOptions();
        services.AddLogging();
        services.TryAddSingleton<TaskHubs>();
    }
}

/// <summary>The task hubs of this process. Workers and clients that name the same hub share it.</summary>
internal sealed class TaskHubs(
    IServiceProvider services, IOptionsMonitor<TaskHubOptions> options, ILoggerFactory loggers)
{
    private readonly ConcurrentDictionary<string, Lazy<TaskHub>> _hubs = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="name">The name of the worker or client.</param>
    public TaskHub Get(string name)
    {
        string hubName = options.Get(name).HubName;
        if (hubName is not { Length: >= 3 and <= 45 } || !hubName.All(char.IsAsciiLetterOrDigit) || !char.IsAsciiLetter(hubName[0]))
        {
            throw new InvalidOperationException(
                $"hubName is '{hubName}', but must have 3 to 45 ASCII letters and digits and begin with a letter.");
        }

        return _hubs.GetOrAdd(hubName, key => new Lazy<TaskHub>(() => Create(key))).Value;
    }

    private TaskHub Create(string hubName)
    {
        TableServiceClient tables = services.GetService<TableServiceClient>() ?? throw new InvalidOperationException(
            $"A task hub is kept in tables: add a {nameof(TableServiceClient)} to the services.");
        return new TaskHub(
            new InstanceStore(tables.GetTableClient(hubName + "Instances")),
            services.GetService<TimeProvider>() ?? TimeProvider.System,
            services.GetService<WorkInProgress>() ?? new WorkInProgress(),
            loggers.CreateLogger("Microsoft.DurableTask.TaskHub"));
    }
}
