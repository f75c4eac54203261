using Compensation.Tests.Notices;
using Compensation.Waves;

namespace Compensation.Tests.Waves;

public sealed class WaveGateTests
{
    private readonly StoppedClock _clock = new(new DateTimeOffset(2023, 4, 10, 1, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task How_a_wave_stands_is_asked_at_once_and_then_once_a_second()
    {
        Queue<bool> answers = new([true, false, true]);
        using WaveGate gate = new(_ => Task.FromResult(answers.Dequeue()), _clock);
        List<bool> said = [];
        foreach (TimeSpan later in new[] { TimeSpan.Zero, TimeSpan.FromSeconds(1) - TimeSpan.FromTicks(1), TimeSpan.FromTicks(1), TimeSpan.Zero, TimeSpan.FromSeconds(1) })
        {
            _clock.Now += later;
            said.Add(await gate.MayGoOnAsync(CancellationToken.None));
        }

        Assert.Equal([true, true, false, false, true], said);
        Assert.Empty(answers);
    }

    [Fact]
    public async Task Where_nobody_can_say_how_a_wave_stands_nobody_goes_on_and_the_next_asks_anew()
    {
        bool isAway = true;
        using WaveGate gate = new(_ => isAway ? throw new InvalidOperationException("storage is away") : Task.FromResult(true), _clock);

        await Assert.ThrowsAsync<InvalidOperationException>(() => gate.MayGoOnAsync(CancellationToken.None));
        isAway = false;

        Assert.True(await gate.MayGoOnAsync(CancellationToken.None));
    }
}
