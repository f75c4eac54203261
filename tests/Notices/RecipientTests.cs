using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices;

namespace Compensation.Tests.Notices;

/// <summary>What a message names as the amount, to one who leads others of the same person and to one alone.</summary>
public sealed class RecipientTests
{
    [Theory]
    [InlineData(NoticeKind.Issue, 1500)]
    [InlineData(NoticeKind.Reminder, 1500)]
    [InlineData(NoticeKind.Resend, 1700)]
    [InlineData(NoticeKind.CodeReady, 1000)]
    [InlineData(NoticeKind.TransferResult, 1000)]
    [InlineData(NoticeKind.TransferResultAgain, 1000)]
    public void What_can_be_claimed_is_named_together_and_what_is_about_one_alone(NoticeKind kind, long amount)
    {
        Recipient recipient = new(Of(1000), [Of(500), Of(200) with { State = EntitlementState.Paid }, Of(70) with { State = EntitlementState.Transferred }]);

        Assert.Equal(new Yen(amount), recipient.AmountIn(kind));
    }

    [Fact]
    public void Where_all_was_claimed_since_the_whole_is_named_again() =>
        Assert.Equal(new Yen(1500), new Recipient(Of(1000) with { State = EntitlementState.Paid }, [Of(500) with { State = EntitlementState.Claimed }]).AmountIn(NoticeKind.Issue));

    [Fact]
    public void To_a_member_the_points_that_are_booked_are_named_and_to_others_what_is_owed()
    {
        Entitlement member = Of(1000) with { Route = EntitlementRoute.Purchase, Granted = new Yen(40) };

        Assert.Equal(new Yen(40), new Recipient(member, []).AmountIn(NoticeKind.Granted));
        Assert.Equal(new Yen(1000), new Recipient(Of(1000) with { State = EntitlementState.Expired, Granted = new Yen(40) }, []).AmountIn(NoticeKind.Issue));
    }

    private static Entitlement Of(long yen) => new() { Campaign = CampaignId.Parse("kumamoto"), Id = EntitlementId.FromValue((ulong)yen), Route = EntitlementRoute.App, Amount = new Yen(yen) };
}
