using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices;

namespace Compensation.Tests.Notices;

/// <summary>What a claim says, how long it is left to its holder, and what becomes of one that was put off.</summary>
public sealed class NoticeClaimTests
{
    private const string Elsewhere = "another-machine/1/1";

    private static readonly DateTimeOffset s_now = new(2023, 4, 10, 1, 0, 0, TimeSpan.Zero);
    private static readonly ClaimHolders s_holders = new();
    private static readonly NoticeClaimTerms s_terms = new(s_now, Guid.NewGuid(), TimeSpan.FromMinutes(5), s_holders) { Wave = "wave" };
    private static readonly NoticeOrder s_issue = new(NoticeKind.Issue, 1, null);
    private static readonly NoticeOrder s_reminder = new(NoticeKind.Reminder, 2, null);
    private static readonly NoticeOrder s_resend = new(NoticeKind.Resend, 0, null) { Resend = new ResendTerms("order", ResendFilter.All, 3, null) };

    [Fact]
    public void A_new_claim_says_who_sends_what_for_which_wave_and_since_when()
    {
        Notice expected = new()
        {
            Id = IdOf(NoticeKind.Reminder, 2),
            State = NoticeState.Sending,
            Channel = NoticeChannel.Email,
            Wave = "wave",
            Attempt = s_terms.Attempt,
            Holder = s_holders.Me,
            ClaimedAt = s_now,
            FirstTriedAt = s_now,
        };

        Assert.Equal(new NoticeDecision.Send(expected, MayBeRepeat: false, new Yen(2000)), Decided(s_reminder, null, Sent(NoticeState.Failed), Sent(NoticeState.Accepted, NoticeChannel.Email)));
    }

    [Fact]
    public void A_resend_bears_its_order_and_the_next_number_of_the_person_s_resends()
    {
        Notice fallback = Sent(NoticeState.Accepted) with { Id = IdOf(NoticeKind.Fallback, 9) };

        Assert.Equal((IdOf(NoticeKind.Resend, 1), "order"), ClaimOf(Decided(s_resend, null)));
        Assert.Equal((IdOf(NoticeKind.Resend, 1), "order"), ClaimOf(Decided(s_resend, null, fallback)));
        Assert.Equal((IdOf(NoticeKind.Resend, 3), "order"), ClaimOf(Decided(s_resend, null, Resent(1), Resent(2), fallback)));
        Assert.IsType<NoticeDecision.OverCap>(Decided(s_resend, null, Resent(1), Resent(2), Resent(3)));
        Assert.Equal((IdOf(NoticeKind.Issue, 1), null), ClaimOf(Decided(s_issue, null, Resent(1), Resent(2), Resent(3))));
    }

    [Theory]
    [InlineData(NoticeState.Sending, null, true)]
    [InlineData(NoticeState.Deferred, "acs", true)]
    [InlineData(NoticeState.Deferred, null, false)]
    public void A_renewed_claim_keeps_all_that_was_and_its_first_try_where_that_may_have_gone_out(NoticeState state, string? provider, bool mayHaveGoneOut)
    {
        Notice left = Left(state) with { Provider = provider, Tries = 2, Reason = "throttled", Address = "Sms", NotBefore = s_now };
        Notice expected = left with
        {
            State = NoticeState.Sending,
            Wave = "wave",
            Attempt = s_terms.Attempt,
            Holder = s_holders.Me,
            ClaimedAt = s_now,
            FirstTriedAt = mayHaveGoneOut ? left.FirstTriedAt : s_now,
            LastTriedAt = left.ClaimedAt,
        };

        Assert.Equal(new NoticeDecision.Send(expected, mayHaveGoneOut, new Yen(2000)), Decided(s_issue, left));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(299, true)]
    [InlineData(300, false)]
    [InlineData(-300, true)]
    [InlineData(-301, false)]
    public void A_claim_is_left_for_the_lease_to_whoever_may_be_at_work_unless_the_clock_was_set_back(int secondsAgo, bool isLeft)
    {
        Notice claimed = Left(NoticeState.Sending) with { ClaimedAt = s_now.AddSeconds(-secondsAgo) };

        Assert.Equal(isLeft ? new NoticeDecision.LookAgain(claimed.ClaimedAt.AddMinutes(5)) : null, Decided(s_issue, claimed) as NoticeDecision.LookAgain);
        Assert.Equal(!isLeft, Decided(s_issue, claimed) is NoticeDecision.Send);
        Assert.IsType<NoticeDecision.Send>(Decided(s_issue, claimed with { Holder = s_holders.Me }));
        Assert.IsType<NoticeDecision.Send>(Decided(s_issue, claimed with { State = NoticeState.Deferred }));
    }

    [Fact]
    public void A_process_leaves_a_claim_of_its_own_alone_while_it_is_at_work_on_it()
    {
        Notice claimed = Left(NoticeState.Sending) with { ClaimedAt = s_now, Holder = s_holders.Me, Attempt = Guid.NewGuid() };

        using (s_holders.Begin(claimed.Attempt))
        {
            Assert.IsType<NoticeDecision.LookAgain>(Decided(s_issue, claimed));
        }

        Assert.IsType<NoticeDecision.Send>(Decided(s_issue, claimed));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(3600, true)]
    [InlineData(3601, false)]
    public void What_was_put_off_waits_for_an_hour_at_the_most_and_what_is_under_way_does_not(int? seconds, bool waits)
    {
        Notice putOff = Left(NoticeState.Deferred) with { NotBefore = seconds is { } some ? s_now.AddSeconds(some) : null };

        Assert.All([putOff, putOff with { Provider = "acs" }], one => Assert.Equal((waits, !waits), (Decided(s_issue, one) is NoticeDecision.Later, Decided(s_issue, one) is NoticeDecision.Send)));
        Assert.IsType<NoticeDecision.Send>(Decided(s_issue, putOff with { State = NoticeState.Sending }));
    }

    [Fact]
    public void What_cannot_have_gone_out_goes_to_nobody_who_has_left_the_audience_and_what_may_have_is_settled()
    {
        Notice putOff = Left(NoticeState.Deferred);
        Entitlement paid = Person() with { State = EntitlementState.Paid };
        Entitlement follower = Person() with { Lead = EntitlementId.FromValue(7) };

        Assert.IsType<NoticeDecision.Nothing>(DecidedFor(paid, putOff));
        Assert.IsType<NoticeDecision.SpokenFor>(DecidedFor(follower, putOff));
        Assert.All([paid, follower], person => Assert.IsType<NoticeDecision.Send>(DecidedFor(person, putOff with { Provider = "acs" })));
        Assert.All([paid, follower], person => Assert.IsType<NoticeDecision.Send>(DecidedFor(person, Left(NoticeState.Sending))));
    }

    [Theory]
    [InlineData("Email", null, NoticeChannel.Email)]
    [InlineData("corrected", null, NoticeChannel.Sms)]
    [InlineData("corrected", "acs", NoticeChannel.Email)]
    public void What_cannot_have_gone_out_takes_another_way_only_where_its_address_was_corrected(string address, string? provider, NoticeChannel expected)
    {
        Notice putOff = Left(NoticeState.Deferred) with { Channel = NoticeChannel.Email, Address = address, Provider = provider };

        Assert.Equal(expected, Assert.IsType<NoticeDecision.Send>(Decided(s_issue, putOff)).Claim.Channel);
    }

    [Fact]
    public void A_resend_that_was_begun_is_gone_on_with_whatever_number_it_has()
    {
        Notice third = Left(NoticeState.Deferred) with { Id = IdOf(NoticeKind.Resend, 3), Order = "order" };

        Assert.Equal((third.Id, "order"), ClaimOf(Decided(s_resend, third, Resent(1), Resent(2), third)));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(86_399, true)]
    [InlineData(86_400, false)]
    [InlineData(-86_400, true)]
    [InlineData(-86_401, false)]
    public void A_reminder_comes_a_day_after_another_one_at_the_earliest_unless_the_clock_was_set_back(int secondsAgo, bool isTooSoon)
    {
        NoticeHistory history = HistoryOf(null, Sent(NoticeState.Failed), Sent(NoticeState.Accepted, NoticeChannel.Email)) with { RemindedAt = s_now.AddSeconds(-secondsAgo) };

        Assert.Equal(isTooSoon ? new NoticeDecision.TooSoon(NoticeChannel.Email) : null, For(s_reminder, Person(), history) as NoticeDecision.TooSoon);
        Assert.Equal(!isTooSoon, For(s_reminder, Person(), history) is NoticeDecision.Send);
        Assert.Equal(isTooSoon, For(s_reminder, Person(), history with { Ordered = Left(NoticeState.Deferred) }) is NoticeDecision.TooSoon);
        Assert.IsType<NoticeDecision.Send>(For(s_reminder, Person(), history with { Ordered = Left(NoticeState.Sending) }));
        Assert.IsType<NoticeDecision.Send>(For(s_reminder, Person(), history with { RemindedAt = null }));
        Assert.IsType<NoticeDecision.Send>(For(s_issue, Person(), history));
    }

    private static NoticeDecision Decided(NoticeOrder order, Notice? ordered, params Notice[] earlier) => For(order, Person(), HistoryOf(ordered, earlier));

    private static NoticeDecision DecidedFor(Entitlement person, Notice ordered) => For(s_issue, person, HistoryOf(ordered));

    private static NoticeDecision For(NoticeOrder order, Entitlement person, NoticeHistory history) => NoticeDecision.For(order, new Recipient(person, []), history, s_terms);

    private static NoticeHistory HistoryOf(Notice? ordered, params Notice[] earlier) => new(ordered, earlier) { Today = new Reach("Sms", "Email", 1) };

    private static (NoticeId Id, string? Order) ClaimOf(NoticeDecision decision)
    {
        Notice claim = Assert.IsType<NoticeDecision.Send>(decision).Claim;
        return (claim.Id, claim.Order);
    }

    private static Entitlement Person() => new()
    {
        Campaign = CampaignId.Parse("kumamoto"),
        Id = EntitlementId.FromValue(0x123456789abc),
        Route = EntitlementRoute.App,
        Amount = new Yen(2000),
        Contacts = ContactKinds.Sms | ContactKinds.Email,
    };

    /// <summary>Somebody else's, of which nothing has been heard.</summary>
    private static Notice Left(NoticeState state) => Sent(state) with { Wave = "other", Attempt = Guid.NewGuid(), Holder = Elsewhere, ClaimedAt = s_now.AddMinutes(-10), FirstTriedAt = s_now.AddMinutes(-20) };

    private static Notice Resent(int sequence) => Sent(NoticeState.Failed) with { Id = IdOf(NoticeKind.Resend, sequence) };

    /// <summary>The first notice; the address is named after the channel.</summary>
    private static Notice Sent(NoticeState state, NoticeChannel channel = NoticeChannel.Sms) =>
        new() { Id = IdOf(NoticeKind.Issue, 1), State = state, Channel = channel, Address = $"{channel}", ClaimedAt = s_now.AddDays(-3) };

    private static NoticeId IdOf(NoticeKind kind, int sequence) => new(CampaignId.Parse("kumamoto"), EntitlementId.FromValue(0x123456789abc), kind, sequence);
}
