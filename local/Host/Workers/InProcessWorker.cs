using System.Reflection;
using Compensation.Local.Host.Rpc;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Compensation.Local.Host.Workers;

/// <summary>
/// The official worker in this process: the app as its own Program composes it, but for what the caller exchanges, such as the clock.
/// Several may live beside one another.
/// </summary>
/// <param name="app">The app's assembly: what the worker takes for the program.</param>
/// <param name="compose">Puts the app together, as its Program does.</param>
public sealed class InProcessWorker(Assembly app, Action<FunctionsApplicationBuilder> compose) : FunctionsWorker
{
    // The worker asks the process for its program and for its folder; while one starts, no other may.
    private static readonly SemaphoreSlim Starting = new(1);

    private readonly InProcessServer _server = new();
    private IHost? _host;
    private bool _holdsTurn;

    /// <summary>The app's services, once it has been started.</summary>
    public IServiceProvider Services => _host?.Services ?? throw new InvalidOperationException("The worker has not been started.");

    /// <summary>Whether it is to use gRPC even where it need not.</summary>
    public bool OverGrpc { get; init; }

    internal override bool NeedsDoor => OverGrpc || !DirectLink.IsAvailable;

    internal override async Task StartAsync(WorkerStart start, CancellationToken cancellationToken)
    {
        await Starting.WaitAsync(cancellationToken);
        _holdsTurn = true;
        WorkerEnvironment.Apply(start.Options.AppDirectory, Environment.SetEnvironmentVariable);
        IHost host = Build(start);
        _host = host;
        try
        {
            await host.StartAsync(cancellationToken);
        }
        catch
        {
            // What has not started cannot be stopped: trying would hide the reason.
            _host = null;
            await ((IAsyncDisposable)host).DisposeAsync();
            throw;
        }
    }

    /// <summary>By then it has read what is the process's.</summary>
    internal override void Loaded()
    {
        _ = _host!.Services.GetService<EndpointDataSource>()?.Endpoints;
        EndTurn();
    }

    internal override Task ForwardAsync(HttpContext http, string invocation, CancellationToken givenUp)
    {
        http.Request.Headers[WorkerEnvironment.InvocationHeader] = invocation;
        return _server.ServeAsync(http).WaitAsync(givenUp);
    }

    internal override async Task StopAsync(WorkerChannel channel, CancellationToken cancellationToken)
    {
        EndTurn();
        if (_host is null)
            return;

        await _host.StopAsync(cancellationToken);
        await ((IAsyncDisposable)_host).DisposeAsync();
    }

    private IHost Build(WorkerStart start)
    {
        FunctionsApplicationBuilder builder = CreateBuilder();
        builder.Environment.ContentRootPath = start.Options.AppDirectory;
        builder.Configuration.AddInMemoryCollection(start.Options.Settings);
        builder.Configuration.AddInMemoryCollection(
        [
            new("Functions:Worker:HostEndpoint", start.Door.AbsoluteUri),
            new("Functions:Worker:WorkerId", start.Channel.WorkerId),
            new("Functions:Worker:RequestId", start.Channel.WorkerId),
            new("Functions:Worker:GrpcMaxMessageLength", WorkerEnvironment.MaxMessageLength),
        ]);
        builder.Logging.ClearProviders().AddConfiguration(start.HostJson.Logging).AddProvider(new HostLog(start.Options.Logging));
        compose(builder);
        LogOnce(builder.Services);
        builder.Services.AddSingleton<IServer>(_server);
        if (!NeedsDoor)
            DirectLink.Use(builder.Services, start.Channel);
        return builder.Build();
    }

    /// <summary>The worker would also send each line as a message, which on the link without a socket nobody fetches: they would pile up.</summary>
    private static void LogOnce(IServiceCollection services)
    {
        foreach (ServiceDescriptor messages in services.Where(service => service.ServiceType == typeof(ILoggerProvider) && service.ImplementationType?.Assembly == typeof(WorkerOptions).Assembly).ToList())
            services.Remove(messages);
    }

    /// <summary>The worker looks for the app's generated code in the program's assembly.</summary>
    private FunctionsApplicationBuilder CreateBuilder()
    {
        Assembly? program = Assembly.GetEntryAssembly();
        Assembly.SetEntryAssembly(app);
        try
        {
            return FunctionsApplication.CreateBuilder([]);
        }
        finally
        {
            Assembly.SetEntryAssembly(program);
        }
    }

    private void EndTurn()
    {
        if (_holdsTurn)
            Starting.Release();
        _holdsTurn = false;
    }

    /// <summary>Writes to the host's log; it is not this worker's to dispose.</summary>
    private sealed class HostLog(ILoggerFactory log) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => log.CreateLogger(categoryName);

        public void Dispose()
        {
        }
    }
}
