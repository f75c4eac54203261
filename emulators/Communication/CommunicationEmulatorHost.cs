using System.Runtime.CompilerServices;
using Compensation.Emulators.Communication.Pages;
using Compensation.Emulators.Communication.Protocol;
using Compensation.Emulators.Communication.Reports;
using Compensation.Emulators.Communication.Smtp;
using Compensation.Emulators.Communication.Storage;
using Compensation.Emulators.Communication.Twilio;

namespace Compensation.Emulators.Communication;

/// <summary>
/// A stand-in for a communication resource: takes SMS and e-mail by the real REST protocol, keeps what it accepted on disk
/// before it answers, posts delivery reports, and shows phones and mailboxes as pages.
/// </summary>
public sealed class CommunicationEmulatorHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly MessageStore _store;
    private readonly Posters _posters;
    private readonly FaultGate _faults;
    private readonly SmtpSink? _smtp;
    private readonly string _accessKey;

    private CommunicationEmulatorHost(WebApplication app, MessageStore store, Posters posters, FaultGate faults, SmtpSink? smtp, string accessKey)
    {
        (_app, _store, _posters, _faults, _smtp, _accessKey) = (app, store, posters, faults, smtp, accessKey);
        BaseAddress = new Uri(app.Urls.First());
    }

    /// <summary>For example <c>http://127.0.0.1:5301/</c>.</summary>
    public Uri BaseAddress { get; }

    /// <summary>What a client is made from.</summary>
    public string ConnectionString => $"endpoint={BaseAddress};accesskey={_accessKey}";

    /// <summary>The submission server's port on 127.0.0.1; null where there is none.</summary>
    public int? SmtpPort => _smtp?.Port;

    /// <summary>Messages that were disturbed by <see cref="EmulatorFaults.OneIn"/>, by kind.</summary>
    public (long Throttled, long Failed, long Unanswered) Disturbed => _faults.Met;

    /// <summary>What goes wrong from the next request on. Reading it shows how much of the counts is left.</summary>
    public EmulatorFaults Faults
    {
        get => _faults.Current;
        set => _faults.Current = value.Problem is { } problem ? throw new ArgumentException(problem, nameof(value)) : value;
    }

    /// <summary>Where delivery reports are posted; null while that is not known.</summary>
    public Uri? Webhook
    {
        get => _posters.Webhook;
        set => _posters.Webhook = value;
    }

    /// <summary>Starts over the given folder, going on with whatever an earlier run left there.</summary>
    /// <exception cref="IOException">The folder is in use by another emulator, or the port is taken.</exception>
    public static async Task<CommunicationEmulatorHost> StartAsync(CommunicationEmulatorOptions options, CancellationToken cancellationToken = default)
    {
        Posters? posters = null;
        MessageStore store = new(options, message =>
        {
            if (message.ReportAt is { } due)
            {
                posters!.Expect(message, due);
            }

            options.OnMessage?.Invoke(message.ToPublic());
        });
        posters = new Posters(options, store);
        FaultGate faults = new(options.Faults, options.Time);
        WebApplication app = Build(options, store, faults, posters);
        await app.StartAsync(cancellationToken);
        SmtpSink? smtp = options.Smtp is null ? null : new SmtpSink(options.Smtp, store, faults);
        CommunicationEmulatorHost host = new(app, store, posters, faults, smtp, options.AccessKey);
        posters.Start(options.Webhook);
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
        if (_smtp is not null)
        {
            await _smtp.DisposeAsync();
        }

        await _posters.DisposeAsync();
        await _store.DisposeAsync();
    }

    /// <summary>Whoever asked for what could not be kept hears nothing, as if the machine had died: no answer could be true.</summary>
    private static async Task NoAnswerWithoutStorageAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http);
        }
        catch (EmulatorStorageException)
        {
            await EmulatorServer.NeverAsync(http);
        }
    }

    private static WebApplication Build(CommunicationEmulatorOptions options, MessageStore store, FaultGate faults, Posters posters)
    {
        WebApplication app = EmulatorServer.NewBuilder(options.Port).Build();
        app.Use(NoAnswerWithoutStorageAsync);
        Signature signature = new(options);
        SmsEndpoint sms = new(new ServiceGate(signature, faults, MessageChannel.Sms), store, faults);
        EmailEndpoint email = new(new ServiceGate(signature, faults, MessageChannel.Email), store, options);
        app.MapPost("/sms", sms.SendAsync);
        app.MapPost("/emails:send", email.SendAsync);
        app.MapGet("/emails/operations/{id}", email.GetAsync);
        TwilioEndpoint twilio = new(store, faults);
        app.MapPost(TwilioEndpoint.Path, twilio.SendAsync);
        app.MapGet(TwilioEndpoint.Path, twilio.ListAsync);
        EmulatorApi.Map(app, store, faults, address => posters.Webhook = address);
        EmulatorPages.Map(app, store, options);
        return app;
    }
}
