using Azure;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices;

namespace Compensation.Tests.Notices;

public sealed class NoticeRowTests
{
    private static readonly DateTimeOffset s_noon = JapanTime.At(new DateOnly(2023, 4, 10), new TimeOnly(12, 0));

    private static readonly Notice s_bare = new()
    {
        Id = new NoticeId(CampaignId.Parse("kumamoto"), EntitlementId.FromValue(5UL << 20), NoticeKind.Resend, 63),
        State = NoticeState.Sending,
        Channel = NoticeChannel.Sms,
    };

    [Fact]
    public void Whatever_a_notice_says_of_our_own_comes_back_from_its_row()
    {
        Notice filled = s_bare with
        {
            State = NoticeState.Deferred,
            Channel = NoticeChannel.Email,
            Address = "0123456789abcdef",
            LinkVersion = 2,
            Attempt = Guid.NewGuid(),
            Holder = "machine/1/2",
            Provider = "smtp",
            Wave = "issue-app",
            Order = "order-1",
            ClaimedAt = s_noon,
            FirstTriedAt = s_noon.AddMinutes(1),
            Tries = 3,
            NotBefore = s_noon.AddMinutes(2),
            SettledAt = s_noon.AddMinutes(3),
            ProviderReference = "reference",
            Reason = "throttled",
            Segments = 4,
            Version = new ETag("\"1\""),
        };
        string[] carriers = [nameof(Notice.DeliveredAt), nameof(Notice.UndeliveredAt), nameof(Notice.UndeliveredReason)];
        EveryProperty.IsSet(filled, s_bare, [.. carriers, nameof(Notice.Id), nameof(Notice.LastTriedAt)]);

        Assert.Equal(filled, NoticeRow.From(filled, shards: 16).ToNotice(filled.Id.Campaign));
        NoticeRow row = NoticeRow.From(s_bare, shards: 16);
        Assert.Equal(s_bare, row.ToNotice(s_bare.Id.Campaign));
        Assert.Equal((Shards.PartitionKey(s_bare.Id.Campaign, s_bare.Id.Entitlement.ShardOf(16)), $"n:{(int)NoticeKind.Resend:d2}:{s_bare.Id.Entitlement}:63"), (row.PartitionKey, row.RowKey));
    }

    [Fact]
    public void The_carriers_columns_are_read_and_never_written()
    {
        NoticeRow row = NoticeRow.From(s_bare with { DeliveredAt = s_noon, UndeliveredAt = s_noon, UndeliveredReason = "reason" }, shards: 16);
        Assert.Equal((null, null, null), (row.DeliveredAt, row.UndeliveredAt, row.UndeliveredReason));

        (row.DeliveredAt, row.UndeliveredAt, row.UndeliveredReason) = (s_noon, s_noon.AddMinutes(1), "30003");
        Assert.Equal(s_bare with { DeliveredAt = s_noon, UndeliveredAt = s_noon.AddMinutes(1), UndeliveredReason = "30003" }, row.ToNotice(s_bare.Id.Campaign));
    }
}
