using Azure;
using Azure.Communication.Email;
using Compensation.Emulators.Communication;

namespace Compensation.Tests.Local.Communication;

public sealed class EmailTests : EmulatorTest
{
    [Fact]
    public async Task A_send_is_an_operation_under_the_chosen_id_that_succeeds()
    {
        await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(Options);
        Guid id = Guid.NewGuid();

        EmailSendOperation operation = await EmailClientOf(emulator).SendAsync(WaitUntil.Started, MailTo("hanako@example.jp"), id);

        Assert.Equal(id.ToString(), operation.Id);
        Assert.False(operation.HasCompleted);
        Assert.Throws<InvalidOperationException>(() => operation.Value);
        await operation.UpdateStatusAsync();
        Assert.True(operation.HasCompleted);
        Assert.Equal(EmailSendStatus.Succeeded, operation.Value.Status);
    }

    [Fact]
    public async Task Waiting_for_completion_polls_until_the_operation_ends()
    {
        await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(Options);

        EmailSendOperation operation = await EmailClientOf(emulator).SendAsync(WaitUntil.Started, Mailer, "hanako@example.jp", "件名", "<p>本文</p>");
        Response<EmailSendResult> result = await operation.WaitForCompletionAsync(TimeSpan.FromMilliseconds(1), CancellationToken.None);

        Assert.Equal("Succeeded", result.Value.Status.ToString());
        Assert.Equal(200, operation.GetRawResponse().Status);
    }

    [Fact]
    public async Task An_operation_is_taken_up_again_by_its_id()
    {
        await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(Options);
        EmailClient client = EmailClientOf(emulator);
        Guid id = Guid.NewGuid();
        await client.SendAsync(WaitUntil.Started, MailTo("hanako@example.jp"), id);

        EmailSendOperation again = new(id.ToString(), client);
        again.UpdateStatus();

        Assert.Equal(EmailSendStatus.Succeeded, again.Value.Status);
    }

    [Fact]
    public async Task An_operation_that_nobody_started_is_not_found()
    {
        await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(Options);
        EmailSendOperation unknown = new(Guid.NewGuid().ToString(), EmailClientOf(emulator));

        RequestFailedException failure = await Assert.ThrowsAsync<RequestFailedException>(async () => await unknown.UpdateStatusAsync());

        Assert.Equal(404, failure.Status);
    }

    [Fact]
    public async Task A_suppressed_recipient_makes_the_operation_fail_with_its_code()
    {
        await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(Options);
        EmailSendOperation operation = await EmailClientOf(emulator).SendAsync(WaitUntil.Started, MailTo("suppressed.hanako@example.jp"));

        RequestFailedException failure = await Assert.ThrowsAsync<RequestFailedException>(async () => await operation.UpdateStatusAsync());

        Assert.Equal("EmailDroppedAllRecipientsSuppressed", failure.ErrorCode);
        Assert.True(operation.HasCompleted);
        Assert.False(operation.HasValue);
        Assert.Same(failure, Assert.Throws<RequestFailedException>(() => operation.Value));
    }

    [Fact]
    public async Task The_same_operation_id_is_not_sent_twice()
    {
        List<EmulatedMessage> heard = [];
        await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(Options with { OnMessage = heard.Add });
        EmailClient client = EmailClientOf(emulator);
        Guid id = Guid.NewGuid();

        await client.SendAsync(WaitUntil.Started, MailTo("hanako@example.jp"), id);
        EmailSendOperation second = await client.SendAsync(WaitUntil.Started, MailTo("hanako@example.jp"), id);

        Assert.Equal(id.ToString(), second.Id);
        Assert.Single(heard);
        Assert.Equal([false, true], ProviderLine.ReadAll(LogFile).Select(line => line.Repeat));
    }

    [Fact]
    public async Task Each_recipient_of_one_mail_is_a_message_of_its_own()
    {
        await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(Options);
        EmailMessage mail = new(
            Mailer,
            new EmailRecipients([new EmailAddress("a@example.jp", "A様")], [new EmailAddress("b@example.jp")], [new EmailAddress("bounce.c@example.jp")]),
            new EmailContent("件名") { Html = "<p>本文</p>" });
        mail.Attachments.Add(new EmailAttachment("a.txt", "text/plain", BinaryData.FromString("添付")) { ContentId = "a" });
        mail.ReplyTo.Add(new EmailAddress("reply@example.jp"));
        mail.Headers["X-Campaign"] = "kumamoto";
        mail.UserEngagementTrackingDisabled = true;

        await EmailClientOf(emulator).SendAsync(WaitUntil.Started, mail);

        List<EmulatedMessage> messages = await emulator.ReadMessagesAsync().ToListAsync();
        Assert.Equal("a@example.jp b@example.jp bounce.c@example.jp", string.Join(' ', messages.Select(message => message.To)));
        Assert.Equal([true, true, false], messages.Select(message => message.WillBeDelivered));
        Assert.All(messages, message => Assert.Equal("<p>本文</p>", message.Text));
    }

    [Theory]
    [InlineData("ab..cd@docomo.ne.jp", true)]
    [InlineData("ab..cde@docomo.ne.jp", false)]
    [InlineData("abc.@ezweb.ne.jp", true)]
    [InlineData(".ab@docomo.ne.jp", false)]
    public async Task Old_carrier_addresses_are_accepted_and_delivered_by_the_documented_rule(string address, bool delivered)
    {
        await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(Options);

        await EmailClientOf(emulator).SendAsync(WaitUntil.Started, MailTo(address));

        Assert.Equal(delivered, Assert.Single(await emulator.ReadMessagesAsync().ToListAsync()).WillBeDelivered);
    }

    [Theory]
    [InlineData("hanako")]
    [InlineData("hanako@localhost")]
    [InlineData("ha nako@example.jp")]
    public async Task An_address_that_cannot_be_one_refuses_the_whole_request(string address)
    {
        await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(Options);

        RequestFailedException failure = await Assert.ThrowsAsync<RequestFailedException>(
            () => EmailClientOf(emulator).SendAsync(WaitUntil.Started, MailTo(address)));

        Assert.Equal((400, "BadRequest"), (failure.Status, failure.ErrorCode));
    }

    [Fact]
    public async Task The_client_refuses_what_is_incomplete_before_it_asks()
    {
        EmailClient client = new("endpoint=http://127.0.0.1:1/;accesskey=AAAA");
        EmailMessage noSubject = new(Mailer, "a@example.jp", new EmailContent(" ") { PlainText = "本文" });
        EmailMessage noBody = new(Mailer, "a@example.jp", new EmailContent("件名"));
        EmailMessage noRecipient = new(Mailer, new EmailRecipients([]), new EmailContent("件名") { PlainText = "本文" });
        EmailMessage emptyHeader = MailTo("a@example.jp");
        emptyHeader.Headers["X-Empty"] = "";
        EmailMessage emptyFile = MailTo("a@example.jp");
        emptyFile.Attachments.Add(new EmailAttachment("a", "text/plain", BinaryData.FromBytes(Array.Empty<byte>())));

        foreach (EmailMessage message in new[] { noSubject, noBody, noRecipient, emptyHeader, emptyFile })
        {
            await Assert.ThrowsAsync<ArgumentException>(() => client.SendAsync(WaitUntil.Started, message));
        }
    }
}
