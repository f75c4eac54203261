namespace Azure.Communication.Email;

/// <summary>How far a send has come.</summary>
public class EmailSendResult
{
    internal EmailSendResult(string id, EmailSendStatus status) => (Id, Status) = (id, status);

    internal string Id { get; }

    public EmailSendStatus Status { get; }
}
