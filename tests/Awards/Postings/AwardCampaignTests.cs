using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Compensation.Awards;
using Compensation.Awards.Books;
using Compensation.Awards.Postings;
using Compensation.Awards.Shared;
using Compensation.Campaigns;
using Compensation.Campaigns.Points;
using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Emulators.PointsSystem;
using Compensation.Operations.Alarms;

namespace Compensation.Tests.Awards.Postings;

public sealed class AwardCampaignTests
{
    [Fact]
    public async Task A_campaign_grants_in_turn_follows_cancellations_and_closes_books_that_add_up()
    {
        await using AwardWorld world = await AwardWorld.StartAsync();
        await world.ImportAsync([.. Enumerable.Range(0, 60).Select(number => Shop(number)), AwardsApp.Shop("T-1", "W00000404", 1_100), AwardsApp.Shop("T-1", "W00000422", 1_100)]);
        await world.BeginAsync();

        await world.UntilAsync(AwardWorld.GrantStart.AddHours(8));
        Assert.Empty(world.Points.Postings);

        await world.UntilAsync(AwardWorld.GrantStart.AddDays(3));
        int halfWay = world.Points.Postings.Count;
        Assert.InRange(halfWay, 10, 50);
        string granted = world.Points.Postings[0].Member;
        string waiting = Enumerable.Range(0, 60).Select(Member).First(member => !world.Balances.ContainsKey(member));
        await world.ImportAsync(
            AwardsApp.Shop("T-1", granted, 1_100, revision: 2, status: "cancelled"),
            AwardsApp.Shop("T-1", waiting, 1_100, revision: 2, status: "cancelled"),
            AwardsApp.Shop("T-2", granted, 110));

        await world.UntilAsync(AwardWorld.GrantStart.AddDays(8));
        Assert.Equal(4, world.Balances[granted]);
        Assert.False(world.Balances.ContainsKey(waiting));
        await world.ImportAsync(AwardsApp.Shop("T-1", "W00000422", 1_100, revision: 2, status: "returned"), AwardsApp.Shop("T-1", "W99999", 1_100));
        AwardClosingReport report = await world.EndAsync();

        Assert.True(report.Balanced, string.Join(' ', report.Discrepancies));
        Assert.Equal(new MembersAndPoints(60, new Yen((58 * 40) + 4 + 40)), report.Granted);
        Assert.Equal((new MembersAndPoints(1, new Yen(36)), new MembersAndPoints(1, new Yen(40)), new MembersAndPoints(1, new Yen(40))), (report.Withdrawn, report.Overdrawn, report.Refused));
        Assert.Equal((MembersAndPoints.Nobody, MembersAndPoints.Nobody), (report.Waiting, report.Unknown));
        Assert.Equal(report.Granted.Points + report.Overdrawn.Points, new Yen(world.Balances.Values.Sum()));
        Assert.Equal(report.Withdrawn.Points, new Yen(world.Points.Postings.Where(posting => posting.Kind == PostingKind.Revocation).Sum(posting => posting.Points)));
        string page = await world.Http.GetStringAsync("campaigns/wester/award-report.html");
        Assert.Contains("計算したポイントと結果の合計は一致しています", page, StringComparison.Ordinal);
        Assert.Equal([(AwardOutcome.Earned, 61), (AwardOutcome.Cancelled, 3)], report.Transactions.Select(outcome => (outcome.Key, outcome.Value)));
        Assert.Contains("""<th scope="row">キャンセル・返品</th><td class="number">3件</td>""", page, StringComparison.Ordinal);
        Assert.Equal((AwardRounding.DownEachTransaction, report.Owed.Points, Yen.Zero), (report.Rounding, report.Rounded.EachTransaction, report.Rounded.Difference));
        Assert.Contains("適用している方法：お取引ごとに切り捨て", page, StringComparison.Ordinal);
        Assert.Equal(("T-1", SharedTransaction.MembersMax), (Assert.Single(report.Shared.Listed).Transaction, report.Shared.Listed[0].Members.Count));
        Assert.Contains("<li>T-1：", page, StringComparison.Ordinal);
        Assert.Contains("""<th scope="row">合計</th><td class="number">64件</td>""", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_that_a_campaign_started_is_open_when_it_has_ended_a_paused_grant_wave_least_of_all()
    {
        await using AwardWorld world = await AwardWorld.StartAsync();
        await world.ImportAsync(Enumerable.Range(0, 60).Select(number => Shop(number)));
        await world.BeginAsync();
        await world.UntilAsync(AwardWorld.GrantStart.AddDays(2));
        await world.Http.PostAsJsonAsync("campaigns/wester/waves/grant/pause", new { by = "organiser", reason = "to see what happens" });
        AwardClosingReport closed = await world.EndAsync();
        int posted = world.Points.Postings.Count;

        AwardClosingReport report = await world.EndOfRunAsync();

        Assert.Equal(JsonSerializer.Serialize(closed, JsonBody.Format), JsonSerializer.Serialize(report, JsonBody.Format));
        Assert.InRange(posted, 1, 59);
        Assert.Equal(posted, world.Points.Postings.Count);
    }

    [Fact]
    public async Task Postings_keep_to_the_hours_of_the_day_and_to_the_time_that_the_campaign_gives_itself()
    {
        await using AwardWorld world = await AwardWorld.StartAsync();
        await world.ImportAsync(Enumerable.Range(0, 100).Select(number => Shop(number)));
        await world.BeginAsync();

        await world.EndAsync();

        Assert.All(world.Points.Postings, posting => Assert.InRange(posting.At.ToJapan().Hour, 9, 19));
        Assert.Equal(100, world.Points.Postings.Count);
        Assert.InRange(world.Points.Postings[^1].At, AwardWorld.GrantStart.AddDays(2), AwardWorld.Campaign.Grant!.EndsAt);
    }

    [Fact]
    public async Task An_outage_of_a_day_at_the_points_system_only_delays()
    {
        await using AwardWorld world = await AwardWorld.StartAsync();
        await world.ImportAsync(Enumerable.Range(0, 60).Select(number => Shop(number)));
        await world.BeginAsync();
        await world.UntilAsync(AwardWorld.GrantStart.AddDays(1));
        world.Points.Faults = new PointsSystemFaults { Down = true };
        await world.UntilAsync(AwardWorld.GrantStart.AddDays(2));
        world.Points.Faults = new PointsSystemFaults { DropNext = 5, FailNext = 5, FailStatus = 500 };

        AwardClosingReport report = await world.EndAsync();

        Assert.True(report.Balanced);
        Assert.Equal(new MembersAndPoints(60, new Yen(2_400)), report.Granted);
        Assert.Equal(60, world.Points.Postings.Count);
    }

    [Fact]
    public async Task An_organiser_who_stops_the_grant_wave_has_nobody_new_granted_while_cancellations_are_still_followed()
    {
        await using AwardWorld world = await AwardWorld.StartAsync();
        await world.ImportAsync(Enumerable.Range(0, 60).Select(number => Shop(number)));
        await world.BeginAsync();
        await world.UntilAsync(AwardWorld.GrantStart.AddDays(3));
        int before = world.Points.Postings.Count;
        string granted = world.Points.Postings[0].Member;

        HttpResponseMessage stopped = await world.Http.PostAsJsonAsync("campaigns/wester/waves/grant/stop", new { by = "organiser", reason = "ended early" });
        await world.ImportAsync(AwardsApp.Shop("T-1", granted, 1_100, revision: 2, status: "cancelled"));
        AwardClosingReport report = await world.EndAsync();

        Assert.Equal(HttpStatusCode.OK, stopped.StatusCode);
        Assert.Equal(before + 1, world.Points.Postings.Count);
        Assert.Equal(0, world.Balances[granted]);
        Assert.Equal((new MembersAndPoints(before - 1, new Yen(40 * (before - 1))), new MembersAndPoints(60 - before, new Yen(40 * (60 - before)))), (report.Granted, report.Waiting));
        Assert.True(report.Balanced);
    }

    [Fact]
    public async Task A_suspension_holds_every_wave_and_ends_where_it_stood()
    {
        await using AwardWorld world = await AwardWorld.StartAsync();
        await world.ImportAsync(Enumerable.Range(0, 60).Select(number => Shop(number)));
        await world.BeginAsync();
        await world.UntilAsync(AwardWorld.GrantStart.AddDays(2));
        await SuspendAsync(world, suspended: true);
        int before = world.Points.Postings.Count;
        await world.ImportAsync(AwardsApp.Shop("T-1", world.Points.Postings[0].Member, 1_100, revision: 2, status: "cancelled"));
        await world.UntilAsync(AwardWorld.GrantStart.AddDays(9));
        int during = world.Points.Postings.Count;
        await SuspendAsync(world, suspended: false);

        AwardClosingReport report = await world.EndAsync();

        Assert.Equal(before, during);
        Assert.True(report.Balanced);
        Assert.Equal((new Yen(59 * 40), new Yen(40), Yen.Zero), (report.Granted.Points, report.Withdrawn.Points, report.Waiting.Points));
    }

    [Fact]
    public async Task Operators_see_refused_and_short_postings_with_reasons_and_no_member_ids()
    {
        await using AwardWorld world = await AwardWorld.StartAsync();
        await world.ImportAsync(AwardsApp.Shop("T-1", "W00000404", 1_100), AwardsApp.Shop("T-1", "W00000422", 1_100), Shop(1));
        await world.BeginAsync();
        await world.UntilAsync(AwardWorld.GrantStart.AddDays(2));
        await world.ImportAsync(AwardsApp.Shop("T-1", "W00000422", 1_100, revision: 2, status: "cancelled"));
        await world.UntilAsync(AwardWorld.GrantStart.AddDays(9));

        string list = await world.Http.GetStringAsync("campaigns/wester/postings/open");
        OpenPostings open = await world.ReadAsync<OpenPostings>("postings/open");

        Assert.Equal(
            [("balanceShort", new Yen(-40), 0L), ("unknownMember", new Yen(40), null)],
            open.Postings.OrderBy(posting => posting.Reason, StringComparer.Ordinal).Select(posting => (posting.Reason, posting.Points, posting.Balance)));
        Assert.Null(open.Next);
        Assert.DoesNotContain("W0000", list, StringComparison.Ordinal);
        Assert.DoesNotContain(world.Log.Lines, line => line.Text.Contains("W0000", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_timer_starts_a_points_award_as_what_it_is()
    {
        await using AwardWorld world = await AwardWorld.StartAsync("--Lifecycle:Campaigns=wester");
        await world.ImportAsync(Shop(1));

        AwardClosingReport report = await world.EndAsync();

        Assert.Equal(new MembersAndPoints(1, new Yen(40)), report.Granted);
    }

    [Fact]
    public async Task Purchases_that_came_in_after_the_last_computation_show_in_the_books_until_they_are_computed()
    {
        await using AwardWorld world = await AwardWorld.StartAsync();
        await world.ImportAsync(Shop(1));
        await world.BeginAsync();
        await world.EndAsync();
        await world.WritePurchaseAsync("T-2", Member(2), 1_100);

        AwardClosingReport late = await ReportAsync(world);
        AlarmPage alarms = (await world.Http.GetFromJsonAsync<AlarmPage>("alarms", JsonBody.Format))!;
        await world.ComputeAsync();
        AwardClosingReport computed = await ReportAsync(world);

        Assert.Equal(AwardDiscrepancy.Purchases, Assert.Single(late.Discrepancies).Check);
        Assert.Contains(AwardDiscrepancy.Purchases, Assert.Single(alarms.Alarms, alarm => alarm.Kind == AlarmKind.BooksDoNotAddUp).Text, StringComparison.Ordinal);
        Assert.True(computed.Balanced);
        Assert.Equal(new MembersAndPoints(1, new Yen(40)), computed.Waiting);
    }

    /// <summary>A file whose writing ends behind the last day's first look is still granted: there is a second look.</summary>
    [Fact]
    public async Task A_file_that_was_still_being_written_at_the_first_look_of_the_last_day_is_granted_at_the_second()
    {
        DateTimeOffset end = AwardWorld.Campaign.Grant!.CorrectionsEndAt.AddHours(-15);
        await using AwardWorld world = await AwardWorld.StartAsync();
        await world.ImportAsync(Shop(1));
        await world.BeginAsync();
        await world.UntilAsync(end.AddMinutes(20));

        // The file came in time, a second before nine, and is on record now.
        await world.WritePurchaseAsync("T-2", Member(2), 1_100);
        await world.Get<PurchaseFiles>().AddAsync(AwardWorld.Campaign.Id, new PurchaseImportResult(PurchaseImportOutcome.Imported, "late.csv", new string('a', 64), 1, ImportCounts.None with { Added = 1 }, 0, []), CancellationToken.None);
        AwardClosingReport report = await world.EndAsync();

        Assert.Equal((new MembersAndPoints(2, new Yen(80)), MembersAndPoints.Nobody), (report.Granted, report.Waiting));
    }

    /// <summary>The last day's corrections begin at nine: what is handed in until then is granted, and what comes later is refused instead of waiting for ever.</summary>
    [Fact]
    public async Task Purchases_are_taken_until_points_are_corrected_for_the_last_time()
    {
        DateTimeOffset end = AwardWorld.Campaign.Grant!.CorrectionsEndAt.AddHours(-15);
        await using AwardWorld world = await AwardWorld.StartAsync();
        await world.ImportAsync(Shop(1));
        await world.BeginAsync();
        await world.UntilAsync(end.AddSeconds(-1));
        await world.ImportAsync(Shop(2));
        await world.UntilAsync(end);

        using HttpResponseMessage late = await world.Http.PostAsync("campaigns/wester/purchases", new StreamContent(AwardsApp.Csv(Shop(3))));
        PurchaseImportResult answer = (await late.Content.ReadFromJsonAsync<PurchaseImportResult>(JsonBody.Format))!;
        AwardClosingReport report = await world.EndAsync();

        Assert.Equal((HttpStatusCode.Conflict, PurchaseImportOutcome.Closed, 0L), (late.StatusCode, answer.Outcome, answer.Rows));
        Assert.Contains("2023年12月10日(日)08:59", answer.Detail, StringComparison.Ordinal);
        Assert.Equal((new MembersAndPoints(2, new Yen(80)), MembersAndPoints.Nobody), (report.Granted, report.Waiting));
        Assert.False(world.Balances.ContainsKey(Member(3)));
    }

    private static async Task<AwardClosingReport> ReportAsync(AwardWorld world)
    {
        Assert.Equal(HttpStatusCode.Accepted, (await world.Http.PostAsync("campaigns/wester/award-report", null)).StatusCode);
        await world.Work.WhenIdleAsync(CancellationToken.None);
        return await world.ReadAsync<AwardClosingReport>("award-report");
    }

    private static async Task SuspendAsync(AwardWorld world, bool suspended) =>
        (await world.Http.PutAsJsonAsync("campaigns/wester/postings/standing", new { suspended, by = "organiser", reason = "a change of the terms" })).EnsureSuccessStatusCode();

    private static string Member(int number) => $"W{number:d5}";

    private static string Shop(int number) => AwardsApp.Shop("T-1", Member(number), 1_100);
}
