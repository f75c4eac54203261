using System.Text;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Files;
using Compensation.Emulators.Issuers;
using Compensation.Entitlements;
using Compensation.Payouts;
using Compensation.Payouts.Amazon;
using Compensation.Payouts.HttpIssuers;
using Compensation.Payouts.Reconciliation;
using Compensation.Payouts.Standings;
using Compensation.Tests.Receipts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Compensation.Tests.Payouts.Issuers;

/// <summary>An issuer with what it needs, and what it has done by its own account.</summary>
internal abstract class IssuerRig(ReceiptApp app) : IAsyncDisposable
{
    public const long Yen = 500;

    public ReceiptApp App => app;

    public abstract IPointIssuer Issuer { get; }

    /// <summary>The same issuer as another instance of the app knows it: nothing is remembered but what is stored.</summary>
    public abstract IPointIssuer Elsewhere();

    /// <summary>So many codes can be had from now on.</summary>
    public abstract Task StockAsync(int codes);

    /// <summary>Nothing can be had any more.</summary>
    public abstract Task EmptyAsync();

    /// <summary>Asks for a code, and its answer is lost after the issuer has done what was asked.</summary>
    public abstract Task LoseAnswerAsync(IssueRequest request);

    /// <summary>What the issuer has by its own account handed out and not taken back.</summary>
    public abstract Task<IReadOnlyList<IssuerEntry>> ListAsync();

    /// <summary>Somebody's claim.</summary>
    public static IssueRequest Request(int person, long yen = Yen) => new(TestCampaign.Kumamoto.Id, EntitlementId.FromValue((ulong)person << 20), "edy", new Yen(yen));

    public async ValueTask DisposeAsync()
    {
        await ReleaseAsync();
        await app.DisposeAsync();
    }

    protected virtual ValueTask ReleaseAsync() => default;
}

internal sealed class StockRig(ReceiptApp app) : IssuerRig(app)
{
    private int _lot;

    public override IPointIssuer Issuer { get; } = app.Get<PointIssuers>().ForProduct("edy");

    public static async Task<StockRig> StartAsync() => new(await ReceiptApp.StartAsync());

    public override IPointIssuer Elsewhere()
    {
        CodeStock stock = ActivatorUtilities.CreateInstance<CodeStock>(App.Get<IServiceProvider>());
        return new StockIssuer(stock, ActivatorUtilities.CreateInstance<ComposedCodes>(App.Get<IServiceProvider>(), stock), App.Get<ProductStandings>(), App.Get<CampaignCatalog>());
    }

    public override Task StockAsync(int codes)
    {
        _lot++;
        return App.ImportAsync(Enumerable.Range(0, codes).Select(code => $"edy,{Yen},STOCK-{_lot:d2}-{code:d4},,L{_lot}"));
    }

    public override async Task EmptyAsync()
    {
        for (int person = 90_000; await Issuer.IssueAsync(Request(person), CancellationToken.None) is IssueResult.Issued; person++)
        {
            // Others have taken what there was.
        }
    }

    public override async Task LoseAnswerAsync(IssueRequest request)
    {
        int before = (await App.CountAsync(Yen)).Taken;
        for (int at = 1; (await App.CountAsync(Yen)).Taken == before; at++)
        {
            App.Faults.DieAt(at, afterwards: true);
            await Assert.ThrowsAsync<IOException>(() => Elsewhere().IssueAsync(request, CancellationToken.None));
            App.Faults.Heal();
        }
    }

    public override async Task<IReadOnlyList<IssuerEntry>> ListAsync() => await ((IIssuerList)Issuer).ReadListAsync(App.Campaign.Id, CancellationToken.None).ToListAsync();
}

/// <summary>An issuer behind the emulator, whose clock goes with the app's.</summary>
internal abstract class RemoteRig(ReceiptApp app, IssuersEmulatorHost emulator, StoppedClock clock, string folder) : IssuerRig(app)
{
    public IssuersEmulatorHost Emulator => emulator;

    /// <summary>Gives up on an answer after a second.</summary>
    public abstract IPointIssuer Impatient();

    public override Task StockAsync(int codes) => Task.CompletedTask;

    public override async Task LoseAnswerAsync(IssueRequest request)
    {
        emulator.Faults = new IssuersFaults { DropNext = 1 };
        Assert.IsType<IssueResult.TryLater>(await Issuer.IssueAsync(request, CancellationToken.None));
    }

    public void Pass(TimeSpan time)
    {
        App.Clock.Now += time;
        clock.Now += time;
    }

    protected override async ValueTask ReleaseAsync()
    {
        await emulator.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    protected static async Task<(IssuersEmulatorHost Emulator, StoppedClock Clock, string Folder)> StartEmulatorAsync(long? funds = null)
    {
        string folder = Path.Combine(Path.GetTempPath(), "issuers-" + Guid.NewGuid().ToString("N"));
        StoppedClock clock = new(JapanTime.At(new DateOnly(2023, 4, 12), new TimeOnly(10, 0)));
        return (await IssuersEmulatorHost.StartAsync(new IssuersEmulatorOptions { DataFolder = folder, Time = clock, RequestsPerSecond = 0, Funds = funds }), clock, folder);
    }

    protected static Task<ReceiptApp> StartAppAsync(PayoutOptions payouts, AmazonOptions? amazon = null) => ReceiptApp.StartAsync(configure: services => services
        .AddSingleton(Options.Create(payouts))
        .AddSingleton(Options.Create(amazon ?? new AmazonOptions())));
}

internal sealed class AmazonRig(ReceiptApp app, AmazonOptions options, IssuersEmulatorHost emulator, StoppedClock clock, string folder) : RemoteRig(app, emulator, clock, folder)
{
    public const long Funds = 100_000;

    public override IPointIssuer Issuer { get; } = app.Get<PointIssuers>().ForProduct("edy");

    public static async Task<AmazonRig> StartAsync()
    {
        (IssuersEmulatorHost emulator, StoppedClock clock, string folder) = await StartEmulatorAsync(Funds);
        AmazonOptions options = OptionsFor(emulator);
        ReceiptApp app = await StartAppAsync(new PayoutOptions { Issuers = new Dictionary<string, string>(StringComparer.Ordinal) { ["edy"] = AmazonIssuer.IssuerName } }, options);
        return new AmazonRig(app, options, emulator, clock, folder);
    }

    public override IPointIssuer Elsewhere() => Another(options);

    public override IPointIssuer Impatient() => Another(OptionsFor(Emulator, TimeSpan.FromSeconds(1)));

    public override async Task EmptyAsync()
    {
        long left = Emulator.Funds!.Value;
        Assert.IsType<IssueResult.Issued>(await Issuer.IssueAsync(Request(90_000, left), CancellationToken.None));
    }

    public override async Task<IReadOnlyList<IssuerEntry>> ListAsync()
    {
        using MemoryStream csv = new(Encoding.UTF8.GetBytes(Emulator.Report()));
        await using ReceivedFile file = await ReceivedFile.ReceiveAsync(csv, long.MaxValue, CancellationToken.None);
        AmazonReport report = new(file, ((AmazonIssuer)Issuer).PrefixOf(App.Campaign.Id));
        List<IssuerEntry> read = await report.ReadAsync(CancellationToken.None).ToListAsync();
        return report.Foreign == 0 ? read : throw new InvalidOperationException("There is no other campaign.");
    }

    private static AmazonOptions OptionsFor(IssuersEmulatorHost emulator, TimeSpan? timeout = null) => new()
    {
        Endpoint = emulator.BaseAddress,
        PartnerId = emulator.Options.PartnerId,
        AccessKeyId = emulator.Options.AccessKeyId,
        SecretAccessKey = emulator.Options.SecretAccessKey,
        RequestsPerSecond = 1_000,
        TurnWithin = TimeSpan.FromSeconds(30),
        Timeout = timeout ?? TimeSpan.FromMinutes(1),
    };

    private AmazonIssuer Another(AmazonOptions options) => new(
        new AmazonApi(Options.Create(options), ActivatorUtilities.CreateInstance<SharedPace>(App.Get<IServiceProvider>()), App.Clock),
        App.Get<KeyedHash>(),
        App.Get<CampaignCatalog>(),
        Options.Create(options),
        NullLogger<PayClaim>.Instance);
}

internal sealed class HttpRig(ReceiptApp app, HttpIssuerOptions options, IssuersEmulatorHost emulator, StoppedClock clock, string folder) : RemoteRig(app, emulator, clock, folder)
{
    public override IPointIssuer Issuer { get; } = app.Get<PointIssuers>().ForProduct("edy");

    public static async Task<HttpRig> StartAsync()
    {
        (IssuersEmulatorHost emulator, StoppedClock clock, string folder) = await StartEmulatorAsync();
        HttpIssuerOptions options = OptionsFor(emulator, TimeSpan.FromMinutes(1));
        ReceiptApp app = await StartAppAsync(new PayoutOptions
        {
            Issuers = new Dictionary<string, string>(StringComparer.Ordinal) { ["edy"] = "http-giftee" },
            Http = new Dictionary<string, HttpIssuerOptions>(StringComparer.Ordinal) { ["giftee"] = options },
        });
        return new HttpRig(app, options, emulator, clock, folder);
    }

    public override IPointIssuer Elsewhere() => new HttpIssuer("giftee", options, App.Get<KeyedHash>(), App.Clock);

    public override IPointIssuer Impatient() => new HttpIssuer("giftee", OptionsFor(Emulator, TimeSpan.FromSeconds(1)), App.Get<KeyedHash>(), App.Clock);

    public override Task EmptyAsync()
    {
        Emulator.Faults = new IssuersFaults { OutOf = ["edy"] };
        return Task.CompletedTask;
    }

    public override async Task<IReadOnlyList<IssuerEntry>> ListAsync() => await ((IIssuerList)Issuer).ReadListAsync(App.Campaign.Id, CancellationToken.None).ToListAsync();

    private static HttpIssuerOptions OptionsFor(IssuersEmulatorHost emulator, TimeSpan timeout) => new() { BaseAddress = emulator.BaseAddress, ApiKey = emulator.Options.ApiKey, Timeout = timeout };
}
