using System.Globalization;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Compensation.Local.Host;
using Compensation.Local.Tables;
using Compensation.Platform.Tests.Support;
using Compensation.Tests;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Platform.Tests.Host;

public sealed class TimerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("timers-").FullName;
    private readonly EmbeddedTables _tables;

    public TimerTests() => _tables = EmbeddedTables.Open(_folder);

    public void Dispose()
    {
        _tables.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("Asia/Tokyo")]
    [InlineData("Tokyo Standard Time")]
    public async Task A_timer_fires_at_the_exact_instants_of_its_schedule_in_the_zone_of_the_setting(string zone)
    {
        await using Running host = await StartAsync(typeof(Schedules), "2026-03-31T14:59:00Z", "0 0 9 * * *", zone);

        await host.RunUntilAsync("2026-04-03T00:00:00Z");

        Assert.Equal(["2026-04-01T00:00:00Z", "2026-04-02T00:00:00Z", "2026-04-03T00:00:00Z"], host.Journal);
    }

    [Fact]
    public async Task Without_a_zone_the_schedule_is_read_in_UTC()
    {
        await using Running host = await StartAsync(typeof(Schedules), "2026-04-03T10:00:00Z", "15 30 9 * * MON-FRI");

        await host.RunUntilAsync("2026-04-07T09:30:15Z");

        Assert.Equal(["2026-04-06T09:30:15Z", "2026-04-07T09:30:15Z"], host.Journal);
    }

    [Fact]
    public async Task A_five_minute_timer_fires_every_time_for_two_days()
    {
        await using Running host = await StartAsync(typeof(Schedules), "2026-04-01T00:00:00Z", "0 */5 * * * *");

        await host.RunUntilAsync("2026-04-03T00:00:00Z");

        string[] expected = [.. Enumerable.Range(1, 2 * 24 * 12).Select(i => Text(Instant("2026-04-01T00:00:00Z").AddMinutes(5 * i)))];
        Assert.Equal(expected, host.Journal);
    }

    [Theory]
    [InlineData("2026-03-08T00:00:00Z", "0 30 2 * * *", "2026-03-08T07:30:00Z", "2026-03-09T06:30:00Z")]
    [InlineData("2026-11-01T00:00:00Z", "0 30 1 * * *", "2026-11-01T06:30:00Z", "2026-11-02T06:30:00Z")]
    public async Task A_daily_timer_fires_once_a_day_also_when_the_clocks_change(string start, string schedule, string first, string second)
    {
        await using Running host = await StartAsync(typeof(Schedules), start, schedule, "America/New_York");

        await host.RunUntilAsync(second);

        Assert.Equal([first, second], host.Journal);
    }

    [Fact]
    public async Task A_timer_far_away_fires_too()
    {
        await using Running host = await StartAsync(typeof(Schedules), "2026-01-02T00:00:00Z", "0 0 0 1 1 *");

        await host.RunUntilAsync("2027-01-01T00:00:00Z");

        Assert.Equal(["2027-01-01T00:00:00Z"], host.Journal);
    }

    [Fact]
    public async Task A_run_knows_the_last_occurrence_and_its_own()
    {
        await using Running host = await StartAsync(typeof(Status), "2026-04-01T00:00:00Z", "0 0 9 * * *");

        await host.RunUntilAsync("2026-04-02T09:00:00Z");

        Assert.Equal(["0001-01-01T00:00:00Z 2026-04-01T09:00:00Z", "2026-04-01T09:00:00Z 2026-04-02T09:00:00Z"], host.Journal);
    }

    [Fact]
    public async Task A_run_on_startup_comes_before_the_schedule()
    {
        await using Running host = await StartAsync(typeof(OnStartup), "2026-04-01T08:00:00Z", "0 0 9 * * *");

        await host.RunUntilAsync("2026-04-01T09:00:00Z");

        Assert.Equal(["2026-04-01T08:00:00Z", "2026-04-01T09:00:00Z"], host.Journal);
    }

    [Fact]
    public async Task A_failure_does_not_stop_the_schedule()
    {
        await using Running host = await StartAsync(typeof(Failing), "2026-04-01T00:00:00Z", "0 0 * * * *");

        await host.RunUntilAsync("2026-04-01T02:00:00Z");

        Assert.Equal(["2026-04-01T01:00:00Z", "2026-04-01T02:00:00Z"], host.Journal);
        Assert.Equal(2, host.App.Log.Lines.Count(line => line.Text.Equals("Timer function Tick failed.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_run_longer_than_the_interval_is_followed_by_one_late_run_never_by_two_at_once()
    {
        await using Running host = await StartAsync(typeof(Slow), "2026-04-01T00:00:00Z", "0 */5 * * * *");

        // The first run spends twelve minutes of which the clock that drives the test knows nothing.
        await host.RunUntilAsync("2026-04-01T00:08:00Z");

        Assert.Equal(
            ["2026-04-01T00:05:00Z", "ended", "2026-04-01T00:17:00Z", "ended", "2026-04-01T00:20:00Z", "ended"], host.Journal);
    }

    [Fact]
    public async Task An_occurrence_missed_while_no_host_ran_is_made_up_for_at_once_and_once()
    {
        await using (Running first = await StartAsync(typeof(PastDue), "2026-04-01T00:00:00Z", "0 0 9 * * *"))
        {
            await first.RunUntilAsync("2026-04-01T09:00:00Z");
        }

        await using Running second = await StartAsync(typeof(PastDue), "2026-04-04T08:00:00Z", "0 0 9 * * *");
        await second.RunUntilAsync("2026-04-04T09:00:00Z");

        Assert.Equal(["2026-04-04T08:00:00Z past due", "2026-04-04T09:00:00Z on time"], second.Journal);
    }

    [Fact]
    public async Task An_occurrence_missed_before_the_first_run_is_made_up_for_too()
    {
        await using (await StartAsync(typeof(PastDue), "2026-04-01T00:00:00Z", "0 0 9 * * *"))
        {
        }

        await using Running second = await StartAsync(typeof(PastDue), "2026-04-01T10:00:00Z", "0 0 9 * * *");
        await second.RunUntilAsync("2026-04-01T10:00:00Z", orNext: true);

        Assert.Equal(["2026-04-01T10:00:00Z past due"], second.Journal);
    }

    [Fact]
    public async Task Nothing_is_made_up_for_after_a_restart_that_missed_nothing()
    {
        await using (Running first = await StartAsync(typeof(PastDue), "2026-04-01T00:00:00Z", "0 */5 * * * *"))
        {
            await first.RunUntilAsync("2026-04-01T00:35:00Z");
        }

        await using Running second = await StartAsync(typeof(PastDue), "2026-04-01T00:38:00Z", "0 */5 * * * *");
        await second.RunUntilAsync("2026-04-01T00:40:00Z");

        Assert.Equal(["2026-04-01T00:40:00Z on time"], second.Journal);
    }

    [Fact]
    public async Task After_a_crash_a_frequent_timer_runs_once_more_rather_than_once_too_few()
    {
        await using Running crashed = await StartAsync(typeof(PastDue), "2026-04-01T00:00:00Z", "0 */5 * * * *");
        await crashed.RunUntilAsync("2026-04-01T00:35:00Z");

        await using Running second = await StartAsync(typeof(PastDue), "2026-04-01T00:36:00Z", "0 */5 * * * *");
        await second.RunUntilAsync("2026-04-01T00:40:00Z");

        Assert.Equal(["2026-04-01T00:36:00Z past due", "2026-04-01T00:40:00Z on time"], second.Journal);
    }

    [Theory]
    [InlineData(typeof(Unmonitored), "0 0 9 * * *", "0 0 9 * * *")]
    [InlineData(typeof(PastDue), "*/30 * * * * *", "*/30 * * * * *")]
    [InlineData(typeof(PastDue), "0 0 9 * * *", "0 0 10 * * *")]
    public async Task Nothing_is_made_up_for_without_a_monitor_nor_below_a_minute_nor_on_a_new_schedule(Type type, string before, string after)
    {
        await using (Running first = await StartAsync(type, "2026-04-01T00:00:00Z", before))
        {
            await first.RunUntilAsync("2026-04-01T09:00:00Z");
        }

        await using Running second = await StartAsync(type, "2026-04-04T08:00:10Z", after);
        await second.RunUntilAsync("2026-04-04T08:00:30Z", orNext: true);

        Assert.EndsWith(" on time", second.Journal[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_frequent_timer_writes_its_state_at_most_once_an_hour()
    {
        var writes = new CountWrites();
        await using Running host = await StartAsync(typeof(Schedules), "2026-04-01T00:00:00Z", "0 */5 * * * *", writes: writes);
        int before = writes.Count;

        await host.RunUntilAsync("2026-04-01T03:00:00Z");

        Assert.Equal(36, host.Journal.Length);
        Assert.Equal(3, writes.Count - before);
    }

    private async Task<Running> StartAsync(Type type, string start, string schedule, string? zone = null, CountWrites? writes = null)
    {
        WorkInProgress work = new();
        VirtualClock clock = new(Instant(start), work);
        LateClock late = new(clock);
        TableClientOptions options = new();
        if (writes is not null)
            options.AddPolicy(writes, HttpPipelinePosition.PerCall);
        FunctionsApp app = await FunctionsApp.StartAsync(new(type)
        {
            Settings = { ["TickSchedule"] = schedule, ["WEBSITE_TIME_ZONE"] = zone },
            Time = late,
            Work = work,
            Tables = _tables.Connect(options),
            Configure = builder => builder.Services.AddSingleton<TimeProvider>(late).AddSingleton(late),
        });
        return new Running(app, clock);
    }

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(DateTimeOffset instant) => instant.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private sealed record Running(FunctionsApp App, VirtualClock Clock) : IAsyncDisposable
    {
        public string[] Journal => App.Journal.Lines;

        /// <summary>Lets time pass until the instant, and what is due at it is done; or on, until something was noted.</summary>
        public Task RunUntilAsync(string instant, bool orNext = false) => Clock.RunAsync(() =>
            Clock.GetUtcNow() >= Instant(instant) && (!orNext || Journal.Length > 0)).InTimeAsync($"the runs until {instant}");

        public ValueTask DisposeAsync() => App.DisposeAsync();
    }

    /// <summary>A clock that a slow run can put on, as if it had taken the time.</summary>
    public sealed class LateClock(TimeProvider clock) : TimeProvider
    {
        private TimeSpan _late;

        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() + _late;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            clock.CreateTimer(callback, state, dueTime, period);

        public void Spend(TimeSpan time) => _late += time;
    }

    private sealed class CountWrites : HttpPipelineSynchronousPolicy
    {
        private int _count;

        public int Count => _count;

        public override void OnSendingRequest(HttpMessage message)
        {
            if (message.Request.Method != RequestMethod.Get)
                Interlocked.Increment(ref _count);
        }
    }

    public sealed class Schedules(Journal journal, TimeProvider time)
    {
        [Function("Tick")]
        public void Run([TimerTrigger("%TickSchedule%")] TimerInfo timer) => journal.Add(Text(time.GetUtcNow()));
    }

    public sealed class Status(Journal journal)
    {
        [Function("Tick")]
        public void Run([TimerTrigger("%TickSchedule%")] TimerInfo timer)
        {
            ScheduleStatus status = timer.ScheduleStatus!;
            Assert.Equal(DateTimeKind.Utc, status.Next.Kind);
            journal.Add($"{status.Last:yyyy-MM-ddTHH:mm:ss}Z {status.Next:yyyy-MM-ddTHH:mm:ss}Z");
        }
    }

    public sealed class OnStartup(Journal journal, TimeProvider time)
    {
        [Function("Tick")]
        public void Run([TimerTrigger("%TickSchedule%", RunOnStartup = true)] TimerInfo timer) => journal.Add(Text(time.GetUtcNow()));
    }

    public sealed class Failing(Journal journal, TimeProvider time)
    {
        [Function("Tick")]
        public Task Run([TimerTrigger("%TickSchedule%")] TimerInfo timer)
        {
            journal.Add(Text(time.GetUtcNow()));
            throw new InvalidOperationException("broken");
        }
    }

    public sealed class Slow(Journal journal, LateClock clock)
    {
        private static readonly TimeSpan Longer = TimeSpan.FromMinutes(12);

        [Function("Tick")]
        public async Task Run([TimerTrigger("%TickSchedule%")] TimerInfo timer)
        {
            bool first = journal.Lines.Length == 0;
            journal.Add(Text(clock.GetUtcNow()));
            await Task.Yield();
            if (first)
                clock.Spend(Longer);
            journal.Add("ended");
        }
    }

    public sealed class PastDue(Journal journal, TimeProvider time)
    {
        [Function("Tick")]
        public void Run([TimerTrigger("%TickSchedule%")] TimerInfo timer) =>
            journal.Add($"{Text(time.GetUtcNow())} {(timer.IsPastDue ? "past due" : "on time")}");
    }

    public sealed class Unmonitored(Journal journal, TimeProvider time)
    {
        [Function("Tick")]
        public void Run([TimerTrigger("%TickSchedule%", UseMonitor = false)] TimerInfo timer)
        {
            Assert.Null(timer.ScheduleStatus);
            journal.Add($"{Text(time.GetUtcNow())} {(timer.IsPastDue ? "past due" : "on time")}");
        }
    }
}
