using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Azure.Core;
using Azure.Data.Tables;
using Compensation.Awards;
using Compensation.Awards.Packs;
using Compensation.Awards.Shared;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Files;
using Compensation.Entitlements;
using Compensation.Local.Host;
using Compensation.Tests.Campaigns;
using Compensation.Tests.Coupons;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Compensation.Tests.Awards;

/// <summary>The awards slice behind real HTTP with the WESTER campaign in three shards, on a store that can outlive it.</summary>
internal sealed class AwardsApp : IAsyncDisposable
{
    public const string Header = "transaction_id,revision,member_id,service,facility,kind,purchased_on,boarded_on,amount,base_points,exclusions,linked_app,facility_member,status";

    private static readonly IDataProtectionProvider s_protection = new EphemeralDataProtectionProvider();

    private readonly TestStore _store;
    private readonly FunctionsApp _app;
    private bool _restarted;

    private AwardsApp(TestStore store, FunctionsApp app, StorageFaults faults)
    {
        _store = store;
        _app = app;
        Faults = faults;
    }

    public static Campaign Campaign { get; } = CampaignFiles.Read("wester") with { Shards = 3 };

    public static CampaignId Id => Campaign.Id;

    public StorageFaults Faults { get; }

    public HttpClient Http => _app.Client;

    /// <param name="idBits">Few of them make members' ids meet.</param>
    public static Task<AwardsApp> StartAsync(int idBits = EntitlementIds.BitsMax) => StartAsync(new TestStore(), Campaign, idBits);

    /// <summary>The same installation after its campaign file was changed.</summary>
    public async Task<AwardsApp> RestartAsync(Campaign campaign)
    {
        _restarted = true;
        await _app.DisposeAsync();
        return await StartAsync(_store, campaign);
    }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>A purchase of the given columns at a shop in the period.</summary>
    public static string Shop(string transaction, string member, long yen, int revision = 1, string status = "completed") =>
        $"{transaction},{revision},{member},shops,F1,per110,2023-10-15,,{yen},,,,,{status}";

    public static Stream Csv(params IEnumerable<string> rows) => new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', [Header, .. rows]) + "\n"));

    public Task<PurchaseImportResult> ImportAsync(params IEnumerable<string> rows) => ImportAsync(Csv(rows));

    public Task<PurchaseImportResult> ImportAsync(Stream csv) => ImportAsync(Get<PurchaseImport>(), csv);

    /// <summary>The same by another instance of the app.</summary>
    public Task<PurchaseImportResult> ImportElsewhereAsync(params IEnumerable<string> rows) => ImportAsync(ActivatorUtilities.CreateInstance<PurchaseImport>(Get<IServiceProvider>()), Csv(rows));

    /// <summary>The same by the instance on a machine, which does not wait for its turn: the clock stands.</summary>
    public Task<PurchaseImportResult> ImportAtAsync(string machine, params IEnumerable<string> rows)
    {
        ImportLeases leases = new(Get<TableServiceClient>(), new ClaimHolders($"{machine}/1/1"), Options.Create(new ImportOptions { PatienceSeconds = 0 }), Get<TimeProvider>());
        return ImportAsync(ActivatorUtilities.CreateInstance<PurchaseImport>(Get<IServiceProvider>(), leases), Csv(rows));
    }

    private static async Task<PurchaseImportResult> ImportAsync(PurchaseImport import, Stream csv)
    {
        await using ReceivedFile file = await ReceivedFile.ReceiveAsync(csv, int.MaxValue, CancellationToken.None);
        return await import.ImportAsync(Id, file, "purchases.csv", "tester", CancellationToken.None);
    }

    public async Task<ComputedAwards> ComputeAsync()
    {
        DurableTaskClient client = Get<DurableTaskClient>();
        string id = await client.ScheduleNewOrchestrationInstanceAsync(nameof(ComputeAwards), Id);
        OrchestrationMetadata ended = await client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, ended.RuntimeStatus);
        return ended.ReadOutputAs<ComputedAwards>()!;
    }

    public async Task<Entitlement?> EntitlementAsync(string member)
    {
        Assert.True(MemberId.TryParse(member, out MemberId id));
        return await Get<EntitlementStore>().FindAsync(Id, (await Get<PurchaseStore>().FindAsync(Id, id, CancellationToken.None)).Id, CancellationToken.None);
    }

    /// <summary>As if the points had been granted.</summary>
    public async Task GrantAsync(string member)
    {
        Entitlement open = (await EntitlementAsync(member))!;
        Entitlement claimed = (await Get<EntitlementStore>().TryMoveAsync(open, open with { State = EntitlementState.Claimed }, CancellationToken.None))!;
        Assert.NotNull(await Get<EntitlementStore>().TryMoveAsync(claimed, claimed with { State = EntitlementState.Paid, Granted = claimed.Amount }, CancellationToken.None));
    }

    public async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string path, HttpContent content)
    {
        using HttpResponseMessage answer = await Http.PostAsync($"campaigns/wester/{path}", content);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    public Task<(HttpStatusCode Status, JsonElement Body)> ExplainAsync(string member) => PostAsync("awards/explanations", JsonContent.Create(new { memberId = member }));

    /// <summary>Tries the file's rules out and waits for the difference.</summary>
    public async Task<RulesDifference> TryAsync(string file)
    {
        (HttpStatusCode status, JsonElement body) = await PostAsync("awards/dry-run", new StringContent(file, System.Text.Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.Accepted, status);
        string candidate = body.GetProperty("candidate").GetString()!;
        await Get<DurableTaskClient>().WaitForInstanceCompletionAsync($"wester:dry-run:{candidate}");
        return (await Http.GetFromJsonAsync<RulesDifference>($"campaigns/wester/awards/dry-run/{candidate}"))!;
    }

    /// <summary>All members with their purchases.</summary>
    public async Task<IReadOnlyList<StoredMember>> MembersAsync()
    {
        List<StoredMember> members = [];
        for (int shard = 0; shard < Campaign.Shards; shard++)
        {
            members.AddRange(await Get<PurchaseStore>().ReadShardAsync(Id, shard, CancellationToken.None).ToListAsync());
        }

        return members;
    }

    /// <summary>Every row of a table, readable, without versions, times and ciphertexts.</summary>
    public async Task<IReadOnlyList<string>> DumpAsync(string table)
    {
        string[] byChance = ["odata.etag", "Timestamp", "ProtectedMember"];
        List<string> rows = [];
        await foreach (TableEntity row in Get<TableServiceClient>().GetTableClient(table).QueryAsync<TableEntity>())
        {
            rows.Add(string.Join(' ', row.Where(cell => !byChance.Contains(cell.Key)).OrderBy(cell => cell.Key, StringComparer.Ordinal).Select(Readable)));
        }

        return rows;
    }

    /// <summary>Versions and all: equal only where nothing was written.</summary>
    public async Task<string> RawAsync(params string[] tables)
    {
        StringBuilder all = new();
        foreach (string table in tables)
        {
            await foreach (TableEntity row in Get<TableServiceClient>().GetTableClient(table).QueryAsync<TableEntity>())
            {
                all.AppendJoin(' ', row.Select(Readable)).AppendLine();
            }
        }

        return all.ToString();
    }

    private static string Readable(KeyValuePair<string, object> cell) => $"{cell.Key}={(cell.Value is byte[] bytes ? Convert.ToHexString(bytes) : cell.Value)}";

    public async ValueTask DisposeAsync()
    {
        if (!_restarted)
        {
            await _app.DisposeAsync();
            _store.Dispose();
        }
    }

    private static async Task<AwardsApp> StartAsync(TestStore store, Campaign campaign, int idBits = EntitlementIds.BitsMax)
    {
        StorageFaults faults = new();
        TableClientOptions options = new();
        options.AddPolicy(faults, HttpPipelinePosition.PerCall);
        Type[] functions =
        [
            typeof(ComputeAwards), typeof(ComputeShard), typeof(TakeOverRules), typeof(KeepTotals), typeof(FindSharedTransactions), typeof(CompareRules), typeof(CompareShard), typeof(KeepDifference),
            typeof(ImportPurchases), typeof(ExplainAward), typeof(StartAwards), typeof(TryRules),
        ];
        FunctionsApp app = await FunctionsApp.StartAsync(new FunctionsApp.Setup(functions)
        {
            Arguments = ["--ReceiptSite:PublicBaseUrl=https://r.example.jp"],
            Tables = store.Connect(options),
            Time = new VirtualClock(campaign.CutoffAt.AddDays(3), new WorkInProgress()),
            Configure = builder => builder.Services
                .AddSingleton(new KeyedHash(Encoding.ASCII.GetBytes("a key for tests that has 32 bytes or more")))
                .AddSingleton(new ProtectedFields(s_protection))
                .AddSingleton(new CampaignCatalog([campaign]))
                .AddEntitlements()
                .AddSingleton(provider => new EntitlementIds(provider.GetRequiredService<KeyedHash>(), idBits))
                .AddAwards()
                .AddSingleton<TakeOverRulesRunner>(),
        });
        return new AwardsApp(store, app, faults);
    }
}
