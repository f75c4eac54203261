using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices;

namespace Compensation.Tests.Notices;

public class NoticeMovesTests
{
    private static readonly NoticeState[] All = Enum.GetValues<NoticeState>();

    [Fact]
    public void Only_the_moves_of_the_sending_protocol_are_allowed()
    {
        IEnumerable<string> allowed = from one in All from other in All where one.CanMoveTo(other) select $"{one} > {other}";

        Assert.Equal(
            ["Sending > Sending", "Sending > Deferred", "Sending > Accepted", "Sending > Failed", "Sending > Unknown", "Deferred > Sending"],
            allowed);
    }

    [Theory]
    [InlineData(NoticeState.Accepted)]
    [InlineData(NoticeState.Failed)]
    [InlineData(NoticeState.Unknown)]
    public void What_is_settled_cannot_be_claimed_again(NoticeState settled)
    {
        Notice notice = new()
        {
            Id = new NoticeId(CampaignId.Parse("kumamoto"), EntitlementId.FromValue(1), NoticeKind.Issue, 1),
            State = settled,
            Channel = NoticeChannel.Sms,
        };

        Assert.Throws<InvalidOperationException>(() => notice.MoveTo(NoticeState.Sending));
    }
}
