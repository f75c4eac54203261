namespace Compensation.Emulators.Communication.Storage;

/// <summary>Names of the running counts, which are kept in the store so that a restart need not count millions of rows.</summary>
internal static class Totals
{
    public const string ReportsPosted = "reportsPosted";
    public const string ReportsGivenUp = "reportsGivenUp";

    public static string Of(StoredMessage message) =>
        (message.Ask.Channel == MessageChannel.Sms ? "sms" : "email")
        + (message.IsRepeat ? "Repeated" : message.IsAccepted ? "Accepted" : "Refused");
}
