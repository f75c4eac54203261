namespace Compensation.Notices;

/// <summary>Why a person is written to. The number is part of request ids: never renumber.</summary>
public enum NoticeKind : byte
{
    Issue = 1,
    Reminder = 2,
    Resend = 3,
    ApplicationResult = 4,
    TransferResult = 5,

    /// <summary>The issue notice once more, on the other channel, because the first did not arrive.</summary>
    Fallback = 6,
}

/// <summary>By which way a notice travels.</summary>
public enum NoticeChannel
{
    Sms,
    Email,
}
