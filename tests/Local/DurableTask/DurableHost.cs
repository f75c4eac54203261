using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Compensation.Local;
using Compensation.Rehearsal.Time;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Compensation.Tests.Local.DurableTask;

/// <summary>How a test's host differs from the usual one.</summary>
internal sealed record HostSetup
{
    public bool ExtendedSessions { get; init; } = true;

    public int MaximumActivities { get; init; } = 16;

    public int MaximumOrchestrations { get; init; } = 16;

    public HttpPipelinePolicy? Policy { get; init; }

    public string HubName { get; init; } = "Tests";

    public DateTimeOffset Now { get; init; } = DurableHost.Start;

    public Action<IServiceCollection>? Services { get; init; }
}

/// <summary>A plain host with a worker and a client on a virtual clock, registered as an application registers them.</summary>
internal sealed class DurableHost : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly CancellationTokenSource _givingUp = new(TimeSpan.FromMinutes(1));
    private bool _isStopped;

    private DurableHost(IHost host, WorkInProgress work, VirtualClock clock, RequestCounter requests)
    {
        _host = host;
        Work = work;
        Clock = clock;
        Requests = requests;
        Client = host.Services.GetRequiredService<DurableTaskClient>();
    }

    public static DateTimeOffset Start { get; } = new(2023, 3, 31, 15, 0, 0, TimeSpan.Zero);

    public DurableTaskClient Client { get; }

    public VirtualClock Clock { get; }

    public WorkInProgress Work { get; }

    public RequestCounter Requests { get; }

    public IServiceProvider Services => _host.Services;

    public static async Task<DurableHost> StartAsync(Func<TableClientOptions?, TableServiceClient> connect, Action<DurableTaskRegistry> tasks, HostSetup? setup = null)
    {
        DurableHost host = Build(connect, tasks, setup);
        await host.StartAsync();
        return host;
    }

    public static DurableHost Build(Func<TableClientOptions?, TableServiceClient> connect, Action<DurableTaskRegistry> tasks, HostSetup? setup = null)
    {
        setup ??= new HostSetup();
        WorkInProgress work = new();
        VirtualClock clock = new(setup.Now, work);
        RequestCounter requests = new();
        TableClientOptions options = new();
        options.AddPolicy(requests, HttpPipelinePosition.PerCall);
        options.Retry.MaxRetries = 0;
        if (setup.Policy is not null)
        {
            options.AddPolicy(setup.Policy, HttpPipelinePosition.PerRetry);
        }

        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(connect(options));
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddSingleton(work);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<TaskHubOptions>(hub =>
        {
            hub.HubName = setup.HubName;
            hub.ExtendedSessions = setup.ExtendedSessions;
        });
        builder.Services.AddDurableTaskWorker(worker => worker.AddTasks(tasks).Configure(o =>
        {
            o.Concurrency.MaximumConcurrentActivityWorkItems = setup.MaximumActivities;
            o.Concurrency.MaximumConcurrentOrchestrationWorkItems = setup.MaximumOrchestrations;
        }));
        builder.Services.AddDurableTaskClient(_ => { });
        setup.Services?.Invoke(builder.Services);
        return new DurableHost(builder.Build(), work, clock, requests);
    }

    public Task StartAsync() => _host.StartAsync(_givingUp.Token);

    public async Task<OrchestrationMetadata> RunAsync(TaskName name, object? input = null, StartOrchestrationOptions? options = null)
    {
        string id = await Client.ScheduleNewOrchestrationInstanceAsync(name, input, options);
        return await CompletionAsync(id);
    }

    /// <summary>Lets time jump until the instance has ended.</summary>
    public Task<OrchestrationMetadata> CompletionAsync(string id) => UntilAsync(id, metadata => metadata.IsCompleted);

    public async Task<OrchestrationMetadata> UntilAsync(string id, Func<OrchestrationMetadata, bool> until)
    {
        while (true)
        {
            await IdleAsync();
            OrchestrationMetadata metadata = await Client.GetInstanceAsync(id, getInputsAndOutputs: true)
                ?? throw new InvalidOperationException($"There is no instance '{id}'.");
            if (until(metadata))
            {
                return metadata;
            }

            if (!await JumpAsync())
            {
                throw new InvalidOperationException($"Nothing is left to wait for, but the instance is {metadata.RuntimeStatus}.");
            }
        }
    }

    /// <summary>Waits, without letting time pass, until nothing can run.</summary>
    public Task IdleAsync() => Work.WhenIdleAsync(_givingUp.Token);

    /// <summary>Jumps to the next timer, if there is one, and lets run what it sets going.</summary>
    public async Task<bool> JumpAsync()
    {
        int asked = 0;
        return await Clock.RunAsync(() => asked++ > 0, _givingUp.Token);
    }

    public async Task StopAsync(CancellationToken cancellation = default)
    {
        _isStopped = true;
        await _host.StopAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isStopped)
        {
            await StopAsync();
        }

        _host.Dispose();
        _givingUp.Dispose();
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

/// <summary>Counts what the table service would bill.</summary>
internal sealed class RequestCounter : HttpPipelineSynchronousPolicy
{
    private int _count;

    public int Count => _count;

    public override void OnSendingRequest(HttpMessage message) => Interlocked.Increment(ref _count);
}
