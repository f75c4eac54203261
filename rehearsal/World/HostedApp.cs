using System.Globalization;
using Azure.Data.Tables;
using Compensation.Local.Durable;
using Compensation.Local.Host;
using Compensation.Local.Host.Durable;
using Compensation.Local.Host.Workers;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Grpc;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Compensation.Rehearsal.World;

/// <summary>What a hosted app is put together from.</summary>
internal sealed record HostedAppSetup
{
    /// <summary>The app's tables, in which the task hub is kept too.</summary>
    public required TableServiceClient Tables { get; init; }

    /// <summary>Puts the app together; its tables and its clock are there already.</summary>
    public required Action<FunctionsApplicationBuilder> Compose { get; init; }

    /// <summary>The app settings.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>The classes whose functions are loaded; null for all.</summary>
    public IReadOnlyCollection<Type>? Classes { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public WorkInProgress Work { get; init; } = new();

    /// <summary>On 127.0.0.1; 0 takes any free one.</summary>
    public int Port { get; init; }

    /// <summary>Whether durable timers fire up to a second early, as they may on Azure.</summary>
    public bool TimersAreHasty { get; init; }

    /// <summary>Keeps the orchestrations; the local engine over the app's tables unless another is given.</summary>
    public IDurableEngine? Engine { get; init; }

    /// <summary>Owned by the caller.</summary>
    public required ILoggerFactory Logging { get; init; }
}

/// <summary>The app on the official worker in this process, behind the local host, with the local engine over its own tables.</summary>
internal sealed class HostedApp : IAsyncDisposable
{
    private readonly InProcessWorker _worker;
    private readonly FunctionsHost _host;
    private readonly GrpcDurableTaskClient _orchestrations;

    private HostedApp(InProcessWorker worker, FunctionsHost host, ILoggerFactory logging)
    {
        (_worker, _host) = (worker, host);
        _orchestrations = new GrpcDurableTaskClient("outside", new GrpcDurableTaskClientOptions { Address = host.DurableDoor!.AbsoluteUri }, logging.CreateLogger<GrpcDurableTaskClient>());
    }

    /// <summary>Where it answers.</summary>
    public Uri BaseAddress => _host.Address;

    public IServiceProvider Services => _worker.Services;

    /// <summary>Speaks with the engine from outside the app.</summary>
    public DurableTaskClient Orchestrations => _orchestrations;

    public static async Task<HostedApp> StartAsync(HostedAppSetup setup, CancellationToken cancellationToken)
    {
        InProcessWorker worker = new(typeof(CompensationApp).Assembly, builder => Compose(builder, setup));
        HostJson hostJson = new(AppContext.BaseDirectory, new ConfigurationBuilder().AddInMemoryCollection(setup.Settings).Build());
        FunctionsHost host = await FunctionsHost.StartAsync(
            new FunctionsHostOptions
            {
                Worker = worker,
                Settings = setup.Settings,
                Url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{setup.Port}"),
                Classes = setup.Classes,
                Engine = setup.Engine ?? new DurableEngine(setup.Tables, EngineOptions(hostJson, setup), setup.Time, setup.Work, setup.Logging),
                Tables = setup.Tables,
                Time = setup.Time,
                Work = setup.Work,
                Logging = setup.Logging,
            },
            cancellationToken);
        return new HostedApp(worker, host, setup.Logging);
    }

    public async ValueTask DisposeAsync()
    {
        await _orchestrations.DisposeAsync();
        await _host.DisposeAsync();
    }

    private static void Compose(FunctionsApplicationBuilder builder, HostedAppSetup setup)
    {
        builder.ConfigureFunctionsWebApplication();
        builder.Services.AddSingleton(setup.Time).AddSingleton(setup.Tables);
        setup.Compose(builder);
    }

    private static DurableEngineOptions EngineOptions(HostJson hostJson, HostedAppSetup setup)
    {
        DurableEngineOptions usual = new();
        return usual with
        {
            HubName = hostJson.HubName,
            MostActivities = hostJson.MaxConcurrentActivities ?? usual.MostActivities,
            MostOrchestrators = hostJson.MaxConcurrentOrchestrators ?? usual.MostOrchestrators,
            TimersAreHasty = setup.TimersAreHasty,
        };
    }
}
