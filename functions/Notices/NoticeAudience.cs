using Compensation.Entitlements;

namespace Compensation.Notices;

/// <summary>Who is written to by an order, and by which way.</summary>
internal static class NoticeAudience
{
    /// <summary>In the order in which they are taken where nothing else speaks for one.</summary>
    private static readonly NoticeChannel[] s_channels = [NoticeChannel.Sms, NoticeChannel.Email];

    public static bool Includes(NoticeOrder order, Recipient recipient, NoticeHistory history, DateTimeOffset now) =>
        recipient.Person is var person
        && !person.AwaitsApplication
        && person.Contacts != ContactKinds.None
        && order.Covers(person.Route)
        && order.Kind switch
        {
            NoticeKind.Reminder => recipient.MayClaim && history.WasReached,
            NoticeKind.Granted => recipient.HasPoints,
            NoticeKind.Fallback => (recipient.MayClaim || recipient.HasPoints) && history.HasFailed && !history.WasReached && OtherWay(person, history) is not null,
            NoticeKind.Resend => ResendAudience.VerdictOf(order, recipient, history, now) is ResendVerdict.Send or ResendVerdict.Capped,
            NoticeKind.CodeReady when order.IsFallback => person.State == EntitlementState.Paid && history.LacksWordOfCode && OtherWayForCode(person, history) is not null,
            NoticeKind.CodeReady => person.State == EntitlementState.Paid,
            NoticeKind.TransferResultAgain => person.State == EntitlementState.TransferFailed && history.LacksWordOfTransfer && OtherWayForTransfer(person, history) is not null,
            NoticeKind.TransferResult when order.UntoldSince is { } since => person.State == EntitlementState.TransferFailed && !history.ToldOfTransferSince(since),
            NoticeKind.TransferResult => person.State is EntitlementState.TransferRequested or EntitlementState.TransferFailed,
            _ => recipient.MayClaim,
        };

    /// <summary>Whether another entitlement's message speaks for this one. What an operator sends to somebody by name goes to them alone.</summary>
    public static bool IsSpokenFor(NoticeOrder order, Entitlement person) =>
        person.Lead is not null && order.Covers(person.Route) && order.Kind is not (NoticeKind.CodeReady or NoticeKind.TransferResult or NoticeKind.TransferResultAgain) && order.Resend is not { Filter: ResendFilter.All };

    /// <summary>Owed an issue notice, and nowhere to send it.</summary>
    public static bool IsOutOfReach(NoticeOrder order, Entitlement person) =>
        order.Kind == NoticeKind.Issue && !person.AwaitsApplication && person.Contacts == ContactKinds.None && person.State == EntitlementState.Open && order.Covers(person.Route);

    /// <summary>The way that is most likely to arrive: one by which something arrived, else one that has not failed, SMS first. What failed or arrived at another address says nothing.</summary>
    public static NoticeChannel ChannelFor(NoticeOrder order, Entitlement person, NoticeHistory history)
    {
        if (order.IsFallback)
        {
            return order.Kind switch
            {
                NoticeKind.CodeReady => OtherWayForCode(person, history)!.Value,
                NoticeKind.TransferResultAgain => OtherWayForTransfer(person, history)!.Value,
                _ => OtherWay(person, history)!.Value,
            };
        }

        if (order.Resend?.Channel is { } asked)
        {
            return asked;
        }

        NoticeChannel[] ways = [.. WaysTo(person).Where(channel => !IsCorrectedBy(order, person) || person.CorrectedWays.HasFlag(KindOf(channel)))];
        return ways is [NoticeChannel only] ? only : ways
            .OrderByDescending(history.ReachedBy)
            .ThenBy(history.FailedBy)
            .First();
    }

    /// <summary>A way on file that has not been tried.</summary>
    private static NoticeChannel? OtherWay(Entitlement person, NoticeHistory history)
    {
        NoticeChannel[] untried = [.. WaysTo(person).Where(channel => !history.TriedBy(channel))];
        return untried.Length == 0 ? null : untried[0];
    }

    /// <summary>The way by which it was not tried to tell of a late code, where nothing has failed by it.</summary>
    private static NoticeChannel? OtherWayForCode(Entitlement person, NoticeHistory history)
    {
        NoticeChannel[] untried = [.. WaysTo(person).Where(channel => channel != history.WordOfCode?.Channel && !history.FailedBy(channel))];
        return untried.Length == 0 ? null : untried[0];
    }

    /// <summary>A way on file by which nothing has failed: the one by which it was tried to tell of a transfer only where the address was corrected since.</summary>
    private static NoticeChannel? OtherWayForTransfer(Entitlement person, NoticeHistory history)
    {
        NoticeChannel[] untried = [.. WaysTo(person).Where(channel => !history.FailedBy(channel))];
        return untried.Length == 0 ? null : untried[0];
    }

    /// <summary>A resend that brings a corrected address goes there, whatever else is on file.</summary>
    private static bool IsCorrectedBy(NoticeOrder order, Entitlement person) => order.Resend is { } resend && person.CorrectedWays != ContactKinds.None && person.IsCorrectedBy(resend.Order);

    private static IEnumerable<NoticeChannel> WaysTo(Entitlement person) => s_channels.Where(channel => person.Contacts.HasFlag(KindOf(channel)));

    internal static ContactKinds KindOf(NoticeChannel channel) => channel == NoticeChannel.Sms ? ContactKinds.Sms : ContactKinds.Email;
}
