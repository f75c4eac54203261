using System.Net;
using Azure.Data.Tables;
using Compensation.Local.Host;
using Compensation.Rehearsal.World;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Compensation.Tests;

/// <summary>The app, or the named classes of it, on the official worker behind the local host, listening on a free port.</summary>
internal sealed class FunctionsApp : IAsyncDisposable
{
    /// <summary>The argument under which durable timers fire up to a second early.</summary>
    public const string HastyTimers = "--Tests:HastyTimers=true";

    private readonly HostedApp _app;
    private readonly ILoggerFactory _logging;

    private FunctionsApp(HostedApp app, ILoggerFactory logging, LogLines log)
    {
        (_app, _logging, Log) = (app, logging, log);
        Client.BaseAddress = app.BaseAddress;
    }

    /// <param name="Classes">Whose functions are loaded; none means all.</param>
    public sealed record Setup(params Type[] Classes)
    {
        /// <summary>The app's tables, and the task hub's.</summary>
        public required TableServiceClient Tables { get; init; }

        public TimeProvider Time { get; init; } = TimeProvider.System;

        public WorkInProgress Work { get; init; } = new();

        /// <summary>Settings, as <c>--Section:Name=value</c>.</summary>
        public string[] Arguments { get; init; } = [];

        /// <summary>Puts the app together; its tables and its clock are there already.</summary>
        public required Action<FunctionsApplicationBuilder> Configure { get; init; }

        public LogLines Log { get; init; } = new();
    }

    public IServiceProvider Services => _app.Services;

    public DurableTaskClient Orchestrations => _app.Orchestrations;

    public LogLines Log { get; }

    public HttpClient Client { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    public static async Task<FunctionsApp> StartAsync(Setup setup)
    {
        ILoggerFactory logging = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Trace).AddProvider(setup.Log));
        FunctionsApp? started = null;
        HostedApp app = await HostedApp.StartAsync(
            new HostedAppSetup
            {
                Tables = setup.Tables,
                Time = setup.Time,
                Work = setup.Work,
                Classes = setup.Classes.Length > 0 ? setup.Classes : null,
                Settings = new ConfigurationBuilder().AddCommandLine(setup.Arguments).Build().AsEnumerable().Where(setting => setting.Value is not null).ToDictionary(StringComparer.OrdinalIgnoreCase),
                Compose = builder =>
                {
                    builder.Logging.SetMinimumLevel(LogLevel.Trace);
                    builder.Services.AddSingleton(_ => started!.Orchestrations);
                    setup.Configure(builder);
                },
                TimersAreHasty = setup.Arguments.Contains(HastyTimers, StringComparer.Ordinal),
                Logging = logging,
            },
            CancellationToken.None);
        started = new FunctionsApp(app, logging, setup.Log);
        return started;
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
        await _app.DisposeAsync();
        _logging.Dispose();
    }
}
