using Compensation.Emulators.Communication.Storage;
using Compensation.Emulators.Communication.Twilio;

namespace Compensation.Emulators.Communication.Reports;

/// <summary>Event Grid's deliveries and Twilio's callbacks, each posted on its own so that neither waits for the other.</summary>
internal sealed class Posters(CommunicationEmulatorOptions options, MessageStore store) : IAsyncDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(30) };
    private readonly ReportPoster _grid = new(options, store, ofTwilio: false);
    private readonly ReportPoster _twilio = new(options, store, ofTwilio: true);

    public Uri? Webhook
    {
        get => (_grid.Subscriber as Webhook)?.Address;
        set => _grid.Subscriber = value is null ? null : new Webhook(_client, value, options.ReportSchema);
    }

    public void Start(Uri? webhook)
    {
        Webhook = webhook;
        _twilio.Subscriber = new StatusCallbacks(_client);
    }

    public void Expect(StoredMessage message, DateTimeOffset due) => (message.Ask.AskedOf == AskedOf.Twilio ? _twilio : _grid).Expect(due);

    public async ValueTask DisposeAsync()
    {
        await _grid.DisposeAsync();
        await _twilio.DisposeAsync();
        _client.Dispose();
    }
}
