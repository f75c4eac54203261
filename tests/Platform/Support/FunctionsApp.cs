using System.Net;
using System.Reflection;
using Azure.Data.Tables;
using Compensation.Local.Host;
using Compensation.Local.Host.Durable;
using Compensation.Local.Host.Workers;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;
using Microsoft.Azure.Functions.Worker.Extensions.DurableTask;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Compensation.Platform.Tests.Support;

/// <summary>A functions app of the named classes on the official worker, behind the host, with a folder of its own.</summary>
internal sealed class FunctionsApp : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("functions-app-").FullName;
    private readonly ILoggerFactory _logging;
    private readonly InProcessWorker _worker;
    private FunctionsHost? _host;

    private FunctionsApp(Setup setup)
    {
        File.WriteAllText(Path.Combine(_folder, "host.json"), setup.HostJson);
        _logging = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log));
        _worker = new InProcessWorker(Assembly.GetExecutingAssembly(), builder => Compose(builder, setup)) { OverGrpc = setup.OverGrpc };
    }

    public sealed record Setup(params Type[] Functions)
    {
        public string HostJson { get; init; } = "{}";

        public Dictionary<string, string?> Settings { get; init; } = [];

        public bool Web { get; init; } = true;

        public bool OverGrpc { get; init; }

        public Action<FunctionsApplicationBuilder>? Configure { get; init; }

        public TimeProvider Time { get; init; } = TimeProvider.System;

        public WorkInProgress Work { get; init; } = new();

        public TableServiceClient? Tables { get; init; }

        public IDurableEngine? Engine { get; init; }
    }

    public FunctionsHost Host => _host!;

    public IServiceProvider Services => _worker.Services;

    public Journal Journal => Services.GetRequiredService<Journal>();

    public LogLines Log { get; } = new();

    public HttpClient Client { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    public static async Task<FunctionsApp> StartAsync(Setup setup)
    {
        FunctionsApp app = new(setup);
        try
        {
            app._host = await FunctionsHost.StartAsync(new FunctionsHostOptions
            {
                Worker = app._worker,
                AppDirectory = app._folder,
                Settings = setup.Settings,
                Url = "http://127.0.0.1:0",
                Time = setup.Time,
                Work = setup.Work,
                Tables = setup.Tables,
                Engine = setup.Engine,
                Logging = app._logging,
            });
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        app.Client.BaseAddress = app._host.Address;
        return app;
    }

    public Task<string> GetStringAsync(string path) => Client.GetStringAsync(path);

    public async Task<HttpStatusCode> StatusAsync(string path)
    {
        using HttpResponseMessage response = await Client.GetAsync(path);
        return response.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_host is not null)
            await _host.DisposeAsync();
        _logging.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static void Compose(FunctionsApplicationBuilder builder, Setup setup)
    {
        if (setup.Web)
            builder.ConfigureFunctionsWebApplication();
        if (setup.Engine is not null)
            new DurableTaskExtensionStartup().Configure(builder);
        builder.Services.AddSingleton<IFunctionMetadataProvider>(new MethodMetadata(setup.Functions));
        builder.Services.AddSingleton<Journal>();
        setup.Configure?.Invoke(builder);
    }
}
