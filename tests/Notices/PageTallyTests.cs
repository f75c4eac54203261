using System.Globalization;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Waves;

namespace Compensation.Tests.Notices;

/// <summary>How a page stands: what operators read, what stop rules judge by, and whether it is handed over again.</summary>
public sealed class PageTallyTests
{
    private const string Wave = "issue-app";

    private static readonly DateTimeOffset s_noon = JapanTime.At(new DateOnly(2023, 4, 10), new TimeOnly(12, 0));

    [Fact]
    public void Each_notice_is_counted_by_what_became_of_it_and_what_was_delivered_as_accepted_too()
    {
        PageTally tally = new(
            PagePart.Whole,
            Wave,
            [
                Of(1, NoticeState.Accepted) with { Segments = 2 },
                Of(2, NoticeState.Accepted) with { Segments = 3, DeliveredAt = s_noon },
                Of(3, NoticeState.Accepted) with { Segments = 1, UndeliveredAt = s_noon },
                Of(4, NoticeState.Failed) with { Segments = 9 },
                Of(5, NoticeState.Unknown) with { Segments = 9 },
                Of(6, NoticeState.Sending) with { Segments = 9 },
            ]);
        tally.CountOverCap();
        tally.CountSpokenFor();
        tally.CountSpokenFor();
        tally.CountLapsed(3);
        tally.CountNoAddress(4);

        PageOutcome outcome = tally.ToOutcome();

        Assert.Equal("accepted=2 delivered=1 failed=2 lapsed=3 noAddress=4 overCap=1 segments=6 spokenFor=2 unknown=1", Shown(outcome.Counts));
        Assert.Equal((new Tries(5, 3), null, 0, false, null), (outcome.Tries, outcome.RepeatAt, outcome.Deferred, outcome.Halted, outcome.HeldBack));
        Assert.Equal(outcome.Tries, tally.Tries);
        Assert.Equal([Id(6)], tally.Pending);
        Assert.Empty(outcome.Load);
    }

    [Fact]
    public void What_another_wave_has_sent_is_not_counted_and_what_it_has_not_settled_is_left_to_it()
    {
        PageTally tally = new(PagePart.Whole, Wave, [Of(1, NoticeState.Failed) with { Wave = "other" }, Of(2, NoticeState.Sending) with { Wave = "other" }, Of(3, NoticeState.Accepted), Of(4, NoticeState.Deferred)]);

        Assert.Equal((new Tries(1, 0), "accepted=1"), (tally.Tries, Shown(tally.ToOutcome().Counts)));
        Assert.Equal([Id(4)], tally.Pending);
        Assert.Equal([Id(1), Id(3), Id(5)], tally.Settled(People(5)));

        tally.Add([Of(2, NoticeState.Accepted), Of(4, NoticeState.Failed)]);
        tally.LeaveAlone([Id(5)]);
        Assert.Equal([Id(1), Id(2), Id(3), Id(4)], tally.Settled(People(5)));
        Assert.Equal(new Tries(3, 1), tally.Tries);
    }

    [Fact]
    public void Of_a_part_of_a_page_the_other_channels_people_are_left_alone()
    {
        PageTally tally = new(new PagePart("sms", null), Wave, [Of(1, NoticeState.Accepted, NoticeChannel.Email), Of(2, NoticeState.Accepted)]);

        Assert.Equal(new Tries(1, 0), tally.Tries);
        Assert.Equal([Id(2)], tally.Settled(People(2)));
    }

    [Fact]
    public void Where_one_channel_takes_nothing_its_people_are_held_back_and_counted_nowhere()
    {
        PageTally tally = new(PagePart.Whole, Wave, [Of(1, NoticeState.Accepted), Of(2, NoticeState.Failed, NoticeChannel.Email)]);
        tally.Add([Of(3, NoticeState.Deferred, NoticeChannel.Email), Of(4, NoticeState.Deferred, NoticeChannel.Email), Of(5, NoticeState.Deferred), Of(6, NoticeState.Accepted), Of(7, NoticeState.Accepted)]);
        tally.TurnAway(NoticeChannel.Email, s_noon.AddMinutes(5));
        tally.TurnAway(NoticeChannel.Email, s_noon.AddMinutes(3));

        PageOutcome outcome = tally.ToOutcome();

        Assert.Equal((true, false), (tally.IsTurnedAway(NoticeChannel.Email), tally.IsTurnedAway(NoticeChannel.Sms)));
        Assert.Equal((new HeldBack("email", s_noon.AddMinutes(5)), null), (outcome.HeldBack, outcome.RepeatAt));
        Assert.Equal((new Tries(3, 0), 1, "accepted=3", "email=2 sms=3"), (outcome.Tries, outcome.Deferred, Shown(outcome.Counts), Shown(outcome.Load)));
    }

    [Theory]
    [InlineData(true, false, null, 5)]
    [InlineData(false, true, null, 5)]
    [InlineData(false, false, 2, 5)]
    [InlineData(false, false, 9, 9)]
    public void Where_both_take_nothing_or_the_page_comes_again_anyway_it_waits_as_a_whole(bool bothAreDown, bool isPart, int? cutShort, int repeatedAfter)
    {
        PageTally tally = new(isPart ? new PagePart(null, "email") : PagePart.Whole, Wave, [Of(1, NoticeState.Accepted)]);
        tally.TurnAway(NoticeChannel.Sms, s_noon.AddMinutes(5));
        if (bothAreDown)
        {
            tally.TurnAway(NoticeChannel.Email, s_noon.AddMinutes(1));
        }

        if (cutShort is { } minutes)
        {
            tally.CutShort(s_noon.AddMinutes(minutes));
        }

        PageOutcome outcome = tally.ToOutcome();

        Assert.Equal((null, s_noon.AddMinutes(repeatedAfter), new Tries(1, 0)), (outcome.HeldBack, outcome.RepeatAt, outcome.Tries));
    }

    [Fact]
    public void A_page_that_was_halted_or_comes_again_holds_nobody_back()
    {
        PageTally halted = new(PagePart.Whole, Wave, []);
        halted.Halt();
        PageTally again = new(PagePart.Whole, Wave, []);
        again.RepeatNotBefore(s_noon);

        Assert.All([halted, again], tally =>
        {
            tally.TurnAway(NoticeChannel.Sms, s_noon.AddMinutes(5));
            Assert.Equal((null, s_noon.AddMinutes(5)), (tally.ToOutcome().HeldBack, tally.ToOutcome().RepeatAt));
        });
    }

    [Fact]
    public void A_page_that_comes_again_has_settled_nobody_yet()
    {
        PageTally again = new(PagePart.Whole, Wave, [Of(1, NoticeState.Accepted)]);
        again.RepeatNotBefore(s_noon.AddMinutes(5));
        again.RepeatNotBefore(s_noon.AddMinutes(1));
        Assert.Equal((s_noon.AddMinutes(5), false), (again.ToOutcome().RepeatAt, again.IsCutShort));
        Assert.Empty(again.Settled(People(2)));

        PageTally halted = new(PagePart.Whole, Wave, [Of(1, NoticeState.Accepted)]);
        halted.Halt();
        Assert.Equal((true, true, null), (halted.ToOutcome().Halted, halted.IsCutShort, halted.ToOutcome().RepeatAt));
        Assert.Empty(halted.Settled(People(2)));

        PageTally cut = new(PagePart.Whole, Wave, []);
        cut.CutShort(s_noon);
        Assert.Equal((true, s_noon, false), (cut.IsCutShort, cut.ToOutcome().RepeatAt, cut.ToOutcome().Halted));
        Assert.Empty(cut.ToOutcome().Counts);
    }

    private static string Shown(IReadOnlyDictionary<string, long> counts) =>
        string.Join(' ', counts.OrderBy(count => count.Key, StringComparer.Ordinal).Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Key}={count.Value}")));

    private static Notice Of(int person, NoticeState state, NoticeChannel channel = NoticeChannel.Sms) =>
        new() { Id = new NoticeId(TestCampaigns.Kumamoto.Id, Id(person), NoticeKind.Issue, 1), State = state, Channel = channel, Wave = Wave };

    private static Entitlement[] People(int count) =>
        [.. Enumerable.Range(1, count).Select(person => new Entitlement { Campaign = TestCampaigns.Kumamoto.Id, Id = Id(person), Route = EntitlementRoute.App, Amount = new Yen(1) })];

    private static EntitlementId Id(int person) => EntitlementId.FromValue((ulong)person);
}
