using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Azure.Core;
using Azure.Data.Tables;
using Compensation.Awards;
using Compensation.Awards.Books;
using Compensation.Awards.Postings;
using Compensation.Campaigns;
using Compensation.Campaigns.Points;
using Compensation.Common;
using Compensation.Common.Files;
using Compensation.Common.Http;
using Compensation.Emulators.Communication;
using Compensation.Emulators.PointsSystem;
using Compensation.Entitlements;
using Compensation.Lifecycle;
using Compensation.Local.Host;
using Compensation.Notices;
using Compensation.Notices.EventGrid;
using Compensation.Rehearsal.World;
using Compensation.Tests.Campaigns;
using Compensation.Tests.Coupons;
using Compensation.Waves;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Posting = Compensation.Emulators.PointsSystem.Posting;

namespace Compensation.Tests.Awards.Postings;

/// <summary>
/// The whole application over an embedded store, the points system's emulator over real HTTP, and a virtual clock that stands a week before points are
/// granted. The campaign is WESTER's in three shards, with a week of granting and another of corrections.
/// </summary>
internal sealed class AwardWorld : IAsyncDisposable
{
    private const string Key = "test-function-key";
    private const string EventsKey = "test-key-of-event-grid-0123456789";

    private readonly string _folder;
    private readonly TestStore _store;
    private readonly FunctionsApp _app;
    private readonly Campaign _campaign;
    private readonly CommunicationEmulatorHost? _phones;
    private readonly CancellationTokenSource _givingUp = new(InTime.Limit);

    private AwardWorld(Campaign campaign, string folder, TestStore store, FunctionsApp app, PointsSystemEmulatorHost points, CommunicationEmulatorHost? phones, VirtualClock clock, WorkInProgress work)
    {
        (_campaign, _folder, _store, _app, Points, _phones, Clock, Work) = (campaign, folder, store, app, points, phones, clock, work);
        _app.Client.DefaultRequestHeaders.Add("x-functions-key", Key);
    }

    public static Campaign Campaign { get; } = Of(TestCampaigns.Of("wester"));

    /// <summary>The same campaign with a notice of granted points in its file.</summary>
    public static Campaign Notifying { get; } = Of(NotifyingCampaign.Parse("wester.json", File.ReadAllText(Path.Combine(CampaignFiles.Folder, "wester.json"))));

    public static DateTimeOffset GrantStart => Campaign.Grant!.StartsAt;

    public PointsSystemEmulatorHost Points { get; }

    public VirtualClock Clock { get; }

    public WorkInProgress Work { get; }

    /// <summary>The phones and mailboxes of members; only where the campaign notifies them.</summary>
    public CommunicationEmulatorHost Phones => _phones!;

    /// <summary>Between the application and its tables.</summary>
    public StorageFaults Storage { get; private init; } = null!;

    public HttpClient Http => _app.Client;

    public LogLines Log => _app.Log;

    /// <summary>What each member holds with the points system.</summary>
    public IReadOnlyDictionary<string, long> Balances => Points.Postings
        .GroupBy(posting => posting.Member, StringComparer.Ordinal)
        .ToDictionary(member => member.Key, member => member.Sum(Signed), StringComparer.Ordinal);

    public static long Signed(Posting posting) => posting.Kind == PostingKind.Grant ? posting.Points : -posting.Points;

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <param name="overHttp">False: the app knows no points system and works by files.</param>
    public static Task<AwardWorld> StartAsync(bool overHttp = true) => StartAsync(Campaign, overHttp, []);

    /// <summary>The world of a campaign that tells members of their points.</summary>
    /// <param name="overHttp">False: the app knows no points system and works by files.</param>
    public static Task<AwardWorld> StartNotifyingAsync(bool overHttp = true) => StartAsync(Notifying, overHttp, []);

    /// <param name="settings">More settings, as <c>--Section:Name=value</c>.</param>
    public static Task<AwardWorld> StartAsync(params string[] settings) => StartAsync(Campaign, overHttp: true, settings);

    private static async Task<AwardWorld> StartAsync(Campaign campaign, bool overHttp, string[] settings)
    {
        WorkInProgress work = new();
        VirtualClock clock = new(GrantStart.AddDays(-7), work);
        TestStore store = new();
        string folder = Directory.CreateTempSubdirectory("award-world-").FullName;
        PointsSystemEmulatorHost points = await PointsSystemEmulatorHost.StartAsync(new PointsSystemEmulatorOptions { DataFolder = folder, Time = clock });
        string[] system = overHttp ? [$"--PointsSystem:BaseAddress={points.BaseAddress}", $"--PointsSystem:ApiKey={points.ApiKey}"] : [];
        CommunicationEmulatorHost? phones = campaign.NotifiesGrants
            ? await CommunicationEmulatorHost.StartAsync(new CommunicationEmulatorOptions { DataFolder = Path.Combine(folder, "phones"), Time = clock, BeginWork = work.Begin })
            : null;
        StorageFaults storage = new();
        TableClientOptions tables = new();
        tables.AddPolicy(storage, HttpPipelinePosition.PerCall);
        FunctionsApp app = await FunctionsApp.StartAsync(new FunctionsApp.Setup
        {
            Tables = store.Connect(tables),
            Time = clock,
            Work = work,
            Arguments =
            [
                $"--CommunicationServices:ConnectionString={phones?.ConnectionString ?? "endpoint=http://127.0.0.1:9/;accesskey=AAAA"}",
                $"--Secrets:HashKey={Convert.ToBase64String(new byte[32])}", "--ReceiptSite:PublicBaseUrl=https://r.example.jp", "--LifecycleSchedule=0 0 21 * * *", "--HeartbeatSchedule=0 0 0 1 1 *",
                $"--FunctionKeys:Default={Key}", $"--EventGrid:Key={EventsKey}", "--KeyRing:Unwrapped=true", .. system, .. settings,
            ],
            Configure = builder =>
            {
                builder.AddCompensation();
                builder.Services.Replace(ServiceDescriptor.Singleton(new CampaignCatalog([campaign])));
            },
        });
        if (phones is not null)
        {
            phones.Webhook = new Uri(app.Client.BaseAddress!, $"{ReceiveDeliveryReports.Route}?code={EventsKey}");
        }

        return new AwardWorld(campaign, folder, store, app, points, phones, clock, work) { Storage = storage };
    }

    public async Task<PurchaseImportResult> ImportAsync(params IEnumerable<string> rows)
    {
        await using ReceivedFile file = await ReceivedFile.ReceiveAsync(AwardsApp.Csv(rows), int.MaxValue, CancellationToken.None);
        PurchaseImportResult result = await Get<PurchaseImport>().ImportAsync(Campaign.Id, file, "purchases.csv", "tester", CancellationToken.None);
        Assert.Equal(PurchaseImportOutcome.Imported, result.Outcome);
        return result;
    }

    /// <summary>Puts a purchase at a shop on file past the import.</summary>
    public async Task WritePurchaseAsync(string transaction, string member, long yen)
    {
        Assert.True(MemberId.TryParse(member, out MemberId id));
        EntitlementId entitlement = Get<PurchaseStore>().IdOf(Campaign.Id, id, attempt: 0);
        Purchase purchase = new() { Service = "shops", Kind = "per110", Exclusions = string.Empty, Dates = new PurchaseDates { Purchase = new DateOnly(2023, 10, 15) }, Amount = new Yen(yen) };
        FiledMember filed = new(entitlement, id, [new FiledPurchase(2, entitlement, id, new RecordedPurchase(transaction, 1, new PurchaseFacts(purchase, string.Empty)))]);
        await Get<PurchaseShard>().WriteAsync(Campaign.Id, entitlement.ShardOf(Campaign.Shards), [filed], CancellationToken.None);
    }

    /// <summary>Starts the campaign's orchestration as its timer does.</summary>
    public Task BeginAsync() => Get<DurableTaskClient>().ScheduleNewOrchestrationInstanceAsync(
        nameof(RunAwardCampaign), AwardRun.Of(_campaign, new WaveOptions { PageSize = 5, Lanes = 2 }), new StartOrchestrationOptions(Campaign.Id.Value));

    /// <summary>Lets time jump until an instant.</summary>
    public async Task UntilAsync(DateTimeOffset instant)
    {
        bool due = false;
        await using ITimer timer = Clock.CreateTimer(_ => due = true, null, instant - Clock.GetUtcNow(), Timeout.InfiniteTimeSpan);
        await Clock.RunAsync(() => due, _givingUp.Token);
        await Work.WhenIdleAsync(_givingUp.Token);
    }

    /// <summary>Lets time jump until the books are closed.</summary>
    public async Task<AwardClosingReport> EndAsync()
    {
        await UntilAsync(Campaign.Grant!.CorrectionsEndAt.AddHours(1));
        OrchestrationMetadata? closing = await Get<DurableTaskClient>().GetInstanceAsync($"{Campaign.Id}:closing", getInputsAndOutputs: true);
        Assert.True(closing is { RuntimeStatus: OrchestrationRuntimeStatus.Completed }, $"{closing?.RuntimeStatus} {closing?.FailureDetails}");
        AwardClosingReport report = (await Http.GetFromJsonAsync<AwardClosingReport>("campaigns/wester/award-report", JsonBody.Format))!;
        Assert.Equal(JsonSerializer.Serialize(closing!.ReadOutputAs<AwardClosingReport>(), JsonBody.Format), JsonSerializer.Serialize(report, JsonBody.Format));
        return report;
    }

    /// <summary>Lets time jump until the campaign's orchestration has ended; whatever it started must have ended before it.</summary>
    public async Task<AwardClosingReport> EndOfRunAsync()
    {
        if (Clock.GetUtcNow() < Campaign.Grant!.NoticesEndAt)
        {
            await UntilAsync(Campaign.Grant.NoticesEndAt);
        }

        List<OrchestrationMetadata> open = await Get<DurableTaskClient>().GetAllInstancesAsync(new OrchestrationQuery(InstanceIdPrefix: Campaign.Id.Value)).Where(instance => !instance.IsCompleted).ToListAsync();
        Assert.True(open.Count == 0, string.Join(", ", open.Select(instance => $"{instance.InstanceId} {instance.RuntimeStatus}")));
        OrchestrationMetadata run = (await Get<DurableTaskClient>().GetInstanceAsync(Campaign.Id.Value, getInputsAndOutputs: true))!;
        Assert.True(run.RuntimeStatus == OrchestrationRuntimeStatus.Completed, $"{run.RuntimeStatus} {run.FailureDetails}");
        return run.ReadOutputAs<AwardClosingReport>()!;
    }

    /// <summary>Computes at once, as an operator does.</summary>
    public async Task ComputeAsync()
    {
        string id = await Get<DurableTaskClient>().ScheduleNewOrchestrationInstanceAsync(nameof(ComputeAwards), Campaign.Id);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await Get<DurableTaskClient>().WaitForInstanceCompletionAsync(id))!.RuntimeStatus);
    }

    public async Task<Entitlement> EntitlementAsync(string member)
    {
        Assert.True(MemberId.TryParse(member, out MemberId id));
        return (await Get<EntitlementStore>().FindAsync(Campaign.Id, (await Get<PurchaseStore>().FindAsync(Campaign.Id, id, CancellationToken.None)).Id, CancellationToken.None))!;
    }

    public async Task<T> ReadAsync<T>(string path) => (await Http.GetFromJsonAsync<T>($"campaigns/wester/{path}", JsonBody.Format))!;

    /// <summary>Everything that members were sent.</summary>
    public async Task<IReadOnlyList<EmulatedMessage>> MessagesAsync() => await Phones.ReadMessagesAsync().ToListAsync();

    public static HttpContent Text(string text) => new StringContent(text, Encoding.UTF8, "text/csv");

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await Points.DisposeAsync();
        if (_phones is not null)
        {
            await _phones.DisposeAsync();
        }

        _store.Dispose();
        _givingUp.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static Campaign Of(Campaign wester) => wester with
    {
        Shards = 3,
        Grant = wester.Grant! with { EndsAt = wester.Grant.StartsAt.AddDays(7), CorrectionsEndAt = wester.Grant.StartsAt.AddDays(14) },
        Sending = wester.Sending with { Canary = new Canary(5, TimeSpan.FromHours(1)) },
    };
}
