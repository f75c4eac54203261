using System.Net;
using System.Net.Sockets;
using Compensation.Emulators.Communication;
using Compensation.Emulators.Communication.Smtp;
using Compensation.Emulators.Communication.Twilio;
using Compensation.Notices;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Tests.Notices.Senders;

/// <summary>A sender as the app composes it, and the emulator as its provider, over real connections.</summary>
internal abstract class EmulatedRig<TSender> : ProviderRig
    where TSender : INoticeSender
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sender-").FullName;
    private readonly List<ServiceProvider> _apps = [];
    private INoticeSender? _sender;

    public CommunicationEmulatorHost Emulator { get; private set; } = null!;

    public override INoticeSender Sender => _sender ??= Compose(Emulator.BaseAddress, Emulator.SmtpPort!.Value, "00:00:20");

    public override INoticeSender Impatient => Compose(Emulator.BaseAddress, Emulator.SmtpPort!.Value, "00:00:01");

    public override INoticeSender Unreachable
    {
        get
        {
            using TcpListener nobody = new(IPAddress.Loopback, 0);
            nobody.Start();
            int port = ((IPEndPoint)nobody.LocalEndpoint).Port;
            nobody.Stop();
            return Compose(new Uri($"http://127.0.0.1:{port}/"), port, "00:00:20");
        }
    }

    /// <summary>The code that the next odd answer bears.</summary>
    protected abstract int OddCode { get; }

    public async Task<ProviderRig> StartAsync(SmtpSinkOptions? smtp = null)
    {
        Emulator = await CommunicationEmulatorHost.StartAsync(new CommunicationEmulatorOptions { DataFolder = _folder, Time = Clock, Smtp = smtp ?? new SmtpSinkOptions() });
        return this;
    }

    public override void Set(Trouble trouble) => Emulator.Faults = trouble switch
    {
        Trouble.TooMany => new EmulatorFaults { ThrottleNext = 1, RetryAfterSeconds = 17 },
        Trouble.AnswerLost => new EmulatorFaults { DropNext = 1 },
        Trouble.OutOfOrder => new EmulatorFaults { FailNext = 1, FailStatus = 503 },
        Trouble.OddAnswer => new EmulatorFaults { AnswerNext = 1, AnswerCode = OddCode },
        Trouble.Deaf => new EmulatorFaults { Down = true },
        Trouble.Asleep => new EmulatorFaults { DelayMilliseconds = 60_000 },
        _ => new EmulatorFaults(),
    };

    public override async Task<int> ReachedAsync(OutgoingMessage message)
    {
        int reached = 0;
        await foreach (EmulatedMessage arrived in Emulator.ReadMessagesAsync())
        {
            reached += arrived.WillBeDelivered && arrived.To == message.To && arrived.Text == message.Text && arrived.Subject == message.Subject && arrived.Html == message.Html ? 1 : 0;
        }

        return reached;
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (ServiceProvider app in _apps)
        {
            await app.DisposeAsync();
        }

        await Emulator.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    public TSender Compose(Uri http, int smtpPort, string timeout, params IEnumerable<(string Name, string Value)> more)
    {
        Dictionary<string, string?> settings = new(StringComparer.Ordinal)
        {
            ["Notices:ProviderTimeout"] = timeout,
            ["CommunicationServices:ConnectionString"] = $"endpoint={http};accesskey={CommunicationEmulatorOptions.DefaultAccessKey}",
            ["Twilio:AccountSid"] = TwilioAccount.Sid,
            ["Twilio:ApiKeySid"] = TwilioAccount.ApiKeySid,
            ["Twilio:ApiKeySecret"] = TwilioAccount.ApiKeySecret,
            ["Twilio:AuthToken"] = TwilioAccount.AuthToken,
            ["Twilio:BaseAddress"] = http.ToString(),
            ["Twilio:StatusCallback"] = "https://app.example.jp/providers/twilio/status",
            ["Smtp:Host"] = "127.0.0.1",
            ["Smtp:Port"] = $"{smtpPort}",
            ["Smtp:Security"] = "None",
        };
        foreach ((string name, string value) in more)
        {
            settings[name] = value;
        }

        ServiceProvider app = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .AddLogging()
            .AddSingleton<TimeProvider>(Clock)
            .AddNotices()
            .BuildServiceProvider();
        _apps.Add(app);
        return app.GetRequiredService<TSender>();
    }
}
