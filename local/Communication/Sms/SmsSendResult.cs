namespace Azure.Communication.Sms;

/// <summary>What became of a message for one number.</summary>
public class SmsSendResult
{
    internal SmsSendResult(string to, string? messageId, int httpStatusCode, bool successful, string? errorMessage) =>
        (To, MessageId, HttpStatusCode, Successful, ErrorMessage) = (to, messageId, httpStatusCode, successful, errorMessage);

    /// <summary>The number, in E.164 form.</summary>
    public string To { get; }

    /// <summary>The service's name for the message; delivery reports carry it. Null if the message was not accepted.</summary>
    public string? MessageId { get; }

    /// <summary>The status for this number, whatever the status of the response as a whole.</summary>
    public int HttpStatusCode { get; }

    public bool Successful { get; }

    public string? ErrorMessage { get; }
}
