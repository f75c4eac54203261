using System.Text.Json;
using Azure.Core;
using Azure.Data.Tables;
using Compensation.Common;
using Compensation.Operations.Alarms;
using Compensation.Tests.Coupons;
using Compensation.Waves;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Compensation.Tests.Waves;

/// <summary>How a wave begins, is moved and ends, whatever others say of it in between.</summary>
public sealed class WaveStandingTests : IAsyncLifetime
{
    private static readonly DateTimeOffset s_noon = JapanTime.At(new DateOnly(2023, 4, 10), new TimeOnly(12, 0));
    private static readonly WaveResult s_result = new(new Dictionary<string, long>(StringComparer.Ordinal) { ["accepted"] = 9 }, 1, new Tries(10, 1), Stopped: false);

    private readonly TestStore _store = new();
    private readonly Receipts.StorageFaults _storage = new();
    private readonly RecordedAlarms _alarms = new();
    private readonly StandingClock _clock = new(s_noon);
    private readonly ProtectedFields _fields = new(new EphemeralDataProtectionProvider());
    private WaveStore _waves = null!;

    public async Task InitializeAsync()
    {
        TableClientOptions options = new();
        options.AddPolicy(_storage, HttpPipelinePosition.PerCall);
        TableServiceClient tables = _store.Connect(options);
        await tables.CreateTableIfNotExistsAsync(WaveStore.TableName);
        _waves = new WaveStore(tables, _fields);
    }

    public Task DisposeAsync()
    {
        _store.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData(null, WaveStanding.Running, Wave.Itself, "")]
    [InlineData(WaveStanding.Planned, WaveStanding.Running, Wave.Itself, "")]
    [InlineData(WaveStanding.Running, WaveStanding.Running, "anna", "why")]
    [InlineData(WaveStanding.Paused, WaveStanding.Paused, "anna", "why")]
    public async Task A_wave_that_begins_runs_unless_somebody_has_paused_it(WaveStanding? before, WaveStanding after, string by, string reason)
    {
        await LayAsync(before);

        Assert.Null(await OpenAsync());

        Assert.Equal((after, by, reason), await StandingAsync());
    }

    [Fact]
    public async Task A_wave_that_has_ended_answers_with_what_it_did_and_does_not_begin_again()
    {
        await LayAsync(WaveStanding.Finished, s_result);
        WaveResult ended = (await OpenAsync())!;
        Assert.Equal((9, 1, new Tries(10, 1), false), (ended.Counts["accepted"], ended.Deferred, ended.Tries, ended.Stopped));
        Assert.Equal((WaveStanding.Finished, "anna", "why"), await StandingAsync());
    }

    [Fact]
    public async Task A_wave_that_was_stopped_before_it_did_anything_is_stopped()
    {
        await LayAsync(WaveStanding.Planned);
        _storage.Before(3, () => MoveAsync(WaveStanding.Stopped, "anna"));

        WaveResult stopped = (await OpenAsync())!;

        Assert.Equal((true, Tries.None), (stopped.Stopped, stopped.Tries));
        Assert.Equal((WaveStanding.Stopped, "anna", "because"), await StandingAsync());
    }

    [Theory]
    [InlineData(WaveStanding.Running, WaveStanding.Finished, Wave.Itself, "")]
    [InlineData(WaveStanding.Paused, WaveStanding.Finished, Wave.Itself, "why")]
    [InlineData(WaveStanding.Stopped, WaveStanding.Stopped, "anna", "why")]
    public async Task A_wave_that_ends_enters_what_it_did_and_one_that_was_stopped_stays_so(WaveStanding before, WaveStanding after, string by, string reason)
    {
        await LayAsync(before);

        await new CloseWave(_waves, _clock).Run(new WaveToClose(Plan().Id, s_result), CancellationToken.None);

        Assert.Equal((after, by, reason), await StandingAsync());
        Assert.Equal(new Tries(10, 1), (await FindAsync()).Result!.Tries);
    }

    [Fact]
    public async Task What_an_operator_says_while_a_wave_ends_is_kept_and_so_is_what_it_did()
    {
        await LayAsync(WaveStanding.Running);
        _storage.Before(2, () => MoveAsync(WaveStanding.Stopped, "anna"));

        await new CloseWave(_waves, _clock).Run(new WaveToClose(Plan().Id, s_result), CancellationToken.None);

        Assert.Equal((WaveStanding.Stopped, "anna", "because"), await StandingAsync());
        Assert.Equal(1, (await FindAsync()).Result!.Deferred);
    }

    [Fact]
    public async Task By_hand_a_wave_goes_where_the_table_of_moves_lets_it_but_is_not_started_by_resuming_it()
    {
        (WaveStanding From, WaveStanding To)[] allowed =
        [
            (WaveStanding.Planned, WaveStanding.Stopped),
            (WaveStanding.Running, WaveStanding.Paused), (WaveStanding.Running, WaveStanding.Stopped), (WaveStanding.Running, WaveStanding.Finished),
            (WaveStanding.Paused, WaveStanding.Running), (WaveStanding.Paused, WaveStanding.Stopped),
        ];
        WaveStanding[] all = Enum.GetValues<WaveStanding>();
        Assert.IsType<WaveMove.NoSuchWave>(await MoveAsync(WaveStanding.Paused, "anna"));
        foreach ((WaveStanding from, WaveStanding to) in from one in all from other in all select (one, other))
        {
            string id = $"{from}-{to}";
            await LayAsync(from, id: id);
            _clock.Now = s_noon.AddMinutes(1);

            WaveMove move = await MoveAsync(to, "ben", id);

            bool isMoved = allowed.Contains((from, to));
            Assert.Equal(isMoved || from == to, move is WaveMove.Done);
            Wave wave = await FindAsync(id);
            Assert.Equal(isMoved ? (to, "ben", "because", s_noon.AddMinutes(1)) : (from, "anna", "why", s_noon), (wave.Standing, wave.ChangedBy, wave.Reason, wave.ChangedAt));
            _clock.Now = s_noon;
        }

        Assert.Empty(_alarms.Raised);
    }

    [Fact]
    public async Task A_wave_that_pauses_itself_raises_an_alarm_until_it_has_been_heard_and_an_operators_pause_raises_none()
    {
        await LayAsync(WaveStanding.Running);
        await MoveAsync(WaveStanding.Paused, Wave.Itself);
        await MoveAsync(WaveStanding.Paused, Wave.Itself);
        await MoveAsync(WaveStanding.Paused, "anna");
        Assert.Equal([AlarmKind.WaveStopped, AlarmKind.WaveStopped], _alarms.Raised);

        await LayAsync(WaveStanding.Paused, id: "by-hand");
        await MoveAsync(WaveStanding.Paused, Wave.Itself, "by-hand");
        Assert.Equal(2, _alarms.Raised.Count);
    }

    [Fact]
    public async Task What_cannot_be_the_name_of_a_wave_is_the_name_of_none()
    {
        await LayAsync(WaveStanding.Running, id: new string('w', 100));
        await LayAsync(WaveStanding.Running, id: new string('w', 101));
        string[] none = ["", "w 1", "w1\n", "w/1", "w\\1", "w#1", "w?1", "波", new string('w', 101), new string('w', 99)];

        Assert.NotNull(await _waves.FindAsync(Plan(new string('w', 100)).Id, CancellationToken.None));
        Assert.All(await Task.WhenAll(none.Select(id => _waves.FindAsync(new WaveId(Plan().Campaign, id), CancellationToken.None))), wave => Assert.Null(wave));
    }

    [Fact]
    public async Task Why_a_wave_stands_so_is_encrypted_read_also_where_an_earlier_release_kept_it_in_clear_and_erased_in_its_time()
    {
        const string words = "山田様（090-1234-5678）のお申し出";
        TableClient table = _store.Connect().GetTableClient(WaveStore.TableName);
        Wave wave = new(Plan(), WaveStanding.Paused, words, "anna", s_noon, null, default) { Departure = new WaveDeparture(["It begins later."], words, "anna") };
        await _waves.TryAddAsync(wave, CancellationToken.None);
        TableEntity stored = await table.GetEntityAsync<TableEntity>("kumamoto", "issue-app");

        Assert.DoesNotContain(stored, column => $"{column.Value}".Contains("山田", StringComparison.Ordinal) || $"{column.Value}".Contains("1234", StringComparison.Ordinal) || $"{column.Value}".Contains("\\u", StringComparison.Ordinal));
        Assert.Equal((words, words), ((await FindAsync()).Reason, (await FindAsync()).Departure!.Why));

        TableEntity clear = new(stored) { ["Reason"] = words, ["Departure"] = JsonSerializer.Serialize(wave.Departure) };
        await table.UpdateEntityAsync(clear, Azure.ETag.All, TableUpdateMode.Replace);
        Assert.Equal((words, words), ((await FindAsync()).Reason, (await FindAsync()).Departure!.Why));

        await _waves.ForgetReasonsAsync(Plan().Campaign, CancellationToken.None);
        Assert.Equal((words, words), ((await FindAsync()).Reason, (await FindAsync()).Departure!.Why));
        Assert.True(await _waves.TryReplaceAsync((await FindAsync()).MoveTo(WaveStanding.Stopped, words, "anna", s_noon), CancellationToken.None));
        await _waves.ForgetReasonsAsync(Plan().Campaign, CancellationToken.None);
        Assert.Equal((WaveStanding.Stopped, "anna", "", ""), await FindAsync() is var forgotten ? (forgotten.Standing, forgotten.ChangedBy, forgotten.Reason, forgotten.Departure!.Why) : default);
    }

    [Fact]
    public async Task An_operators_words_are_not_logged_and_the_stop_rules_are()
    {
        await LayAsync(WaveStanding.Running);
        using LogLines log = new();
        using ILoggerFactory loggers = LoggerFactory.Create(logging => logging.AddProvider(log));
        WaveControl control = new(_waves, _alarms, _clock, loggers.CreateLogger<WaveControl>());

        await control.MoveAsync(Plan().Id, WaveStanding.Paused, "山田様のお申し出", "anna", CancellationToken.None);
        await control.MoveAsync(Plan().Id, WaveStanding.Running, "もうよい", "anna", CancellationToken.None);
        await control.MoveAsync(Plan().Id, WaveStanding.Paused, "canary: 3 of 10 failed", Wave.Itself, CancellationToken.None);

        Assert.DoesNotContain(log.Lines, line => line.Text.Contains("山田", StringComparison.Ordinal));
        Assert.Contains(log.Lines, line => line.Text.Contains("3 of 10", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_waves_of_which_there_are_thousands_only_those_that_have_not_ended_are_listed()
    {
        await LayAsync(WaveStanding.Finished);
        await LayAsync(WaveStanding.Finished, id: "resend-0123456789abcdef");
        await LayAsync(WaveStanding.Paused, id: "resend-1123456789abcdef");
        await LayAsync(WaveStanding.Running, id: "resend-2123456789abcdef");
        await LayAsync(WaveStanding.Stopped, id: "resend-3123456789abcdef");
        await LayAsync(WaveStanding.Finished, id: "transfers-again-0123456789abcdef");

        List<Wave> listed = await _waves.ListWithoutAsync(Plan().Campaign, "resend", CancellationToken.None).ToListAsync();

        Assert.Equal(["issue-app", "resend-1123456789abcdef", "resend-2123456789abcdef", "transfers-again-0123456789abcdef"], listed.Select(wave => wave.Plan.WaveId));
    }

    private Task<WaveResult?> OpenAsync() => new OpenWave(_waves, _clock).Run(Plan(), CancellationToken.None);

    private Task<WaveMove> MoveAsync(WaveStanding next, string by, string id = "issue-app") =>
        new WaveControl(_waves, _alarms, _clock, NullLogger<WaveControl>.Instance).MoveAsync(Plan(id).Id, next, "because", by, CancellationToken.None);

    /// <summary>A wave as Anna has left it; none where it stands nowhere.</summary>
    private async Task LayAsync(WaveStanding? standing, WaveResult? result = null, string id = "issue-app") =>
        Assert.True(standing is not { } left || await _waves.TryAddAsync(new Wave(Plan(id), left, "why", "anna", s_noon, result, default), CancellationToken.None));

    private async Task<Wave> FindAsync(string id = "issue-app") => (await _waves.FindAsync(Plan(id).Id, CancellationToken.None))!;

    private async Task<(WaveStanding Standing, string By, string Reason)> StandingAsync() => await FindAsync() is var wave ? (wave.Standing, wave.ChangedBy, wave.Reason) : default;

    private static WavePlan Plan(string id = "issue-app") => new(
        CampaignId.Parse("kumamoto"), id, "work", string.Empty, new SendingWindow(s_noon.AddDays(-1), s_noon.AddDays(9), new TimeOnly(9, 0), new TimeOnly(20, 0)), Spread: true, PageSize: 100, Lanes: 2, [30, 30]);
}
