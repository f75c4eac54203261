using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Compensation.Emulators.Issuers;

/// <summary>Stand-ins for issuers of gift codes: the Amazon Incentives API, and the contract in <c>docs/issuer-api.md</c>, with one book.</summary>
public sealed class IssuersEmulatorHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Book _book;
    private readonly FaultGate _faults;

    private IssuersEmulatorHost(WebApplication app, Book book, FaultGate faults, IssuersEmulatorOptions options)
    {
        (_app, _book, _faults, Options) = (app, book, faults, options);
        BaseAddress = new Uri(app.Urls.First() + "/");
    }

    /// <summary>For example <c>http://127.0.0.1:5304/</c>; the app's settings <c>Payouts:Amazon:Endpoint</c> and <c>Payouts:Http:{name}:BaseAddress</c>.</summary>
    public Uri BaseAddress { get; }

    public IssuersEmulatorOptions Options { get; }

    /// <summary>What goes wrong from the next request on. Reading it shows how much of the counts is left.</summary>
    public IssuersFaults Faults
    {
        get => _faults.Current;
        set => _faults.Current = value.Problem is { } problem ? throw new ArgumentException(problem, nameof(value)) : value;
    }

    /// <summary>How often what happened since this start.</summary>
    public IssuerStatistics Statistics => _book.Statistics;

    /// <summary>All that was issued, in order, what earlier runs over the same folder issued included.</summary>
    public IReadOnlyList<IssuedCodes> Issued => _book.After(0, int.MaxValue);

    /// <summary>What is left of the partner's funds; null where they do not matter.</summary>
    public long? Funds => _book.Funds;

    /// <summary>The transactions of the Amazon protocol as CSV, in the columns of <c>docs/issuer-api.md</c>.</summary>
    public string Report()
    {
        StringBuilder report = new("creation_request_id,gc_id,amount,status\n");
        foreach (IssuedCodes codes in _book.After(0, int.MaxValue, codes => codes.Protocol == Protocol.Amazon))
        {
            report.Append(CultureInfo.InvariantCulture, $"{codes.Key},{codes.Reference},{codes.Yen},{(codes.TakenBackAt is null ? "Fulfilled" : "Cancelled")}\n");
        }

        return report.ToString();
    }

    /// <summary>Starts over the given folder, going on with whatever an earlier run left there.</summary>
    /// <exception cref="IOException">The folder is in use by another emulator, or the port is taken.</exception>
    public static async Task<IssuersEmulatorHost> StartAsync(IssuersEmulatorOptions options, CancellationToken cancellationToken = default)
    {
        if (options.Faults.Problem is { } problem)
        {
            throw new ArgumentException(problem, nameof(options));
        }

        Book book = new(options);
        FaultGate faults = new(options.Faults);
        WebApplication app = Build(options, book, faults);
        IssuersEmulatorHost? host = null;
        app.MapGet("/emulator/report.csv", () => Results.Text(host!.Report(), "text/csv"));
        await app.StartAsync(cancellationToken);
        return host = new IssuersEmulatorHost(app, book, faults, options);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _book.Dispose();
    }

    private static WebApplication Build(IssuersEmulatorOptions options, Book book, FaultGate faults)
    {
        WebApplicationBuilder builder = EmulatorServer.NewBuilder(options.Port);
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase)));

        WebApplication app = builder.Build();
        AmazonEndpoint amazon = new(book, faults, options);
        app.MapPost("/CreateGiftCard", amazon.CreateAsync);
        app.MapPost("/CancelGiftCard", amazon.CancelAsync);
        app.MapPost("/GetAvailableFunds", amazon.FundsAsync);

        HttpEndpoint codes = new(book, faults, options);
        app.MapPut("/codes/{key}", codes.PutAsync);
        app.MapGet("/codes/{key}", codes.GetAsync);
        app.MapDelete("/codes/{key}", codes.DeleteAsync);
        app.MapGet("/codes", (HttpContext http, string? campaign, string? after, int take = 100) => codes.ListAsync(http, campaign, after, take));

        app.MapBook("issued", (after, take) => book.After(after, take));
        app.MapGet("/emulator/stats", () => Results.Json(book.Statistics));
        app.MapFaults(() => faults.Current, wanted => faults.Current = wanted, wanted => wanted.Problem);
        return app;
    }
}
