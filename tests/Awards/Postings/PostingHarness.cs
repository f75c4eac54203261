using Azure.Core;
using Azure.Data.Tables;
using Compensation.Awards;
using Compensation.Awards.Postings;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Files;
using Compensation.Emulators.PointsSystem;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Tests.Coupons;
using Compensation.Tests.Notices;
using Compensation.Waves;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Posting = Compensation.Awards.Postings.Posting;

namespace Compensation.Tests.Awards.Postings;

/// <summary>The sending protocol over a real embedded store and the points system's emulator over real HTTP, with a clock that moves when told.</summary>
internal sealed class PostingHarness : IAsyncDisposable
{
    private readonly string _folder;
    private readonly TestStore _store = new();
    private readonly TableServiceClient _tables;
    private readonly CampaignCatalog _campaigns = new([Campaign]);
    private readonly KeyedHash _hash = new(new byte[32]);
    private readonly PurchaseStore _purchases;
    private readonly IOptions<PointsSystemOptions> _options;
    private readonly HttpPointsSystem _system;

    private PostingHarness(PointsSystemEmulatorHost emulator, string folder)
    {
        (Emulator, _folder) = (emulator, folder);
        TableClientOptions options = new();
        options.Retry.MaxRetries = 0;
        options.AddPolicy(Storage, HttpPipelinePosition.PerRetry);
        _tables = _store.Connect(options);
        Entitlements = new EntitlementStore(_tables, _campaigns);
        Postings = new PostingStore(_tables, _campaigns, Entitlements);
        _purchases = new PurchaseStore(_tables, _campaigns, _hash, new EntitlementIds(_hash), new ProtectedFields(new EphemeralDataProtectionProvider()));
        _options = Options.Create(new PointsSystemOptions { BaseAddress = emulator.BaseAddress, ApiKey = emulator.ApiKey, Concurrency = 8 });
        _system = new HttpPointsSystem(_options, NullLogger<HttpPointsSystem>.Instance);
    }

    public static Campaign Campaign => TestCampaigns.Of("wester");

    public TableServiceClient Tables => _tables;

    public PointsSystemEmulatorHost Emulator { get; }

    public StoppedClock Clock { get; } = new(Campaign.Grant!.StartsAt);

    public BreakableStorage Storage { get; } = new();

    public EntitlementStore Entitlements { get; }

    public PostingStore Postings { get; }

    /// <summary>Who holds claims; exchange it for a new one and the process has died.</summary>
    public ClaimHolders Holders { get; set; } = new();

    public PostingKeys Keys => new(_hash);

    public RecordedAlarms Alarms { get; } = new();

    /// <summary>What is due of the batch, as its file.</summary>
    public async Task<string> FileAsync(string batch)
    {
        using MemoryStream file = new();
        await new PostingFile(Postings, _purchases, Keys, Alarms).WriteAsync(Campaign, batch, file, CancellationToken.None);
        return System.Text.Encoding.UTF8.GetString(file.ToArray());
    }

    /// <summary>From now on nobody can read whose purchases these are.</summary>
    public Task DamageAsync(int number) => _tables.GetTableClient(PurchaseStore.TableName).UpdateEntityAsync(
        new TableEntity(_purchases.PartitionOf(Campaign.Id, IdOf(number)), IdOf(number).ToString()) { [nameof(PurchaseRow.ProtectedMember)] = "no cipher" }, Azure.ETag.All);

    /// <param name="members">How many; each is owed 40 points.</param>
    /// <param name="ending">The member ids' last characters, by which the emulator goes.</param>
    public static async Task<PostingHarness> With(int members, string ending = "")
    {
        string folder = Directory.CreateTempSubdirectory("posting-").FullName;
        PostingHarness harness = new(await PointsSystemEmulatorHost.StartAsync(new PointsSystemEmulatorOptions { DataFolder = folder }), folder);
        await harness._tables.CreateTableIfNotExistsAsync(EntitlementStore.TableName);
        await harness._tables.CreateTableIfNotExistsAsync(PurchaseStore.TableName);
        await harness._tables.CreateTableIfNotExistsAsync(PostingStandings.TableName);
        await harness._tables.CreateTableIfNotExistsAsync(ImportBook.TableName);
        foreach (int[] some in Enumerable.Range(1, members).Chunk(100))
        {
            await harness._purchases.TrySubmitAsync([.. some.Select(number => new TableTransactionAction(TableTransactionActionType.Add, harness.Member(number, ending)))], CancellationToken.None);
            await harness.Entitlements.CreateAsync([.. some.Select(Owed)], CancellationToken.None);
        }

        harness.Storage.Heal();
        return harness;
    }

    /// <summary>Multiples of 4096 all fall into shard 0.</summary>
    public static EntitlementId IdOf(int number) => EntitlementId.FromValue((ulong)number << 12);

    /// <summary>Hands the page of all members over once, as a wave's activity would, with nothing remembered from before.</summary>
    public async Task<PageOutcome> PostPageAsync(PostingAudience to = PostingAudience.Everybody)
    {
        using PostingDispatcher dispatcher = new(Postings, _purchases, _system, Keys, Alarms, Clock, _options);
        PostPoints action = new(_campaigns, Postings, new PostingStandings(_tables, new ProtectedFields(new EphemeralDataProtectionProvider())), dispatcher, Holders, Clock, _options, NullLogger<PostPoints>.Instance);
        WavePage page = new(Campaign.Id, "grant", PostPoints.ActionName, new PostingOrder(to).ToString(), null, 0, null, 1000);
        using WaveGate gate = new(_ => Task.FromResult(true), Clock);
        return await action.WorkAsync(page, await MembersAsync(), gate, CancellationToken.None);
    }

    /// <summary>Repeats the page, in a new process and at a later time each time, until nothing is left to do.</summary>
    public async Task CompleteAsync()
    {
        for (int run = 0; run < 50; run++)
        {
            Holders = new ClaimHolders();
            PageOutcome outcome = await PostPageAsync();
            if (outcome is { RepeatAt: null, Deferred: 0 })
            {
                return;
            }

            Clock.Now += TimeSpan.FromMinutes(10);
        }

        Assert.Fail("The page is not completed.");
    }

    public Task<IReadOnlyList<Entitlement>> MembersAsync() => Entitlements.ReadPageAsync(Campaign.Id, 0, null, 1000, CancellationToken.None);

    /// <summary>As a computation does after purchases have changed.</summary>
    public async Task OweAsync(int number, long points)
    {
        Entitlement member = (await Entitlements.FindAsync(Campaign.Id, IdOf(number), CancellationToken.None))!;
        Assert.NotNull(await Entitlements.TryMoveAsync(member, member with { Amount = new Yen(points) }, CancellationToken.None));
    }

    public async Task<IReadOnlyList<Posting>> RecordedAsync()
    {
        List<Posting> all = [];
        await foreach (Posting posting in Postings.FindAsync(Campaign.Id, 0, null, TableClient.CreateQueryFilter($"Points ne {0L}"), CancellationToken.None))
        {
            all.Add(posting);
        }

        return all;
    }

    /// <summary>What the points system holds for each member.</summary>
    public IReadOnlyDictionary<string, long> Balances => Emulator.Postings
        .GroupBy(posting => posting.Member, StringComparer.Ordinal)
        .ToDictionary(member => member.Key, member => member.Sum(posting => posting.Kind == PostingKind.Grant ? posting.Points : -posting.Points), StringComparer.Ordinal);

    public async ValueTask DisposeAsync()
    {
        _system.Dispose();
        await Emulator.DisposeAsync();
        _store.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static Entitlement Owed(int number) => new()
    {
        Campaign = Campaign.Id,
        Id = IdOf(number),
        Route = EntitlementRoute.Purchase,
        Amount = new Yen(40),
        RulesVersion = 1,
    };

    private PurchaseRow Member(int number, string ending)
    {
        Assert.True(MemberId.TryParse($"W{number:d6}{ending}", out MemberId member));
        return _purchases.NewMember(Campaign.Id, IdOf(number), member);
    }
}
