using System.Net;
using Compensation.Local;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Compensation.Tests.Local.Worker;

/// <summary>A functions app of the named classes, listening on a free port, with a folder of its own.</summary>
internal sealed class FunctionsApp : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("functions-app-").FullName;
    private readonly IHost _host;

    private FunctionsApp(Setup setup)
    {
        File.WriteAllText(Path.Combine(_folder, "host.json"), setup.HostJson);
        if (setup.LocalSettings is not null)
            File.WriteAllText(Path.Combine(_folder, "local.settings.json"), setup.LocalSettings);

        try
        {
            FunctionsApplicationBuilder builder = FunctionsApplication.CreateBuilder(
                [$"--contentRoot={_folder}", "--urls=http://127.0.0.1:0", .. setup.Arguments]);
            builder.Logging.ClearProviders().AddProvider(Log);
            builder.Services.AddSingleton<Journal>();
            builder.Services.AddFunctionsFrom(setup.Functions);
            if (setup.Web)
                builder.ConfigureFunctionsWebApplication();
            setup.Configure?.Invoke(builder);
            _host = builder.Build();
        }
        catch
        {
            Directory.Delete(_folder, recursive: true);
            throw;
        }
    }

    public sealed record Setup(params Type[] Functions)
    {
        public string HostJson { get; init; } = "{}";

        public string? LocalSettings { get; init; }

        public string[] Arguments { get; init; } = [];

        public bool Web { get; init; } = true;

        public Action<FunctionsApplicationBuilder>? Configure { get; init; }
    }

    public IServiceProvider Services => _host.Services;

    public Journal Journal => Services.GetRequiredService<Journal>();

    public LogLines Log { get; } = new();

    public HttpClient Client { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    public static async Task<FunctionsApp> StartAsync(Setup setup)
    {
        var app = new FunctionsApp(setup);
        await app._host.StartAsync();
        string address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        app.Client.BaseAddress = new Uri(address);
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
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
