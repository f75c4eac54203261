using System.Text;
using Azure.Data.Tables;
using Compensation.Applications;
using Compensation.CallCentre;
using Compensation.CallCentre.Cases;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Access;
using Compensation.Common.Files;
using Compensation.Coupons;
using Compensation.Coupons.Restoring;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Operations.Alarms;
using Compensation.Tests.Campaigns;
using Compensation.Tests.Coupons;
using Compensation.Tests.Transfers;
using Compensation.Waves;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Compensation.Tests.CallCentre;

/// <summary>The double charges of Kumamoto over a ledger, on embedded tables, with a clock that is put somewhere and storage that dies when told. No orchestration runs by itself.</summary>
internal sealed class CaseWorld : IDisposable
{
    public const string Header = "inquiry_number,expiry,balance,charged_to_app,face_value,phone";

    private readonly TestStore _store = new();
    private readonly ServiceProvider _services;

    private CaseWorld()
    {
        TableClientOptions options = new();
        options.Retry.MaxRetries = 0;
        options.AddPolicy(Faults, Azure.Core.HttpPipelinePosition.PerCall);
        options.AddPolicy(Meanwhile, Azure.Core.HttpPipelinePosition.PerCall);
        TableServiceClient tables = _store.Connect(options);
        ServiceCollection services = new();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton(tables);
        services.AddSingleton(new ProtectedFields(new EphemeralDataProtectionProvider()));
        KeyedHash hash = new(Encoding.ASCII.GetBytes("a key for tests that has 32 bytes or more"));
        services.AddSingleton(hash).AddSingleton(new EntitlementIds(hash));
        services.AddSingleton(new CampaignCatalog([Campaign]));
        services.AddSingleton<EntitlementStore>().AddSingleton<EntitlementMarks>().AddSingleton<Unreached>();
        services.AddSingleton<IAlarms>(Alarms).AddSingleton<IPersons>(Persons);
        services.AddOptions<ApplicationOptions>();
        services.AddOptions<WaveOptions>();
        services.AddOptions<ReceiptSiteOptions>().Configure(_ => { });
        services.AddCoupons();
        services.AddCases();
        services.AddTransient<LookAtCase>().AddTransient<PressCase>().AddTransient<PutBackCase>().AddTransient<CloseCase>().AddTransient<ShowCases>();
        services.AddTransient<CloseLedger>().AddTransient<SealShard>().AddTransient<CombineSeal>();
        _services = services.BuildServiceProvider();
        foreach (string table in (string[])[CouponStore.TableName, ImportBook.TableName, SealStore.TableName, EntitlementStore.TableName, "CodeStock", CaseStore.TableName])
        {
            tables.CreateTableIfNotExists(table);
        }
    }

    public static Campaign Campaign { get; } = CampaignFiles.Read("kumamoto") with { Shards = 3 };

    public static Person Anna { get; } = new(PersonId.Of("local", "anna"), "Anna", Roles.Operator);

    public static Person Ben { get; } = new(PersonId.Of("local", "ben"), "Ben", Roles.Operator);

    public StandingClock Clock { get; } = new(JapanTime.At(new DateOnly(2023, 3, 10), new TimeOnly(11, 0)));

    public StorageFaults Faults { get; } = new();

    /// <summary>Where somebody else does something between two requests.</summary>
    public Receipts.StorageFaults Meanwhile { get; } = new();

    public RecordedAlarms Alarms { get; } = new();

    public TransferWorld.OnePersonEach Persons { get; } = new();

    public CaseDesk Desk => Get<CaseDesk>();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public static async Task<CaseWorld> StartAsync(params string[] ledger)
    {
        CaseWorld world = new();
        string[] rows = ledger.Length > 0 ? ledger : ["KM-000001,2023-02-24,1000,true,3000,090-1234-5678"];
        await using ReceivedFile file = await ReceivedFile.ReceiveAsync(LedgerFixture.Text(string.Join('\n', [Header, .. rows]) + "\n"), long.MaxValue, CancellationToken.None);
        Assert.Equal(ImportOutcome.Imported, (await world.Get<LedgerImport>().ImportAsync(Campaign.Id, file, "ledger.csv", "tester", dryRun: false, CancellationToken.None)).Outcome);
        return world;
    }

    public static CaseForm Form(string number = "KM-000001", long amount = 500, string? receipt = "R-1") =>
        new(number, "2023-02-24", "熊本県", "熊本の店", CaseKind.ChargedTwice, amount) { Receipt = receipt, ShopContact = "shop@example.jp", CallerContact = "080-1111-2222" };

    public async Task<DoubleChargeCase> OpenAsync(string key = "call-1", CaseForm? form = null, Person? by = null)
    {
        (ReadFacts? facts, IReadOnlyList<string> faults) = await Get<ReadCaseForm>().HandleAsync(Campaign, form ?? Form(), CancellationToken.None);
        Assert.True(facts is not null, string.Join('\n', faults));
        return Done(await Desk.OpenAsync(Campaign, key, facts, by ?? Anna, CancellationToken.None));
    }

    public async Task<IReadOnlyList<string>> FaultsOfAsync(CaseForm form) => (await Get<ReadCaseForm>().HandleAsync(Campaign, form, CancellationToken.None)).Faults;

    /// <summary>Opened by Anna, and confirmed by the shop itself.</summary>
    public async Task<DoubleChargeCase> ConfirmedAsync(string key = "call-1", CaseForm? form = null) => Done(await ShopAsync(await OpenAsync(key, form), confirms: true));

    /// <summary>With both confirmations.</summary>
    public async Task<DoubleChargeCase> ApprovedAsync(string key = "call-1", CaseForm? form = null) => Done(await ApproveAsync(await ConfirmedAsync(key, form), Ben));

    public Task<CaseDone> ShopAsync(DoubleChargeCase one, bool confirms) =>
        Desk.AnswerAsync(Campaign, one, new ShopAnswer(confirms, "店長", null, Clock.GetUtcNow()), CancellationToken.None);

    public Task<CaseDone> CallAsync(DoubleChargeCase one, bool confirms, Person by) =>
        Desk.RecordCallAsync(Campaign, Act(one, by, $"call {confirms}"), new ShopAnswer(confirms, "店長", null, Clock.GetUtcNow()) { Rung = "0963331111", RecordedBy = by.Name }, CancellationToken.None);

    public async Task<CaseDone> ApproveAsync(DoubleChargeCase one, Person by, long? balance = null)
    {
        CaseDetails details = await Get<ShowCases>().DetailsAsync(Campaign, one, CancellationToken.None);
        return await Desk.ApproveAsync(
            Campaign, Act(one, by, $"approve {balance}"), balance is { } stated ? new Yen(stated) : details.Coupon!.Balance, [.. details.Related.Select(other => other.Case.Number)], CancellationToken.None);
    }

    public Task<CaseDone> AskAgainAsync(DoubleChargeCase one) => Desk.AskAgainAsync(Campaign, Act(one, Anna, "again"), CancellationToken.None);

    public Task<CaseDone> RefuseAsync(DoubleChargeCase one) => Desk.RefuseAsync(Campaign, Act(one, Anna, "refuse"), CaseRefusal.Other, CancellationToken.None);

    public Task<CaseDone> ReopenAsync(DoubleChargeCase one) => Desk.ReopenAsync(Campaign, Act(one, Anna, "reopen"), CancellationToken.None);

    public async Task<CaseDone> CorrectAsync(DoubleChargeCase one, CaseForm form, Person by)
    {
        (ReadFacts? facts, _) = await Get<ReadCaseForm>().HandleAsync(Campaign, form, CancellationToken.None);
        return await Desk.CorrectAsync(Campaign, Act(one, by, "correct"), facts!, CancellationToken.None);
    }

    public CaseToAct Act(DoubleChargeCase one, Person by, string what) => new(one.Number, one.Version, by, "because") { Fingerprint = Desk.Fingerprint(what, by.Id.Value, $"{one.Number}:{one.Version}") };

    public Task<CaseState> PutBackAsync(DoubleChargeCase one) => Get<PutBackCase>().Run(new CaseRun(Campaign.Id, one.Number), CancellationToken.None);

    /// <summary>What a run has done that is stopped before the case says so. While somebody else has the ledger, it waits outside: nothing.</summary>
    public async Task PutBackUnsaidAsync(DoubleChargeCase one)
    {
        if (await Get<LedgerLeases>().FindAsync(Campaign.Id, CancellationToken.None) is null)
        {
            await Get<Restorations>().PutBackAsync(Campaign, Get<PutBackCase>().OrderOf(Campaign, one)!, CancellationToken.None);
        }
    }

    /// <summary>Does what is due about a case at the present instant.</summary>
    public async Task PressAsync(DoubleChargeCase one)
    {
        DoubleChargeCase now = await ReadAsync(one);
        await Get<PressCase>().Run(new CaseToPress(Campaign.Id, now.Number, now.Version, now.Pressed), CancellationToken.None);
    }

    public async Task<DoubleChargeCase> ReadAsync(DoubleChargeCase one) => (await Get<CaseStore>().FindAsync(Campaign.Id, one.Number, CancellationToken.None))!;

    /// <summary>From now on nobody can read what was taken down.</summary>
    public Task DamageAsync(DoubleChargeCase one) => DamageAsync(Table(CaseStore.TableName), one);

    public static Task DamageAsync(TableClient cases, DoubleChargeCase one) =>
        cases.UpdateEntityAsync(new TableEntity(one.Campaign.Value, CaseRow.KeyOf(one.Number)) { [nameof(CaseRow.Facts)] = "no cipher" }, Azure.ETag.All);

    public async Task<CouponStanding> CouponAsync(string number = "KM-000001") => (await Get<Restorations>().StandingAsync(Campaign, NumberOf(number), CancellationToken.None))!;

    public static InquiryNumber NumberOf(string text) => InquiryNumber.TryParse(text, Campaign.InquiryNumbers, out InquiryNumber number) ? number : throw new FormatException(text);

    /// <summary>Goes to the cutoff and seals, activity by activity.</summary>
    public async Task<SealedLedger> SealAsync()
    {
        Clock.Now = Campaign.CutoffAt;
        await Get<CloseLedger>().Run(Campaign.Id, CancellationToken.None);
        List<ShardSeal> seals = [];
        for (int shard = 0; shard < Campaign.Shards; shard++)
        {
            seals.Add(await Get<SealShard>().Run(new ShardToSeal(Campaign.Id, shard), CancellationToken.None));
        }

        return await Get<CombineSeal>().Run(new ShardsToCombine(Campaign.Id, seals), CancellationToken.None);
    }

    public async Task<List<Entitlement>> OwedAsync()
    {
        List<Entitlement> owed = [];
        for (int shard = 0; shard < Campaign.Shards; shard++)
        {
            owed.AddRange(await Get<EntitlementStore>().ReadPageAsync(Campaign.Id, shard, null, 1_000, CancellationToken.None));
        }

        return owed;
    }

    public async Task<AdjustmentResult> AdjustAsync(string header, params string[] rows)
    {
        await using ReceivedFile file = await ReceivedFile.ReceiveAsync(LedgerFixture.Text(string.Join('\n', [header, .. rows])), long.MaxValue, CancellationToken.None);
        return await Get<AdjustmentImport>().ApplyAsync(Campaign.Id, file, "adjustments.csv", "tester", CancellationToken.None);
    }

    public TableClient Table(string name) => Get<TableServiceClient>().GetTableClient(name);

    public static DoubleChargeCase Done(CaseDone done) => Assert.IsType<CaseDone.Done>(done).Case;

    public void Dispose()
    {
        _services.Dispose();
        _store.Dispose();
    }
}
