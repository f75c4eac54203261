using Azure;
using Azure.Communication.Email;
using Compensation.Notices.Acs;
using Moq;

namespace Compensation.Tests.Notices.Senders;

public sealed class AcsSmsSenderTests : NoticeSenderContract
{
    private protected override Task<ProviderRig> StartAsync() => new Rig().StartAsync();

    private sealed class Rig : EmulatedRig<AcsSmsSender>
    {
        public override string Address => "+819011112222";

        public override string BadAddress => "+819011110000";

        public override string BadAddressReason => "400 Invalid To phone number format.";

        protected override int OddCode => 418;
    }
}

public sealed class AcsEmailSenderTests : NoticeSenderContract
{
    private protected override Task<ProviderRig> StartAsync() => new Rig().StartAsync();

    [Fact]
    public async Task An_email_says_that_nobody_has_written_it()
    {
        Mock<EmailClient> client = new();
        EmailMessage? sent = null;
        client.Setup(c => c.SendAsync(WaitUntil.Started, It.IsAny<EmailMessage>(), It.IsAny<Guid>(), It.IsAny<CancellationToken>()))
            .Callback((WaitUntil _, EmailMessage email, Guid _, CancellationToken _) => sent = email)
            .ReturnsAsync(new EmailSendOperation("operation", client.Object));
        await using ProviderRig rig = await StartAsync();

        await new AcsEmailSender(client.Object).SendAsync(rig.Message(rig.Address), mayBeRepeat: false, CancellationToken.None);

        Assert.Equal("auto-generated", sent!.Headers["Auto-Submitted"]);
    }

    private sealed class Rig : EmulatedRig<AcsEmailSender>
    {
        public override string Address => "hanako@example.jp";

        public override string BadAddress => "nobody";

        public override string BadAddressReason => "400 BadRequest";

        protected override int OddCode => 418;
    }
}
