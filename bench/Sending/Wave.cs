using System.Globalization;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Coupons;
using Compensation.Entitlements;
using Compensation.Lifecycle;
using Compensation.Local.Tables;
using Compensation.Notices;
using Compensation.Rehearsal.World;
using Compensation.Transfers;
using Compensation.Waves;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Compensation.Bench.Sending;

/// <summary>This system: the whole app as it is composed in production, over embedded tables; one issue wave without pace, hours or spread.</summary>
internal sealed class Wave : IContestant
{
    /// <summary>Transactions written side by side, as the cutoff does.</summary>
    private const int SealWidth = 8;

    private readonly WorkerOrder _order;
    private readonly EmbeddedTables _tables;
    private readonly Campaign _campaign;
    private readonly RequestMeter _meter = new();
    private readonly ILoggerFactory _logging;
    private HostedApp? _app;

    public Wave(WorkerOrder order)
    {
        _order = order;
        _campaign = Synthetic();
        _tables = EmbeddedTables.Open(FolderOf(order.Store), new EmbeddedTablesOptions { SurvivesPowerFailure = order.Store.EndsWith(EmbeddedStore.WaitForDisk, StringComparison.Ordinal) });
        _logging = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Warning).AddProvider(new FileLoggerProvider(Path.Combine(FolderOf(order.Store), "warnings.log"))));
    }

    public long? StorageRequests => _meter.Requests;

    private HostedApp App => _app ?? throw new InvalidOperationException("The app has not been started.");

    public async Task PrepareAsync(CancellationToken cancellationToken) => _app = await HostedApp.StartAsync(
        new HostedAppSetup { Tables = Connect(), Settings = SettingsOf(_order), Compose = Compose, Logging = _logging }, cancellationToken);

    /// <summary>Writes the entitlements as the sealing of the balances does: shard by shard in the order of ids, a hundred a transaction.</summary>
    public Task EnqueueAsync(CancellationToken cancellationToken)
    {
        EntitlementStore store = App.Services.GetRequiredService<EntitlementStore>();
        ProtectedFields fields = App.Services.GetRequiredService<ProtectedFields>();
        ParallelOptions width = new() { MaxDegreeOfParallelism = SealWidth, CancellationToken = cancellationToken };
        return Parallel.ForEachAsync(Chunks(), width, async (chunk, token) =>
            await store.CreateAsync([.. chunk.Select(person => Owed(person.Id, person.Index, fields))], token));
    }

    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        DurableTaskClient client = App.Orchestrations;
        WavePlan plan = Plan(App.Services.GetRequiredService<IOptions<WaveOptions>>().Value);
        if (await client.GetInstancesAsync(plan.InstanceId, cancellation: cancellationToken) is null)
        {
            await client.StartWaveAsync(plan, cancellationToken);
        }

        OrchestrationMetadata ended = await client.WaitForInstanceCompletionAsync(plan.InstanceId, getInputsAndOutputs: true, cancellationToken);
        if (ended.RuntimeStatus != OrchestrationRuntimeStatus.Completed)
        {
            throw new InvalidOperationException($"The wave ended as {ended.RuntimeStatus}: {ended.FailureDetails?.ErrorMessage}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        _logging.Dispose();
        _tables.Dispose();
    }

    private void Compose(FunctionsApplicationBuilder builder)
    {
        builder.AddCompensation();
        builder.Services.Replace(ServiceDescriptor.Singleton(new CampaignCatalog([_campaign])));
    }

    /// <summary>A store is its folder, and whether a commit waits for the disk.</summary>
    private static string FolderOf(string store) => store.Split(';')[0];

    /// <summary>The Kumamoto campaign, moved to today.</summary>
    private static Campaign Synthetic()
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        Campaign kumamoto = CampaignFile.Read(Path.Combine(AppContext.BaseDirectory, "campaigns", "kumamoto.json"));
        return kumamoto with
        {
            CutoffAt = now.AddDays(-2),
            Waves = [new IssueWave("app", EntitlementRoute.App, now.AddDays(-1), now.AddDays(10))],
            Reminders = [],
            ReceiptEndsAt = now.AddDays(30),
            Sending = new SendingRule(TimeOnly.MinValue, TimeOnly.MinValue, new Pace(int.MaxValue, int.MaxValue)),
        };
    }

    private WavePlan Plan(WaveOptions waves)
    {
        int[] sizes = new int[_campaign.Shards];
        Array.Fill(sizes, _order.Recipients / _campaign.Shards);
        SealedLedger ledger = new(string.Empty, _campaign.CutoffAt, _order.Recipients, Yen.Zero, sizes, _order.Recipients);
        return CampaignRun.Of(_campaign, waves, new NoticeOptions(), new TransferOptions()).Issue(_campaign.Waves[0], ledger) with { Spread = false, PerMinute = Counters.None };
    }

    private TableServiceClient Connect()
    {
        TableClientOptions options = new();
        options.AddPolicy(_meter, HttpPipelinePosition.BeforeTransport);
        return _tables.Connect(options);
    }

    private IEnumerable<(EntitlementId Id, int Index)[]> Chunks()
    {
        EntitlementIds ids = App.Services.GetRequiredService<EntitlementIds>();
        return Enumerable.Range(0, _order.Recipients)
            .Select(index => (Id: ids.Of(_campaign.Id, string.Create(CultureInfo.InvariantCulture, $"KM-{index:d8}")), Index: index))
            .GroupBy(person => person.Id.ShardOf(_campaign.Shards))
            .SelectMany(shard => shard.OrderBy(person => person.Id).Chunk(EntitlementStore.TransactionSizeMax));
    }

    private Entitlement Owed(EntitlementId id, int index, ProtectedFields fields)
    {
        Contact contact = new(Recipients.NumberOf(index), null);
        return new Entitlement
        {
            Campaign = _campaign.Id,
            Id = id,
            Route = EntitlementRoute.App,
            Amount = new Yen((index % 20 * 500) + 1),
            Contacts = contact.Kinds,
            ProtectedContact = fields.ProtectJson(contact),
        };
    }

    private static Dictionary<string, string?> SettingsOf(WorkerOrder order) => new(StringComparer.Ordinal)
    {
        ["CommunicationServices:ConnectionString"] = BareSdkLoop.ConnectionStringOf(order.Provider),
        ["CommunicationServices:Endpoint"] = null,
        ["KeyRing:Unwrapped"] = "true",
        ["Secrets:HashKey"] = Convert.ToBase64String(new byte[32]),
        ["ReceiptSite:PublicBaseUrl"] = "https://r.example.jp",
        ["Lifecycle:Campaigns"] = string.Empty,
        ["LifecycleSchedule"] = "0 0 21 * * *",
        ["HeartbeatSchedule"] = "0 0 0 1 1 *",
        ["Notices:SendConcurrency"] = order.Concurrency.ToString(CultureInfo.InvariantCulture),
    };
}

/// <summary>Counts the requests that leave for the table service, as it would bill them.</summary>
internal sealed class RequestMeter : HttpPipelineSynchronousPolicy
{
    private long _requests;

    public long Requests => Interlocked.Read(ref _requests);

    public override void OnSendingRequest(HttpMessage message) => Interlocked.Increment(ref _requests);
}
