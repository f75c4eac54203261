using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure.Core;
using Azure.Data.Tables;
using Compensation.Access;
using Compensation.Campaigns;
using Compensation.Local.Host;
using Compensation.Notices.EventGrid;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
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
internal sealed record AppSettings(Campaign Campaign, Func<TableClientOptions, TableServiceClient> Tables, IReadOnlyDictionary<string, string?> Connections, long Seed, int Port, string Log)
{
    public bool TimersAreHasty { get; init; }
}

/// <summary>The application itself, composed as in production but for the clock, and reachable over HTTP.</summary>
internal sealed class RehearsedApp : IAsyncDisposable
{
    /// <summary>What stands in every link: short, and the same on every machine.</summary>
    public const string PublicBaseUrl = "https://r.example.jp";

    private readonly HostedApp _app;
    private readonly FileLoggerProvider _log;
    private readonly ILoggerFactory _logging;
    private readonly PeoplesTime _people;

    private RehearsedApp(HostedApp app, PeoplesTime people, FileLoggerProvider log, ILoggerFactory logging, AppSettings settings)
    {
        (_app, _people, _log, _logging) = (app, people, log, logging);
        FunctionKey = KeyFrom(settings.Seed, "function-key");
        Reports = new Uri(BaseAddress, $"{ReceiveDeliveryReports.Route}?code={KeyFrom(settings.Seed, "events-key")}");
    }

    public Uri BaseAddress => _app.BaseAddress;

    public string FunctionKey { get; }

    /// <summary>Where delivery reports are to be posted.</summary>
    public Uri Reports { get; }

    /// <summary>How many errors the application has logged.</summary>
    public int Errors => _log.Errors;

    /// <summary>An address of the application with the operators' key in it, to be opened in a browser.</summary>
    public Uri OperatorsAddress(string path) => new(BaseAddress, $"{path}?code={FunctionKey}");

    public static async Task<RehearsedApp> StartAsync(AppSettings settings, TimeProvider clock, WorkInProgress work, TransactionMeter meter, CancellationToken cancellationToken)
    {
        FileLoggerProvider log = new(settings.Log);
        PeoplesTime people = new(clock);
        ILoggerFactory logging = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Warning).AddProvider(log));
        HostedApp app = await HostedApp.StartAsync(
            new HostedAppSetup
            {
                Tables = TablesOf(settings, meter),
                Settings = SettingsOf(settings),
                Compose = builder => Compose(builder, meter, people),
                Time = clock,
                Work = work,
                Port = settings.Port,
                TimersAreHasty = settings.TimersAreHasty,
                Logging = logging,
            },
            cancellationToken);
        return new RehearsedApp(app, people, log, logging, settings);
    }

    /// <summary>From now on people of this world sign in, whose phones show its time.</summary>
    public void OpenToPeople() => _people.BecomeReal();

    /// <summary>Time passes again, and the rehearsal's own officials go on in it.</summary>
    public void CloseToPeople() => _people.BecomeRehearsed();

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _logging.Dispose();
    }

    private static void Compose(FunctionsApplicationBuilder builder, TransactionMeter meter, PeoplesTime people)
    {
        builder.Services.AddSingleton(new WallClock(people));
        builder.UseMiddleware((context, next) => meter.MeasureAsync(context, next));
        builder.AddCompensation();
    }

    private static TableServiceClient TablesOf(AppSettings settings, TransactionMeter meter)
    {
        TableClientOptions options = new();
        options.AddPolicy(meter, HttpPipelinePosition.BeforeTransport);
        return settings.Tables(options);
    }

    private static Dictionary<string, string?> SettingsOf(AppSettings settings) => new(Own(settings).Concat(settings.Connections).GroupBy(setting => setting.Key, StringComparer.Ordinal).Select(same => same.Last()), StringComparer.Ordinal);

    private static Dictionary<string, string?> Own(AppSettings settings) => new(StringComparer.Ordinal)
    {
        ["CommunicationServices:ConnectionString"] = null,
        ["CommunicationServices:Endpoint"] = null,
        ["FUNCTIONS_REQUEST_BODY_SIZE_LIMIT"] = "1073741824",
        ["Secrets:HashKey"] = Convert.ToBase64String(SecretFrom(settings.Seed, "hash-key")),
        ["ReceiptSite:PublicBaseUrl"] = PublicBaseUrl,
        ["Lifecycle:Campaigns"] = settings.Campaign.Id.Value,
        ["LifecycleSchedule"] = "0 0 21 * * *",
        ["HeartbeatSchedule"] = "0 0 0 1 1 *",
        ["FunctionKeys:Default"] = KeyFrom(settings.Seed, "function-key"),
        ["KeyRing:Unwrapped"] = "true",
        ["EventGrid:Key"] = KeyFrom(settings.Seed, "events-key"),
        ["Audit:AnchorFile"] = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(settings.Log))!, "act-anchors.tsv"),
    };

    private static string KeyFrom(long seed, string purpose) => Convert.ToHexStringLower(SecretFrom(seed, purpose));

    /// <summary>Secret only in a rehearsal's sense: whoever knows the seed knows it.</summary>
    private static byte[] SecretFrom(long seed, string purpose) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"rehearsal\n{purpose}\n{seed}")));
}
