using System.Net;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Moq;

namespace Compensation.Tests.Local.Tables;

/// <summary>What the client sends, seen at the last moment before the network.</summary>
public sealed class TableClientTests
{
    private const string Key = "a2V5";
    private readonly Recorder _recorder = new();

    private TableClientOptions Options => new()
    {
        Transport = new HttpClientTransport(new HttpClient(_recorder)),
        Retry = { Delay = TimeSpan.FromTicks(1), MaxDelay = TimeSpan.FromTicks(1) },
    };

    [Theory]
    [InlineData("UseDevelopmentStorage=true", "http://127.0.0.1:10002/devstoreaccount1/T", "devstoreaccount1")]
    [InlineData("AccountName=acc;AccountKey=a2V5", "https://acc.table.core.windows.net/T", "acc")]
    [InlineData("DefaultEndpointsProtocol=http;AccountName=acc;AccountKey=a2V5;EndpointSuffix=example.jp", "http://acc.table.example.jp/T", "acc")]
    [InlineData("AccountName=acc;AccountKey=a2V5;TableEndpoint=http://10.0.0.1:99/acc;", "http://10.0.0.1:99/acc/T", "acc")]
    [InlineData("TableEndpoint=https://acc.table.example.jp;SharedAccessSignature=sv=1&sig=x", "https://acc.table.example.jp/T", "acc")]
    public void A_connection_string_names_the_account(string connectionString, string uri, string account)
    {
        TableClient table = new(connectionString, "T");

        Assert.Equal((new Uri(uri), account, "T"), (table.Uri, table.AccountName, table.Name));
    }

    [Theory]
    [InlineData("AccountName=acc")]
    [InlineData("SharedAccessSignature=sv=1")]
    [InlineData("nonsense")]
    [InlineData("UseDevelopmentStorage=perhaps")]
    public void A_connection_string_that_says_too_little_is_refused_without_being_shown(string connectionString)
    {
        InvalidOperationException refusal = Assert.Throws<InvalidOperationException>(() => new TableServiceClient(connectionString));

        Assert.DoesNotContain(connectionString, refusal.Message);
    }

    [Fact]
    public async Task Requests_are_signed_with_the_account_key_over_date_and_path()
    {
        TableServiceClient service = new(new Uri("http://127.0.0.1:1/acc"), new TableSharedKeyCredential("acc", Key), Options);

        await service.GetTableClient("T").DeleteEntityAsync("a'b", "県");

        HttpRequestMessage sent = Assert.Single(_recorder.Sent);
        string date = Assert.Single(sent.Headers.GetValues("x-ms-date"));
        string path = "/acc/T(PartitionKey='a%27%27b',RowKey='%E7%9C%8C')";
        string signature = Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(Key), Encoding.UTF8.GetBytes($"{date}\n/acc{path}")));
        Assert.Equal(path, sent.RequestUri!.AbsolutePath);
        Assert.Equal($"SharedKeyLite acc:{signature}", sent.Headers.Authorization!.ToString());
        Assert.Equal("*", sent.Headers.IfMatch.ToString());
        Assert.Equal(["2020-12-06"], sent.Headers.GetValues("x-ms-version"));
    }

    [Fact]
    public async Task A_shared_access_signature_is_added_once_and_may_be_exchanged()
    {
        AzureSasCredential credential = new("?sv=1&sig=first");
        TableClient table = new(new Uri("http://127.0.0.1:1/acc/T"), credential, Options);
        _recorder.Answer(HttpStatusCode.ServiceUnavailable);

        await table.DeleteEntityAsync("p", "r");
        credential.Update("sv=1&sig=second");
        await table.DeleteEntityAsync("p", "r");

        Assert.Equal(["?sv=1&sig=first", "?sv=1&sig=first", "?sv=1&sig=second"], _recorder.Sent.Select(sent => sent.RequestUri!.Query));
    }

    [Fact]
    public async Task A_signed_address_keeps_its_signature()
    {
        TableClient table = new(new Uri("http://127.0.0.1:1/acc/T?sv=1&sig=x"), Options);

        await table.DeleteAsync();

        HttpRequestMessage sent = Assert.Single(_recorder.Sent);
        Assert.Equal("/acc/Tables('T')?sv=1&sig=x", Uri.UnescapeDataString(sent.RequestUri!.PathAndQuery));
    }

    [Fact]
    public async Task A_token_is_asked_for_the_storage_scope()
    {
        Mock<TokenCredential> credential = new();
        credential.Setup(c => c.GetTokenAsync(It.Is<TokenRequestContext>(context => context.Scopes.Single() == "https://storage.azure.com/.default"), It.IsAny<CancellationToken>()))
            .Returns(new ValueTask<AccessToken>(new AccessToken("secret", DateTimeOffset.MaxValue)));
        TableClient table = new(new Uri("https://acc.table.core.windows.net"), "T", credential.Object, Options);

        await table.DeleteAsync();

        Assert.Equal("Bearer secret", Assert.Single(_recorder.Sent).Headers.Authorization!.ToString());
    }

    [Fact]
    public async Task A_busy_service_is_asked_again()
    {
        TableClient table = new(new Uri("http://127.0.0.1:1/acc"), "T", new TableSharedKeyCredential("acc", Key), Options);
        _recorder.Answer(HttpStatusCode.ServiceUnavailable);
        _recorder.Answer(HttpStatusCode.TooManyRequests);

        Response response = await table.UpsertEntityAsync(new TableEntity("p", "r"));

        Assert.Equal((204, 3), (response.Status, _recorder.Sent.Count));
    }

    [Fact]
    public async Task A_client_can_be_mocked()
    {
        Mock<TableClient> table = new();
        table.Setup(t => t.GetEntityAsync<Person>("p", "r", null, default)).ReturnsAsync(Response.FromValue(new Person { Age = 3 }, Mock.Of<Response>()));

        Assert.Equal(3, (await table.Object.GetEntityAsync<Person>("p", "r")).Value.Age);
    }

    private sealed class Recorder : HttpMessageHandler
    {
        private readonly Queue<HttpStatusCode> _answers = new();

        public List<HttpRequestMessage> Sent { get; } = [];

        public void Answer(HttpStatusCode status) => _answers.Enqueue(status);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Sent.Add(request);
            return Task.FromResult(new HttpResponseMessage(_answers.TryDequeue(out HttpStatusCode status) ? status : HttpStatusCode.NoContent));
        }
    }
}
