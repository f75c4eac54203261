using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices;

namespace Compensation.Tests.Notices;

public class ResendVerdictTests
{
    private static readonly DateTimeOffset Now = new(2023, 4, 12, 1, 0, 0, TimeSpan.Zero);
    private static readonly Reach Today = new("here", "mail", 2);

    private static readonly ResendTerms Filter = new("order", ResendFilter.NotDelivered, 3, null)
    {
        At = Now,
        Routes = [EntitlementRoute.App],
        UnreportedFor = TimeSpan.FromHours(24),
        Spacing = TimeSpan.FromHours(48),
        SilentProviders = ["smtp"],
    };

    private static readonly ResendTerms ByName = Filter with { Filter = ResendFilter.All, Routes = null, Spacing = TimeSpan.Zero };

    [Fact]
    public void What_a_silent_provider_took_counts_as_delivered_however_long_ago()
    {
        Notice taken = Sent(hoursAgo: 500);

        Assert.Equal(ResendVerdict.Delivered, Verdict(Filter, taken with { Provider = "smtp" }));
        Assert.Equal(ResendVerdict.Send, Verdict(Filter, taken with { Provider = "acs" }));
        Assert.Equal(ResendVerdict.Send, Verdict(Filter, taken with { Provider = "smtp", State = NoticeState.Failed }));
    }

    [Theory]
    [InlineData(23.99, ResendVerdict.AwaitsReport)]
    [InlineData(24, ResendVerdict.Send)]
    public void A_report_is_awaited_for_the_stated_time(double hours, ResendVerdict expected)
    {
        Assert.Equal(expected, Verdict(Filter, Sent(hours)));
        Assert.Equal(expected, Verdict(Filter, Sent(hours) with { State = NoticeState.Unknown }));
        Assert.Equal(expected, Verdict(Filter, Sent(hours) with { State = NoticeState.Deferred, SettledAt = null, ClaimedAt = Now.AddHours(-hours) }));
    }

    [Fact]
    public void A_failure_that_was_known_when_the_order_was_given_is_served_and_a_later_one_is_in_nobody_s_plan()
    {
        Assert.Equal(ResendVerdict.Send, Verdict(Filter, Sent(1) with { UndeliveredAt = Now }));
        Assert.Equal(ResendVerdict.AwaitsReport, Verdict(Filter, Sent(1) with { UndeliveredAt = Now.AddMinutes(1) }));
        Assert.Equal(ResendVerdict.Send, Verdict(Filter, Sent(1) with { State = NoticeState.Failed }));
        Assert.Equal(ResendVerdict.AwaitsReport, Verdict(Filter, Sent(-1) with { State = NoticeState.Failed }));
    }

    [Fact]
    public void What_was_delivered_elsewhere_or_with_a_dead_link_does_not_count()
    {
        Notice delivered = Sent(1) with { DeliveredAt = Now };

        Assert.Equal(ResendVerdict.Delivered, Verdict(Filter, delivered));
        Assert.Equal(ResendVerdict.Send, Verdict(Filter, delivered with { Address = "elsewhere" }));
        Assert.Equal(ResendVerdict.Send, Verdict(Filter, delivered with { LinkVersion = 1 }));
    }

    [Theory]
    [InlineData(ResendFilter.All, 47, ResendVerdict.Send)]
    [InlineData(ResendFilter.NotDelivered, 47, ResendVerdict.Spaced)]
    [InlineData(ResendFilter.NotDelivered, 48, ResendVerdict.Send)]
    public void Two_resends_keep_their_distance(ResendFilter filter, int hours, ResendVerdict expected) =>
        Assert.Equal(expected, Verdict(filter == ResendFilter.All ? ByName : Filter, Resent(1, hours)));

    [Fact]
    public void A_corrected_address_need_not_wait_for_what_went_to_the_one_before() =>
        Assert.Equal(ResendVerdict.Send, Verdict(Filter, Person() with { CorrectedBy = "order" }, Resent(1, 1) with { LinkVersion = 1 }));

    [Fact]
    public void What_another_order_has_brought_to_the_corrected_address_is_not_brought_again()
    {
        Entitlement corrected = Person() with { CorrectedBy = "order", CorrectedWays = ContactKinds.Sms };

        Assert.Equal(ResendVerdict.Spaced, VerdictAt(Now.AddHours(2), ByName, corrected, Resent(1, -1) with { Order = "another" }));
        Assert.Equal(ResendVerdict.Send, VerdictAt(Now.AddHours(2), ByName, corrected, Resent(1, -1) with { Order = "another", Channel = NoticeChannel.Email, Address = "mail" }));
    }

    [Fact]
    public void What_a_fallback_has_brought_since_the_order_was_given_is_not_brought_again()
    {
        Notice fallback = Sent(-1) with { Id = IdOf(NoticeKind.Fallback, 1), Channel = NoticeChannel.Email, Address = "mail" };

        Assert.Equal(ResendVerdict.Spaced, VerdictAt(Now.AddHours(2), ByName, Person(), fallback));
        Assert.Equal(ResendVerdict.Spaced, VerdictAt(Now.AddHours(2), ByName, Person() with { CorrectedBy = "order" }, fallback));
        Assert.Equal(ResendVerdict.Send, VerdictAt(Now.AddHours(2), ByName, Person(), fallback with { SettledAt = Now.AddMinutes(-1) }));
        Assert.Equal(ResendVerdict.Send, VerdictAt(Now, ByName, Person(), fallback));
        Assert.Equal(ResendVerdict.Send, VerdictAt(Now.AddHours(2), ByName, Person(), fallback with { State = NoticeState.Failed }));
        Assert.Equal(ResendVerdict.Send, VerdictAt(Now.AddHours(2), ByName with { Channel = NoticeChannel.Sms }, Person(), fallback));
    }

    [Theory]
    [InlineData(2, false, ResendVerdict.Send)]
    [InlineData(3, false, ResendVerdict.Capped)]
    [InlineData(62, true, ResendVerdict.Send)]
    [InlineData(63, true, ResendVerdict.Capped)]
    public void The_cap_binds_and_a_correction_passes_it_as_far_as_numbers_go(int resends, bool isCorrected, ResendVerdict expected) =>
        Assert.Equal(expected, Verdict(ByName, Person() with { CorrectedBy = isCorrected ? "order" : "another" }, Resent(resends, 100)));

    [Fact]
    public void Who_was_never_written_to_and_whose_wave_has_not_begun_are_no_filter_s_people()
    {
        Assert.Equal(ResendVerdict.NotWrittenTo, Verdict(Filter));
        Assert.Equal(ResendVerdict.WaitsForWave, Verdict(Filter, Person() with { Route = EntitlementRoute.Application }, Sent(100) with { UndeliveredAt = Now }));
        Assert.Equal(ResendVerdict.Send, Verdict(ByName));
    }

    [Theory]
    [InlineData(EntitlementState.Open, ResendVerdict.Send, ResendVerdict.NothingToOpen, ResendVerdict.Send)]
    [InlineData(EntitlementState.Claimed, ResendVerdict.Send, ResendVerdict.Send, ResendVerdict.Claimed)]
    [InlineData(EntitlementState.Paid, ResendVerdict.Send, ResendVerdict.Send, ResendVerdict.Claimed)]
    [InlineData(EntitlementState.Expired, ResendVerdict.NothingToOpen, ResendVerdict.NothingToOpen, ResendVerdict.NothingToOpen)]
    [InlineData(EntitlementState.Transferred, ResendVerdict.NothingToOpen, ResendVerdict.NothingToOpen, ResendVerdict.NothingToOpen)]
    public void The_state_decides(EntitlementState state, ResendVerdict byName, ResendVerdict late, ResendVerdict notClaimed)
    {
        Entitlement person = Person() with { State = state };

        Assert.Equal(byName, Verdict(ByName, person));
        Assert.Equal(late, Verdict(ByName with { OnlyClaimed = true }, person));
        Assert.Equal(notClaimed, Verdict(Filter with { Filter = ResendFilter.NotClaimedAndNotDelivered }, person, Sent(100)));
    }

    [Theory]
    [InlineData(ContactKinds.None, null, ResendVerdict.NoAddress)]
    [InlineData(ContactKinds.Sms, null, ResendVerdict.Send)]
    [InlineData(ContactKinds.Sms, NoticeChannel.Email, ResendVerdict.NoAddress)]
    [InlineData(ContactKinds.Email, NoticeChannel.Email, ResendVerdict.Send)]
    public void There_must_be_a_way(ContactKinds contacts, NoticeChannel? channel, ResendVerdict expected) =>
        Assert.Equal(expected, Verdict(ByName with { Channel = channel }, Person() with { Contacts = contacts }));

    /// <summary>What was sent at 10 and is looked at when the clock says 9 again.</summary>
    [Theory]
    [InlineData(1, ResendVerdict.AwaitsReport, ResendVerdict.Spaced)]
    [InlineData(24, ResendVerdict.AwaitsReport, ResendVerdict.Spaced)]
    [InlineData(25, ResendVerdict.Send, ResendVerdict.Spaced)]
    [InlineData(48, ResendVerdict.Send, ResendVerdict.Spaced)]
    [InlineData(49, ResendVerdict.Send, ResendVerdict.Send)]
    public void The_clock_set_back_keeps_nobody_waiting_for_longer_than_anybody_waits(int hoursAhead, ResendVerdict report, ResendVerdict next)
    {
        Assert.Equal(report, Verdict(Filter, Sent(-hoursAhead)));
        Assert.Equal(next, Verdict(Filter, Resent(1, -hoursAhead) with { UndeliveredAt = Now }));
    }

    [Fact]
    public void Who_was_written_to_since_the_order_was_given_has_had_it_however_long_the_order_takes() =>
        Assert.Equal(ResendVerdict.Spaced, VerdictAt(Now.AddHours(100), Filter, Person(), Resent(1, -99) with { UndeliveredAt = Now }));

    [Fact]
    public void What_the_order_has_begun_it_goes_on_with_whatever_its_own_notice_looks_like()
    {
        Notice own = Sent(0) with { Id = IdOf(NoticeKind.Resend, 4), Order = "order", State = NoticeState.Deferred, SettledAt = null };

        Assert.Equal(ResendVerdict.Send, ResendAudience.VerdictOf(OrderOf(Filter), new Recipient(Person(), []), new NoticeHistory(own, [Resent(3, 1), own]) { Today = Today }, Now));
    }

    [Fact]
    public void By_filter_who_follows_is_spoken_for()
    {
        Entitlement follower = Person() with { Lead = EntitlementId.FromValue(7) };

        Assert.Equal(ResendVerdict.SpokenFor, Verdict(Filter, follower, Sent(100)));
        Assert.Equal(ResendVerdict.Send, Verdict(ByName, follower, Sent(100)));
    }

    private static ResendVerdict Verdict(ResendTerms terms, params Notice[] earlier) => Verdict(terms, Person(), earlier);

    private static ResendVerdict Verdict(ResendTerms terms, Entitlement person, params Notice[] earlier) =>
        VerdictAt(Now, terms, person, earlier);

    private static ResendVerdict VerdictAt(DateTimeOffset now, ResendTerms terms, Entitlement person, params Notice[] earlier) =>
        ResendAudience.VerdictOf(OrderOf(terms), new Recipient(person, []), new NoticeHistory(null, earlier) { Today = Today }, now);

    private static NoticeOrder OrderOf(ResendTerms terms) => NoticeOrder.Parse(new NoticeOrder(NoticeKind.Resend, 0, null) { Resend = terms }.ToString());

    private static Entitlement Person() => new()
    {
        Campaign = CampaignId.Parse("kumamoto"),
        Id = EntitlementId.FromValue(0x123456789abc),
        Route = EntitlementRoute.App,
        Amount = new Yen(2000),
        Contacts = ContactKinds.Sms,
        LinkVersion = 2,
    };

    private static Notice Resent(int sequence, double hoursAgo) => Sent(hoursAgo) with { Id = IdOf(NoticeKind.Resend, sequence), State = NoticeState.Failed };

    private static Notice Sent(double hoursAgo) => new()
    {
        Id = IdOf(NoticeKind.Issue, 1),
        State = NoticeState.Accepted,
        Channel = NoticeChannel.Sms,
        Provider = "acs",
        Address = "here",
        LinkVersion = 2,
        ClaimedAt = Now.AddHours(-hoursAgo).AddMinutes(-1),
        SettledAt = Now.AddHours(-hoursAgo),
    };

    private static NoticeId IdOf(NoticeKind kind, int sequence) => new(CampaignId.Parse("kumamoto"), EntitlementId.FromValue(0x123456789abc), kind, sequence);
}
