using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices;

namespace Compensation.Tests.Notices;

public class NoticeDecisionTests
{
    private static readonly DateTimeOffset Now = new(2023, 4, 10, 1, 0, 0, TimeSpan.Zero);
    private static readonly NoticeClaimTerms Terms = new(Now, Guid.NewGuid(), TimeSpan.FromMinutes(5), new ClaimHolders());
    private static readonly NoticeOrder Issue = new(NoticeKind.Issue, 1, EntitlementRoute.App);
    private static readonly NoticeOrder Reminder = new(NoticeKind.Reminder, 2, null);

    [Fact]
    public void Who_has_had_nothing_is_sent_the_notice_for_the_first_time()
    {
        NoticeDecision.Send send = Assert.IsType<NoticeDecision.Send>(NoticeDecision.For(Issue, Alone(Person()), NoticeHistory.Empty, Terms));

        Assert.False(send.MayBeRepeat);
        Assert.Equal((NoticeState.Sending, Terms.Attempt, Now), (send.Claim.State, send.Claim.Attempt, send.Claim.FirstTriedAt!.Value));
    }

    [Theory]
    [InlineData(EntitlementState.Claimed)]
    [InlineData(EntitlementState.Paid)]
    [InlineData(EntitlementState.TransferRequested)]
    [InlineData(EntitlementState.Expired)]
    [InlineData(EntitlementState.Revoked)]
    public void Only_open_entitlements_are_written_to(EntitlementState state) =>
        Assert.IsType<NoticeDecision.Nothing>(NoticeDecision.For(Issue, Alone(Person() with { State = state }), NoticeHistory.Empty, Terms));

    [Fact]
    public void Who_left_no_address_is_not_written_to() =>
        Assert.IsType<NoticeDecision.Nothing>(NoticeDecision.For(Issue, Alone(Person() with { Contacts = ContactKinds.None }), NoticeHistory.Empty, Terms));

    [Theory]
    [InlineData(EntitlementRoute.App, true)]
    [InlineData(EntitlementRoute.DoubleCharge, true)]
    [InlineData(EntitlementRoute.Application, false)]
    public void The_app_wave_reaches_the_app_route_and_restored_double_charges(EntitlementRoute route, bool reached) =>
        Assert.Equal(reached, NoticeDecision.For(Issue, Alone(Person() with { Route = route }), NoticeHistory.Empty, Terms) is NoticeDecision.Send);

    [Theory]
    [InlineData(NoticeState.Accepted)]
    [InlineData(NoticeState.Failed)]
    [InlineData(NoticeState.Unknown)]
    public void What_is_settled_is_never_sent_again(NoticeState state) =>
        Assert.IsType<NoticeDecision.Nothing>(NoticeDecision.For(Issue, Alone(Person()), new NoticeHistory(Sent(state), []), Terms));

    [Fact]
    public void A_fresh_claim_is_left_to_its_holder()
    {
        Notice claimed = Sent(NoticeState.Sending) with { ClaimedAt = Now.AddMinutes(-4) };

        NoticeDecision.LookAgain again = Assert.IsType<NoticeDecision.LookAgain>(NoticeDecision.For(Issue, Alone(Person()), new NoticeHistory(claimed, []), Terms));

        Assert.Equal(Now.AddMinutes(1), again.At);
    }

    [Fact]
    public void A_claim_whose_holder_died_is_settled_by_repeating_with_the_same_first_try()
    {
        DateTimeOffset firstTry = Now.AddMinutes(-6);
        Notice left = Sent(NoticeState.Sending) with { ClaimedAt = firstTry, FirstTriedAt = firstTry };

        NoticeDecision.Send send = Assert.IsType<NoticeDecision.Send>(NoticeDecision.For(Issue, Alone(Person()), new NoticeHistory(left, []), Terms));

        Assert.True(send.MayBeRepeat);
        Assert.Equal((firstTry, Terms.Attempt, Now), (send.Claim.FirstTriedAt!.Value, send.Claim.Attempt, send.Claim.ClaimedAt));
    }

    [Fact]
    public void A_deferred_notice_waits_for_its_time()
    {
        Notice early = Sent(NoticeState.Deferred) with { NotBefore = Now.AddMinutes(1) };
        Notice due = Sent(NoticeState.Deferred) with { NotBefore = Now };

        Assert.IsType<NoticeDecision.Later>(NoticeDecision.For(Issue, Alone(Person()), new NoticeHistory(early, []), Terms));
        Assert.IsType<NoticeDecision.Send>(NoticeDecision.For(Issue, Alone(Person()), new NoticeHistory(due, []), Terms));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(21)]
    public void What_repeats_a_transfers_result_bears_the_number_of_the_last(int last)
    {
        Notice first = Sent(NoticeState.Failed);
        Notice Of(int sequence) => first with { Id = first.Id with { Kind = NoticeKind.TransferResult, Sequence = sequence }, FirstTriedAt = null, ClaimedAt = Now.AddDays(sequence - 30) };
        Entitlement person = Person() with { State = EntitlementState.TransferFailed, Contacts = ContactKinds.Sms | ContactKinds.Email };

        NoticeDecision decision = NoticeDecision.For(NoticeOrder.TransferResultAgain, Alone(person), new NoticeHistory(null, [Of(1), Of(last)]), Terms);

        Assert.Equal((NoticeKind.TransferResultAgain, last), Assert.IsType<NoticeDecision.Send>(decision).Claim.Id is var id ? (id.Kind, id.Sequence) : default);
    }

    [Fact]
    public void Only_those_whom_the_issue_reached_are_reminded()
    {
        Notice accepted = Sent(NoticeState.Accepted);
        Notice bounced = accepted with { UndeliveredAt = Now };
        Notice bouncedThenDelivered = bounced with { DeliveredAt = Now };

        Assert.IsType<NoticeDecision.Send>(NoticeDecision.For(Reminder, Alone(Person()), new NoticeHistory(null, [accepted]), Terms));
        Assert.IsType<NoticeDecision.Send>(NoticeDecision.For(Reminder, Alone(Person()), new NoticeHistory(null, [bouncedThenDelivered]), Terms));
        Assert.IsType<NoticeDecision.Nothing>(NoticeDecision.For(Reminder, Alone(Person()), new NoticeHistory(null, [bounced]), Terms));
        Assert.IsType<NoticeDecision.Nothing>(NoticeDecision.For(Reminder, Alone(Person()), new NoticeHistory(null, []), Terms));
    }

    [Theory]
    [InlineData(NoticeKind.Issue)]
    [InlineData(NoticeKind.Reminder)]
    [InlineData(NoticeKind.Fallback)]
    public void Who_follows_a_lead_is_spoken_for_by_it(NoticeKind kind) => Assert.IsType<NoticeDecision.SpokenFor>(
        NoticeDecision.For(new NoticeOrder(kind, 1, null), Alone(Follower(EntitlementState.Open)), new NoticeHistory(null, [Sent(NoticeState.Accepted)]), Terms));

    [Fact]
    public void A_resend_by_filter_leaves_who_follows_to_the_lead_and_one_by_name_does_not()
    {
        Recipient follower = Alone(Follower(EntitlementState.Open));

        Assert.IsType<NoticeDecision.SpokenFor>(NoticeDecision.For(Resend(ResendFilter.NotDelivered), follower, NoticeHistory.Empty, Terms));
        Assert.Equal(new Yen(300), Assert.IsType<NoticeDecision.Send>(NoticeDecision.For(Resend(ResendFilter.All), follower, NoticeHistory.Empty, Terms)).Amount);
    }

    [Theory]
    [InlineData(EntitlementState.Open, EntitlementState.Open, 2300)]
    [InlineData(EntitlementState.Paid, EntitlementState.Open, 300)]
    [InlineData(EntitlementState.Revoked, EntitlementState.Open, 300)]
    [InlineData(EntitlementState.Open, EntitlementState.Claimed, 2000)]
    [InlineData(EntitlementState.Paid, EntitlementState.Claimed, null)]
    public void A_lead_is_written_to_as_long_as_anything_is_open_and_told_that_sum(EntitlementState lead, EntitlementState other, int? expected)
    {
        Recipient several = new(Person() with { State = lead }, [Follower(other)]);

        NoticeDecision issue = NoticeDecision.For(Issue, several, NoticeHistory.Empty, Terms);
        NoticeDecision reminder = NoticeDecision.For(Reminder, several, new NoticeHistory(null, [Sent(NoticeState.Accepted)]), Terms);

        Assert.Equal(expected, (int?)(issue as NoticeDecision.Send)?.Amount.Amount);
        Assert.Equal(expected, (int?)(reminder as NoticeDecision.Send)?.Amount.Amount);
    }

    [Fact]
    public void A_resend_to_a_lead_names_all_that_its_page_still_shows()
    {
        Recipient several = new(Person() with { State = EntitlementState.Paid }, [Follower(EntitlementState.Open), Follower(EntitlementState.Revoked)]);

        Assert.Equal(new Yen(2300), Assert.IsType<NoticeDecision.Send>(NoticeDecision.For(Resend(ResendFilter.All), several, NoticeHistory.Empty, Terms)).Amount);
    }

    [Fact]
    public void What_may_have_gone_out_to_a_lead_is_settled_even_if_all_was_claimed_since()
    {
        Recipient several = new(Person() with { State = EntitlementState.Paid }, [Follower(EntitlementState.Paid)]);
        Notice left = Sent(NoticeState.Sending) with { ClaimedAt = Now.AddHours(-1) };

        Assert.Equal(new Yen(2300), Assert.IsType<NoticeDecision.Send>(NoticeDecision.For(Issue, several, new NoticeHistory(left, []), Terms)).Amount);
    }

    [Theory]
    [InlineData(NoticeState.Sending)]
    [InlineData(NoticeState.Deferred)]
    public void Of_what_the_carrier_has_spoken_nothing_is_asked_again(NoticeState state)
    {
        Notice left = Sent(state) with { ClaimedAt = Now.AddHours(-1), Provider = "acs" };

        Assert.IsType<NoticeDecision.Send>(NoticeDecision.For(Issue, Alone(Person()), new NoticeHistory(left, []), Terms));
        Assert.IsType<NoticeDecision.Nothing>(NoticeDecision.For(Issue, Alone(Person()), new NoticeHistory(left with { DeliveredAt = Now }, []), Terms));
        Assert.IsType<NoticeDecision.Nothing>(NoticeDecision.For(Issue, Alone(Person()), new NoticeHistory(left with { UndeliveredAt = Now }, []), Terms));
    }

    [Fact]
    public void A_fallback_goes_to_nobody_whom_something_reached_and_follows_no_failure_of_a_link_that_is_dead()
    {
        Notice delivered = SentTo(NoticeChannel.Sms) with { DeliveredAt = Now };
        Notice failed = SentTo(NoticeChannel.Sms, NoticeKind.Resend) with { State = NoticeState.Failed };

        Assert.Equal(NoticeChannel.Email, ChannelOf(Fallback, failed));
        Assert.Null(ChannelOf(Fallback, delivered, failed));
        Assert.Null(ChannelOf(Fallback, failed with { LinkVersion = 1, Address = "corrected" }));
    }

    [Fact]
    public void A_fallback_does_not_go_to_an_address_that_took_nothing_before()
    {
        Notice sms = SentTo(NoticeChannel.Sms) with { State = NoticeState.Failed, LinkVersion = 1 };
        Notice email = SentTo(NoticeChannel.Email, NoticeKind.Resend) with { State = NoticeState.Failed };

        Assert.Equal(NoticeChannel.Sms, ChannelOf(Fallback, sms with { State = NoticeState.Accepted }, email));
        Assert.Null(ChannelOf(Fallback, sms, email));
    }

    [Fact]
    public void The_way_is_one_that_arrived_then_one_that_has_not_failed_then_the_telephone()
    {
        NoticeOrder resend = Resend(ResendFilter.All);

        Assert.Equal(NoticeChannel.Sms, ChannelOf(resend));
        Assert.Equal(NoticeChannel.Email, ChannelOf(resend, SentTo(NoticeChannel.Email)));
        Assert.Equal(NoticeChannel.Email, ChannelOf(resend, SentTo(NoticeChannel.Sms) with { State = NoticeState.Failed }));
        Assert.Equal(NoticeChannel.Sms, ChannelOf(resend, SentTo(NoticeChannel.Sms) with { State = NoticeState.Failed, Address = "corrected" }));
        Assert.Equal(NoticeChannel.Sms, ChannelOf(resend, SentTo(NoticeChannel.Email) with { Address = "corrected" }));
    }

    private static NoticeOrder Fallback { get; } = new(NoticeKind.Fallback, 1, null);

    /// <summary>By which way somebody with both, whose link is the second, is written to; null where nothing is sent.</summary>
    private static NoticeChannel? ChannelOf(NoticeOrder order, params Notice[] earlier)
    {
        Entitlement person = Person() with { Contacts = ContactKinds.Sms | ContactKinds.Email, LinkVersion = 2 };
        return (NoticeDecision.For(order, Alone(person), new NoticeHistory(null, earlier) { Today = new Reach("Sms", "Email", 2) }, Terms) as NoticeDecision.Send)?.Claim.Channel;
    }

    private static Notice SentTo(NoticeChannel channel, NoticeKind kind = NoticeKind.Issue) => Sent(NoticeState.Accepted) with
    {
        Id = Sent(NoticeState.Accepted).Id with { Kind = kind },
        Channel = channel,
        Address = $"{channel}",
        LinkVersion = 2,
    };

    private static NoticeOrder Resend(ResendFilter filter) => new(NoticeKind.Resend, 0, null) { Resend = new ResendTerms("order", filter, 3, null) };

    private static Entitlement Follower(EntitlementState state) =>
        Person() with { Id = EntitlementId.FromValue(0x222222222222), Lead = Person().Id, Amount = new Yen(300), State = state };

    private static Recipient Alone(Entitlement person) => new(person, []);

    private static Entitlement Person() => new()
    {
        Campaign = CampaignId.Parse("kumamoto"),
        Id = EntitlementId.FromValue(0x123456789abc),
        Route = EntitlementRoute.App,
        Amount = new Yen(2000),
        Contacts = ContactKinds.Sms,
    };

    private static Notice Sent(NoticeState state) => new()
    {
        Id = new NoticeId(CampaignId.Parse("kumamoto"), EntitlementId.FromValue(0x123456789abc), NoticeKind.Issue, 1),
        State = state,
        Channel = NoticeChannel.Sms,
        ClaimedAt = Now.AddHours(-1),
        FirstTriedAt = Now.AddHours(-1),
    };
}
