using Compensation.Local.Host.Durable;
using Compensation.Platform.Tests.Durable;
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

namespace Compensation.ProductionEngine.Tests;

/// <summary>Any engine in real time, the official SDK behind it, and the official client before its door.</summary>
internal sealed class EngineHost : IAsyncDisposable
{
    private readonly IDurableEngine _engine;
    private readonly SdkFunctions _functions;
    private readonly WebApplication _door;
    private readonly GrpcChannel _channel;

    private EngineHost(IDurableEngine engine, Action<DurableTaskRegistry> tasks)
    {
        _engine = engine;
        _functions = new SdkFunctions(tasks);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseTestServer();
        builder.Services.AddRoutingCore();
        builder.Services.AddGrpc();
        _door = builder.Build();
        _door.UseRouting();
        _door.MapGrpcService(_ => TaskHubSidecarService.BindService(engine.Door));
        _door.Start();
        _channel = GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions { HttpHandler = new ImpatientHandler(_door.GetTestServer().CreateHandler()) });
        Client = new GrpcDurableTaskClient("", new GrpcDurableTaskClientOptions { Channel = _channel }, NullLogger.Instance);
    }

    public DurableTaskClient Client { get; }

    public static async Task<EngineHost> StartAsync(IDurableEngine engine, Action<DurableTaskRegistry> tasks)
    {
        EngineHost host = new(engine, tasks);
        await engine.StartAsync(host._functions, CancellationToken.None).InTimeAsync();
        return host;
    }

    /// <summary>Waits until an instance is as wanted.</summary>
    /// <exception cref="TimeoutException">It is not in time.</exception>
    public async Task<OrchestrationMetadata> UntilAsync(string id, Func<OrchestrationMetadata, bool> until)
    {
        using CancellationTokenSource givingUp = new(InTime.Limit);
        OrchestrationMetadata? last = null;
        while (!givingUp.IsCancellationRequested)
        {
            last = await Client.GetInstanceAsync(id, getInputsAndOutputs: true, CancellationToken.None);
            if (last is not null && until(last))
            {
                return last;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException($"Instance '{id}' is {last?.RuntimeStatus.ToString() ?? "missing"}, with the custom status {last?.SerializedCustomStatus}.");
    }

    public async Task<OrchestrationMetadata> RunAsync(TaskName name, object? input = null)
    {
        string id = await Client.ScheduleNewOrchestrationInstanceAsync(name, input);
        return await UntilAsync(id, one => one.IsCompleted);
    }

    public async ValueTask DisposeAsync()
    {
        await _engine.StopAsync(CancellationToken.None).InTimeAsync();
        await _engine.DisposeAsync();
        await Client.DisposeAsync();
        _channel.Dispose();
        await _door.DisposeAsync();
        _functions.Dispose();
    }
}
