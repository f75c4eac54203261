using System.Collections.Frozen;
using Compensation.Campaigns;

namespace Compensation.Notices;

/// <summary>Why a person is written to. The number is part of request ids: never renumber.</summary>
public enum NoticeKind : byte
{
    Issue = 1,
    Reminder = 2,
    Resend = 3,
    ApplicationResult = 4,
    TransferResult = 5,

    /// <summary>The first notice once more, on the other channel, because the first did not arrive.</summary>
    Fallback = 6,

    /// <summary>Points awards: the points have been granted.</summary>
    Granted = 7,

    /// <summary>Who has waited for a code finds it behind the link now.</summary>
    CodeReady = 8,

    /// <summary>That a transfer failed once more, on the other channel, because the first message did not arrive. It bears the number of the one that it repeats.</summary>
    TransferResultAgain = 9,
}

internal static class FirstNotices
{
    /// <summary>Whether it is the message that everybody of a campaign gets first, and that a fallback repeats on the other channel.</summary>
    public static bool IsFirst(this NoticeKind kind) => kind is NoticeKind.Issue or NoticeKind.Granted;

    /// <summary>The first message of a campaign.</summary>
    public static NoticeKind FirstNotice(this Campaign campaign) => campaign.Kind == CampaignKind.PointsAward ? NoticeKind.Granted : NoticeKind.Issue;
}

/// <summary>By which way a notice travels.</summary>
public enum NoticeChannel
{
    Sms,
    Email,
}

/// <summary>The one table of which report counts where a carrier has reported both, in whatever order.</summary>
internal static class ReportWeights
{
    private static readonly FrozenDictionary<NoticeChannel, NoticeOutcome> Heavier = new Dictionary<NoticeChannel, NoticeOutcome>
    {
        // Mobile carriers report a time-out for what arrives after all.
        [NoticeChannel.Sms] = NoticeOutcome.Delivered,

        // "Delivered" means that a mail server took it; the mailbox behind it may still send it back.
        [NoticeChannel.Email] = NoticeOutcome.Failed,
    }.ToFrozenDictionary();

    public static NoticeOutcome OutweighingReport(this NoticeChannel channel) => Heavier[channel];
}
