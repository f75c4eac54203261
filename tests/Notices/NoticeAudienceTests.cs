using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices;

namespace Compensation.Tests.Notices;

/// <summary>Who is written to by an order, and by which way: each condition by itself.</summary>
public sealed class NoticeAudienceTests
{
    private static readonly Notice s_arrived = Sent(NoticeChannel.Sms, NoticeState.Accepted);
    private static readonly Notice s_failed = Sent(NoticeChannel.Sms, NoticeState.Failed);
    private static readonly Notice s_unknown = Sent(NoticeChannel.Sms, NoticeState.Unknown);

    public static TheoryData<NoticeKind> Kinds => [.. Enum.GetValues<NoticeKind>()];

    [Theory]
    [InlineData(NoticeKind.Issue, "Open")]
    [InlineData(NoticeKind.ApplicationResult, "Open")]
    [InlineData(NoticeKind.Reminder, "Open")]
    [InlineData(NoticeKind.Fallback, "Open")]
    [InlineData(NoticeKind.Granted, "")]
    [InlineData(NoticeKind.Resend, "Open Claimed Paid")]
    [InlineData(NoticeKind.CodeReady, "Paid")]
    [InlineData(NoticeKind.TransferResult, "TransferRequested TransferFailed")]
    [InlineData(NoticeKind.TransferResultAgain, "TransferFailed")]
    public void Each_kind_goes_to_those_in_its_states(NoticeKind kind, string expected) => Assert.Equal(
        expected,
        string.Join(' ', Enum.GetValues<EntitlementState>().Where(state => IsIncluded(Order(kind), Person() with { State = state }, HistoryFor(kind)))));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Whatever_the_kind_nobody_is_written_to_who_has_no_address_or_no_right_yet_or_goes_another_route(NoticeKind kind)
    {
        Entitlement person = AudienceOf(kind);

        Assert.True(IsIncluded(Order(kind), person, HistoryFor(kind)));
        Assert.True(IsIncluded(Order(kind) with { Route = person.Route }, person, HistoryFor(kind)));
        Assert.False(IsIncluded(Order(kind) with { Route = EntitlementRoute.Application }, person, HistoryFor(kind)));
        Assert.False(IsIncluded(Order(kind), person with { AwaitsApplication = true }, HistoryFor(kind)));
        Assert.False(IsIncluded(Order(kind), person with { Contacts = ContactKinds.None }, HistoryFor(kind)));
    }

    [Theory]
    [InlineData(EntitlementRoute.Purchase, 10, true)]
    [InlineData(EntitlementRoute.Purchase, 0, false)]
    [InlineData(EntitlementRoute.App, 10, false)]
    public void A_member_is_told_of_points_that_are_booked_in_whatever_state(EntitlementRoute route, int granted, bool isTold)
    {
        Entitlement member = Person() with { Route = route, Granted = new Yen(granted) };

        Assert.Equal(isTold, IsIncluded(Order(NoticeKind.Granted), member));
        Assert.Equal(isTold, IsIncluded(Order(NoticeKind.Granted), member with { State = EntitlementState.Paid }));
        Assert.Equal(isTold, IsIncluded(Order(NoticeKind.Fallback), member with { State = EntitlementState.Paid }, s_failed));
        Assert.True(IsIncluded(Order(NoticeKind.Fallback), member, s_failed));
    }

    [Fact]
    public void A_reminder_goes_to_those_whom_something_reached()
    {
        Assert.True(IsIncluded(Order(NoticeKind.Reminder), Person(), s_failed, s_arrived));
        Assert.False(IsIncluded(Order(NoticeKind.Reminder), Person(), s_failed));
        Assert.False(IsIncluded(Order(NoticeKind.Reminder), Person(), s_unknown));
    }

    [Fact]
    public void A_fallback_needs_a_failure_nothing_that_arrived_and_a_way_that_was_not_tried()
    {
        NoticeOrder fallback = Order(NoticeKind.Fallback);

        Assert.True(IsIncluded(fallback, Person(), s_failed));
        Assert.False(IsIncluded(fallback, Person(), s_unknown));
        Assert.False(IsIncluded(fallback, Person(), s_failed, Sent(NoticeChannel.Email, NoticeState.Accepted)));
        Assert.False(IsIncluded(fallback, Person(), s_failed, Sent(NoticeChannel.Email, NoticeState.Unknown)));
        Assert.False(IsIncluded(fallback, Person() with { Contacts = ContactKinds.Sms }, s_failed));
        Assert.False(IsIncluded(fallback, Person() with { Contacts = ContactKinds.Email }, Sent(NoticeChannel.Email, NoticeState.Failed)));
    }

    [Fact]
    public void That_a_transfer_failed_is_said_by_another_way_once_for_each_message_that_failed_and_never_where_one_failed()
    {
        Entitlement person = AudienceOf(NoticeKind.TransferResultAgain);
        Notice[] toldByMail = [OfTransfer(1, NoticeState.Failed), OfTransfer(1, NoticeState.Accepted, NoticeKind.TransferResultAgain, NoticeChannel.Email)];
        NoticeOrder again = NoticeOrder.TransferResultAgain;

        Assert.Equal(NoticeChannel.Email, NoticeAudience.ChannelFor(again, person, Of(OfTransfer(1, NoticeState.Failed))));
        Assert.False(IsIncluded(again, person, toldByMail));
        Assert.False(IsIncluded(again, person, [.. toldByMail, OfTransfer(2, NoticeState.Accepted)]));
        Assert.False(IsIncluded(again, person, OfTransfer(1, NoticeState.Unknown)));
        Assert.False(IsIncluded(again, person, OfTransfer(1, NoticeState.Failed), OfTransfer(21, NoticeState.Accepted, channel: NoticeChannel.Email)));
        Assert.False(IsIncluded(again, person, OfTransfer(1, NoticeState.Failed), Sent(NoticeChannel.Email, NoticeState.Failed)));
        Assert.False(IsIncluded(again, person with { Contacts = ContactKinds.Sms }, OfTransfer(1, NoticeState.Failed)));
        Assert.True(IsIncluded(again, person, [.. toldByMail, OfTransfer(2, NoticeState.Failed)]));
        Assert.True(IsIncluded(again, person with { Contacts = ContactKinds.Sms }, OfTransfer(1, NoticeState.Failed) with { Address = "an earlier number" }));
    }

    [Fact]
    public void Who_was_told_of_a_transfer_just_now_or_has_named_another_account_is_not_told_again()
    {
        Entitlement person = AudienceOf(NoticeKind.TransferResult);
        Notice failed = OfTransfer(1, NoticeState.Failed);
        Notice byMail = OfTransfer(1, NoticeState.Sending, NoticeKind.TransferResultAgain, NoticeChannel.Email);
        NoticeOrder again = new(NoticeKind.TransferResult, 21, null) { UntoldSince = byMail.ClaimedAt.AddTicks(-1) };

        Assert.True(IsIncluded(again, person, failed));
        Assert.False(IsIncluded(again, person, failed, byMail));
        Assert.True(IsIncluded(again with { UntoldSince = byMail.ClaimedAt }, person, failed, byMail));
        Assert.False(IsIncluded(again, person with { State = EntitlementState.TransferRequested }, failed));
    }

    [Fact]
    public void Who_has_had_as_many_resends_as_anybody_may_get_is_of_the_audience_and_who_had_one_just_now_is_not()
    {
        ResendTerms terms = new("order", ResendFilter.NotDelivered, 1, null) { At = s_failed.ClaimedAt.AddHours(30), Spacing = TimeSpan.FromHours(48) };
        Notice resent = s_failed with { Id = s_failed.Id with { Kind = NoticeKind.Resend } };

        Assert.True(IsIncluded(Resend(terms), Person(), resent));
        Assert.False(IsIncluded(Resend(terms with { CapPerPerson = 2 }), Person(), resent));
        Assert.True(IsIncluded(Resend(terms with { CapPerPerson = 2, Spacing = TimeSpan.FromHours(30) }), Person(), resent));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Who_follows_a_lead_is_spoken_for_but_where_it_is_about_this_entitlement_alone(NoticeKind kind)
    {
        Entitlement follower = Person() with { Lead = EntitlementId.FromValue(7) };
        bool isAboutOne = kind is NoticeKind.CodeReady or NoticeKind.TransferResult or NoticeKind.TransferResultAgain;
        NoticeOrder order = Order(kind) with { Resend = null };

        Assert.Equal(!isAboutOne, NoticeAudience.IsSpokenFor(order, follower));
        Assert.Equal(!isAboutOne, NoticeAudience.IsSpokenFor(order with { Route = EntitlementRoute.App }, follower));
        Assert.False(NoticeAudience.IsSpokenFor(order with { Route = EntitlementRoute.Application }, follower));
        Assert.False(NoticeAudience.IsSpokenFor(order, Person()));
    }

    [Theory]
    [InlineData(ResendFilter.All, false)]
    [InlineData(ResendFilter.NotDelivered, true)]
    [InlineData(ResendFilter.NotClaimedAndNotDelivered, true)]
    public void What_is_sent_to_somebody_by_name_goes_to_him_whoever_leads(ResendFilter filter, bool isSpokenFor) => Assert.Equal(
        isSpokenFor,
        NoticeAudience.IsSpokenFor(Resend(new ResendTerms("order", filter, 3, null)), Person() with { Lead = EntitlementId.FromValue(7) }));

    [Fact]
    public void Out_of_reach_is_who_is_owed_an_issue_notice_and_has_no_address()
    {
        NoticeOrder issue = Order(NoticeKind.Issue);
        Entitlement unreachable = Person() with { Contacts = ContactKinds.None };

        Assert.True(NoticeAudience.IsOutOfReach(issue, unreachable));
        Assert.True(NoticeAudience.IsOutOfReach(issue with { Route = EntitlementRoute.App }, unreachable));
        Assert.False(NoticeAudience.IsOutOfReach(issue with { Route = EntitlementRoute.Application }, unreachable));
        Assert.False(NoticeAudience.IsOutOfReach(issue, unreachable with { AwaitsApplication = true }));
        Assert.All(Enum.GetValues<NoticeKind>(), kind => Assert.Equal(kind == NoticeKind.Issue, NoticeAudience.IsOutOfReach(Order(kind), unreachable)));
        Assert.All(Enum.GetValues<EntitlementState>(), state => Assert.Equal(state == EntitlementState.Open, NoticeAudience.IsOutOfReach(issue, unreachable with { State = state })));
        Assert.All([ContactKinds.Sms, ContactKinds.Email, ContactKinds.Sms | ContactKinds.Email], some => Assert.False(NoticeAudience.IsOutOfReach(issue, unreachable with { Contacts = some })));
    }

    [Theory]
    [InlineData(ContactKinds.Sms, NoticeChannel.Sms)]
    [InlineData(ContactKinds.Email, NoticeChannel.Email)]
    [InlineData(ContactKinds.Sms | ContactKinds.Email, NoticeChannel.Sms)]
    public void The_way_is_one_on_file_and_the_telephone_where_both_are(ContactKinds contacts, NoticeChannel expected)
    {
        Assert.Equal(expected, NoticeAudience.ChannelFor(Order(NoticeKind.Issue), Person() with { Contacts = contacts }, NoticeHistory.Empty));
        Assert.Equal(expected, NoticeAudience.ChannelFor(Order(NoticeKind.Fallback), Person() with { Contacts = contacts }, NoticeHistory.Empty));
    }

    [Fact]
    public void One_way_that_arrived_comes_before_one_that_failed_or_of_which_nobody_knows_and_one_that_failed_comes_last()
    {
        NoticeOrder reminder = Order(NoticeKind.Reminder);
        Notice byEmail = Sent(NoticeChannel.Email, NoticeState.Accepted);

        Assert.Equal(NoticeChannel.Email, NoticeAudience.ChannelFor(reminder, Person(), Of(s_unknown, byEmail)));
        Assert.Equal(NoticeChannel.Email, NoticeAudience.ChannelFor(reminder, Person(), Of(s_failed, byEmail with { State = NoticeState.Unknown })));
        Assert.Equal(NoticeChannel.Email, NoticeAudience.ChannelFor(reminder, Person(), Of(s_failed)));
        Assert.Equal(NoticeChannel.Sms, NoticeAudience.ChannelFor(reminder, Person(), Of(s_failed, s_arrived)));
        Assert.Equal(NoticeChannel.Sms, NoticeAudience.ChannelFor(reminder, Person(), Of(s_arrived, byEmail)));
    }

    [Fact]
    public void A_fallback_takes_the_other_way_whatever_became_of_the_first()
    {
        NoticeOrder fallback = Order(NoticeKind.Fallback);

        Assert.All([s_arrived, s_failed, s_unknown], first => Assert.Equal(NoticeChannel.Email, NoticeAudience.ChannelFor(fallback, Person(), Of(first))));
        Assert.Equal(NoticeChannel.Sms, NoticeAudience.ChannelFor(fallback, Person(), Of(Sent(NoticeChannel.Email, NoticeState.Unknown))));
    }

    [Theory]
    [InlineData(NoticeChannel.Sms)]
    [InlineData(NoticeChannel.Email)]
    public void A_resend_takes_the_way_that_was_asked_for(NoticeChannel asked) => Assert.All(
        [NoticeHistory.Empty, Of(s_arrived), Of(s_failed)],
        history => Assert.Equal(asked, NoticeAudience.ChannelFor(Resend(new ResendTerms("order", ResendFilter.All, 3, asked)), Person(), history)));

    [Theory]
    [InlineData("order", ContactKinds.Email, NoticeChannel.Email)]
    [InlineData("order", ContactKinds.Sms, NoticeChannel.Sms)]
    [InlineData("order", ContactKinds.Sms | ContactKinds.Email, NoticeChannel.Sms)]
    [InlineData("order", ContactKinds.None, NoticeChannel.Sms)]
    [InlineData("another", ContactKinds.Email, NoticeChannel.Sms)]
    [InlineData(null, ContactKinds.None, NoticeChannel.Sms)]
    public void A_resend_that_corrects_an_address_goes_there_and_no_other_does(string? correctedBy, ContactKinds corrected, NoticeChannel expected)
    {
        Entitlement person = Person() with { CorrectedBy = correctedBy, CorrectedWays = corrected };

        Assert.Equal(expected, NoticeAudience.ChannelFor(Order(NoticeKind.Resend), person, NoticeHistory.Empty));
        Assert.Equal(NoticeChannel.Sms, NoticeAudience.ChannelFor(Order(NoticeKind.Issue), person, NoticeHistory.Empty));
    }

    [Theory]
    [InlineData(EntitlementState.Paid, EntitlementState.Open)]
    [InlineData(EntitlementState.Open, EntitlementState.Claimed)]
    public void After_the_deadline_the_link_is_sent_to_whoever_has_claimed_one_of_several(EntitlementState lead, EntitlementState other)
    {
        Recipient recipient = new(Person() with { State = lead }, [Person() with { State = other }]);
        NoticeOrder late = Resend(new ResendTerms("order", ResendFilter.All, 3, null) { OnlyClaimed = true });

        Assert.True(NoticeAudience.Includes(late, recipient, NoticeHistory.Empty, s_failed.ClaimedAt));
        Assert.False(NoticeAudience.Includes(late, new Recipient(Person(), [Person()]), NoticeHistory.Empty, s_failed.ClaimedAt));
    }

    private static bool IsIncluded(NoticeOrder order, Entitlement person, params Notice[] earlier) =>
        NoticeAudience.Includes(order, new Recipient(person, []), Of(earlier), order.Resend?.At ?? s_failed.ClaimedAt.AddHours(30));

    private static NoticeHistory Of(params Notice[] earlier) => new(null, earlier) { Today = new Reach("Sms", "Email", 1) };

    /// <summary>What a person has had who is of the audience.</summary>
    private static Notice[] HistoryFor(NoticeKind kind) => kind switch
    {
        NoticeKind.Reminder => [s_arrived],
        NoticeKind.Fallback => [s_failed],
        NoticeKind.TransferResultAgain => [OfTransfer(1, NoticeState.Failed)],
        _ => [],
    };

    private static Entitlement AudienceOf(NoticeKind kind) => kind switch
    {
        NoticeKind.Granted => Person() with { Route = EntitlementRoute.Purchase, Granted = new Yen(10) },
        NoticeKind.CodeReady => Person() with { State = EntitlementState.Paid },
        NoticeKind.TransferResult or NoticeKind.TransferResultAgain => Person() with { State = EntitlementState.TransferFailed },
        _ => Person(),
    };

    private static Notice OfTransfer(int sequence, NoticeState state, NoticeKind kind = NoticeKind.TransferResult, NoticeChannel channel = NoticeChannel.Sms) => Sent(channel, state) with
    {
        Id = new NoticeId(CampaignId.Parse("kumamoto"), EntitlementId.FromValue(0x123456789abc), kind, sequence),
        ClaimedAt = s_failed.ClaimedAt.AddDays(sequence),
    };

    private static NoticeOrder Order(NoticeKind kind) => new(kind, 1, null) { Resend = kind == NoticeKind.Resend ? new ResendTerms("order", ResendFilter.All, 3, null) : null };

    private static NoticeOrder Resend(ResendTerms terms) => new(NoticeKind.Resend, 0, null) { Resend = terms };

    private static Entitlement Person() => new()
    {
        Campaign = CampaignId.Parse("kumamoto"),
        Id = EntitlementId.FromValue(0x123456789abc),
        Route = EntitlementRoute.App,
        Amount = new Yen(2000),
        Contacts = ContactKinds.Sms | ContactKinds.Email,
    };

    private static Notice Sent(NoticeChannel channel, NoticeState state) => new()
    {
        Id = new NoticeId(CampaignId.Parse("kumamoto"), EntitlementId.FromValue(0x123456789abc), NoticeKind.Issue, 1),
        State = state,
        Channel = channel,
        Address = $"{channel}",
        ClaimedAt = new DateTimeOffset(2023, 4, 10, 0, 0, 0, TimeSpan.Zero),
    };
}
