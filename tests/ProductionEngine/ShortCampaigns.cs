using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using Azure.Data.Tables;
using Compensation.Awards.Books;
using Compensation.Campaigns;
using Compensation.Closing;
using Compensation.Common;
using Compensation.Emulators.PointsSystem;
using Compensation.Entitlements;
using Compensation.Local.Host.Durable;
using Compensation.Tests;
using Compensation.Waves;
using Microsoft.DurableTask.Client;

namespace Compensation.ProductionEngine.Tests;

/// <summary>
/// The app itself in real time, from what is taken in to the closing report, asked of both engines in the same way. On a machine that is too slow for its instants a campaign is
/// run once more with more time.
/// </summary>
public abstract class ShortCampaigns
{
    private const int People = 12;
    private const int SlowestPace = 9;

    private static readonly DateTimeOffset s_notYet = DateTimeOffset.UtcNow.AddDays(1);

    internal abstract Task<IDurableEngine> CreateAsync(TableServiceClient tables, string hub);

    /// <summary>Runs a scenario with seconds of so many seconds until it was quick enough.</summary>
    protected static async Task AtSomePaceAsync(Func<TimeSpan, Task<bool>> scenario)
    {
        int second = 1;
        while (!await scenario(TimeSpan.FromSeconds(second)))
        {
            second *= 3;
            Assert.True(second <= SlowestPace, "The machine is too slow for any pace, or what was waited for does not happen.");
        }
    }

    /// <returns>False if it could not be paused between the first and the last message, or resumed early enough.</returns>
    protected async Task<bool> PauseAndResumeAsync(TimeSpan second)
    {
        await using ShortWorld world = await ShortWorld.StartAsync(CreateAsync, Compensation(s_notYet, second));
        await world.PostAsync("ledger", Text(
            ["inquiry_number,expiry,balance,charged_to_app,phone,email", .. Enumerable.Range(0, People).Select(i => Invariant($"A-{i:d6},2023-02-24,{1000 + i},true,090100{i:d3}10,"))]));
        await world.RestartAsync(Compensation(DateTimeOffset.UtcNow + (3 * second), second));
        await world.BeginAsync();

        await world.UntilAsync(async () => (await world.MessagesAsync()).Count > 0, "a message");
        if (!await world.TryPostAsync("waves/issue-app/pause", Reason("to see what happens")))
        {
            return false;
        }

        await world.UntilAsync(async () => !(await world.OpenAsync()).Any(open => open.Contains(":issue-app:", StringComparison.Ordinal)), "the lane's halt");
        if ((await world.ReadAsync<WaveView>("waves/issue-app")).Standing != WaveStanding.Paused)
        {
            return false;
        }

        int sent = (await world.MessagesAsync()).Count;
        await Task.Delay(3 * second);
        Assert.Equal(sent, (await world.MessagesAsync()).Count);
        if (sent == People || !await world.TryPostAsync("waves/issue-app/resume", Reason("seen")))
        {
            return false;
        }

        OrchestrationMetadata run = await world.EndOfAsync("kumamoto");

        Assert.Equal(OrchestrationRuntimeStatus.Completed, run.RuntimeStatus);
        Assert.Empty(await world.OpenAsync());
        ClosingReport report = await world.ReadAsync<ClosingReport>("closing-report");
        Assert.True(report.Balanced, string.Join(' ', report.Discrepancies));
        (long, Yen) everybody = (People, new Yen(Enumerable.Range(0, People).Sum(i => 1000 + i)));
        Assert.Equal((everybody, everybody), ((report.Entitled.People, report.Entitled.Yen), (report.Expired.People, report.Expired.Yen)));
        IReadOnlyList<string> writtenTo = [.. (await world.MessagesAsync()).Select(message => message.To)];
        Assert.Equal(writtenTo.Distinct(StringComparer.Ordinal), writtenTo);
        return writtenTo.Count == People;
    }

    /// <returns>False if it could not be killed between the first and the last posting, or started again early enough.</returns>
    protected async Task<bool> KillAndGoOnAsync(TimeSpan second)
    {
        await using ShortWorld world = await ShortWorld.StartAsync(CreateAsync, Award(s_notYet, second));
        await world.PostAsync("purchases", Text(
            [
                "transaction_id,revision,member_id,service,facility,kind,purchased_on,boarded_on,amount,base_points,exclusions,linked_app,facility_member,status",
                .. Enumerable.Range(0, People).Select(i => Invariant($"T-1,1,W{i:d5},shops,F1,per110,2023-10-15,,1100,,,,,completed")),
            ]));
        await world.RestartAsync(Award(DateTimeOffset.UtcNow + (3 * second), second));
        // One after the other, so that the kill finds some of a page booked and not written down.
        world.Points.Faults = new PointsSystemFaults { DelayMilliseconds = 300 };
        await world.BeginAsync();
        await world.UntilAsync(() => Task.FromResult(world.Points.Postings.Count >= 2), "two postings");
        await world.KillAsync();
        world.Points.Faults = new PointsSystemFaults();
        if (world.Points.Postings.Count == People)
        {
            return false;
        }

        await world.StartAgainAsync();
        OrchestrationMetadata run = await world.EndOfAsync("wester");

        Assert.Equal(OrchestrationRuntimeStatus.Completed, run.RuntimeStatus);
        Assert.Empty(await world.OpenAsync());
        AwardClosingReport report = await world.ReadAsync<AwardClosingReport>("award-report");
        Assert.True(report.Balanced, string.Join(' ', report.Discrepancies));
        int booked = world.Points.Postings.Count;
        Assert.Equal(new MembersAndPoints(booked, new Yen(booked * 40)), report.Granted);
        Assert.Equal(booked, world.Points.Postings.Select(posting => posting.Member).Distinct(StringComparer.Ordinal).Count());
        Assert.All(world.Points.Postings, posting => Assert.Equal(40, posting.Points));
        return booked == People;
    }

    private static Campaign Compensation(DateTimeOffset cutoff, TimeSpan second)
    {
        DateTimeOffset issue = cutoff + second;
        return Read("kumamoto") with
        {
            Shards = 2,
            CutoffAt = cutoff,
            Waves = [new IssueWave("app", EntitlementRoute.App, issue, issue + (8 * second))],
            Reminders = [],
            ReceiptEndsAt = issue + (15 * second),
            Sending = AllDay,
        };
    }

    private static Campaign Award(DateTimeOffset start, TimeSpan second) => Read("wester") with
    {
        Shards = 2,
        Grant = new PointsGrant(start, start + (8 * second), start + (24 * second), 1_000),
        Sending = AllDay,
    };

    private static SendingRule AllDay => new(TimeOnly.MinValue, TimeOnly.MinValue, new Pace(6_000, 6_000));

    private static Campaign Read(string id) => CampaignFile.Read(Path.Combine(AppContext.BaseDirectory, "campaigns", $"{id}.json"));

    private static StringContent Text(IEnumerable<string> lines) => new(string.Join('\n', lines) + "\n", Encoding.UTF8, "text/csv");

    private static JsonContent Reason(string reason) => JsonContent.Create(new { by = "witness", reason });

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
