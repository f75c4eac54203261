using System.Globalization;
using System.Text;
using Azure.Data.Tables;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Files;
using Compensation.Coupons;
using Compensation.Entitlements;
using Compensation.Operations.Alarms;
using Compensation.Payouts;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Compensation.Tests.Coupons;

/// <summary>The ledger of one small campaign on a store of its own, with a clock that stands where it is put and storage that fails when it is told to.</summary>
public sealed class LedgerFixture : IAsyncDisposable
{
    public const string Header = "inquiry_number,expiry,balance,charged_to_app,phone,email";
    public const string AdjustmentHeader = "adjustment_id,inquiry_number,kind,amount,reason,batch";

    private static readonly byte[] HashKey = Encoding.ASCII.GetBytes("a key for tests that has 32 bytes or more");

    private readonly TestStore _store = new();
    private readonly ServiceProvider _services;

    private LedgerFixture(IDataProtectionProvider protection, int idBits, int patienceSeconds)
    {
        TableClientOptions options = new();
        options.AddPolicy(Faults, Azure.Core.HttpPipelinePosition.PerCall);
        options.AddPolicy(LostAnswers, Azure.Core.HttpPipelinePosition.PerRetry);
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        Tables = _store.Connect(options);
        ServiceCollection services = new();
        services.AddCoupons();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new("Ledger:PatienceSeconds", patienceSeconds.ToString(CultureInfo.InvariantCulture))]).Build());
        services.AddSingleton(Tables);
        services.AddSingleton(new CampaignCatalog([Campaign]));
        services.AddSingleton(new KeyedHash(HashKey));
        services.AddSingleton(new EntitlementIds(new KeyedHash(HashKey), idBits));
        services.AddSingleton(new ProtectedFields(protection));
        services.AddSingleton<EntitlementStore>();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddSingleton<IAlarms>(Alarms);
        services.AddSingleton<ICampaignsRunHere>(Runs);
        services.AddTransient<LookAtLedger>().AddTransient<TakeBackImport>().AddTransient<ConfirmNothingOwed>().AddTransient<ListImports>();
        services.AddTransient<CloseLedger>().AddTransient<SealShard>().AddTransient<CombineSeal>();
        services.AddTransient<ImportLedger>().AddTransient<ImportAdjustments>().AddTransient<ShowSeal>();
        _services = services.BuildServiceProvider();
    }

    public static Campaign Campaign { get; } = new()
    {
        Id = CampaignId.Parse("kumamoto"),
        Kind = CampaignKind.Compensation,
        Programme = "くまもと再発見の旅",
        Office = "くまもと再発見の旅事務局",
        LinkCode = 4,
        Shards = 3,
        Eligibility = new EligibilityRule(new DateOnly(2023, 2, 24), new Yen(1)),
        CutoffAt = JapanTime.EndOf(new DateOnly(2023, 3, 31)),
        Waves = [],
        Reminders = [],
        ReceiptEndsAt = JapanTime.EndOf(new DateOnly(2023, 5, 31)),
        Sending = new SendingRule(new TimeOnly(9, 0), new TimeOnly(20, 0), new Pace(100, 100)),
        Products = [new Product("edy", "EdyギフトID", "…")],
        CodesAtMost = 2,
        Senders = new Senders("sender@example.jp", "+81352449370", "03-5244-9370"),
        CallCentre = new CallCentreLine("コールセンター", "0120-479-249", "平日10:00～18:00"),
        Texts = new Dictionary<string, NoticeTexts>(StringComparer.Ordinal),
    };

    public static CampaignId Id => Campaign.Id;

    public LostAnswers LostAnswers { get; } = new();

    public RecordedAlarms Alarms { get; } = new();

    public ChosenCampaigns Runs { get; } = new();

    public StandingClock Clock { get; } = new(JapanTime.StartOf(new DateOnly(2023, 3, 10)));

    public StorageFaults Faults { get; } = new();

    public TableServiceClient Tables { get; }

    internal CouponStore Coupons => Get<CouponStore>();

    public static Task<LedgerFixture> CreateAsync() => CreateAsync(new EphemeralDataProtectionProvider());

    /// <param name="protection">The keys of encrypted fields.</param>
    /// <param name="idBits">Few of them make ids meet.</param>
    /// <param name="patienceSeconds">For how long a file waits for another one.</param>
    public static async Task<LedgerFixture> CreateAsync(IDataProtectionProvider protection, int idBits = EntitlementIds.BitsMax, int patienceSeconds = 30)
    {
        LedgerFixture fixture = new(protection, idBits, patienceSeconds);
        foreach (string table in (string[])[CouponStore.TableName, ImportBook.TableName, SealStore.TableName, EntitlementStore.TableName, CodeStock.TableName])
        {
            await fixture.Tables.CreateTableIfNotExistsAsync(table);
        }

        return fixture;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>A ledger of the header and these rows.</summary>
    public static Stream Csv(params IEnumerable<string> rows) => Text(string.Join('\n', [Header, .. rows]) + "\n");

    public static Stream Text(string text) => new MemoryStream(Encoding.UTF8.GetBytes(text));

    public Task<ImportResult> ImportAsync(params IEnumerable<string> rows) => ImportAsync(Csv(rows));

    public async Task<ImportResult> ImportAsync(Stream csv, bool dryRun = false)
    {
        await using ReceivedFile file = await ReceivedFile.ReceiveAsync(csv, long.MaxValue, CancellationToken.None);
        return await Get<LedgerImport>().ImportAsync(Id, file, "ledger.csv", "tester", dryRun, CancellationToken.None);
    }

    public async Task<AdjustmentResult> AdjustAsync(params IEnumerable<string> rows)
    {
        await using ReceivedFile file = await ReceivedFile.ReceiveAsync(Text(string.Join('\n', [AdjustmentHeader, .. rows.Select(row => $"{row},tests")])), long.MaxValue, CancellationToken.None);
        return await Get<AdjustmentImport>().ApplyAsync(Id, file, "adjustments.csv", "tester", CancellationToken.None);
    }

    internal async Task<CouponRow> CouponAsync(string number)
    {
        Assert.True(InquiryNumber.TryParse(number, Campaign.InquiryNumbers, out InquiryNumber parsed));
        CouponRow? stored = await Coupons.FindAsync(Id, parsed, CancellationToken.None);
        return stored?.AsOf(await Get<LedgerFiles>().CountedAsync(Id, CancellationToken.None)) ?? throw new InvalidOperationException("There is no such coupon.");
    }

    internal EntitlementId IdOf(string number, int attempt)
    {
        Assert.True(InquiryNumber.TryParse(number, Campaign.InquiryNumbers, out InquiryNumber parsed));
        return Coupons.IdOf(Id, parsed, attempt);
    }

    public async Task<List<ImportEntry>> BookAsync() => await Get<ImportBook>().ListAsync(Id, CancellationToken.None).Where(entry => entry.Standing == ImportStanding.Completed).ToListAsync();

    /// <summary>Goes to the cutoff and seals, activity by activity.</summary>
    public async Task<SealedLedger> SealAsync()
    {
        Clock.Now = Campaign.CutoffAt;
        int shards = await Get<CloseLedger>().Run(Id, CancellationToken.None);
        List<ShardSeal> seals = [];
        for (int shard = 0; shard < shards; shard++)
        {
            seals.Add(await Get<SealShard>().Run(new ShardToSeal(Id, shard), CancellationToken.None));
        }

        return await Get<CombineSeal>().Run(new ShardsToCombine(Id, seals), CancellationToken.None);
    }

    /// <summary>Every row of a table, readable, without what differs by chance: versions, times and ciphertexts.</summary>
    public async Task<IReadOnlyList<string>> DumpAsync(string table)
    {
        string[] byChance = ["odata.etag", "Timestamp", "Inquiry", "Contact", "File", "Earlier"];
        List<string> rows = [];
        await foreach (TableEntity row in Tables.GetTableClient(table).QueryAsync<TableEntity>())
        {
            rows.Add(string.Join(' ', row.Where(cell => !byChance.Contains(cell.Key, StringComparer.Ordinal)).OrderBy(cell => cell.Key, StringComparer.Ordinal).Select(cell => $"{cell.Key}={cell.Value}")));
        }

        return rows;
    }

    /// <summary>Everything in a table as one text, ciphertexts included.</summary>
    public async Task<string> RawAsync(string table)
    {
        StringBuilder all = new();
        await foreach (TableEntity row in Tables.GetTableClient(table).QueryAsync<TableEntity>())
        {
            all.AppendJoin(' ', row.Select(cell => $"{cell.Key}={cell.Value}")).AppendLine();
        }

        return all.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _store.Dispose();
    }
}

/// <summary>A clock that stands still until it is put somewhere else.</summary>
public sealed class StandingClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}

/// <summary>Remembers what was raised.</summary>
public sealed class RecordedAlarms : IAlarms
{
    public List<AlarmKind> Raised { get; } = [];

    public Task RaiseAsync(AlarmKind kind, CampaignId? campaign, string matter, string text, CancellationToken cancellationToken)
    {
        Raised.Add(kind);
        return Task.CompletedTask;
    }
}

/// <summary>An installation that runs every campaign, until told otherwise.</summary>
public sealed class ChosenCampaigns : ICampaignsRunHere
{
    public bool All { get; set; } = true;

    public bool Runs(CampaignId campaign) => All;
}
