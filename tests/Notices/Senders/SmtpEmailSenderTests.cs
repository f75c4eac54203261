using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Compensation.Emulators.Communication;
using Compensation.Emulators.Communication.Smtp;
using Compensation.Notices;
using Compensation.Notices.Smtp;
using MimeKit;

namespace Compensation.Tests.Notices.Senders;

public sealed class SmtpEmailSenderTests : NoticeSenderContract
{
    private Rig? _rig;

    [Theory]
    [InlineData("ab..cd@docomo.ne.jp")]
    [InlineData(".abc@ezweb.ne.jp")]
    [InlineData("abc.@docomo.ne.jp")]
    public async Task Old_carrier_addresses_get_their_mail(string address)
    {
        OutgoingMessage message = _rig!.Message(address);

        await _rig.Sender.SendAsync(message, mayBeRepeat: false, CancellationToken.None);

        EmulatedMessage arrived = Assert.Single(await _rig.Emulator.ReadMessagesAsync().ToListAsync());
        Assert.Equal((address, message.Text), (arrived.To, arrived.Text));
    }

    [Theory]
    [InlineData("hanako@example.jp>\r\nRCPT TO:<taro@example.jp")]
    [InlineData("hanako")]
    [InlineData("")]
    public async Task What_is_no_address_is_not_offered_to_the_server(string address)
    {
        Assert.Equal(new SendOutcome.Refused("not an address"), await _rig!.Sender.SendAsync(_rig.Message(address), mayBeRepeat: false, CancellationToken.None));
    }

    [Theory]
    [InlineData(false, "StartTls")]
    [InlineData(true, "Implicit")]
    public async Task Mail_goes_through_TLS_to_a_server_whose_authority_is_trusted_and_to_no_other(bool implicitTls, string security)
    {
        await using Rig rig = new();
        using X509Certificate2 certificate = SelfSigned();
        await rig.StartAsync(new SmtpSinkOptions { Certificate = certificate, ImplicitTls = implicitTls, Password = "secret" });
        string authority = Path.Combine(Directory.CreateTempSubdirectory("smtp-").FullName, "authority.pem");
        await File.WriteAllTextAsync(authority, certificate.ExportCertificatePem());
        OutgoingMessage message = rig.Message();
        (string, string)[] settings = [("Smtp:Security", security), ("Smtp:UserName", "office"), ("Smtp:Password", "secret")];

        SendOutcome strange = await Compose(rig, settings).SendAsync(message, mayBeRepeat: false, CancellationToken.None);
        SendOutcome wrong = await Compose(rig, [.. settings, ("Smtp:AuthorityFile", authority), ("Smtp:Password", "guess")]).SendAsync(message, mayBeRepeat: false, CancellationToken.None);
        Assert.Equal(0, await rig.ReachedAsync(message));
        SendOutcome right = await Compose(rig, [.. settings, ("Smtp:AuthorityFile", authority)]).SendAsync(message, mayBeRepeat: false, CancellationToken.None);

        Assert.Equal(new SendOutcome.TryLater("no connection"), strange);
        Assert.Equal(new SendOutcome.TryLater("535 5.7.8"), wrong);
        Assert.IsType<SendOutcome.Accepted>(right);
        Assert.Equal(1, await rig.ReachedAsync(message));
        File.Delete(authority);
    }

    [Fact]
    public async Task A_server_without_STARTTLS_is_told_nothing_where_TLS_is_wanted()
    {
        Assert.Equal(
            new SendOutcome.TryLater("the server offers no STARTTLS, or no way to log in"),
            await Compose(_rig!, [("Smtp:Security", "StartTls")]).SendAsync(_rig!.Message(), mayBeRepeat: false, CancellationToken.None));
    }

    [Fact]
    public async Task After_a_refusal_the_next_message_is_served_although_there_is_but_one_connection()
    {
        SmtpEmailSender sender = Compose(_rig!, [("Smtp:ConnectionsMax", "1")]);
        await sender.SendAsync(_rig!.Message(_rig.BadAddress), mayBeRepeat: false, CancellationToken.None);

        OutgoingMessage message = _rig.Message();
        Assert.IsType<SendOutcome.Accepted>(await sender.SendAsync(message, mayBeRepeat: false, CancellationToken.None));
        Assert.Equal(1, await _rig.ReachedAsync(message));
    }

    [Fact]
    public async Task A_connection_that_was_closed_while_it_rested_costs_nobody_the_message()
    {
        SmtpEmailSender sender = Compose(_rig!, []);
        await sender.SendAsync(_rig!.Message(), mayBeRepeat: false, CancellationToken.None);
        _rig.Set(Trouble.Deaf);
        Assert.IsType<SendOutcome.TryLater>(await sender.SendAsync(_rig.Message(), mayBeRepeat: false, CancellationToken.None));
        _rig.Set(Trouble.None);

        Assert.IsType<SendOutcome.Accepted>(await sender.SendAsync(_rig.Message(), mayBeRepeat: false, CancellationToken.None));
    }

    [Theory]
    [InlineData(SmtpStep.Introduction, 550, "5.7.1", typeof(SendOutcome.TryLater), "550 5.7.1")]
    [InlineData(SmtpStep.Introduction, 421, "", typeof(SendOutcome.TryLater), "421")]
    [InlineData(SmtpStep.Recipient, 421, "4.3.2", typeof(SendOutcome.TryLater), "421 4.3.2")]
    [InlineData(SmtpStep.Recipient, 450, "4.2.0", typeof(SendOutcome.TryLater), "450 4.2.0")]
    [InlineData(SmtpStep.Recipient, 451, "", typeof(SendOutcome.TryLater), "451")]
    [InlineData(SmtpStep.Recipient, 452, "4.2.2", typeof(SendOutcome.TryLater), "452 4.2.2")]
    [InlineData(SmtpStep.Recipient, 550, "5.1.1", typeof(SendOutcome.Refused), "550 5.1.1")]
    [InlineData(SmtpStep.Recipient, 550, "", typeof(SendOutcome.Refused), "550")]
    [InlineData(SmtpStep.Recipient, 551, "", typeof(SendOutcome.Refused), "551")]
    [InlineData(SmtpStep.Recipient, 553, "5.1.3", typeof(SendOutcome.Refused), "553 5.1.3")]
    [InlineData(SmtpStep.Recipient, 550, "5.7.1", typeof(SendOutcome.TryLater), "550 5.7.1")]
    [InlineData(SmtpStep.End, 552, "5.3.4", typeof(SendOutcome.TryLater), "552 5.3.4")]
    [InlineData(SmtpStep.Recipient, 552, "5.2.2", typeof(SendOutcome.Refused), "552 5.2.2")]
    [InlineData(SmtpStep.Recipient, 530, "5.7.0", typeof(SendOutcome.TryLater), "530 5.7.0")]
    [InlineData(SmtpStep.Recipient, 599, "", typeof(SendOutcome.TryLater), "unrecognised: 599")]
    [InlineData(SmtpStep.Content, 554, "", typeof(SendOutcome.TryLater), "554")]
    [InlineData(SmtpStep.End, 554, "5.7.1", typeof(SendOutcome.TryLater), "554 5.7.1")]
    [InlineData(SmtpStep.End, 550, "5.1.1", typeof(SendOutcome.Refused), "550 5.1.1")]
    [InlineData(SmtpStep.End, 299, "", typeof(SendOutcome.Unsettled), "unrecognised: 299")]
    internal void Each_reply_has_its_outcome(SmtpStep step, int code, string enhanced, Type outcome, string reason)
    {
        SendOutcome meaning = SmtpAnswers.MeaningOf(new SmtpReply(code, enhanced), step);

        Assert.IsType(outcome, meaning);
        Assert.Contains($"Reason = {reason} }}", meaning.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_is_plain_ASCII_in_short_lines_under_an_id_made_from_the_requests()
    {
        OutgoingMessage message = _rig!.Message("ab..cd@docomo.ne.jp") with { RequestId = new Guid("0f8fad5b-d9cb-469f-a165-70867728950e") };

        using MemoryStream written = new();
        FormatOptions format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        Mail.Of(message, new DateTimeOffset(2023, 4, 10, 9, 5, 7, TimeSpan.Zero)).WriteTo(format, written);

        byte[] mail = written.ToArray();
        Assert.All(mail, letter => Assert.InRange(letter, (byte)0, (byte)127));
        string[] lines = Encoding.ASCII.GetString(mail).Split("\r\n");
        // An encoded word has 75 characters at the most, and the first one stands behind the header's name.
        Assert.All(lines, line => Assert.InRange(line.Length, 0, "Subject: ".Length + 78));
        Assert.DoesNotContain(lines, line => line.StartsWith('.'));
        string[] expected =
        [
            "Date: Mon, 10 Apr 2023 09:05:07 +0000",
            "Message-Id: <0f8fad5bd9cb469fa16570867728950e@campaign.example.jp>",
            "From: office@campaign.example.jp",
            "To: \"ab..cd\"@docomo.ne.jp",
            "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0",
        ];
        Assert.All(expected, line => Assert.Contains(line, lines));
    }

    private protected override async Task<ProviderRig> StartAsync() => await (_rig = new Rig()).StartAsync();

    private static SmtpEmailSender Compose(Rig rig, IEnumerable<(string, string)> settings) => rig.Compose(rig.Emulator.BaseAddress, rig.Emulator.SmtpPort!.Value, "00:00:20", settings);

    private static X509Certificate2 SelfSigned()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), password: null);
    }

    private sealed class Rig : EmulatedRig<SmtpEmailSender>
    {
        public override string Address => "hanako@example.jp";

        public override string BadAddress => "suppressed.hanako@example.jp";

        public override string BadAddressReason => "550 5.1.1";

        public override TimeSpan RetryAfter => TimeSpan.FromMinutes(1);

        public override bool CanBeAsked => false;

        protected override int OddCode => 599;
    }
}
