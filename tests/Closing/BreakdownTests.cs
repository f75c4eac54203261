using Compensation.Campaigns;
using Compensation.Closing;
using Compensation.Closing.Counting;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices;

namespace Compensation.Tests.Closing;

/// <summary>The parts of a report: each entitlement stands in one of them, for the cause that counts, and the parts add up.</summary>
public sealed class BreakdownTests
{
    private static readonly DateTimeOffset s_sent = JapanTime.At(new DateOnly(2023, 4, 10), new TimeOnly(9, 0));
    private static readonly CampaignId s_campaign = CampaignId.Parse("kumamoto");

    private readonly List<Entitlement> _people = [];
    private readonly List<Notice> _notices = [];

    [Fact]
    public void What_nobody_has_collected_is_split_by_the_cause_that_counts()
    {
        Owe(1, contacts: ContactKinds.None);
        Owe(2, awaits: true);
        Entitlement bounced = Owe(4);
        Send(bounced, NoticeChannel.Sms, failed: "30003");
        Entitlement twice = Owe(8);
        Send(twice, NoticeChannel.Sms, failed: "30003");
        Send(twice, NoticeChannel.Email, kind: NoticeKind.Fallback, failed: "550", after: 1);
        Entitlement reachedLater = Owe(16, state: EntitlementState.Expired);
        Send(reachedLater, NoticeChannel.Sms, failed: "30003");
        Send(reachedLater, NoticeChannel.Email, kind: NoticeKind.Fallback, delivered: true, after: 1);
        Send(Owe(32), NoticeChannel.Sms);
        Entitlement opened = Owe(64, openedAt: s_sent.AddHours(1));
        Send(opened, NoticeChannel.Sms, failed: "30003");
        Owe(128);
        Owe(256, lead: EntitlementId.FromValue(1));
        Owe(512, state: EntitlementState.Revoked);
        Send(Owe(1024, contacts: ContactKinds.None), NoticeChannel.Sms, delivered: true);

        UnclaimedLines lines = Parts().Unclaimed;

        Assert.Equal((Sum(1, 1), Sum(1, 2), Sum(2, 12)), (lines.NoContact, lines.NotApplied, lines.Undelivered));
        Assert.Equal([new ReasonCount("30003", Sum(1, 4)), new ReasonCount("550", Sum(1, 8))], lines.UndeliveredBy);
        Assert.Equal((Sum(2, 1040), Sum(1, 32), Sum(1, 64)), (lines.DeliveredNotOpened, lines.SentNotOpened, lines.OpenedNotChosen));
        Assert.Equal((Sum(1, 256), Sum(1, 128)), (lines.ToldByAnother, lines.NotSent));
        Assert.Equal(Sum(10, 1535), lines.Total);
        Assert.Equal(lines.Total, lines.NoContact + lines.NotApplied + lines.Undelivered + lines.DeliveredNotOpened + lines.SentNotOpened + lines.OpenedNotChosen + lines.ToldByAnother + lines.NotSent);
    }

    /// <summary>With a corrected address comes a new link: what the old address has received says nothing of the person, in whatever order the messages are read.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_became_of_messages_to_an_address_that_was_corrected_does_not_count(bool isOldReadFirst)
    {
        Entitlement bouncing = Owe(1, link: 2);
        Send(bouncing, NoticeChannel.Sms, delivered: true);
        Send(bouncing, NoticeChannel.Sms, kind: NoticeKind.Resend, failed: "30005", after: 5, link: 2);
        Entitlement reached = Owe(2, link: 3);
        Send(reached, NoticeChannel.Sms, failed: "30003");
        Send(reached, NoticeChannel.Sms, kind: NoticeKind.Resend, delivered: true, after: 5, link: 3);
        Send(Owe(4, link: 2), NoticeChannel.Sms, delivered: true);
        if (!isOldReadFirst)
        {
            _notices.Reverse();
        }

        UnclaimedLines lines = Parts().Unclaimed;

        Assert.Equal([new ReasonCount("30005", Sum(1, 1))], lines.UndeliveredBy);
        Assert.Equal((Sum(1, 1), Sum(1, 2), Sum(1, 4), Sum(3, 7)), (lines.Undelivered, lines.DeliveredNotOpened, lines.NotSent, lines.Total));
    }

    [Fact]
    public void Routes_products_and_days_are_counted_over_all_shards()
    {
        Claim(Owe(1000, route: EntitlementRoute.App), "edy", after: TimeSpan.FromMinutes(30));
        Claim(Owe(500, route: EntitlementRoute.Application), "edy", after: TimeSpan.FromDays(1), paid: false);
        Claim(Owe(200, route: EntitlementRoute.DoubleCharge), "amazon", after: TimeSpan.FromHours(2));
        Owe(30, state: EntitlementState.Expired);
        Owe(7, state: EntitlementState.TransferFailed);

        ReportParts parts = Parts(isInterim: false);

        Assert.Equal([EntitlementRoute.App, EntitlementRoute.Application, EntitlementRoute.DoubleCharge], parts.Routes.Select(route => route.Route));
        Assert.Equal((Sum(3, 1037), Sum(1, 1000), Sum(1, 30), Sum(1, 7)), (parts.Routes[0].Entitled, parts.Routes[0].Issued, parts.Routes[0].Expired, parts.Routes[0].Failed));
        Assert.Equal((Sum(1, 500), Sum(1, 500)), (parts.Routes[1].Entitled, parts.Routes[1].Waiting));
        Assert.Equal([new ProductCount("amazon", Sum(1, 200)), new ProductCount("edy", Sum(2, 1500))], parts.Products);
        Assert.Equal([new DayCount(new DateOnly(2023, 4, 10), 2, Sum(2, 1200)), new DayCount(new DateOnly(2023, 4, 11), 1, Sum(1, 500))], parts.Days);
        Assert.Equal((120, 3L), (parts.MedianMinutesToClaim, parts.Claims));
    }

    [Fact]
    public void Nobody_who_chose_gives_no_median() => Assert.Null(Parts().MedianMinutesToClaim);

    [Theory]
    [InlineData("10x1", 10)]
    [InlineData("10x1,20x1", 15)]
    [InlineData("10x1,20x1,40x1", 20)]
    [InlineData("10x2,40x2", 25)]
    [InlineData("10x3,40x2", 10)]
    [InlineData("40x2,10x1", 40)]
    [InlineData("1x1,2x1", 1)]
    public void Between_the_two_in_the_middle_lies_the_median(string spans, int median) => Assert.Equal(
        median, ClaimTime.MedianOf([.. spans.Split(',').Select(span => span.Split('x').Select(number => int.Parse(number, System.Globalization.CultureInfo.InvariantCulture)).ToArray()).Select(span => new SpanCount(span[0], span[1]))]));

    [Theory]
    [InlineData(0.9, 0)]
    [InlineData(59.9, 59)]
    [InlineData(95, 90)]
    [InlineData(725, 720)]
    [InlineData(1445, 1440)]
    [InlineData(10_081, 10_080)]
    [InlineData(10_500, 10_440)]
    [InlineData(100_000, 99_720)]
    public void Times_are_counted_in_steps_that_stay_few(double minutes, int step) => Assert.Equal(step, ClaimTime.StepOf(TimeSpan.FromMinutes(minutes)));

    [Fact]
    public void Codes_of_failures_stay_few_however_many_providers_think_up()
    {
        for (int number = 0; number < 70; number++)
        {
            Send(Owe(1), NoticeChannel.Sms, failed: $"code {number:d3}{new string('x', 200)}");
        }

        UnclaimedLines lines = Parts(shards: 1).Unclaimed;

        Assert.Equal((51, Sum(20, 20)), (lines.UndeliveredBy.Count, lines.UndeliveredBy[0].Sum));
        Assert.All(lines.UndeliveredBy, reason => Assert.InRange(reason.Reason.Length, 1, 80));
    }

    /// <summary>Counted as two shards would be, and added.</summary>
    private ReportParts Parts(bool isInterim = true, int shards = 2) => ReportParts.Of(
        Enumerable.Range(0, shards).Select(shard =>
        {
            ShardReach reach = new();
            Entitlement[] here = [.. _people.Where(person => person.Id.ShardOf(shards) == shard)];
            _notices.Where(notice => here.Any(person => person.Id == notice.Id.Entitlement)).ToList().ForEach(reach.Add);
            BreakdownCounter counter = new(reach);
            Array.ForEach(here, counter.Add);
            return counter.Total(emails: 0);
        }).Aggregate(Breakdown.Nothing, (sum, shard) => sum.Plus(shard)),
        isInterim);

    private Entitlement Owe(
        long yen, EntitlementState state = EntitlementState.Open, EntitlementRoute route = EntitlementRoute.App, ContactKinds contacts = ContactKinds.Sms, bool awaits = false,
        DateTimeOffset? openedAt = null, EntitlementId? lead = null, int link = 1)
    {
        _people.Add(new Entitlement
        {
            Campaign = s_campaign,
            Id = EntitlementId.FromValue((ulong)_people.Count + 100),
            Route = route,
            Amount = new Yen(yen),
            State = state,
            Contacts = contacts,
            AwaitsApplication = awaits,
            OpenedAt = openedAt,
            Lead = lead,
            LinkVersion = link,
        });
        return _people[^1];
    }

    private void Claim(Entitlement person, string product, TimeSpan after, bool paid = true)
    {
        Send(person, NoticeChannel.Sms, delivered: true);
        _people[_people.IndexOf(person)] = person with { State = paid ? EntitlementState.Paid : EntitlementState.Claimed, Product = product, OpenedAt = s_sent + after, ClaimedAt = s_sent + after };
    }

    private void Send(Entitlement person, NoticeChannel channel, NoticeKind kind = NoticeKind.Issue, bool delivered = false, string? failed = null, int after = 0, int link = 1) => _notices.Add(new Notice
    {
        Id = new NoticeId(s_campaign, person.Id, kind, 1),
        State = NoticeState.Accepted,
        Channel = channel,
        LinkVersion = link,
        SettledAt = s_sent.AddHours(after),
        DeliveredAt = delivered ? s_sent.AddHours(after) : null,
        UndeliveredAt = failed is null ? null : s_sent.AddHours(after),
        UndeliveredReason = failed,
    });

    private static PeopleAndYen Sum(long people, long yen) => new(people, new Yen(yen));
}
