using System.Text.Json;
using Azure;
using Azure.Communication.Email;
using Azure.Communication.Sms;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Compensation.Tests.Local.Communication;

/// <summary>What the clients put on the wire, seen at the transport.</summary>
public sealed class ClientTests
{
    [Fact]
    public async Task An_entra_token_is_asked_for_the_services_scope_and_sent_as_bearer()
    {
        RecordingTransport transport = new();
        RecordingCredential credential = new();
        SmsClient client = new(new Uri("https://office.communication.azure.com"), credential, new SmsClientOptions { Transport = transport });

        await Assert.ThrowsAsync<RequestFailedException>(() => client.SendAsync("+815012345678", "+819011112222", "一"));

        Assert.Equal("https://communication.azure.com//.default", Assert.Single(credential.Scopes));
        Assert.Equal("Bearer token", transport.Headers["Authorization"]);
        Assert.Equal("https://office.communication.azure.com/sms?api-version=2021-03-07", transport.Address);
    }

    [Fact]
    public async Task An_sms_request_has_the_documented_fields()
    {
        RecordingTransport transport = new();
        SmsClient client = new("endpoint=https://office.communication.azure.com/;accesskey=AAAA", new SmsClientOptions { Transport = transport });

        await Assert.ThrowsAsync<RequestFailedException>(() =>
            client.SendAsync("+815012345678", "+819011112222", "一", new SmsSendOptions(true) { Tag = "t" }));

        Assert.StartsWith("HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=", transport.Headers["Authorization"], StringComparison.Ordinal);
        Assert.Equal("https://office.communication.azure.com/sms?api-version=2021-03-07", transport.Address);
        JsonElement recipient = transport.Body.GetProperty("smsRecipients")[0];
        Assert.True(Guid.TryParse(recipient.GetProperty("repeatabilityRequestId").GetString(), out _));
        Assert.EndsWith(" GMT", recipient.GetProperty("repeatabilityFirstSent").GetString(), StringComparison.Ordinal);
        Assert.True(transport.Body.GetProperty("smsSendOptions").GetProperty("enableDeliveryReport").GetBoolean());
        Assert.Equal("t", transport.Body.GetProperty("smsSendOptions").GetProperty("tag").GetString());
    }

    [Fact]
    public async Task An_email_request_has_the_documented_fields()
    {
        RecordingTransport transport = new();
        EmailClient client = new("accesskey=AAAA;endpoint=https://office.communication.azure.com", new EmailClientOptions { Transport = transport });
        EmailMessage mail = new(
            "office@example.jp",
            new EmailRecipients([new EmailAddress("a@example.jp", "A様")], cc: [new EmailAddress("b@example.jp")]),
            new EmailContent("件名") { PlainText = "本文" });
        mail.Attachments.Add(new EmailAttachment("a.txt", "text/plain", BinaryData.FromString("x")) { ContentId = "cid" });
        mail.Headers["X-Campaign"] = "kumamoto";
        mail.UserEngagementTrackingDisabled = true;
        Guid id = Guid.NewGuid();

        await Assert.ThrowsAsync<RequestFailedException>(() => client.SendAsync(WaitUntil.Started, mail, id));

        Assert.Equal(id.ToString(), transport.Headers["Operation-Id"]);
        Assert.Equal("https://office.communication.azure.com/emails:send?api-version=2025-09-01", transport.Address);
        Assert.Equal(
            """{"headers":{"X-Campaign":"kumamoto"},"senderAddress":"office@example.jp","content":{"subject":"件名","plainText":"本文"},"recipients":{"to":[{"address":"a@example.jp","displayName":"A様"}],"cc":[{"address":"b@example.jp"}]},"attachments":[{"name":"a.txt","contentType":"text/plain","contentInBase64":"eA==","contentId":"cid"}],"userEngagementTrackingDisabled":true}""",
            JsonSerializer.Serialize(transport.Body, new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    [Theory]
    [InlineData("endpoint=https://a.example")]
    [InlineData("accesskey=AAAA")]
    [InlineData("endpoint=https://a.example;accesskey=AAAA;accesskey=BBBB")]
    [InlineData("nonsense")]
    public void A_connection_string_that_is_not_one_is_refused(string text)
    {
        Assert.Throws<InvalidOperationException>(() => new SmsClient(text));
        Assert.Throws<InvalidOperationException>(() => new EmailClient(text));
    }

    [Fact]
    public void States_compare_without_regard_to_case()
    {
        Assert.True(EmailSendStatus.Succeeded == new EmailSendStatus("succeeded"));
        Assert.False(EmailSendStatus.Succeeded.Equals(default));
        Assert.Equal(EmailSendStatus.Failed, EmailModelFactory.EmailSendResult("id", "failed").Status);
    }

    private sealed class RecordingCredential : TokenCredential
    {
        public List<string> Scopes { get; } = [];

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Scopes.AddRange(requestContext.Scopes);
            return new AccessToken("token", DateTimeOffset.MaxValue);
        }

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }

    /// <summary>Answers every request with 400, so that nothing is retried, and remembers the last.</summary>
    private sealed class RecordingTransport : HttpPipelineTransport
    {
        private readonly HttpClientTransport _inner = new(new Refusing());

        public string? Address { get; private set; }

        public Dictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);

        public JsonElement Body { get; private set; }

        public override Request CreateRequest() => _inner.CreateRequest();

        public override void Process(HttpMessage message) => throw new NotSupportedException();

        public override async ValueTask ProcessAsync(HttpMessage message)
        {
            using MemoryStream body = new();
            await message.Request.Content!.WriteToAsync(body, CancellationToken.None);
            Body = JsonDocument.Parse(body.ToArray()).RootElement;
            Address = message.Request.Uri.ToString();
            foreach (HttpHeader header in message.Request.Headers)
            {
                Headers[header.Name] = header.Value;
            }

            await _inner.ProcessAsync(message);
        }
    }

    private sealed class Refusing : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(System.Net.HttpStatusCode.BadRequest));
    }
}
