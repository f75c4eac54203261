using System.Diagnostics;
using Compensation.Entitlements;
using Compensation.Rehearsal.People;

namespace Compensation.Tests.Applications;

/// <summary>The process that matches is killed after each of its writes, and another takes its place.</summary>
public sealed class MatchKillTests
{
    /// <summary>128 and the number of SIGKILL.</summary>
    private const int Killed = 137;

    private const int DeathsAtMost = 20;

    private static readonly string[] Ledger =
    [
        "YM-000001,2023-02-24,3000,false,,ヤマダ タロウ,2023-02-23,,",
        "YM-000002,2023-02-24,500,false,,サトウ ハナコ,,,",
        "YM-000003,2023-02-24,700,false,,,,,",
    ];

    [Fact]
    public async Task However_often_it_is_killed_matching_comes_to_the_same_end_and_nobody_is_told_or_accepted_twice()
    {
        await using ApplicationsWorld undisturbed = await ApplicationsWorld.StartAsync(ledger: Ledger);
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: Ledger);
        IReadOnlyList<string> expected = await ApplyAsync(undisturbed);
        IReadOnlyList<string> receipts = await ApplyAsync(world);
        await world.UntilAsync(MatchUntilKilled.At);
        await world.StopAsync();

        int deaths = 0;
        while (await DecideAsync(world) == Killed)
        {
            deaths++;
            Assert.True(deaths < DeathsAtMost, "It never comes to an end.");
        }

        // Two entitlements are opened, and four applications moved, at the least.
        Assert.InRange(deaths, 6, DeathsAtMost);
        await world.RestartAsync();
        Assert.Equal(await EndAsync(undisturbed, expected), await EndAsync(world, receipts));
    }

    /// <summary>Two for one coupon, one whose name is another's, and one about which the ledger holds nothing.</summary>
    private static async Task<IReadOnlyList<string>> ApplyAsync(ApplicationsWorld world)
    {
        List<string> receipts = [];
        foreach ((string number, string family, string given, string phone) in new[]
        {
            ("YM-000001", "ヤマダ", "タロウ", "2222"), ("YM-000001", "タロウ", "ヤマダ", "3333"), ("YM-000002", "サトウ", "ハナコ", "4444"), ("YM-000003", "スズキ", "ジロウ", "5555"),
        })
        {
            ApplicationVisit visit = await world.ApplyAsync(ApplicationsWorld.Answers(number, family, given, $"090-{phone}-1110"), $"+8190{phone}1110");
            receipts.Add(visit.Receipt ?? throw new InvalidOperationException(visit.Page));
            await world.UntilAsync(world.Clock.GetUtcNow().AddMinutes(1));
        }

        return receipts;
    }

    private static async Task<string> EndAsync(ApplicationsWorld world, IReadOnlyList<string> receipts)
    {
        await world.UntilAsync(ApplicationsWorld.Japan("2023-05-11T00:00"));
        List<string> end = [];
        foreach (string receipt in receipts)
        {
            end.Add((await world.StandingAsync(receipt)).ToString());
        }

        foreach (string number in Ledger.Select(row => row.Split(',')[0]))
        {
            Entitlement owed = (await world.EntitlementAsync(number))!;
            end.Add($"{number}: {owed.State} {owed.Contacts} {receipts.ToList().FindIndex(receipt => owed.Application?.StartsWith(receipt.Replace("-", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal) == true)}");
        }

        end.AddRange(world.Messages.GroupBy(message => message.To).Select(message => $"{message.Key}: {message.Count()}").Order(StringComparer.Ordinal));
        return string.Join('\n', end);
    }

    private static async Task<int> DecideAsync(ApplicationsWorld world)
    {
        ProcessStartInfo start = new("dotnet", ["exec", typeof(MatchKillTests).Assembly.Location, MatchUntilKilled.Command, world.Store, world.Provider])
        {
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("The process did not start.");
        string said = await process.StandardError.ReadToEndAsync().InTimeAsync();
        await process.EndInTimeAsync();
        Assert.True(process.ExitCode is 0 or Killed, $"exit code {process.ExitCode}\n{said}");
        return process.ExitCode;
    }
}
