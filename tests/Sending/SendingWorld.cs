using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Coupons;
using Compensation.Emulators.Communication;
using Compensation.Entitlements;
using Compensation.Lifecycle;
using Compensation.Local.Host;
using Compensation.Notices;
using Compensation.Notices.EventGrid;
using Compensation.Waves;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Compensation.Tests.Sending;

/// <summary>
/// The whole application over an embedded store, the communication emulator over real HTTP, and a virtual clock that stands at nine o'clock
/// of the first day of Kumamoto's issue wave. People are owed; no campaign runs by itself.
/// </summary>
internal sealed class SendingWorld : IAsyncDisposable
{
    private const string Key = "test-function-key";
    private const string EventsKey = "test-key-of-event-grid-0123456789";

    private readonly string _folder;
    private readonly TestStore _store;
    private readonly Listener _listener;
    private readonly List<Owed> _owed = [];
    private readonly CancellationTokenSource _givingUp = new(InTime.Limit);
    private FunctionsApp _app;
    private bool _isAppRunning = true;
    private ulong _people;

    private SendingWorld(string folder, TestStore store, FunctionsApp app, CommunicationEmulatorHost emulator, VirtualClock clock, WorkInProgress work, Listener listener)
    {
        (_folder, _store, _app, Emulator, Clock, Work, _listener) = (folder, store, app, emulator, clock, work, listener);
        ListenToReports();
    }

    public static Campaign Campaign => TestCampaigns.Kumamoto;

    public static DateTimeOffset Start { get; } = JapanTime.At(new DateOnly(2023, 4, 10), new TimeOnly(9, 0));

    public static NoticeOrder Issue { get; } = new(NoticeKind.Issue, 1, EntitlementRoute.App);

    public CommunicationEmulatorHost Emulator { get; }

    public VirtualClock Clock { get; }

    public WorkInProgress Work { get; }

    /// <summary>Everybody who is owed something, with the address as it was before it was encrypted.</summary>
    public IReadOnlyList<Owed> Everybody => _owed;

    /// <summary>Called for each message that the provider has accepted, before the sender has its answer.</summary>
    public Action<EmulatedMessage> OnMessage
    {
        set => _listener.OnMessage = value;
    }

    /// <summary>The folder of the application's tables.</summary>
    public string Store => _store.Folder;

    /// <summary>Deleted at the end.</summary>
    public string Folder => _folder;

    public IServiceProvider Services => _app.Services;

    public HttpClient Http => _app.Client;

    public LogLines Log => _app.Log;

    public DurableTaskClient Orchestrations => Get<DurableTaskClient>();

    /// <summary>Another client of the application's tables.</summary>
    public TableServiceClient Connect() => _store.Connect();

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <param name="storage">Sits between the application and its tables.</param>
    /// <param name="settings">More settings, as <c>--Section:Name=value</c>.</param>
    public static async Task<SendingWorld> StartAsync(HttpPipelinePolicy? storage = null, params string[] settings)
    {
        WorkInProgress work = new();
        VirtualClock clock = new(Start, work);
        TestStore store = new();
        string folder = Directory.CreateTempSubdirectory("sending-world-").FullName;
        Listener heard = new();
        CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(new CommunicationEmulatorOptions { DataFolder = folder, Time = clock, BeginWork = work.Begin, OnMessage = message => heard.OnMessage(message) });
        FunctionsApp app = await StartAppAsync(store.Connect, emulator.ConnectionString, clock, work, storage, settings);
        return new SendingWorld(folder, store, app, emulator, clock, work, heard);
    }

    /// <summary>The application alone, over a store and a provider that may be another process's.</summary>
    public static async Task<FunctionsApp> StartAppAsync(Func<TableClientOptions, TableServiceClient> connect, string provider, VirtualClock clock, WorkInProgress work, HttpPipelinePolicy? storage, params string[] settings)
    {
        TableClientOptions options = new();
        options.Retry.MaxRetries = 0;
        if (storage is not null)
        {
            options.AddPolicy(storage, HttpPipelinePosition.PerRetry);
        }

        FunctionsApp app = await FunctionsApp.StartAsync(new FunctionsApp.Setup
        {
            Tables = connect(options),
            Time = clock,
            Work = work,
            Arguments =
            [
                $"--CommunicationServices:ConnectionString={provider}",
                $"--Secrets:HashKey={Convert.ToBase64String(new byte[32])}", "--ReceiptSite:PublicBaseUrl=https://r.example.jp", "--LifecycleSchedule=0 0 21 * * *", "--HeartbeatSchedule=0 0 0 1 1 *",
                $"--FunctionKeys:Default={Key}", $"--EventGrid:Key={EventsKey}", "--KeyRing:Unwrapped=true", .. settings,
            ],
            Configure = builder => builder.AddCompensation(),
        });
        app.Client.DefaultRequestHeaders.Add("x-functions-key", Key);
        return app;
    }

    /// <summary>Takes the application down; the provider and the store stay.</summary>
    public async Task StopAppAsync()
    {
        Emulator.Webhook = null;
        await _app.DisposeAsync();
        _isAppRunning = false;
    }

    /// <summary>Starts the application again over what it, or another process in its place, has left.</summary>
    public async Task StartAppAgainAsync(params string[] settings)
    {
        _isAppRunning = true;
        _app = await StartAppAsync(_store.Connect, Emulator.ConnectionString, Clock, Work, storage: null, settings);
        ListenToReports();
    }

    /// <summary>People who are owed something, evenly over the shards, each with the contact that the number gets.</summary>
    public Task<IReadOnlyList<Entitlement>> OweAsync(int people, Func<int, Contact> contact) => OweAsync(people, Campaign.Shards, contact);

    /// <summary>The same over the first shards only, so that a shard holds more than one chunk.</summary>
    public async Task<IReadOnlyList<Entitlement>> OweAsync(int people, int shards, Func<int, Contact> contact, EntitlementRoute route = EntitlementRoute.App)
    {
        ProtectedFields fields = Get<ProtectedFields>();
        List<Entitlement> owed = [.. Enumerable.Range(0, people).Select(index =>
        {
            ulong number = ++_people;
            Contact one = contact(index);
            return new Entitlement
            {
                Campaign = Campaign.Id,
                Id = EntitlementId.FromValue((number << 12) | (number % (ulong)shards)),
                Route = route,
                Amount = new Yen(1000 + index),
                Contacts = one.Kinds,
                ProtectedContact = one.Kinds == ContactKinds.None ? null : fields.ProtectJson(one),
            };
        })];
        _owed.AddRange(owed.Select((person, index) => new Owed(person, contact(index))));
        foreach (IGrouping<int, Entitlement> shard in owed.GroupBy(person => person.Id.ShardOf(Campaign.Shards)))
        {
            foreach (Entitlement[] chunk in shard.Chunk(EntitlementStore.TransactionSizeMax))
            {
                await Get<EntitlementStore>().CreateAsync(chunk, CancellationToken.None);
            }
        }

        return owed;
    }

    /// <summary>Seals what is owed so far, as the cutoff does.</summary>
    public async Task SealAsync() => await Get<SealStore>().AddAsync(
        Campaign.Id, "5ea1", Start, [.. Enumerable.Range(0, Campaign.Shards).Select(shard => new ShardSeal(shard, "5ea1", 20, 20, new Yen(20_000)))], CancellationToken.None);

    public Task<Entitlement?> ReadAsync(Entitlement person) => Get<EntitlementStore>().FindAsync(person.Campaign, person.Id, CancellationToken.None);

    /// <summary>A mobile number that is delivered to; the emulator goes by the last two digits.</summary>
    public static Contact Phone(int index, string ending = "10") => new(string.Create(CultureInfo.InvariantCulture, $"+81901{index:d5}{ending}"), null);

    public static Contact Email(int index, string prefix = "") => new(null, string.Create(CultureInfo.InvariantCulture, $"{prefix}person{index}@example.jp"));

    /// <summary>The issue wave over everybody, as fast as it goes.</summary>
    public static WavePlan Plan(string id = "issue-app", NoticeOrder? order = null) => new(
        Campaign.Id, id, SendNotices.ActionName, (order ?? Issue).ToString(),
        new SendingWindow(Start, Campaign.ReceiptEndsAt, Campaign.Sending.DayStart, Campaign.Sending.DayEnd),
        Spread: false, PageSize: 500, Lanes: 4, [.. Enumerable.Repeat(20, Campaign.Shards)]);

    public Task BeginAsync(WavePlan plan) =>
        Orchestrations.StartWaveAsync(plan, CancellationToken.None);

    /// <summary>Starts the whole campaign after its cutoff; its ledger is empty, and that is meant.</summary>
    public async Task StartCampaignAsync(CampaignRun run)
    {
        await Get<NothingOwed>().ConfirmAsync(run.Campaign, "tester", "people are owed without coupons", CancellationToken.None);
        await Orchestrations.ScheduleNewOrchestrationInstanceAsync(nameof(RunCampaign), run, new StartOrchestrationOptions(run.Campaign.Value));
    }

    public async Task<WaveResult> RunAsync(WavePlan plan)
    {
        await BeginAsync(plan);
        return await EndOfAsync(plan);
    }

    /// <summary>Lets time jump until the wave has ended.</summary>
    public async Task<WaveResult> EndOfAsync(WavePlan plan)
    {
        OrchestrationMetadata ended = await UntilAsync(plan.InstanceId, wave => wave.IsCompleted);
        Assert.True(ended.RuntimeStatus == OrchestrationRuntimeStatus.Completed, ended.FailureDetails?.ToString());
        return ended.ReadOutputAs<WaveResult>()!;
    }

    public async Task<OrchestrationMetadata> UntilAsync(string instance, Func<OrchestrationMetadata, bool> until)
    {
        while (true)
        {
            await Work.WhenIdleAsync(_givingUp.Token);
            OrchestrationMetadata? metadata = await Orchestrations.GetInstanceAsync(instance, getInputsAndOutputs: true);
            if (metadata is not null && until(metadata))
            {
                return metadata;
            }

            await JumpAsync();
        }
    }

    /// <summary>Lets time jump until a wave stands so.</summary>
    public async Task<WaveView> UntilAsync(WavePlan plan, WaveStanding standing)
    {
        while (true)
        {
            await Work.WhenIdleAsync(_givingUp.Token);
            if (await Get<WaveStore>().FindAsync(plan.Id, CancellationToken.None) is { } wave && wave.Standing == standing)
            {
                return await ShowAsync(plan);
            }

            await JumpAsync();
        }
    }

    /// <summary>Lets so much time pass.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        bool due = false;
        await using ITimer timer = Clock.CreateTimer(_ => due = true, null, time, Timeout.InfiniteTimeSpan);
        await Clock.RunAsync(() => due, _givingUp.Token);
    }

    public async Task<WaveView> ShowAsync(WavePlan plan) =>
        (await Http.GetFromJsonAsync<WaveView>($"campaigns/{plan.Campaign}/waves/{plan.WaveId}", JsonBody.Format))!;

    public async Task<HttpResponseMessage> ControlAsync(WavePlan plan, string lever)
    {
        HttpResponseMessage answer = await Http.PostAsJsonAsync($"campaigns/{plan.Campaign}/waves/{plan.WaveId}/{lever}", new { by = "tester", reason = "to see what happens" });
        await Work.WhenIdleAsync(_givingUp.Token);
        return answer;
    }

    public async Task<IReadOnlyList<EmulatedMessage>> MessagesAsync()
    {
        List<EmulatedMessage> all = [];
        await foreach (EmulatedMessage message in Emulator.ReadMessagesAsync())
        {
            all.Add(message);
        }

        return all;
    }

    public async Task<IReadOnlyList<Notice>> NoticesAsync()
    {
        List<Notice> all = [];
        for (int shard = 0; shard < Campaign.Shards; shard++)
        {
            await foreach (Notice notice in Get<NoticeStore>().ReadShardAsync(Campaign.Id, shard, CancellationToken.None))
            {
                all.Add(notice);
            }
        }

        return all;
    }

    /// <summary>The operators' list, page by page to its end.</summary>
    public async Task<IReadOnlyList<UnreachedPerson>> UnreachedAsync()
    {
        List<UnreachedPerson> all = [];
        UnreachedPage? page = null;
        do
        {
            page = (await Http.GetFromJsonAsync<UnreachedPage>($"campaigns/{Campaign.Id}/unreached?from={page?.Next}", JsonBody.Format))!;
            all.AddRange(page.People);
        }
        while (page.Next is not null);

        return all;
    }

    /// <summary>Delivers a batch of events as Event Grid does.</summary>
    public async Task ReportAsync(IReadOnlyList<object> events)
    {
        using ByteArrayContent body = new(JsonSerializer.SerializeToUtf8Bytes(events));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/cloudevents-batch+json", "utf-8");
        using HttpClient grid = new();
        using HttpResponseMessage answer = await grid.PostAsync(Webhook, body);
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_isAppRunning)
        {
            await _app.DisposeAsync();
        }

        await Emulator.DisposeAsync();
        _store.Dispose();
        _givingUp.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private sealed class Listener
    {
        public Action<EmulatedMessage> OnMessage { get; set; } = _ => { };
    }

    private Uri Webhook => new(_app.Client.BaseAddress!, $"{ReceiveDeliveryReports.Route}?code={EventsKey}");

    private void ListenToReports() => Emulator.Webhook = Webhook;

    private async Task JumpAsync()
    {
        int asked = 0;
        if (!await Clock.RunAsync(() => asked++ > 0, _givingUp.Token))
        {
            throw new InvalidOperationException("Nothing is left to wait for.");
        }
    }
}

/// <summary>Who is owed something, and where this person can be written to.</summary>
internal sealed record Owed(Entitlement Person, Contact Contact);
