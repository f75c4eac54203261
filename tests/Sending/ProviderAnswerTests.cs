using Compensation.Emulators.Communication;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Waves;

namespace Compensation.Tests.Sending;

/// <summary>Whatever the provider answers, by SMS and by e-mail: after the wave everybody has exactly one notice, or is listed with the reason.</summary>
public class ProviderAnswerTests
{
    private const int Always = int.MaxValue;

    private static readonly Dictionary<string, Trouble> s_troubles = new(StringComparer.Ordinal)
    {
        ["accepted"] = new(),
        ["throttled for two minutes"] = new() { Faults = new() { ThrottleNext = 60, RetryAfterSeconds = 120 }, QuietFor = TimeSpan.FromMinutes(2) },
        ["throttled by the minute"] = new() { Faults = new() { MessagesPerMinute = 60 } },
        ["throttled for four days"] = new() { Faults = new() { ThrottleNext = Always, RetryAfterSeconds = 3600 }, HealsAfter = TimeSpan.FromDays(4) },
        ["temporary (503)"] = new() { Faults = new() { FailNext = 60 } },
        ["temporary (503) for seven hours"] = new() { Faults = new() { FailNext = Always }, HealsAfter = TimeSpan.FromHours(7) },
        ["failing (500), fate unknown"] = new() { Faults = new() { FailNext = 60, FailStatus = 500 } },
        ["our key is wrong (401) for a while"] = new() { Faults = new() { AnswerNext = 60, AnswerCode = 401 } },
        ["refused as a whole (400)"] = new() { Faults = new() { AnswerNext = 20, AnswerCode = 400 }, Lost = 20 },
        ["an answer nobody knows (418)"] = new() { Faults = new() { AnswerNext = 60, AnswerCode = 418 } },
        ["an answer nobody knows (418), to everything"] = new() { Faults = new() { AnswerNext = Always, AnswerCode = 418 }, Lost = Crowds.Reachable, Settings = ["--Notices:SettleWithin=12:00:00"] },
        ["accepted, and the connection dropped"] = new() { Faults = new() { DropNext = 60 } },
        ["accepted, and the answer broken off"] = new() { Faults = new() { CutNext = 60 } },
        ["accepted, and no answer in time"] = new() { Faults = new() { StallNext = 10 }, Settings = ["--Notices:ProviderTimeout=00:00:01"] },
        ["down for an hour"] = new() { Faults = new() { Down = true }, HealsAfter = TimeSpan.FromHours(1) },
        ["down for an hour from the middle on"] = new() { From = 40, Faults = new() { Down = true }, HealsAfter = TimeSpan.FromHours(1) },
        ["accepted and dropped, then unavailable for an hour"] = new()
        {
            AtFirst = new() { DropNext = Always },
            From = 30,
            Faults = new() { FailNext = Always },
            HealsAfter = TimeSpan.FromHours(1),
        },
        ["accepted and dropped, then throttled for an hour"] = new()
        {
            AtFirst = new() { DropNext = Always },
            From = 30,
            Faults = new() { ThrottleNext = Always, RetryAfterSeconds = 300 },
            HealsAfter = TimeSpan.FromHours(1),
        },
    };

    private static readonly Dictionary<string, Trouble> s_recipientTroubles = new(StringComparer.Ordinal)
    {
        ["unavailable within a 202"] = new() { Faults = new() { RecipientsUnavailableNext = 60 } },
        ["throttled within a 202"] = new() { Faults = new() { RecipientsUnavailableNext = 60, RecipientStatus = 429 } },
        ["refused within a 202"] = new() { Faults = new() { RecipientsUnavailableNext = 20, RecipientStatus = 400 }, Lost = 20 },
        ["unknown status within a 202"] = new() { Faults = new() { RecipientsUnavailableNext = 60, RecipientStatus = 418 } },
    };

    public static TheoryData<string, MessageChannel> Answers()
    {
        TheoryData<string, MessageChannel> cells = [];
        foreach (string trouble in s_troubles.Keys)
        {
            cells.Add(trouble, MessageChannel.Sms);
            cells.Add(trouble, MessageChannel.Email);
        }

        foreach (string trouble in s_recipientTroubles.Keys)
        {
            cells.Add(trouble, MessageChannel.Sms);
        }

        return cells;
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Whatever_the_provider_answers_everybody_gets_one_notice_or_is_listed_with_the_reason(string answer, MessageChannel channel)
    {
        Trouble trouble = s_troubles.GetValueOrDefault(answer) ?? s_recipientTroubles[answer];
        await using SendingWorld world = await SendingWorld.StartAsync(storage: null, trouble.Settings);
        await Crowds.OweAsync(world, channel);
        trouble.Begin(world);
        WavePlan plan = SendingWorld.Plan();

        await world.BeginAsync(plan);
        if (trouble.HealsAfter is { } healsAfter)
        {
            await world.PassAsync(healsAfter);
            world.OnMessage = _ => { };
            world.Emulator.Faults = new EmulatorFaults();
        }

        WaveResult result = await world.EndOfAsync(plan);

        Assert.Equal(0, result.Deferred);
        await world.AssertAddsUpAsync(result, trouble.Lost);
        Assert.DoesNotContain(await world.MessagesAsync(), message => message.At > SendingWorld.Start && message.At < SendingWorld.Start + trouble.QuietFor);
    }

    /// <summary>What goes wrong with the provider.</summary>
    private sealed record Trouble
    {
        /// <summary>Until <see cref="From"/> messages were accepted.</summary>
        public EmulatorFaults AtFirst { get; init; } = new();

        public int From { get; init; }

        public EmulatorFaults Faults { get; init; } = new();

        /// <summary>Null: it is over by itself, or never.</summary>
        public TimeSpan? HealsAfter { get; init; }

        /// <summary>How many at the most it costs their notice.</summary>
        public int Lost { get; init; }

        /// <summary>After the first instant nobody may be sent anything for so long.</summary>
        public TimeSpan QuietFor { get; init; }

        public string[] Settings { get; init; } = [];

        public void Begin(SendingWorld world)
        {
            world.Emulator.Faults = From > 0 ? AtFirst : Faults;
            int accepted = 0;
            world.OnMessage = _ =>
            {
                if (++accepted == From)
                {
                    world.Emulator.Faults = Faults;
                }
            };
        }
    }
}
