using Azure.Data.Tables;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Operations.Alarms;
using Compensation.Tests.Coupons;
using Compensation.Waves;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Compensation.Tests.Waves;

/// <summary>A page is read, worked on while its wave may go on, and judged together with what its lane has seen before.</summary>
public sealed class WorkWavePageTests : IAsyncLifetime
{
    private static readonly DateTimeOffset s_noon = JapanTime.At(new DateOnly(2023, 4, 10), new TimeOnly(12, 0));
    private static readonly Campaign s_campaign = TestCampaigns.Kumamoto;

    private readonly TestStore _store = new();
    private readonly RecordedAlarms _alarms = new();
    private readonly StandingClock _clock = new(s_noon);
    private readonly Works _action = new();
    private TableServiceClient _tables = null!;
    private EntitlementStore _entitlements = null!;
    private EntitlementMarks _marks = null!;
    private WaveStore _waves = null!;

    public async Task InitializeAsync()
    {
        _tables = _store.Connect();
        await _tables.CreateTableIfNotExistsAsync(WaveStore.TableName);
        await _tables.CreateTableIfNotExistsAsync(EntitlementStore.TableName);
        _entitlements = new EntitlementStore(_tables, new CampaignCatalog([s_campaign]));
        _marks = new EntitlementMarks(_tables, _entitlements);
        _waves = new WaveStore(_tables, new ProtectedFields(new EphemeralDataProtectionProvider()));
        await _entitlements.CreateAsync([.. Enumerable.Range(1, 3).Select(number => new Entitlement { Campaign = s_campaign.Id, Id = Id(number), Route = EntitlementRoute.App, Amount = new Yen(1000) })], CancellationToken.None);
    }

    public Task DisposeAsync()
    {
        _store.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_page_holds_as_many_as_are_asked_for_and_says_where_the_next_one_begins()
    {
        WorkedPage[] worked =
        [
            await RunAsync(Page(take: 2)),
            await RunAsync(Page(take: 2, after: 2)),
            await RunAsync(Page(take: 2, after: 3)),
            await RunAsync(Page(take: 3) with { Through = Id(2) }),
            await RunAsync(Page(take: 3)),
        ];

        Assert.Equal([2, 1, 0, 2, 3], worked.Select(page => page.Looked));
        Assert.Equal([Id(2), null, null, null, Id(3)], worked.Select(page => page.Next));
        Assert.Equal(["1 2", "3", "1 2", "1 2 3"], _action.Seen);
    }

    [Fact]
    public async Task A_marked_audience_is_those_who_bear_the_mark()
    {
        await _marks.AddAsync(s_campaign.Id, "marked", [Id(3), Id(1)], CancellationToken.None);

        WorkedPage worked = await RunAsync(Page(take: 10) with { Audience = "marked" });

        Assert.Equal((2, "1 3"), (worked.Looked, Assert.Single(_action.Seen)));
    }

    [Theory]
    [InlineData(8, 1, 0, 0, true)]
    [InlineData(8, 0, 0, 0, false)]
    [InlineData(7, 3, 0, 0, false)]
    [InlineData(0, 0, 8, 1, true)]
    [InlineData(0, 0, 8, 0, false)]
    [InlineData(0, 0, 7, 3, false)]
    public async Task A_wave_whose_rule_is_broken_by_what_was_tried_or_heard_of_so_far_is_paused(int tried, int failed, int heard, int heardFailed, bool isPaused)
    {
        await _waves.TryAddAsync(new Wave(Plan(), WaveStanding.Running, string.Empty, Wave.Itself, s_noon, null, default), CancellationToken.None);
        _action.Tries = _action.Heard = new Tries(2, 2);

        WorkedPage worked = await RunAsync(Page(take: 2), new PageToWork(Page(take: 2), Page(take: 2), new StopRule(20, 10), new Tries(tried, failed), new Tries(heard, heardFailed)));
        await RunAsync(Page(take: 2), new PageToWork(Page(take: 2), Page(take: 2), null, new Tries(100, 100), new Tries(100, 100)));

        Assert.Equal(new Tries(2, 2), worked.Heard);
        Wave wave = (await _waves.FindAsync(Plan().Id, CancellationToken.None))!;
        Assert.Equal(isPaused ? (WaveStanding.Paused, "3 of 10 failed; the stop rule allows 20 %") : (WaveStanding.Running, string.Empty), (wave.Standing, wave.Reason));
        Assert.Equal(isPaused ? 1 : 0, _alarms.Raised.Count(kind => kind == AlarmKind.WaveStopped));
    }

    [Fact]
    public async Task One_person_alone_is_heard_of_and_judged_where_the_rule_asks_for_no_more()
    {
        await _waves.TryAddAsync(new Wave(Plan(), WaveStanding.Running, string.Empty, Wave.Itself, s_noon, null, default), CancellationToken.None);
        _action.Heard = new Tries(1, 1);

        WorkedPage worked = await RunAsync(Page(take: 1), new PageToWork(Page(take: 1), Page(take: 1), new StopRule(20, 1), Tries.None, Tries.None));

        Assert.Equal(new Tries(1, 1), worked.Heard);
        Assert.Equal(WaveStanding.Paused, (await _waves.FindAsync(Plan().Id, CancellationToken.None))!.Standing);
    }

    [Theory]
    [InlineData(null, 1, true)]
    [InlineData(WaveStanding.Running, 1, true)]
    [InlineData(WaveStanding.Running, 0, false)]
    [InlineData(WaveStanding.Paused, 1, false)]
    [InlineData(WaveStanding.Stopped, 1, false)]
    public async Task A_page_goes_on_while_its_wave_runs_and_its_deadline_is_ahead(WaveStanding? standing, int ticksLeft, bool mayGoOn)
    {
        if (standing is { } left)
        {
            await _waves.TryAddAsync(new Wave(Plan(), left, string.Empty, "anna", s_noon, null, default), CancellationToken.None);
        }

        await RunAsync(Page(take: 2) with { Deadline = s_noon.AddTicks(ticksLeft) });

        Assert.Equal(mayGoOn, _action.MayGoOn);
    }

    private Task<WorkedPage> RunAsync(WavePage page, PageToWork? work = null)
    {
        WorkWavePage activity = new(new WaveAudience(_entitlements, _marks), _waves, new WaveControl(_waves, _alarms, _clock, NullLogger<WaveControl>.Instance), [_action], _clock);
        return activity.Run(work ?? new PageToWork(page, null, null, Tries.None, Tries.None), CancellationToken.None);
    }

    private static EntitlementId Id(int number) => EntitlementId.FromValue((ulong)number << 12);

    private static WavePage Page(int take, int? after = null) => new(s_campaign.Id, "wave", "work", string.Empty, null, 0, after is { } last ? Id(last) : null, take);

    private static WavePlan Plan() => new(
        s_campaign.Id, "wave", "work", string.Empty, new SendingWindow(s_noon, s_noon.AddDays(9), new TimeOnly(9, 0), new TimeOnly(20, 0)), Spread: false, PageSize: 2, Lanes: 1, [3]);

    /// <summary>Notes whom it is handed, and asks once whether it may go on.</summary>
    private sealed class Works : IWaveAction
    {
        public string Name => "work";

        public List<string> Seen { get; } = [];

        public bool? MayGoOn { get; private set; }

        public Tries Tries { get; set; } = Tries.None;

        public Tries Heard { get; set; } = Tries.None;

        public async Task<PageOutcome> WorkAsync(WavePage page, IReadOnlyList<Entitlement> people, WaveGate gate, CancellationToken cancellationToken)
        {
            Seen.Add(string.Join(' ', people.Select(person => person.Id.Value >> 12)));
            MayGoOn = await gate.MayGoOnAsync(cancellationToken);
            return new PageOutcome(Counters.None) { Tries = Tries };
        }

        public Task<Tries> LookBackAsync(WavePage page, IReadOnlyList<Entitlement> people, CancellationToken cancellationToken) => Task.FromResult(Heard);
    }
}
