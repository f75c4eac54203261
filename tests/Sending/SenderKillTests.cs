using System.Diagnostics;
using Compensation.Emulators.Communication;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Waves;

namespace Compensation.Tests.Sending;

/// <summary>The sending process is killed in each step of the protocol, and another takes its place.</summary>
public class SenderKillTests
{
    /// <summary>128 and the number of SIGKILL.</summary>
    private const int Killed = 137;

    [Theory]
    [InlineData(SendUntilKilled.BeforeClaim, 0)]
    [InlineData(SendUntilKilled.AfterClaim, 0)]
    [InlineData(SendUntilKilled.Never, 1)]
    [InlineData(SendUntilKilled.Never, 60)]
    [InlineData(SendUntilKilled.BeforeRecord, 0)]
    [InlineData(SendUntilKilled.AfterRecord, 0)]
    public async Task Whenever_the_process_is_killed_the_next_one_goes_on_at_once_and_nobody_is_lost_or_written_to_twice(string step, int whileTakingMessage)
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        await Crowds.OweAsync(world, MessageChannel.Email);
        await Crowds.OweAsync(world, MessageChannel.Sms);
        await world.StopAppAsync();
        using Process sender = Start(world, step);
        int taken = 0;
        world.OnMessage = _ =>
        {
            // The provider has it on disk, and the sender has no answer yet.
            if (Interlocked.Increment(ref taken) == whileTakingMessage)
            {
                sender.Kill();
            }
        };
        string said = await sender.StandardError.ReadToEndAsync().InTimeAsync();
        await sender.EndInTimeAsync();
        Assert.True(sender.ExitCode == Killed, $"exit code {sender.ExitCode}\n{said}");

        await world.StartAppAgainAsync();
        WaveResult result = await world.EndOfAsync(SendingWorld.Plan());

        Assert.True(world.Clock.GetUtcNow() - SendingWorld.Start < new NoticeOptions().ClaimLease, "A dead process's claims were to be settled at once.");
        Assert.Equal(0, result.Deferred);
        await world.AssertAddsUpAsync(result);
    }

    private static Process Start(SendingWorld world, string step)
    {
        ProcessStartInfo start = new("dotnet", ["exec", typeof(SenderKillTests).Assembly.Location, SendUntilKilled.Command, world.Store, world.Emulator.ConnectionString, step])
        {
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["TMPDIR"] = world.Folder;
        return Process.Start(start) ?? throw new InvalidOperationException("The sender did not start.");
    }
}
