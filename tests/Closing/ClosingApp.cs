using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Compensation.Campaigns;
using Compensation.Closing;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Local.Host;
using Compensation.Notices;
using Compensation.Notices.Persons;
using Compensation.Operations;
using Compensation.Payouts;
using Compensation.Tests.Campaigns;
using Compensation.Waves;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Moq;

namespace Compensation.Tests.Closing;

/// <summary>The closing slice behind real HTTP, with a store of its own, a clock that stands a minute after Kumamoto's deadline, and an issuer that answers as told.</summary>
internal sealed class ClosingApp : IAsyncDisposable
{
    public const string Seal = "5ea1";

    private readonly TestStore _store;
    private readonly FunctionsApp _app;
    private ulong _people;

    private ClosingApp(TestStore store, FunctionsApp app)
    {
        _store = store;
        _app = app;
    }

    public static Campaign Campaign { get; } = CampaignFiles.Read("kumamoto");

    public static DateTimeOffset Now { get; } = Campaign.ReceiptEndsAt.AddMinutes(1);

    public HttpClient Http => _app.Client;

    public EntitlementStore Entitlements => Get<EntitlementStore>();

    public NoticeStore Notices => Get<NoticeStore>();

    /// <param name="issue">What the issuer answers to a claim.</param>
    /// <param name="now">What the clock shows.</param>
    /// <param name="chapters">What slices above would report.</param>
    /// <param name="sealedBooks">What the sealed ledger would say is owed; nothing is sealed without.</param>
    /// <param name="beforeTransaction">Runs before each transaction reaches the store.</param>
    public static async Task<ClosingApp> StartAsync(IssueResult? issue = null, DateTimeOffset? now = null, Func<Task>? beforeTransaction = null, IReadOnlyList<IReportChapter>? chapters = null, PeopleAndYen? sealedBooks = null)
    {
        TestStore store = new();
        TableClientOptions options = new();
        options.AddPolicy(new BeforeTransactions(beforeTransaction), HttpPipelinePosition.PerCall);
        Mock<IPointIssuer> issuer = new();
        issuer.Setup(one => one.Name).Returns("partner");
        issuer.Setup(one => one.IssueAsync(It.IsAny<IssueRequest>(), It.IsAny<CancellationToken>())).ReturnsAsync(issue ?? new IssueResult.OutOfStock());
        Mock<ISealedBooks> books = new();
        books.Setup(one => one.FindAsync(Campaign.Id, It.IsAny<CancellationToken>())).ReturnsAsync(sealedBooks is null ? null : (Seal, sealedBooks));
        FunctionsApp app = await FunctionsApp.StartAsync(new FunctionsApp.Setup(
            typeof(CloseBooks), typeof(TallyShard), typeof(CountPersons), typeof(KeepClosingReport), typeof(GetClosingReport), typeof(StartInterimReport), typeof(GetInterimReport), typeof(GetReportsTogether))
        {
            Arguments = ["--ReceiptSite:PublicBaseUrl=https://r.example.jp"],
            Tables = store.Connect(options),
            Time = new VirtualClock(now ?? Now, new WorkInProgress()),
            Configure = builder => (chapters ?? []).Aggregate(builder.Services, (services, chapter) => services.AddSingleton(chapter))
                .AddSingleton(new KeyedHash(Encoding.ASCII.GetBytes("a key for tests that has 32 bytes or more")))
                .AddSingleton(new ProtectedFields(new EphemeralDataProtectionProvider()))
                .AddSingleton(new CampaignCatalog([Campaign, CampaignFiles.Read("tochigi")]))
                .AddSingleton<NoticeStore>()
                .AddSingleton<PersonKeys>()
                .AddWaves()
                .AddOperations()
                .AddEntitlements()
                .AddPayouts()
                .AddSingleton(issuer.Object)
                .AddSingleton(books.Object)
                .AddSingleton(Options.Create(new PayoutOptions { Issuers = new Dictionary<string, string>(StringComparer.Ordinal) { ["edy"] = "partner" } }))
                .AddClosing(),
        });
        return new ClosingApp(store, app);
    }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>Somebody in one shard who is owed this amount.</summary>
    public async Task<Entitlement> OweAsync(long yen, EntitlementState state = EntitlementState.Open, int shard = 3, Contact? contact = null)
    {
        IReadOnlyList<Entitlement> owed = await OweManyAsync(1, yen, state, shard, contact);
        return owed[0];
    }

    public async Task<IReadOnlyList<Entitlement>> OweManyAsync(int people, long yen, EntitlementState state = EntitlementState.Open, int shard = 3, Contact? contact = null)
    {
        Entitlement[] owed = [.. Enumerable.Range(0, people).Select(_ => new Entitlement
        {
            Campaign = Campaign.Id,
            Id = EntitlementId.FromValue((++_people << 12) | (uint)shard),
            Route = EntitlementRoute.App,
            Amount = new Yen(yen),
            State = state,
            Contacts = contact?.Kinds ?? ContactKinds.None,
            ProtectedContact = contact is null ? null : Get<ProtectedFields>().ProtectJson(contact),
            Product = state == EntitlementState.Claimed ? "edy" : null,
        })];
        foreach (Entitlement[] chunk in owed.Chunk(EntitlementStore.TransactionSizeMax))
        {
            await Entitlements.CreateAsync(chunk, CancellationToken.None);
        }

        return await Task.WhenAll(owed.Select(ReadAsync));
    }

    public async Task<Entitlement> ReadAsync(Entitlement person) =>
        await Entitlements.FindAsync(person.Campaign, person.Id, CancellationToken.None) ?? throw new InvalidOperationException("There is no such entitlement.");

    public Task NotifyAsync(Entitlement person, NoticeKind kind, NoticeChannel channel, NoticeState state, int segments = 0) => Notices.TryClaimAsync(
        [
            new Notice
            {
                Id = new NoticeId(person.Campaign, person.Id, kind, 1),
                State = state,
                Channel = channel,
                Segments = segments,
                ClaimedAt = Now,
            },
        ],
        CancellationToken.None);

    public async Task<ClosingReport> CloseAsync(long people, long yen, bool isInterim = false)
    {
        DurableTaskClient client = Get<DurableTaskClient>();
        CloseOrder order = new(Campaign.Id, Campaign.Shards, Seal, new PeopleAndYen(people, new Yen(yen))) { IsInterim = isInterim };
        string id = await client.ScheduleNewOrchestrationInstanceAsync(nameof(CloseBooks), order);
        OrchestrationMetadata ended = await client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, ended.RuntimeStatus);
        return ended.ReadOutputAs<ClosingReport>()!;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _store.Dispose();
    }

    private sealed class BeforeTransactions(Func<Task>? action) : HttpPipelinePolicy
    {
        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => ProcessNext(message, pipeline);

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            if (action is not null && message.Request.Uri.Path.EndsWith("$batch", StringComparison.Ordinal))
            {
                await action();
            }

            await ProcessNextAsync(message, pipeline);
        }
    }
}
