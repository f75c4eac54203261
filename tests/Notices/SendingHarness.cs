using System.Collections.Concurrent;
using System.Text.Json;
using Azure.Data.Tables;
using Azure.Messaging;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Notices.Acs;
using Compensation.Notices.EventGrid;
using Compensation.Notices.Providers;
using Compensation.Notices.Text;
using Compensation.Operations.Alarms;
using Compensation.Waves;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Compensation.Tests.Notices;

/// <summary>The sending protocol over a real embedded store, with a provider that does as it is told and a clock that moves when told.</summary>
internal sealed class SendingHarness : IAsyncDisposable
{
    /// <summary>The communication resource that reports come from.</summary>
    public const string EventSource = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Communication/communicationServices/c";

    private readonly TestStore _store = new();
    private readonly CampaignCatalog _campaigns;
    private readonly TableServiceClient _tables;
    private readonly KeyedHash _hash = new(new byte[32]);
    private readonly DeliveryEvents _events;

    private SendingHarness(BreakableStorage storage)
    {
        Storage = storage;
        _campaigns = new CampaignCatalog([TestCampaigns.Kumamoto]);
        TableClientOptions options = new();
        options.Retry.MaxRetries = 0;
        options.AddPolicy(storage, Azure.Core.HttpPipelinePosition.PerRetry);
        _tables = _store.Connect(options);
        Entitlements = new EntitlementStore(_tables, _campaigns);
        Notices = new NoticeStore(_tables, _campaigns);
        Marks = new EntitlementMarks(_tables, Entitlements);
        Suppressed = new SuppressionList(_tables, _hash, Clock);
        RequestIds = new RequestIds(_hash, _campaigns);
        DeliveryReports reports = new(_tables, _campaigns, new Unreached(Marks), RequestIds, Clock, NullLogger<DeliveryReports>.Instance);
        Alarms = new AlarmList(_tables, _hash, [], Clock, Options.Create(new AlarmOptions()), NullLogger<AlarmList>.Instance);
        SetAside = new SetAsideEvents(_tables, Fields, Alarms, Clock);
        _events = new DeliveryEvents(reports, SetAside, Options.Create(new AcsOptions { EventSource = EventSource }), Clock, NullLogger<DeliveryEvents>.Instance);
    }

    public TableServiceClient Tables => _tables;

    public CampaignCatalog Campaigns => _campaigns;

    public KeyedHash Hash => _hash;

    public StoppedClock Clock { get; } = new(new DateTimeOffset(2023, 4, 10, 1, 0, 0, TimeSpan.Zero));

    public ScriptedProvider Sms { get; } = new(NoticeChannel.Sms);

    public ScriptedProvider Email { get; } = new(NoticeChannel.Email);

    public BreakableStorage Storage { get; }

    public EntitlementStore Entitlements { get; }

    public NoticeStore Notices { get; }

    public EntitlementMarks Marks { get; }

    public SuppressionList Suppressed { get; }

    public RequestIds RequestIds { get; }

    public AlarmList Alarms { get; }

    public SetAsideEvents SetAside { get; }

    public ProtectedFields Fields { get; } = new(new EphemeralDataProtectionProvider());

    /// <summary>Hands a delivery of Event Grid over, as it would come.</summary>
    public Task<DeliveryAnswer> ReportAsync(params IEnumerable<CloudEvent> events) => ReportAsync(JsonSerializer.SerializeToUtf8Bytes(events));

    public Task<DeliveryAnswer> ReportAsync(byte[] delivery) => _events.TakeAsync(EventReader.Read(delivery), CancellationToken.None);

    public IReadOnlyList<Entitlement> People { get; private set; } = [];

    public static async Task<SendingHarness> With(int people, bool byEmail = false)
    {
        SendingHarness harness = new(new BreakableStorage());
        await harness._tables.CreateTableIfNotExistsAsync(EntitlementStore.TableName);
        await harness._tables.CreateTableIfNotExistsAsync(SuppressionList.TableName);
        await harness._tables.CreateTableIfNotExistsAsync(AlarmList.TableName);
        await harness._tables.CreateTableIfNotExistsAsync(SetAsideEvents.TableName);
        await harness.Suppressed.ContainsAsync("nobody", CancellationToken.None);
        List<Entitlement> all = [.. Enumerable.Range(0, people).Select(index => harness.Person(index, byEmail))];
        foreach (Entitlement[] chunk in all.Chunk(100))
        {
            await harness.Entitlements.CreateAsync(chunk, CancellationToken.None);
        }

        await harness.ReadPeopleAsync();
        return harness;
    }

    public async Task ReadPeopleAsync() => People = await Entitlements.ReadPageAsync(TestCampaigns.Kumamoto.Id, shard: 0, after: null, take: 1000, CancellationToken.None);

    /// <summary>One more person, of another shard: only a marked audience hands such people over together.</summary>
    public async Task AddElsewhereAsync()
    {
        Entitlement elsewhere = People[0] with { Id = EntitlementId.FromValue((1UL << 12) + 1) };
        await Entitlements.CreateAsync([elsewhere], CancellationToken.None);
        People = [.. People, (await Entitlements.FindAsync(elsewhere.Campaign, elsewhere.Id, CancellationToken.None))!];
    }

    /// <summary>Replaces a person's contact and link, as an operator's correction does.</summary>
    public async Task CorrectAsync(Entitlement person, Contact contact)
    {
        Entitlement corrected = person with { Contacts = contact.Kinds, ProtectedContact = contact.Kinds == ContactKinds.None ? null : Fields.ProtectJson(contact), LinkVersion = person.LinkVersion + 1 };
        Assert.NotNull(await Entitlements.TryMoveAsync(person, corrected, CancellationToken.None));
        await ReadPeopleAsync();
    }

    /// <summary>Makes a person's address unreadable, as a lost key would.</summary>
    public void Spoil(Entitlement person) =>
        People = [.. People.Select(one => one.Id == person.Id ? one with { ProtectedContact = "CfDJ8" + new string('A', 100) } : one)];

    /// <summary>Who holds claims; exchange it for a new one and the process has died.</summary>
    public ClaimHolders Holders { get; set; } = new();

    /// <summary>Whether the wave may go on.</summary>
    public Func<bool> MayGoOn { get; set; } = () => true;

    public static NoticeOrder Issue { get; } = new(NoticeKind.Issue, 1, EntitlementRoute.App);

    /// <summary>What keeps the campaign's notices back.</summary>
    public IReadOnlyList<INoticeHold> Holds { get; set; } = [];

    /// <summary>Hands the page of all people over once, as a wave's activity would, with nothing remembered from before.</summary>
    public async Task<PageOutcome> SendPageAsync(NoticeOrder? order = null, bool isLastCall = false, bool isOver = false, string? only = null, string? except = null, string? audience = null)
    {
        IOptions<NoticeOptions> options = Options.Create(new NoticeOptions { SendConcurrency = 8, ChunksInFlight = ChunksInFlight });
        ReceiptLinks links = new(_hash, _campaigns, Options.Create(new ReceiptSiteOptions { PublicBaseUrl = "https://r.example.jp" }));
        EntitlementContacts contacts = new(_tables, _campaigns, Fields);
        AddressBook book = new(contacts, _hash);
        ProviderChoice providers = new([Sms, Email], Options.Create(new ProviderOptions()), Clock, NullLogger<ProviderChoice>.Instance);
        using ProviderRequests requests = new(new AddressRules(Suppressed, options), providers, Clock, options);
        NoticeDispatcher dispatcher = new(Notices, new Unreached(Marks), new NoticeMessages(links), contacts, book, RequestIds, providers, requests, Clock, options);
        SendNotices action = new(_campaigns, Notices, new Recipients(Entitlements), book, dispatcher, new Unreached(Marks), Holders, new WaveOutcomes(Notices, _campaigns, Clock), Holds, Clock, options, NullLogger<SendNotices>.Instance);
        WavePage page = new(TestCampaigns.Kumamoto.Id, "issue-app", SendNotices.ActionName, (order ?? Issue).ToString(), audience, 0, null, 1000) { IsLastCall = isLastCall, IsOver = isOver, Only = only, Except = except };
        using WaveGate gate = new(_ => Task.FromResult(MayGoOn()), Clock);
        return await action.WorkAsync(page, People, gate, CancellationToken.None);
    }

    /// <summary>Whom the operators' list would look at.</summary>
    public async Task<IReadOnlyList<EntitlementId>> ListedAsync() =>
        [.. (await Marks.ReadPageAsync(TestCampaigns.Kumamoto.Id, Unreached.ForOperators, null, 1000, CancellationToken.None)).Select(person => person.Id)];

    /// <summary>One at a time makes the order of requests certain.</summary>
    public int ChunksInFlight { get; set; } = 1;

    public async Task<IReadOnlyList<Notice>> RecordedAsync()
    {
        List<Notice> all = [];
        await foreach (Notice notice in Notices.ReadShardAsync(TestCampaigns.Kumamoto.Id, 0, CancellationToken.None))
        {
            all.Add(notice);
        }

        return all;
    }

    public ValueTask DisposeAsync()
    {
        Suppressed.Dispose();
        _store.Dispose();
        return ValueTask.CompletedTask;
    }

    private Entitlement Person(int index, bool byEmail)
    {
        Contact contact = byEmail ? new Contact(null, $"person{index}@example.jp") : new Contact($"+8190{10000000 + index}", null);
        return new Entitlement
        {
            Campaign = TestCampaigns.Kumamoto.Id,
            // Multiples of 4096 all fall into shard 0.
            Id = EntitlementId.FromValue((ulong)(index + 1) << 12),
            Route = EntitlementRoute.App,
            Amount = new Yen(1000 + index),
            Contacts = contact.Kinds,
            ProtectedContact = Fields.ProtectJson(contact),
        };
    }
}

/// <summary>Takes every message, unless told otherwise; recognises a repeated request id as the real service does.</summary>
internal sealed class ScriptedProvider(NoticeChannel channel, string provider = "acs") : INoticeSender
{
    private readonly ConcurrentDictionary<Guid, string> _taken = new();
    private int _calls;

    public NoticeChannel Channel => channel;

    public string Provider => provider;

    /// <summary>Answers before the message is taken; null lets it be taken.</summary>
    public Func<int, OutgoingMessage, SendOutcome?> Before { get; set; } = (_, _) => null;

    /// <summary>Answers after the message was taken; null answers truthfully.</summary>
    public Func<int, OutgoingMessage, SendOutcome?> After { get; set; } = (_, _) => null;

    public int Calls => _calls;

    /// <summary>What reached people: address by request id.</summary>
    public IReadOnlyDictionary<Guid, string> Taken => _taken;

    public Task<SendOutcome> SendAsync(OutgoingMessage message, bool mayBeRepeat, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        int call = Interlocked.Increment(ref _calls);
        if (Before(call, message) is { } turnedAway)
        {
            return Task.FromResult(turnedAway);
        }

        _taken[message.RequestId] = message.To;
        return Task.FromResult(After(call, message) ?? new SendOutcome.Accepted($"provider-{message.RequestId:N}"));
    }
}

/// <summary>A clock that stands still until it is moved.</summary>
internal sealed class StoppedClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => Now.UtcTicks;
}
