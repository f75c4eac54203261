using Compensation.Entitlements;

namespace Compensation.Notices;

/// <summary>Who is written to by an order, and by which way.</summary>
internal static class NoticeAudience
{
    public static bool Includes(NoticeOrder order, Entitlement person, NoticeHistory history) =>
        person.Contacts != ContactKinds.None
        && order.Covers(person.Route)
        && order.Kind switch
        {
            NoticeKind.Reminder => person.State == EntitlementState.Open && history.WasReached,
            NoticeKind.Fallback => person.State == EntitlementState.Open && history.IssueFailed && OtherWay(person, history) is not null,
            NoticeKind.Resend => Wants(order.Resend!.Filter, person, history) && (order.Resend.Channel is not { } channel || person.Contacts.HasFlag(KindOf(channel))),
            _ => person.State == EntitlementState.Open,
        };

    /// <summary>The way that is most likely to arrive: one by which something arrived, else one that has not failed, SMS first.</summary>
    public static NoticeChannel ChannelFor(NoticeOrder order, Entitlement person, NoticeHistory history)
    {
        if (order.Kind == NoticeKind.Fallback)
        {
            return OtherWay(person, history)!.Value;
        }

        return order.Resend?.Channel ?? WaysTo(person)
            .OrderByDescending(history.ReachedBy)
            .ThenBy(history.FailedBy)
            .ThenBy(channel => channel)
            .First();
    }

    /// <summary>A claimed or paid entitlement's link still shows the code, so it may be sent again.</summary>
    private static bool Wants(ResendFilter filter, Entitlement person, NoticeHistory history) => filter switch
    {
        ResendFilter.NotDelivered => MayOpen(person) && !history.WasDelivered,
        ResendFilter.NotClaimedAndNotDelivered => person.State == EntitlementState.Open && !history.WasDelivered,
        _ => MayOpen(person),
    };

    private static bool MayOpen(Entitlement person) => person.State is EntitlementState.Open or EntitlementState.Claimed or EntitlementState.Paid;

    /// <summary>A way on file by which the issue notice has not been tried.</summary>
    private static NoticeChannel? OtherWay(Entitlement person, NoticeHistory history)
    {
        NoticeChannel[] untried = [.. WaysTo(person).Where(channel => !history.Earlier.Any(notice => notice.Id.Kind == NoticeKind.Issue && notice.Channel == channel))];
        return untried.Length == 0 ? null : untried[0];
    }

    private static IEnumerable<NoticeChannel> WaysTo(Entitlement person) => Enum.GetValues<NoticeChannel>().Where(channel => person.Contacts.HasFlag(KindOf(channel)));

    private static ContactKinds KindOf(NoticeChannel channel) => channel == NoticeChannel.Sms ? ContactKinds.Sms : ContactKinds.Email;
}
