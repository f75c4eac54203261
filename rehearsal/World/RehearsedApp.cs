using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure.Core;
using Azure.Data.Tables;
using Compensation.Campaigns;
using Compensation.Local;
using Compensation.Notices.EventGrid;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Compensation.Rehearsal.World;

/// <summary>What the rehearsed application is connected to.</summary>
/// <param name="Campaign">The campaign to run.</param>
/// <param name="Tables">Connects to its tables with the options given.</param>
/// <param name="Connections">The settings by which it finds what else is outside.</param>
/// <param name="Seed">Its secrets follow from it, so that links, and so the messages, are the same in each run.</param>
/// <param name="Port">On 127.0.0.1; 0 takes any free one.</param>
/// <param name="Log">Where its warnings and errors go.</param>
internal sealed record AppSettings(Campaign Campaign, Func<TableClientOptions, TableServiceClient> Tables, IReadOnlyDictionary<string, string?> Connections, long Seed, int Port, string Log);

/// <summary>The application itself, composed as in production but for the clock, and reachable over HTTP.</summary>
internal sealed class RehearsedApp : IAsyncDisposable
{
    /// <summary>What stands in every link: short, and the same on every machine.</summary>
    public const string PublicBaseUrl = "https://r.example.jp";

    private readonly IHost _host;
    private readonly FileLoggerProvider _log;

    private RehearsedApp(IHost host, FileLoggerProvider log, AppSettings settings)
    {
        (_host, _log) = (host, log);
        BaseAddress = new Uri(host.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());
        FunctionKey = KeyFrom(settings.Seed, "function-key");
        Reports = new Uri(BaseAddress, $"{ReceiveDeliveryReports.Route}?code={KeyFrom(settings.Seed, "events-key")}");
    }

    public Uri BaseAddress { get; }

    public string FunctionKey { get; }

    /// <summary>Where delivery reports are to be posted.</summary>
    public Uri Reports { get; }

    /// <summary>How many errors the application has logged.</summary>
    public int Errors => _log.Errors;

    /// <summary>An address of the application with the operators' key in it, to be opened in a browser.</summary>
    public Uri OperatorsAddress(string path) => new(BaseAddress, $"{path}?code={FunctionKey}");

    public static async Task<RehearsedApp> StartAsync(AppSettings settings, TimeProvider clock, WorkInProgress work, TransactionMeter meter, CancellationToken cancellationToken)
    {
        FunctionsApplicationBuilder builder = FunctionsApplication.CreateBuilder([$"--contentRoot={AppContext.BaseDirectory}"]);
        builder.Configuration.AddInMemoryCollection(SettingsOf(settings));
        builder.Configuration.AddInMemoryCollection(settings.Connections);
        builder.ConfigureFunctionsWebApplication();

        FileLoggerProvider log = new(settings.Log);
        builder.Logging.ClearProviders().AddProvider(log);
        builder.Services.AddSingleton(clock);
        builder.Services.AddSingleton(work);
        builder.Services.AddFunctionsFrom(typeof(CompensationApp).Assembly);
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddSingleton(TablesOf(settings, meter));
        builder.AddCompensation();

        IHost host = builder.Build();
        meter.Requests = host.Services.GetRequiredService<IHttpContextAccessor>();
        await host.StartAsync(cancellationToken);
        return new RehearsedApp(host, log, settings);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
        _log.Dispose();
    }

    private static TableServiceClient TablesOf(AppSettings settings, TransactionMeter meter)
    {
        TableClientOptions options = new();
        options.AddPolicy(meter, HttpPipelinePosition.BeforeTransport);
        return settings.Tables(options);
    }

    private static Dictionary<string, string?> SettingsOf(AppSettings settings) => new(StringComparer.Ordinal)
    {
        ["urls"] = Ports.AddressOf(settings.Port),
        ["CommunicationServices:ConnectionString"] = null,
        ["CommunicationServices:Endpoint"] = null,
        ["Secrets:HashKey"] = Convert.ToBase64String(SecretFrom(settings.Seed, "hash-key")),
        ["ReceiptSite:PublicBaseUrl"] = PublicBaseUrl,
        ["Lifecycle:Campaigns"] = settings.Campaign.Id.Value,
        ["LifecycleSchedule"] = "0 0 21 * * *",
        ["FunctionKeys:Default"] = KeyFrom(settings.Seed, "function-key"),
        ["EventGrid:Key"] = KeyFrom(settings.Seed, "events-key"),
    };

    private static string KeyFrom(long seed, string purpose) => Convert.ToHexStringLower(SecretFrom(seed, purpose));

    /// <summary>Secret only in a rehearsal's sense: whoever knows the seed knows it.</summary>
    private static byte[] SecretFrom(long seed, string purpose) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"rehearsal\n{purpose}\n{seed}")));
}
