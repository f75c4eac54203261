using Azure.Data.Tables;
using Compensation.Emulators.Communication;
using Compensation.Emulators.Issuers;
using Compensation.Emulators.PointsSystem;
using Compensation.Local.Durable;
using Compensation.Local.Host;
using Compensation.Local.Host.Workers;
using Compensation.Local.Tables;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Compensation.Standalone;

/// <summary>The app in a process of its own, and around it, in this one, everything that Azure and the outside world are to it.</summary>
internal sealed class StandaloneApp : IAsyncDisposable
{
    /// <summary>Where the app hears of delivery reports.</summary>
    public const string ReportsPath = "providers/event-grid/reports";

    /// <summary>What a rehearsal leaves in its folder: it has a store and keys of the same names.</summary>
    private const string RehearsalFile = "rehearsal.json";

    private const string Administrator = "administrator";

    private readonly Stack<IAsyncDisposable> _parts = new();
    private FunctionsHost _host = null!;
    private CommunicationEmulatorHost _phones = null!;
    private PointsSystemEmulatorHost _points = null!;
    private IssuersEmulatorHost _issuers = null!;
    private TableEndpoint _tables = null!;
    private IReadOnlyDictionary<string, string?> _settings = null!;

    /// <summary>Completes with the reason when it cannot go on.</summary>
    public Task<Exception> Lost => _host.Lost;

    public Uri BaseAddress => _host.Address;

    public string FunctionKey => _settings["FunctionKeys:Default"]!;

    /// <summary>Where delivery reports are posted.</summary>
    public Uri Reports => new(BaseAddress, $"{ReportsPath}?code={Uri.EscapeDataString(_settings["EventGrid:Key"]!)}");

    public static async Task<StandaloneApp> StartAsync(StandaloneOptions options, CancellationToken cancellationToken)
    {
        StandaloneApp app = new();
        try
        {
            await app.StartPartsAsync(options, cancellationToken);
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Says what there is, where, and how to get in.</summary>
    public async Task AnnounceAsync(TextWriter to)
    {
        foreach (string line in _host.FunctionLines)
        {
            await to.WriteLineAsync(line);
        }

        await to.WriteLineAsync($"""

            App:                   {_host.Address}
            Function key:          {FunctionKey} (header x-functions-key, or ?code=)
            Operators sign in at   {_host.Address}sign-in
            First administrator:   {Administrator}, password {_settings["LocalAccounts:FirstPassword"]}
            for his authenticator: otpauth://totp/Compensation:{Administrator}?secret={_settings["LocalAccounts:FirstTotpSecret"]}&issuer=Compensation
            Phones and mailboxes:  {_phones.BaseAddress}
            Points system:         {_points.BaseAddress} (key {_points.ApiKey})
            Issuers of codes:      {_issuers.BaseAddress} (the setting Payouts__Issuers__edy, say, as amazon or http-emulated has them serve it)
            Tables:                {_tables.Address}
            Delivery reports go to {_host.Address}{ReportsPath}.
            Ctrl-C stops everything.
            """);
    }

    /// <summary>Stops what was started last first.</summary>
    public async ValueTask DisposeAsync()
    {
        while (_parts.TryPop(out IAsyncDisposable? part))
        {
            await part.DisposeAsync();
        }
    }

    private async Task StartPartsAsync(StandaloneOptions options, CancellationToken cancellationToken)
    {
        OwnersFolder.Make(options.Data);
        if (File.Exists(Path.Combine(options.Data, RehearsalFile)))
        {
            throw new HostStartException($"{options.Data} holds a rehearsal, whose time and people are made up. Name another folder by --data.");
        }

        ILoggerFactory logging = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole(console => console.SingleLine = true));
        _parts.Push(new Closing(logging));
        EmbeddedTables store = EmbeddedTables.Open(Path.Combine(options.Data, "store"), new EmbeddedTablesOptions { SurvivesPowerFailure = true });
        _parts.Push(new Closing(store));
        _tables = Keep(await TableEndpoint.StartAsync(store, Ports.Choose(Ports.Tables), cancellationToken));
        _phones = Keep(await CommunicationEmulatorHost.StartAsync(new CommunicationEmulatorOptions { DataFolder = Path.Combine(options.Data, "phones"), Port = Beside(options.Port, 1) }));
        _points = Keep(await PointsSystemEmulatorHost.StartAsync(new PointsSystemEmulatorOptions { DataFolder = Path.Combine(options.Data, "points"), Port = Beside(options.Port, 2) }));
        _issuers = Keep(await IssuersEmulatorHost.StartAsync(new IssuersEmulatorOptions { DataFolder = Path.Combine(options.Data, "issuers"), Port = Beside(options.Port, 3) }));
        int port = Ports.Choose(options.Port);
        _settings = Settings(options, port);
        _host = Keep(await HostAsync(options, port, store.Connect(), logging, cancellationToken));
        _phones.Webhook = Reports;
    }

    private Task<FunctionsHost> HostAsync(StandaloneOptions options, int port, TableServiceClient tables, ILoggerFactory logging, CancellationToken cancellationToken)
    {
        WorkInProgress work = new();
        HostJson hostJson = new(options.App, new ConfigurationBuilder().AddEnvironmentVariables().AddInMemoryCollection(_settings).Build());
        DurableEngine engine = new(tables, EngineOptions(hostJson), TimeProvider.System, work, logging);
        return FunctionsHost.StartAsync(
            new FunctionsHostOptions
            {
                Worker = new ChildWorker(),
                AppDirectory = options.App,
                Settings = _settings,
                Url = Ports.AddressOf(port),
                Engine = engine,
                Tables = tables,
                Work = work,
                Logging = logging,
            },
            cancellationToken);
    }

    /// <summary>As host.json has it on Azure: what it does not enable replays there, and so here.</summary>
    internal static DurableEngineOptions EngineOptions(HostJson hostJson)
    {
        DurableEngineOptions usual = new();
        return usual with
        {
            HubName = hostJson.HubName,
            SessionIdleTime = hostJson.ExtendedSessions ? usual.SessionIdleTime : TimeSpan.Zero,
            MostActivities = hostJson.MaxConcurrentActivities ?? usual.MostActivities,
            MostOrchestrators = hostJson.MaxConcurrentOrchestrators ?? usual.MostOrchestrators,
        };
    }

    /// <summary>What connects the app with everything around it; above it, what the settings file says.</summary>
    private Dictionary<string, string?> Settings(StandaloneOptions options, int port)
    {
        InstallationKeys keys = InstallationKeys.KeptIn(options.Data);
        Dictionary<string, string?> settings = new(StringComparer.OrdinalIgnoreCase)
        {
            ["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated",
            ["TableStorage:ConnectionString"] = _tables.ConnectionString,
            ["CommunicationServices:ConnectionString"] = _phones.ConnectionString,
            ["PointsSystem:BaseAddress"] = _points.BaseAddress.AbsoluteUri,
            ["PointsSystem:ApiKey"] = _points.ApiKey,
            ["Payouts:Amazon:Endpoint"] = _issuers.BaseAddress.AbsoluteUri,
            ["Payouts:Amazon:PartnerId"] = _issuers.Options.PartnerId,
            ["Payouts:Amazon:AccessKeyId"] = _issuers.Options.AccessKeyId,
            ["Payouts:Amazon:SecretAccessKey"] = _issuers.Options.SecretAccessKey,
            ["Payouts:Http:emulated:BaseAddress"] = _issuers.BaseAddress.AbsoluteUri,
            ["Payouts:Http:emulated:ApiKey"] = _issuers.Options.ApiKey,
            ["ReceiptSite:PublicBaseUrl"] = Ports.AddressOf(port),
            ["Secrets:HashKey"] = keys.HashKey,
            ["Audit:AnchorFile"] = Path.GetFullPath(Path.Combine(options.Data, "act-anchors.tsv")),
            ["Lifecycle:Campaigns"] = "",
            ["LifecycleSchedule"] = "0 5 * * * *",
            ["HeartbeatSchedule"] = "30 * * * * *",
            ["KeyRing:Unwrapped"] = "true",
            ["EventGrid:Key"] = keys.EventsKey,
            ["FunctionKeys:Default"] = keys.FunctionKey,
            ["Access:PublicBaseUrl"] = Ports.AddressOf(port),
            ["LocalAccounts:Enabled"] = "true",
            ["LocalAccounts:FirstName"] = Administrator,
            ["LocalAccounts:FirstPassword"] = keys.Password,
            ["LocalAccounts:FirstTotpSecret"] = keys.TotpSecret,
        };
        foreach ((string name, string? value) in LocalSettings.Read(options.Settings).Where(setting => !string.IsNullOrEmpty(setting.Value)))
        {
            settings[name] = value;
        }

        return settings;
    }

    /// <summary>The next ports; any free ones where the app's own may be any.</summary>
    private static int Beside(int port, int distance) => Ports.Choose(port == 0 ? 0 : port + distance);

    private T Keep<T>(T part)
        where T : IAsyncDisposable
    {
        _parts.Push(part);
        return part;
    }

    private sealed class Closing(IDisposable part) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            part.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
