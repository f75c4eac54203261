using System.Text.Json;
using System.Text.Json.Serialization;

namespace Compensation.Emulators.PointsSystem;

/// <summary>A stand-in for a programme's points system: books grants and revocations by the contract in <c>docs/points-system-api.md</c>, and shows its ledger.</summary>
public sealed class PointsSystemEmulatorHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Ledger _ledger;
    private readonly FaultGate _faults;

    private PointsSystemEmulatorHost(WebApplication app, Ledger ledger, FaultGate faults, string apiKey)
    {
        (_app, _ledger, _faults, ApiKey) = (app, ledger, faults, apiKey);
        BaseAddress = new Uri(app.Urls.First() + "/");
    }

    /// <summary>For example <c>http://127.0.0.1:5302/</c>; the app's setting <c>PointsSystem:BaseAddress</c>.</summary>
    public Uri BaseAddress { get; }

    /// <summary>The app's setting <c>PointsSystem:ApiKey</c>.</summary>
    public string ApiKey { get; }

    /// <summary>What goes wrong from the next request on. Reading it shows how much of the counts is left.</summary>
    public PointsSystemFaults Faults
    {
        get => _faults.Current;
        set => _faults.Current = value.Problem is { } problem ? throw new ArgumentException(problem, nameof(value)) : value;
    }

    /// <summary>Postings that were disturbed by <see cref="PointsSystemFaults.OneIn"/>, by kind.</summary>
    public (long Throttled, long Failed, long Unanswered) Disturbed => _faults.Met;

    /// <summary>How often what happened since this start.</summary>
    public Statistics Statistics => _ledger.Statistics;

    /// <summary>All bookings in order, those of earlier runs over the same folder included.</summary>
    public IReadOnlyList<Posting> Postings => _ledger.After(0, int.MaxValue);

    /// <summary>Starts over the given folder, going on with whatever an earlier run left there.</summary>
    /// <exception cref="IOException">The folder is in use by another emulator, or the port is taken.</exception>
    public static async Task<PointsSystemEmulatorHost> StartAsync(PointsSystemEmulatorOptions options, CancellationToken cancellationToken = default)
    {
        if (options.Faults.Problem is { } problem)
        {
            throw new ArgumentException(problem, nameof(options));
        }

        Ledger ledger = new(options.DataFolder, options.Time, options.MaxBytes);
        FaultGate faults = new(options.Faults);
        WebApplication app = Build(options, ledger, faults);
        await app.StartAsync(cancellationToken);
        return new PointsSystemEmulatorHost(app, ledger, faults, options.ApiKey);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _ledger.Dispose();
    }

    private static WebApplication Build(PointsSystemEmulatorOptions options, Ledger ledger, FaultGate faults)
    {
        WebApplicationBuilder builder = EmulatorServer.NewBuilder(options.Port);
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase)));

        WebApplication app = builder.Build();
        app.GiveNoAnswerWithoutStorage(options.StorageFailed is { } failed ? failure => failed(options.DataFolder, failure.Message) : null);
        PostingEndpoint postings = new(ledger, faults, options.ApiKey);
        app.MapPut("/grants/{key}", postings.GrantAsync);
        app.MapPut("/revocations/{key}", postings.RevokeAsync);
        app.MapBook("ledger", ledger.After);
        app.MapGet("/emulator/stats", () => Results.Json(ledger.Statistics));
        app.MapFaults(() => faults.Current, wanted => faults.Current = wanted, wanted => wanted.Problem);
        return app;
    }
}
