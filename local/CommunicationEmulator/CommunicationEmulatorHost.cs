using System.Net;
using System.Runtime.CompilerServices;
using Compensation.Local.CommunicationEmulator.Pages;
using Compensation.Local.CommunicationEmulator.Protocol;
using Compensation.Local.CommunicationEmulator.Reports;
using Compensation.Local.CommunicationEmulator.Storage;

namespace Compensation.Local.CommunicationEmulator;

/// <summary>
/// A stand-in for a communication resource: takes SMS and e-mail by the real REST protocol, keeps what it accepted on disk
/// before it answers, posts delivery reports, and shows phones and mailboxes as pages.
/// </summary>
public sealed class CommunicationEmulatorHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly MessageStore _store;
    private readonly ReportPoster _reports;
    private readonly FaultGate _faults;
    private readonly string _accessKey;

    private CommunicationEmulatorHost(WebApplication app, MessageStore store, ReportPoster reports, FaultGate faults, string accessKey)
    {
        (_app, _store, _reports, _faults, _accessKey) = (app, store, reports, faults, accessKey);
        BaseAddress = new Uri(app.Urls.First());
    }

    /// <summary>For example <c>http://127.0.0.1:5301/</c>.</summary>
    public Uri BaseAddress { get; }

    /// <summary>What a client is made from.</summary>
    public string ConnectionString => $"endpoint={BaseAddress};accesskey={_accessKey}";

    /// <summary>What goes wrong from the next request on. Reading it shows how much of the counts is left.</summary>
    public EmulatorFaults Faults
    {
        get => _faults.Current;
        set => _faults.Current = value.Problem is { } problem ? throw new ArgumentException(problem, nameof(value)) : value;
    }

    /// <summary>Where delivery reports are posted; null while that is not known.</summary>
    public Uri? Webhook
    {
        get => _reports.Address;
        set => _reports.Address = value;
    }

    /// <summary>Starts over the given folder, going on with whatever an earlier run left there.</summary>
    /// <exception cref="IOException">The folder is in use by another emulator, or the port is taken.</exception>
    public static async Task<CommunicationEmulatorHost> StartAsync(CommunicationEmulatorOptions options, CancellationToken cancellationToken = default)
    {
        ReportPoster? poster = null;
        MessageStore store = new(options, message =>
        {
            if (message.ReportAt is { } due)
            {
                poster!.Expect(due);
            }

            options.OnMessage?.Invoke(message.ToPublic());
        });
        poster = new ReportPoster(options, store);
        FaultGate faults = new(options.Faults, options.Time);
        WebApplication app = Build(options, store, faults, poster);
        await app.StartAsync(cancellationToken);
        CommunicationEmulatorHost host = new(app, store, poster, faults, options.AccessKey);
        poster.Address = options.Webhook;
        return host;
    }

    /// <summary>All accepted messages in order, once each, read page by page.</summary>
    public async IAsyncEnumerable<EmulatedMessage> ReadMessagesAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        const int PageSize = 1_000;
        long last = 0;
        while (true)
        {
            List<StoredMessage> page = await Task.Run(() => _store.Reader.After(last, PageSize), cancellationToken);
            foreach (StoredMessage message in page.Where(message => message.IsAccepted))
            {
                yield return message.ToPublic();
            }

            if (page.Count < PageSize)
            {
                yield break;
            }

            last = page[^1].Sequence;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _reports.DisposeAsync();
        await _store.DisposeAsync();
    }

    private static WebApplication Build(CommunicationEmulatorOptions options, MessageStore store, FaultGate faults, ReportPoster poster)
    {
        // Empty, so that settings and environment of the process it lives in have no say.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, options.Port);
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();

        WebApplication app = builder.Build();
        ServiceGate gate = new(new Signature(options), faults);
        SmsEndpoint sms = new(gate, store, faults);
        EmailEndpoint email = new(gate, store, options);
        app.MapPost("/sms", sms.SendAsync);
        app.MapPost("/emails:send", email.SendAsync);
        app.MapGet("/emails/operations/{id}", email.GetAsync);
        EmulatorApi.Map(app, store, faults, poster);
        EmulatorPages.Map(app, store, options);
        return app;
    }

    /// <summary>Signals belong to the process, not to a server inside it.</summary>
    private sealed class SilentLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
