namespace Compensation.Notices;

/// <summary>One provider for one channel. Every implementation, and every fake of one, passes the same contract tests.</summary>
public interface INoticeSender
{
    NoticeChannel Channel { get; }

    /// <summary>A short name that never changes, such as <c>acs</c>: it is kept with what was sent.</summary>
    string Provider { get; }

    /// <summary>Whether it ever says what became of a message.</summary>
    bool ReportsDelivery => true;

    /// <summary>
    /// Sends, or repeats with the same request id what may have been sent before. A repeat never reaches the person a second time.
    /// </summary>
    /// <param name="message">The finished message.</param>
    /// <param name="mayBeRepeat">True where an earlier request with this id may have left.</param>
    /// <param name="cancellationToken">Stops waiting for the answer; what left has left.</param>
    Task<SendOutcome> SendAsync(OutgoingMessage message, bool mayBeRepeat, CancellationToken cancellationToken);
}

/// <summary>A finished message to one address. Personal data: never logged.</summary>
/// <param name="RequestId">Made from facts; the same for every repeat.</param>
/// <param name="From">The sender's number (E.164) or address.</param>
/// <param name="To">The recipient's number (E.164) or address.</param>
/// <param name="Subject">E-mail only.</param>
/// <param name="Text">The text; for e-mail the plain text part.</param>
/// <param name="Html">E-mail only.</param>
/// <param name="FirstTriedAt">When the first request with this id was made, for the provider's window of repeats.</param>
/// <param name="LastTriedAt">When the last request with this id was made that may have left, for providers whose lists lag behind.</param>
public sealed record OutgoingMessage(
    Guid RequestId, string From, string To, string? Subject, string Text, string? Html, DateTimeOffset FirstTriedAt, DateTimeOffset LastTriedAt);
