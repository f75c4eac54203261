using System.Net;
using System.Text;
using AngleSharp;
using AngleSharp.Dom;
using Azure;
using Azure.Core;
using Azure.Data.Tables;
using Compensation.Access;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Files;
using Compensation.Entitlements;
using Compensation.Operations;
using Compensation.Payouts;
using Compensation.Payouts.Reconciliation;
using Compensation.Payouts.Standings;
using Compensation.Receipts;
using Compensation.Receipts.Proof;
using Compensation.Tests.Common.Pages;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Moq;

namespace Compensation.Tests.Receipts;

/// <summary>The receipt site and the code stock of one campaign, listening on a free port, with a store and a clock of their own.</summary>
public sealed class ReceiptApp : IAsyncDisposable
{
    private static readonly byte[] HashKey = Encoding.ASCII.GetBytes("a key for tests that has 32 bytes or more");

    private readonly TestStore _store = new();
    private readonly Action<IServiceCollection>? _configure;
    private FunctionsApp? _app;
    private ulong _people;

    private ReceiptApp(Campaign campaign, Action<IServiceCollection>? configure) => (Campaign, _configure) = (campaign, configure);

    public Campaign Campaign { get; }

    public StoppedClock Clock { get; } = new(JapanTime.At(new DateOnly(2023, 4, 12), new TimeOnly(10, 0)));

    public StorageFaults Faults { get; } = new();

    public LogLines Log { get; } = new();

    public HttpClient Client => _app!.Client;

    public EntitlementStore Entitlements => Get<EntitlementStore>();

    public CodeStock Stock => Get<CodeStock>();

    public static async Task<ReceiptApp> StartAsync(Campaign? campaign = null, Action<IServiceCollection>? configure = null)
    {
        ReceiptApp app = new(campaign ?? TestCampaign.Kumamoto, configure);
        app._app = await FunctionsApp.StartAsync(app.Setup());
        return app;
    }

    public T Get<T>()
        where T : notnull => _app!.Services.GetRequiredService<T>();

    /// <summary>Somebody new who is owed this amount.</summary>
    public async Task<Entitlement> OweAsync(long yen)
    {
        Entitlement entitlement = new()
        {
            Campaign = Campaign.Id,
            Id = Get<EntitlementIds>().Of(Campaign.Id, $"coupon {Interlocked.Increment(ref _people)}"),
            Route = EntitlementRoute.App,
            Amount = new Yen(yen),
        };
        await Entitlements.CreateAsync([entitlement], CancellationToken.None);
        return await ReadAsync(entitlement);
    }

    public async Task<Entitlement> ReadAsync(Entitlement entitlement) =>
        await Entitlements.FindAsync(entitlement.Campaign, entitlement.Id, CancellationToken.None) ?? throw new InvalidOperationException("There is no such entitlement.");

    /// <summary>The entitlement as it stands, but for that its page has been opened.</summary>
    public async Task<Entitlement> ReadUnopenedAsync(Entitlement entitlement) => await ReadAsync(entitlement) with { OpenedAt = null, Version = entitlement.Version };

    public async Task<Entitlement> ChangeAsync(Entitlement before, Func<Entitlement, Entitlement> change) =>
        await Entitlements.TryMoveAsync(before, change(before), CancellationToken.None) ?? throw new InvalidOperationException("Somebody else changed it.");

    /// <summary>The path of the person's page, as the link in the notice names it.</summary>
    public string PathOf(Entitlement entitlement) => new Uri(Get<ReceiptLinks>().LinkFor(entitlement)).AbsolutePath;

    public Task<CodeImportResult> ImportAsync(params IEnumerable<string> rows) => ImportAsync(Get<CodeImport>(), rows);

    /// <summary>The same by another instance of the app, which does not wait.</summary>
    public async Task<CodeImportResult> ImportElsewhereAsync(params IEnumerable<string> rows)
    {
        ImportLeases leases = new(Get<TableServiceClient>(), new ClaimHolders("elsewhere/1/1"), Options.Create(new ImportOptions { PatienceSeconds = 0 }), Clock);
        return await ImportAsync(ActivatorUtilities.CreateInstance<CodeImport>(Get<IServiceProvider>(), leases), rows);
    }

    /// <summary>Puts so many codes of each product and this value into stock, named <c>{product}-{value}-{number}</c>.</summary>
    public Task<CodeImportResult> FillAsync(long yen, int each) => ImportAsync(
        from product in Campaign.Products
        from number in Enumerable.Range(0, each)
        select $"{product.Id},{yen},{product.Id}-{yen}-{number:d4},2024-03-31,L1");

    public async Task<(int Free, int Taken)> CountAsync(long yen)
    {
        IReadOnlyList<StockLevel> levels = await Stock.LevelsAsync(Campaign.Id, CancellationToken.None);
        StockLevel[] shelf = [.. levels.Where(level => level.Value.Amount == yen)];
        return (shelf.Sum(level => level.Free), shelf.Sum(level => level.Taken));
    }

    /// <summary>From now on nobody can read the codes of a shelf, handed out or free; but for those that come in later.</summary>
    public async Task DamageCodesAsync(string partition)
    {
        TableClient table = Get<TableServiceClient>().GetTableClient(CodeStock.TableName);
        await foreach (TableEntity row in table.QueryAsync<TableEntity>(row => row.PartitionKey == partition))
        {
            if (row.GetString("Code") is not null)
            {
                await table.UpdateEntityAsync(new TableEntity(row.PartitionKey, row.RowKey) { ["Code"] = "no cipher" }, ETag.All);
            }
        }
    }

    public async Task<(HttpStatusCode Status, IDocument Page)> LookAsync(string path)
    {
        using HttpResponseMessage response = await Client.GetAsync(path);
        return (response.StatusCode, await ParseAsync(response));
    }

    public async Task<HttpResponseMessage> ClaimAsync(string path, string product)
    {
        using FormUrlEncodedContent form = new([new("product", product)]);
        return await Client.PostAsync(path, form);
    }

    /// <summary>The code that the page hands over; null where it shows none.</summary>
    public async Task<string?> CodeOnPageAsync(string path) => (await LookAsync(path)).Page.QuerySelector(".code code")?.TextContent;

    public static async Task<IDocument> ParseAsync(HttpResponseMessage response)
    {
        string html = await response.Content.ReadAsStringAsync();
        IDocument page = await BrowsingContext.New(Configuration.Default).OpenAsync(request => request.Content(html));
        Assert.Empty(UnsaidJapanese.On(page));
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        _store.Dispose();
    }

    private async Task<CodeImportResult> ImportAsync(CodeImport import, IEnumerable<string> rows)
    {
        using MemoryStream csv = new(Encoding.UTF8.GetBytes(string.Join('\n', ["product,value,code,expires_on,lot", .. rows])));
        await using ReceivedFile file = await ReceivedFile.ReceiveAsync(csv, long.MaxValue, CancellationToken.None);
        return await import.ReadAsync(Campaign, file, "tester", dryRun: false, CancellationToken.None);
    }

    private FunctionsApp.Setup Setup()
    {
        TableClientOptions options = new();
        options.AddPolicy(Faults, HttpPipelinePosition.PerCall);
        return new FunctionsApp.Setup(typeof(ReceiptSite), typeof(CheckGenuine), typeof(ShowStart), typeof(CodeStockFunctions), typeof(ChangeProductStanding), typeof(ReconcileIssuer))
        {
            Arguments = ["--ReceiptSite:PublicBaseUrl=https://r.example.jp"],
            Tables = _store.Connect(options),
            Time = Clock,
            Log = Log,
            Configure = builder =>
            {
                builder.Services
                    .AddSingleton(new KeyedHash(HashKey))
                    .AddSingleton(new ProtectedFields(new EphemeralDataProtectionProvider()))
                    .AddSingleton(new CampaignCatalog([Campaign]))
                    .AddSingleton(new WallClock(TimeProvider.System))
                    .AddEntitlements()
                    .AddPayouts()
                    .AddOperations()
                    .AddSingleton(Mock.Of<IProofSender>());
                _configure?.Invoke(builder.Services);
                builder.Services.AddReceipts();
            },
        };
    }
}

/// <summary>A clock that stands where it is put.</summary>
public sealed class StoppedClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
