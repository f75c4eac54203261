using System.Text.Json;
using System.Text.Json.Nodes;
using Compensation.Campaigns;
using Compensation.Closing;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices;

namespace Compensation.Tests.Closing;

public sealed class CloseBooksTests
{
    [Fact]
    public async Task Every_person_and_every_yen_is_in_the_report_once()
    {
        await using ClosingApp app = await ClosingApp.StartAsync();
        (EntitlementState State, int Shard, long Yen)[] everybody =
        [
            (EntitlementState.Paid, 0, 1000), (EntitlementState.Paid, 63, 2000), (EntitlementState.Transferred, 5, 400),
            (EntitlementState.Expired, 5, 30), (EntitlementState.Revoked, 9, 7), (EntitlementState.Claimed, 10, 100),
            (EntitlementState.TransferRequested, 11, 200), (EntitlementState.TransferFailed, 12, 300), (EntitlementState.Open, 13, 50),
        ];
        foreach ((EntitlementState state, int shard, long yen) in everybody)
        {
            await app.OweAsync(yen, state, shard);
        }

        ClosingReport report = await app.CloseAsync(people: 9, yen: 4087);

        Assert.Equal((9, "5ea1"), (report.People, report.Seal));
        Assert.Equal(Line(9, 4087), report.Entitled);
        Assert.Equal(Line(2, 3000), report.Issued);
        Assert.Equal(Line(1, 400), report.Transferred);
        Assert.Equal(Line(1, 30), report.Expired);
        Assert.Equal(Line(1, 7), report.Revoked);
        Assert.Equal(Line(3, 350), report.Waiting);
        Assert.Equal(Line(1, 300), report.Failed);
        Assert.False(report.Interim);
        Assert.True(report.Balanced);
        Assert.Equal(ClosingApp.Now, report.ClosedAt);
    }

    [Fact]
    public async Task While_transfers_are_paid_what_came_back_waits_for_its_person_and_then_it_has_failed()
    {
        await using ClosingApp app = await ClosingApp.StartAsync();
        await app.OweAsync(300, EntitlementState.TransferFailed);

        ClosingReport interim = await app.CloseAsync(people: 1, yen: 300, isInterim: true);
        ClosingReport closed = await app.CloseAsync(people: 1, yen: 300);

        Assert.Equal((true, Line(1, 300), Line(0, 0)), (interim.Interim, interim.Waiting, interim.Failed));
        Assert.Equal((false, Line(0, 0), Line(1, 300)), (closed.Interim, closed.Waiting, closed.Failed));
        Assert.True(interim.Balanced && closed.Balanced);
    }

    [Fact]
    public async Task Chapters_of_higher_floors_are_members_of_the_report_and_their_faults_are_the_report_s()
    {
        await using ClosingApp app = await ClosingApp.StartAsync(chapters: [new Weather("weather", Agrees: true), new Weather("tides", Agrees: false)]);
        await app.OweAsync(300, EntitlementState.Paid);

        ClosingReport report = await app.CloseAsync(people: 1, yen: 300);

        JsonNode json = JsonNode.Parse(await app.Http.GetStringAsync("campaigns/kumamoto/closing-report"))!;
        Assert.Equal(["tides", "weather"], report.Chapters.Keys);
        Assert.Equal(300, json["weather"]!["issued"]!.GetValue<int>());
        Assert.Equal((false, "tides"), (report.Balanced, Assert.Single(report.Discrepancies).Check));
        string page = await app.Http.GetStringAsync("campaigns/kumamoto/closing-report.html");
        Assert.Contains("<p>weather: 300</p>", page, StringComparison.Ordinal);
    }

    private sealed record Weather(string Member, bool Agrees) : IReportChapter
    {
        public Task<Chapter?> CountAsync(Campaign campaign, ClosingReport report, CancellationToken cancellationToken) => Task.FromResult<Chapter?>(
            new Chapter(JsonSerializer.SerializeToElement(new { issued = report.Issued.Yen.Amount }))
            {
                Discrepancies = Agrees ? [] : [new Discrepancy(Member, report.Issued, report.Waiting)],
            });

        public Html Show(JsonElement figures) => Html.Of($"<p>{Member}: {figures.GetProperty("issued").GetInt64()}</p>");
    }

    [Fact]
    public async Task Entitlements_that_another_s_message_spoke_for_are_counted_beside_the_notices()
    {
        await using ClosingApp app = await ClosingApp.StartAsync();
        Entitlement lead = await app.OweAsync(1000, EntitlementState.Paid, shard: 0);
        Entitlement other = await app.OweAsync(300, EntitlementState.Expired, shard: 1);
        await app.Entitlements.TryMoveAsync(other, other with { Lead = lead.Id }, CancellationToken.None);

        ClosingReport report = await app.CloseAsync(people: 2, yen: 1300);

        Assert.Equal(Sum(1, 300), report.SpokenFor);
        Assert.Equal(Line(2, 1300), report.Entitled);
        Assert.True(report.Balanced);
    }

    [Fact]
    public async Task Two_coupons_on_one_phone_are_two_of_the_line_and_one_person()
    {
        await using ClosingApp app = await ClosingApp.StartAsync();
        await app.OweAsync(1000, EntitlementState.Paid, shard: 0, new Contact("+819012345678", null));
        await app.OweAsync(300, EntitlementState.Paid, shard: 1, new Contact("+819012345678", "one@example.jp"));
        await app.OweAsync(50, EntitlementState.Expired, shard: 2, new Contact(null, "one@EXAMPLE.jp"));
        await app.OweAsync(7, EntitlementState.Expired, shard: 2, new Contact(null, "One@example.jp"));

        ClosingReport report = await app.CloseAsync(people: 4, yen: 1357);

        Assert.Equal((Sum(2, 1300) with { Persons = 1 }, Sum(2, 57) with { Persons = 2 }), (report.Issued, report.Expired));
        Assert.Equal((4, 2), (report.People, report.Persons));
        Assert.Equal(Sum(4, 1357) with { Persons = 2 }, report.Entitled);
        Assert.True(report.Balanced);
    }

    [Fact]
    public async Task A_shard_of_more_than_one_page_is_counted_to_its_end()
    {
        await using ClosingApp app = await ClosingApp.StartAsync();
        await app.OweManyAsync(2001, 3, EntitlementState.Expired);

        ClosingReport report = await app.CloseAsync(people: 2001, yen: 6003);

        Assert.Equal(Line(2001, 6003), report.Expired);
        Assert.True(report.Balanced);
    }

    [Fact]
    public async Task Notices_are_counted_by_kind_channel_and_outcome_and_billed_segments_are_summed()
    {
        await using ClosingApp app = await ClosingApp.StartAsync();
        Entitlement one = await app.OweAsync(100, shard: 1);
        Entitlement two = await app.OweAsync(100, shard: 2);
        Entitlement three = await app.OweAsync(100, shard: 2);
        await app.NotifyAsync(one, NoticeKind.Issue, NoticeChannel.Sms, NoticeState.Accepted, segments: 1);
        await app.NotifyAsync(two, NoticeKind.Issue, NoticeChannel.Sms, NoticeState.Accepted, segments: 2);
        await app.NotifyAsync(three, NoticeKind.Issue, NoticeChannel.Sms, NoticeState.Failed, segments: 1);
        await app.NotifyAsync(three, NoticeKind.Resend, NoticeChannel.Email, NoticeState.Unknown);

        ClosingReport report = await app.CloseAsync(people: 3, yen: 300);

        Assert.Equal(
            [
                new NoticeCount(NoticeKind.Issue, NoticeChannel.Sms, NoticeOutcome.Accepted, 2) { SmsSegments = 3 },
                new NoticeCount(NoticeKind.Issue, NoticeChannel.Sms, NoticeOutcome.Failed, 1),
                new NoticeCount(NoticeKind.Resend, NoticeChannel.Email, NoticeOutcome.Unknown, 1),
            ],
            report.Notices);
        Assert.Equal(3, report.SmsSegments);
    }

    [Fact]
    public async Task Books_that_differ_from_the_sealed_ledger_say_by_how_much()
    {
        await using ClosingApp app = await ClosingApp.StartAsync();
        await app.OweAsync(100, EntitlementState.Expired);

        ClosingReport report = await app.CloseAsync(people: 2, yen: 150);

        Assert.False(report.Balanced);
        Assert.Equal([new Discrepancy(Discrepancy.SealedLedger, Sum(2, 150), Sum(1, 100))], report.Discrepancies);
    }

    [Fact]
    public async Task Closing_unchanged_books_again_gives_the_same_report_and_changed_ones_a_new_one()
    {
        await using ClosingApp app = await ClosingApp.StartAsync();
        Entitlement person = await app.OweAsync(100, EntitlementState.TransferRequested);
        ClosingReport first = await app.CloseAsync(people: 1, yen: 100);

        ClosingReport again = await app.CloseAsync(people: 1, yen: 100);
        await app.Entitlements.TryMoveAsync(person, person with { State = EntitlementState.Transferred }, CancellationToken.None);
        ClosingReport changed = await app.CloseAsync(people: 1, yen: 100);

        Assert.True(ClosingReportStore.SaySame(first, again));
        Assert.Equal((Line(1, 100), Line(0, 0)), (changed.Transferred, changed.Waiting));
        Assert.True(ClosingReportStore.SaySame(changed, (await app.Get<ClosingReportStore>().FindAsync(ClosingApp.Campaign.Id, CancellationToken.None))!));
    }

    [Fact]
    public async Task Books_closed_later_and_unchanged_keep_their_date()
    {
        await using ClosingApp app = await ClosingApp.StartAsync();
        ClosingReport earlier = (await app.CloseAsync(people: 0, yen: 0)) with { ClosedAt = ClosingApp.Now.AddDays(-3) };
        await app.Get<ClosingReportStore>().KeepAsync(earlier, CancellationToken.None);

        ClosingReport again = await app.CloseAsync(people: 0, yen: 0);

        Assert.Equal(earlier.ClosedAt, again.ClosedAt);
    }

    /// <summary>Nobody there has an address, so everybody counts alone.</summary>
    private static PeopleAndYen Line(long people, long yen) => Sum(people, yen) with { Persons = people };

    private static PeopleAndYen Sum(long people, long yen) => new(people, new Yen(yen));
}
