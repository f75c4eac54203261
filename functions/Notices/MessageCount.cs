namespace Compensation.Notices;

/// <summary>How many messages, by which way.</summary>
/// <param name="Sms">By SMS.</param>
/// <param name="SmsSegments">As how many these are billed.</param>
/// <param name="Emails">By e-mail.</param>
internal sealed record MessageCount(long Sms, long SmsSegments, long Emails)
{
    public static readonly MessageCount None = new(0, 0, 0);

    public static readonly MessageCount OneEmail = new(0, 0, 1);

    public static MessageCount OneSms(int segments) => new(1, segments, 0);

    public static MessageCount operator +(MessageCount left, MessageCount right) =>
        new(left.Sms + right.Sms, left.SmsSegments + right.SmsSegments, left.Emails + right.Emails);
}
