using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;
using Compensation.Local.Tables;

namespace Compensation.Tests.Local.Tables;

/// <summary>The embedded tables over HTTP, as another process meets them.</summary>
public sealed class TableEndpointTests : TableConformance
{
    private readonly string _folder = Directory.CreateTempSubdirectory("endpoint-").FullName;
    private EmbeddedTables _tables = null!;
    private TableEndpoint _endpoint = null!;

    protected override TableServiceClient Connect(TableClientOptions? options = null) => new(_endpoint.ConnectionString, options);

    public override async Task InitializeAsync()
    {
        _tables = EmbeddedTables.Open(_folder);
        _endpoint = await TableEndpoint.StartAsync(_tables);
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        await _endpoint.DisposeAsync();
        _tables.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public Task The_JavaScript_client_and_the_DotNet_one_read_each_other() => ReadEachOtherAsync(_endpoint.ConnectionString);

    [Fact]
    public async Task What_one_client_writes_over_HTTP_another_reads_in_the_process()
    {
        await Table.AddEntityAsync(At("p", "r"));

        Assert.Equal("r", (await _tables.Connect().GetTableClient(Table.Name).GetEntityAsync<Person>("p", "r")).Value.RowKey);
    }

    [Fact]
    public async Task A_request_that_is_not_signed_is_refused()
    {
        TableSharedKeyCredential wrong = new("devstoreaccount1", Convert.ToBase64String("wrong"u8));
        await RefusedAsync(new TableClient(_endpoint.Address, Table.Name, wrong).AddEntityAsync(At("p", "r")), 403, "AuthenticationFailed");

        using HttpClient browser = new();
        using HttpResponseMessage answer = await browser.PostAsync($"{_endpoint.Address}/{Table.Name}", new StringContent("""{"PartitionKey":"p","RowKey":"r"}"""));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Empty(Table.Query<Person>());
    }

    /// <summary>As Python's client does: by method, content type, date and address.</summary>
    [Theory]
    [InlineData("POST", HttpStatusCode.NoContent)]
    [InlineData("PUT", HttpStatusCode.Forbidden)]
    public async Task A_request_may_be_signed_in_the_long_form(string signedMethod, HttpStatusCode expected)
    {
        string date = DateTimeOffset.UtcNow.ToString("r", CultureInfo.InvariantCulture);
        string path = $"{_endpoint.Address.AbsolutePath}/{Table.Name}";
        byte[] key = Convert.FromBase64String(_endpoint.ConnectionString.Split(';').Single(part => part.StartsWith("AccountKey=", StringComparison.Ordinal))["AccountKey=".Length..]);
        byte[] signature = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{signedMethod}\n\napplication/json\n{date}\n/devstoreaccount1{path}"));
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(_endpoint.Address, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("SharedKey", $"devstoreaccount1:{Convert.ToBase64String(signature)}");
        request.Headers.Add("x-ms-date", date);
        request.Content = new StringContent("""{"PartitionKey":"p","RowKey":"r"}""", new MediaTypeHeaderValue("application/json"));

        using HttpClient client = new();
        using HttpResponseMessage answer = await client.SendAsync(request);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task A_request_that_is_too_large_is_refused()
    {
        IEnumerable<TableTransactionAction> actions = Enumerable.Range(0, 90).Select(i =>
            new TableTransactionAction(TableTransactionActionType.Add, new TableEntity("p", $"{i}") { ["A"] = new byte[40_000] }));

        await RefusedAsync(Table.SubmitTransactionAsync(actions), 413, "RequestBodyTooLarge");
    }
}
