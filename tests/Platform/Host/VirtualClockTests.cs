using Compensation.Local.Host;
using Compensation.Tests;

namespace Compensation.Platform.Tests.Host;

public sealed class VirtualClockTests
{
    private static readonly DateTimeOffset Start = new(2023, 3, 31, 15, 0, 0, TimeSpan.Zero);

    private readonly VirtualClock _clock = new(Start, new WorkInProgress());
    private readonly List<(string Timer, TimeSpan At)> _fired = [];

    [Fact]
    public async Task Timers_fire_in_the_order_of_their_instants_and_then_in_that_in_which_they_were_set()
    {
        Set("c", hours: 2);
        Set("a", hours: 1);
        Set("b", hours: 1);

        Assert.False(await _clock.RunAsync(() => false).InTimeAsync());

        Assert.Equal([("a", TimeSpan.FromHours(1)), ("b", TimeSpan.FromHours(1)), ("c", TimeSpan.FromHours(2))], _fired);
    }

    [Fact]
    public async Task A_timer_that_another_one_stops_or_puts_off_at_the_same_instant_keeps_to_it()
    {
        List<ITimer> others = [];
        using ITimer first = _clock.CreateTimer(
            _ =>
            {
                others[0].Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                others[1].Change(TimeSpan.FromHours(5), Timeout.InfiniteTimeSpan);
                others[2].Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            },
            null, TimeSpan.FromHours(1), Timeout.InfiniteTimeSpan);
        others.AddRange([Set("stopped", hours: 1), Set("put off", hours: 1), Set("due all the same", hours: 1)]);

        await _clock.RunAsync(() => false).InTimeAsync();

        Assert.Equal([("due all the same", TimeSpan.FromHours(1)), ("put off", TimeSpan.FromHours(6))], _fired);
    }

    private ITimer Set(string name, int hours) =>
        _clock.CreateTimer(_ => _fired.Add((name, _clock.GetUtcNow() - Start)), null, TimeSpan.FromHours(hours), Timeout.InfiniteTimeSpan);
}
