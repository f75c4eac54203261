using Azure.Data.Tables;
using Compensation.Local.Host.Durable;
using Compensation.Local.Host.Workers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Compensation.Local.Host;

/// <summary>What a host is put together from.</summary>
public sealed class FunctionsHostOptions
{
    /// <summary>The app.</summary>
    public required FunctionsWorker Worker { get; init; }

    /// <summary>The folder the app was built into: host.json, worker.config.json, functions.metadata.</summary>
    public string AppDirectory { get; init; } = AppContext.BaseDirectory;

    /// <summary>The app settings, by their names with colons; they go before the environment's, for the host and the app alike.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>Where to listen; port 0 takes any free one.</summary>
    public string Url { get; init; } = "http://127.0.0.1:7071";

    /// <summary>The classes whose functions are loaded; null for all.</summary>
    public IReadOnlyCollection<Type>? Classes { get; init; }

    /// <summary>Keeps the orchestrations. Stopped and disposed with the host. Without it there are none.</summary>
    public IDurableEngine? Engine { get; init; }

    /// <summary>Where timers' last runs are remembered; null to forget them.</summary>
    public TableServiceClient? Tables { get; init; }

    /// <summary>Which timers follow.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Counts what is under way.</summary>
    public WorkInProgress Work { get; init; } = new();

    /// <summary>Where the host's log goes, and the app's with it.</summary>
    public ILoggerFactory Logging { get; init; } = NullLoggerFactory.Instance;

    /// <summary>The settings above the environment.</summary>
    internal IConfigurationRoot Configuration() => new ConfigurationBuilder().AddEnvironmentVariables().AddInMemoryCollection(Settings).Build();
}
