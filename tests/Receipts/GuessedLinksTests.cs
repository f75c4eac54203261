using Compensation.Common;
using Compensation.Operations.Alarms;
using Compensation.Receipts;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Moq;

namespace Compensation.Tests.Receipts;

public class GuessedLinksTests
{
    private readonly Mock<IAlarms> _alarms = new();
    private readonly HandClock _clock = new();

    [Theory]
    [InlineData(49, 1, 0)]
    [InlineData(50, 1, 1)]
    [InlineData(500, 1, 1)]
    [InlineData(500, 60, 0)]
    public async Task Many_within_some_minutes_are_one_alarm(int links, int secondsBetween, int alarms)
    {
        GuessedLinks guessed = Guessed();
        for (int link = 0; link < links; link++)
        {
            await guessed.CountAsync(TestCampaigns.Kumamoto.Id, CancellationToken.None);
            _clock.Passed += TimeSpan.FromSeconds(secondsBetween);
        }

        _alarms.Verify(list => list.RaiseAsync(AlarmKind.LinksGuessed, It.IsAny<CampaignId?>(), It.IsAny<string>(), It.IsAny<string>(), It.IsAny<CancellationToken>()), Times.Exactly(alarms));
    }

    [Fact]
    public async Task An_alarm_that_cannot_be_raised_keeps_nobody_from_a_page()
    {
        _alarms.Setup(list => list.RaiseAsync(It.IsAny<AlarmKind>(), It.IsAny<CampaignId?>(), It.IsAny<string>(), It.IsAny<string>(), It.IsAny<CancellationToken>())).ThrowsAsync(new IOException());
        GuessedLinks guessed = Guessed();

        for (int link = 0; link < 60; link++)
        {
            await guessed.CountAsync(campaign: null, CancellationToken.None);
        }
    }

    private GuessedLinks Guessed() => new(_alarms.Object, _clock, Options.Create(new GuessedLinkOptions { AlarmAt = 50, Within = TimeSpan.FromMinutes(10) }), NullLogger<GuessedLinks>.Instance);

    /// <summary>What is waited for is measured on the monotonic clock.</summary>
    private sealed class HandClock : TimeProvider
    {
        public TimeSpan Passed { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Passed.Ticks;
    }
}
