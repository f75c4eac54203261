using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Compensation.Local.Durable;
using Compensation.Local.Host;
using Compensation.Local.Host.Durable;
using Compensation.Tests;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Grpc;
using Microsoft.DurableTask.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Compensation.Platform.Tests.Durable;

/// <summary>How a test's host differs from the usual one.</summary>
internal sealed record HostSetup
{
    public bool ExtendedSessions { get; init; } = true;

    public int MostActivities { get; init; } = 16;

    public int MostOrchestrators { get; init; } = 16;

    public bool TimersAreHasty { get; init; }

    public HttpPipelinePolicy? Policy { get; init; }

    public string HubName { get; init; } = "Tests";

    public DateTimeOffset Now { get; init; } = DurableHost.Start;
}

/// <summary>An engine on a virtual clock, the official SDK behind it, and the official client before its door, over gRPC in memory.</summary>
internal sealed class DurableHost : IAsyncDisposable
{
    private readonly WebApplication _door;
    private readonly GrpcChannel _channel;
    private readonly IDurableEngine _engine;
    private readonly CancellationTokenSource _givingUp = new(InTime.Limit);
    private bool _isStopped;

    private DurableHost(TableServiceClient tables, Action<DurableTaskRegistry> tasks, HostSetup setup, RequestCounter requests)
    {
        Clock = new VirtualClock(setup.Now, Work);
        Requests = requests;
        Functions = new SdkFunctions(tasks);
        DurableEngineOptions options = new()
        {
            HubName = setup.HubName,
            SessionIdleTime = setup.ExtendedSessions ? TimeSpan.FromMinutes(10) : TimeSpan.Zero,
            MostActivities = setup.MostActivities,
            MostOrchestrators = setup.MostOrchestrators,
            TimersAreHasty = setup.TimersAreHasty,
        };
        _engine = new DurableEngine(tables, options, Clock, Work, NullLoggerFactory.Instance);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseTestServer();
        builder.Services.AddRoutingCore();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(_engine.Door);
        _door = builder.Build();
        _door.UseRouting();
        _door.MapGrpcService<TaskHubSidecarService.TaskHubSidecarServiceBase>();
        _door.Start();
        _channel = GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions { HttpHandler = new ImpatientHandler(_door.GetTestServer().CreateHandler()) });
        Client = new GrpcDurableTaskClient("", new GrpcDurableTaskClientOptions { Channel = _channel }, NullLogger.Instance);
    }

    public static DateTimeOffset Start { get; } = new(2023, 3, 31, 15, 0, 0, TimeSpan.Zero);

    public DurableTaskClient Client { get; }

    public VirtualClock Clock { get; }

    public WorkInProgress Work { get; } = new();

    public RequestCounter Requests { get; }

    public SdkFunctions Functions { get; }

    public Task WhenLost => _engine.WhenLost;

    public static async Task<DurableHost> StartAsync(Func<TableClientOptions?, TableServiceClient> connect, Action<DurableTaskRegistry> tasks, HostSetup? setup = null)
    {
        DurableHost host = Build(connect, tasks, setup);
        await host.StartAsync();
        return host;
    }

    public static DurableHost Build(Func<TableClientOptions?, TableServiceClient> connect, Action<DurableTaskRegistry> tasks, HostSetup? setup = null)
    {
        setup ??= new HostSetup();
        RequestCounter requests = new();
        TableClientOptions options = new();
        options.AddPolicy(requests, HttpPipelinePosition.PerCall);
        options.Retry.MaxRetries = 0;
        if (setup.Policy is not null)
        {
            options.AddPolicy(setup.Policy, HttpPipelinePosition.PerRetry);
        }

        return new DurableHost(connect(options), tasks, setup, requests);
    }

    public Task StartAsync() => _engine.StartAsync(Functions, _givingUp.Token);

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
        await _engine.StopAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isStopped)
        {
            await StopAsync().InTimeAsync("what still runs");
        }

        await _engine.DisposeAsync();
        await Client.DisposeAsync();
        _channel.Dispose();
        await _door.DisposeAsync();
        Functions.Dispose();
        _givingUp.Dispose();
    }
}

/// <summary>Counts what the table service would bill.</summary>
internal sealed class RequestCounter : HttpPipelineSynchronousPolicy
{
    private int _count;

    public int Count => _count;

    public override void OnSendingRequest(HttpMessage message) => Interlocked.Increment(ref _count);
}
