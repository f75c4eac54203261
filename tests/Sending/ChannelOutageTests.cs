using Compensation.Emulators.Communication;
using Compensation.Notices;
using Compensation.Waves;

namespace Compensation.Tests.Sending;

/// <summary>One channel's provider goes down in the middle of a wave; the other channel has nothing to do with it.</summary>
public class ChannelOutageTests
{
    private const int People = 800;

    [Theory]
    [InlineData(MessageChannel.Sms)]
    [InlineData(MessageChannel.Email)]
    public async Task While_one_channel_is_down_for_an_hour_the_other_goes_on_and_afterwards_nobody_is_missing(MessageChannel down)
    {
        await using SendingWorld world = await SendingWorld.StartAsync(storage: null, "--Notices:ChunksInFlight=1", "--Notices:SendConcurrency=8");
        MessageChannel other = down == MessageChannel.Sms ? MessageChannel.Email : MessageChannel.Sms;
        await Crowds.OweAsync(world, down);
        await Crowds.OweAsync(world, other);
        int accepted = 0;
        world.OnMessage = message =>
        {
            if (message.Channel == down && ++accepted == 40)
            {
                world.Emulator.Faults = new EmulatorFaults { Down = true, Only = down };
            }
        };
        WavePlan plan = SendingWorld.Plan();

        await world.BeginAsync(plan);
        await world.PassAsync(TimeSpan.FromMinutes(2));
        IReadOnlyList<EmulatedMessage> early = await world.MessagesAsync();
        await world.PassAsync(TimeSpan.FromMinutes(58));
        world.Emulator.Faults = new EmulatorFaults();
        WaveResult result = await world.EndOfAsync(plan);

        Assert.InRange(early.Count(message => message.Channel == down), 40, 100);
        Assert.Equal(Crowds.Reachable, early.Count(message => message.Channel == other && message.WillBeDelivered));
        Assert.Equal(0, result.Deferred);
        await world.AssertAddsUpAsync(result);
    }

    [Theory]
    [InlineData(MessageChannel.Sms)]
    [InlineData(MessageChannel.Email)]
    public async Task While_one_channel_is_down_the_other_s_people_are_served_on_all_later_pages(MessageChannel down)
    {
        await using SendingWorld world = await SendingWorld.StartAsync(storage: null, "--Notices:SendConcurrency=8");
        MessageChannel other = down == MessageChannel.Sms ? MessageChannel.Email : MessageChannel.Sms;
        await world.OweAsync(People, shards: 2, index => index / 2 % 2 == 0 ? SendingWorld.Phone(index) : SendingWorld.Email(index));
        int accepted = 0;
        world.OnMessage = message =>
        {
            if (message.Channel == down && ++accepted == 30)
            {
                world.Emulator.Faults = new EmulatorFaults { Down = true, Only = down };
            }
        };
        WavePlan plan = SendingWorld.Plan() with { PageSize = 100, Lanes = 2 };

        await world.BeginAsync(plan);
        await world.PassAsync(TimeSpan.FromMinutes(2));
        IReadOnlyList<EmulatedMessage> early = await world.MessagesAsync();
        await world.ControlAsync(plan, "pause");
        await world.PassAsync(TimeSpan.FromMinutes(30));
        IReadOnlyList<EmulatedMessage> paused = await world.MessagesAsync();
        await world.ControlAsync(plan, "resume");
        await world.PassAsync(TimeSpan.FromMinutes(28));
        world.Emulator.Faults = new EmulatorFaults();
        WaveResult result = await world.EndOfAsync(plan);

        Assert.Equal(People / 2, early.Count(message => message.Channel == other));
        Assert.InRange(early.Count(message => message.Channel == down), 30, 100);
        Assert.Equal(early.Count, paused.Count);
        Assert.Equal((People, new Tries(People, 0), 0), ((int)result.Counts[PageTally.Accepted], result.Tries, result.Deferred));
        await world.AssertAddsUpAsync(result);
    }
}
