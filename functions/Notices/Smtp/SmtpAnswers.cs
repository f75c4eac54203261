using Compensation.Common.Http;

namespace Compensation.Notices.Smtp;

/// <summary>What a submission server's replies mean to us (RFC 5321, with RFC 3463's details where given).</summary>
internal static class SmtpAnswers
{
    public static SendOutcome MeaningOf(SmtpFailedException failed) => failed switch
    {
        { Reply: { } reply } => MeaningOf(reply, failed.Step),
        { Step: SmtpStep.End } => new SendOutcome.Unsettled("connection lost"),
        { InnerException: NotSupportedException } => new SendOutcome.TryLater("the server offers no STARTTLS, or no way to log in"),
        _ => new SendOutcome.TryLater("no connection"),
    };

    internal static SendOutcome MeaningOf(SmtpReply reply, SmtpStep step) => reply.Code switch
    {
        // Whatever the code: it is about us, and nothing went out.
        _ when step == SmtpStep.Introduction => new SendOutcome.TryLater(reply.ToString()),

        // A full mailbox is one person's, everything else of the kind is the server's.
        452 when reply.Detail != "2.2" => new SendOutcome.Throttled(RetryAfter.Unsaid),
        421 or 450 or 451 or 452 or 454 or 455 => new SendOutcome.TryLater(reply.ToString()),
        550 or 551 or 552 or 553 or 556 when !IsOursToMend(reply) => new SendOutcome.Refused(reply.ToString()),
        >= 500 and <= 504 or 530 or 534 or 535 or 538 or >= 550 and <= 556 => new SendOutcome.TryLater(reply.ToString()),
        _ when step == SmtpStep.End => new SendOutcome.Unsettled($"unrecognised: {reply}"),
        _ => new SendOutcome.TryLater($"unrecognised: {reply}"),
    };

    /// <summary>x.3.x is the server's state or limits, x.7.x policy or permission: no reason to give all recipients up.</summary>
    private static bool IsOursToMend(SmtpReply reply) => reply.Detail.StartsWith("3.", StringComparison.Ordinal) || reply.Detail.StartsWith("7.", StringComparison.Ordinal);
}
