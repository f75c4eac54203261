using System.Buffers;
using System.Text.Json;

namespace Azure.Communication.Email;

/// <summary>The JSON that goes over the wire, by the REST description of 2025-09-01.</summary>
internal static class EmailWire
{
    public static ReadOnlyMemory<byte> WriteMessage(EmailMessage message)
    {
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter json = new(buffer);
        json.WriteStartObject();
        if (message.Headers.Count > 0)
        {
            json.WriteStartObject("headers");
            foreach ((string name, string value) in message.Headers)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
        }

        json.WriteString("senderAddress", message.SenderAddress);
        WriteContent(json, message.Content);
        WriteRecipients(json, message.Recipients);
        WriteAttachments(json, message.Attachments);
        WriteAddresses(json, "replyTo", message.ReplyTo);
        if (message.UserEngagementTrackingDisabled is { } disabled)
        {
            json.WriteBoolean("userEngagementTrackingDisabled", disabled);
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    public static EmailSendResult ReadResult(BinaryData content)
    {
        using JsonDocument document = JsonDocument.Parse(content);
        JsonElement root = document.RootElement;
        return new EmailSendResult(root.GetProperty("id").GetString()!, new EmailSendStatus(root.GetProperty("status").GetString()!));
    }

    private static void WriteContent(Utf8JsonWriter json, EmailContent content)
    {
        json.WriteStartObject("content");
        json.WriteString("subject", content.Subject);
        WriteIfThere(json, "plainText", content.PlainText);
        WriteIfThere(json, "html", content.Html);
        json.WriteEndObject();
    }

    private static void WriteRecipients(Utf8JsonWriter json, EmailRecipients recipients)
    {
        json.WriteStartObject("recipients");
        WriteAddresses(json, "to", recipients.To);
        WriteAddresses(json, "cc", recipients.CC);
        WriteAddresses(json, "bcc", recipients.BCC);
        json.WriteEndObject();
    }

    private static void WriteAttachments(Utf8JsonWriter json, IList<EmailAttachment> attachments)
    {
        if (attachments.Count == 0)
        {
            return;
        }

        json.WriteStartArray("attachments");
        foreach (EmailAttachment attachment in attachments)
        {
            json.WriteStartObject();
            json.WriteString("name", attachment.Name);
            json.WriteString("contentType", attachment.ContentType);
            json.WriteBase64String("contentInBase64", attachment.Content);
            WriteIfThere(json, "contentId", attachment.ContentId);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteAddresses(Utf8JsonWriter json, string name, IList<EmailAddress> addresses)
    {
        if (addresses.Count == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (EmailAddress address in addresses)
        {
            json.WriteStartObject();
            json.WriteString("address", address.Address);
            WriteIfThere(json, "displayName", address.DisplayName);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteIfThere(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
