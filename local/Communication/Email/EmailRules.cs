namespace Azure.Communication.Email;

/// <summary>What the client refuses before it asks the service. Addresses need only be there: the service judges their form.</summary>
internal static class EmailRules
{
    public static IEnumerable<string> Problems(EmailMessage message)
    {
        if (message.Headers.Any(header => Blank(header.Key) || Blank(header.Value)))
        {
            yield return "A header needs a name and a value.";
        }

        if (Blank(message.Content.Html) && Blank(message.Content.PlainText))
        {
            yield return "A message needs a body, as HTML or as plain text.";
        }

        if (Blank(message.Content.Subject))
        {
            yield return "A message needs a subject.";
        }

        if (Blank(message.SenderAddress))
        {
            yield return "A message needs a sender address.";
        }

        EmailRecipients recipients = message.Recipients;
        if (recipients.To.Count + recipients.CC.Count + recipients.BCC.Count == 0)
        {
            yield return "A message needs at least one recipient.";
        }

        if (recipients.To.Concat(recipients.CC).Concat(recipients.BCC).Concat(message.ReplyTo).Any(address => Blank(address.Address)))
        {
            yield return "A recipient or reply-to entry needs an address.";
        }

        if (message.Attachments.Any(file => Blank(file.Name) || Blank(file.ContentType) || file.Content.ToMemory().IsEmpty))
        {
            yield return "An attachment needs a name, a content type and content.";
        }
    }

    private static bool Blank(string? text) => string.IsNullOrWhiteSpace(text);
}
