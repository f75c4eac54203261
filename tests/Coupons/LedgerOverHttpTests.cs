using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Azure.Data.Tables;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Coupons;
using Compensation.Entitlements;
using Compensation.Operations.Alarms;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Compensation.Tests.Coupons;

/// <summary>The ledger behind real HTTP, with clients as they are.</summary>
public sealed class LedgerOverHttpTests : IAsyncLifetime
{
    private readonly TestStore _store = new();
    private FunctionsApp _app = null!;

    public async Task InitializeAsync() => _app = await FunctionsApp.StartAsync(new FunctionsApp.Setup(typeof(ImportLedger), typeof(ImportAdjustments), typeof(ListImports))
    {
        Tables = _store.Connect(),
        Time = new StandingClock(LedgerFixture.Campaign.CutoffAt.AddDays(-3)),
        Arguments = ["--ReceiptSite:PublicBaseUrl=https://r.example.jp"],
        Configure = builder =>
        {
            builder.UseMiddleware<RefuseUnknownQuery>();
            builder.Services
                .AddSingleton(new KeyedHash(Encoding.ASCII.GetBytes("a key for tests that has 32 bytes or more")))
                .AddSingleton(new ProtectedFields(new EphemeralDataProtectionProvider()))
                .AddSingleton(new CampaignCatalog([LedgerFixture.Campaign]))
                .AddSingleton<IAlarms, RecordedAlarms>()
                .AddEntitlements()
                .AddCoupons();
        },
    });

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        _store.Dispose();
    }

    [Fact]
    public async Task A_client_that_hangs_up_leaves_nothing_behind_and_the_corrected_file_meets_nothing()
    {
        using (TcpClient client = new())
        {
            await client.ConnectAsync("127.0.0.1", _app.Client.BaseAddress!.Port);
            string part = Csv(5_000, more: 0)[..100_000];
            string request = $"POST /campaigns/kumamoto/ledger HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/csv\r\nTransfer-Encoding: chunked\r\n\r\n{part.Length:x}\r\n{part}\r\n";
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
            await client.GetStream().FlushAsync();
            client.Client.LingerState = new LingerOption(true, 0);
        }

        (HttpStatusCode status, JsonElement body) = await PostAsync("ledger", Csv(300, more: 1));

        Assert.Equal((HttpStatusCode.OK, "imported", 300), (status, body.GetProperty("outcome").GetString(), body.GetProperty("written").GetInt32()));
        Assert.Single((await _app.Client.GetFromJsonAsync<JsonElement>("campaigns/kumamoto/imports")).EnumerateArray());
        Assert.Equal(300, await _app.Services.GetRequiredService<TableServiceClient>().GetTableClient(CouponStore.TableName).QueryAsync<TableEntity>("RowKey ge 'c:' and RowKey lt 'c;'").CountAsync());
    }

    [Fact]
    public async Task Different_ledgers_at_once_are_never_mixed_and_never_an_error_of_ours()
    {
        (HttpStatusCode Status, JsonElement Body)[] answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(more => PostAsync("ledger", Csv(200, more))));

        Assert.Equal(1, answers.Count(answer => answer.Status == HttpStatusCode.OK));
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.OK), answer => Assert.True(answer.Status is HttpStatusCode.UnprocessableEntity or HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task A_misspelt_parameter_is_refused_before_the_file_is_read()
    {
        (HttpStatusCode status, JsonElement body) = await PostAsync("ledger?dryrunn=true", Csv(3, more: 0));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("'dryrunn'", body.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Empty((await _app.Client.GetFromJsonAsync<JsonElement>("campaigns/kumamoto/imports")).EnumerateArray());
    }

    private static string Csv(int rows, int more) => string.Join('\n', [LedgerFixture.Header, .. Enumerable.Range(1, rows).Select(row => $"HTTP-{row:d6},2023-02-24,{row + more},true,,"), string.Empty]);

    private async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string path, string csv)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, $"campaigns/kumamoto/{path}") { Content = new StringContent(csv, Encoding.UTF8, "text/csv") };
        request.Headers.Add("X-Operator", "sato");
        using HttpResponseMessage answer = await _app.Client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }
}
