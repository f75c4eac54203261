using System.Globalization;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Notices.Text;
using Compensation.Rehearsal.People;
using Compensation.Rehearsal.Witness;

namespace Compensation.Tests.Rehearsal;

public sealed class WitnessTests
{
    private static readonly Campaign Campaign = TestCampaigns.Kumamoto;

    private readonly IndependentWitness _witness = new(Campaign);

    [Fact]
    public void One_issue_notice_to_everybody_who_is_owed_one_is_as_it_should_be()
    {
        _witness.Owe(Coupon("09012345678"));
        _witness.Owe(Coupon(null, "a@example.jp"));

        _witness.Observe(Issue("+819012345678", 1));
        _witness.Observe(Issue("a@example.jp", 2));

        Assert.Equal(new WitnessFindings(2, 0, 0, 0, 0, 0), _witness.Findings());
    }

    [Fact]
    public void A_repeat_under_the_same_request_id_is_no_duplicate()
    {
        _witness.Owe(Coupon("09012345678"));

        _witness.Observe(Issue("+819012345678", 1));
        _witness.Observe(Issue("+819012345678", 1));

        Assert.True(_witness.Findings().Clean);
    }

    [Fact]
    public void A_second_request_id_is_a_duplicate()
    {
        _witness.Owe(Coupon("09012345678"));

        _witness.Observe(Issue("+819012345678", 1));
        _witness.Observe(Issue("+819012345678", 2));

        Assert.Equal(1, _witness.Findings().Duplicates);
    }

    [Theory]
    [InlineData(DuplicatePersons.OneEach, 2, 1)]
    [InlineData(DuplicatePersons.OneForAll, 1, 0)]
    public void A_person_with_two_coupons_is_owed_what_the_campaign_says(DuplicatePersons rule, int expected, int losses)
    {
        IndependentWitness witness = new(Campaign with { Sending = Campaign.Sending with { DuplicatePersons = rule } });
        witness.Owe(Coupon("09012345678"));
        witness.Owe(Coupon("090-1234-5678", "a@example.jp"));

        witness.Observe(Issue("+819012345678", 1));

        Assert.Equal(new WitnessFindings(expected, 0, losses, 0, 0, 0), witness.Findings());
    }

    [Fact]
    public void Who_was_never_written_to_is_a_loss()
    {
        _witness.Owe(Coupon("09012345678"));
        _witness.Owe(Coupon("09012345679"));

        _witness.Observe(Issue("+819012345678", 1));

        Assert.Equal(1, _witness.Findings().Losses);
    }

    [Fact]
    public void Several_coupons_of_one_person_are_owed_as_many_notices_over_all_addresses()
    {
        _witness.Owe(Coupon("09012345678", "a@example.jp"));
        _witness.Owe(Coupon("09012345678", "a@example.jp"));

        _witness.Observe(Issue("+819012345678", 1));
        _witness.Observe(Issue("a@example.jp", 2));

        Assert.True(_witness.Findings().Clean);
    }

    [Theory]
    [InlineData(0, "2023-02-24")]
    [InlineData(500, "2023-02-25")]
    public void A_coupon_that_is_not_covered_is_owed_nothing(int balance, string expiry)
    {
        _witness.Owe(Coupon("09012345678") with { Balance = balance, Expiry = DateOnly.ParseExact(expiry, "yyyy-MM-dd", CultureInfo.InvariantCulture) });

        _witness.Observe(Issue("+819012345678", 1));

        Assert.Equal((0, 1), (_witness.Findings().Expected, _witness.Findings().Strangers));
    }

    [Fact]
    public void The_same_link_in_two_peoples_messages_is_found()
    {
        _witness.Owe(Coupon("09012345678"));
        _witness.Owe(Coupon("09012345679"));

        _witness.Observe(Issue("+819012345678", 1));
        _witness.Observe(Issue("+819012345679", 2) with { Text = Issue("+819012345678", 1).Text });

        Assert.Equal(1, _witness.Findings().SharedLinks);
    }

    [Fact]
    public void Reminders_count_for_nothing_and_foreign_texts_are_found()
    {
        _witness.Owe(Coupon("09012345678"));

        _witness.Observe(Message("+819012345678", 1, Text(NoticeKind.Reminder, 1)));
        _witness.Observe(Message("+819012345678", 2, "Something else"));

        Assert.Equal((1, 1), (_witness.Findings().Losses, _witness.Findings().Unrecognised));
    }

    [Fact]
    public void A_message_to_an_address_that_was_corrected_away_is_found_and_one_to_the_new_address_is_none()
    {
        _witness.Owe(Coupon("09012345678"));
        _witness.Correct(Campaign.Waves[0].StartsAt.AddHours(1), "+819012345678", "right@example.jp");

        _witness.Observe(Issue("+819012345678", 1));
        _witness.Observe(Message("right@example.jp", 2, Text(NoticeKind.Resend, 2)) with { At = Campaign.Waves[0].StartsAt.AddHours(2) });
        Assert.True(_witness.Findings().Clean);
        _witness.Observe(Message("+819012345678", 3, Text(NoticeKind.Reminder, 2)) with { At = Campaign.Waves[0].StartsAt.AddDays(2) });

        Assert.Equal((1, false), (_witness.Findings().CorrectedAway, _witness.Findings().Clean));
    }

    [Fact]
    public void A_resend_before_an_issue_and_one_to_a_stranger_are_found()
    {
        _witness.Owe(Coupon("09012345678"));

        _witness.Observe(Message("+819012345678", 1, Text(NoticeKind.Resend, 1)));
        _witness.Observe(Message("+819099999999", 2, Text(NoticeKind.Resend, 2)));
        _witness.Observe(Issue("+819012345678", 3));
        _witness.Observe(Message("+819012345678", 4, Text(NoticeKind.Resend, 3)));

        Assert.Equal((1, 1), (_witness.Findings().BeforeIssue, _witness.Findings().Strangers));
    }

    [Theory]
    [InlineData(23, 1)]
    [InlineData(24, 0)]
    public void Two_reminders_within_a_day_are_found(int hours, int crowded)
    {
        _witness.Owe(Coupon("09012345678"));
        _witness.Observe(Issue("+819012345678", 1));

        _witness.Observe(Message("+819012345678", 2, Text(NoticeKind.Reminder, 1)));
        _witness.Observe(Message("+819012345678", 2, Text(NoticeKind.Reminder, 1)));
        _witness.Observe(Message("+819012345678", 3, Text(NoticeKind.Reminder, 1)) with { At = Campaign.Waves[0].StartsAt.AddHours(hours) });

        Assert.Equal((crowded, crowded == 0), (_witness.Findings().CrowdedReminders, _witness.Findings().Clean));
    }

    private static SyntheticCoupon Coupon(string? phone, string? email = null) =>
        new("123456789012", Campaign.Eligibility.CouponExpiry, 2_000, ChargedToApp: true, phone, email);

    private static ProviderLine Issue(string to, int number) => Message(to, number, Text(NoticeKind.Issue, number));

    private static ProviderLine Message(string to, int number, string text) =>
        new(Campaign.Waves[0].StartsAt, to.StartsWith('+') ? "sms" : "email", to, text, new Guid(number, 0, 0, new byte[8]).ToString(), Repeat: false);

    private static string Text(NoticeKind kind, int number) => NoticeComposer.Sms(
        Campaign,
        new Entitlement { Campaign = Campaign.Id, Id = EntitlementId.FromValue(1), Route = EntitlementRoute.App, Amount = new Yen(2_000) },
        string.Create(CultureInfo.InvariantCulture, $"https://r.example.jp/r/{number:d20}"),
        kind).Text;
}
