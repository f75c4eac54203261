using System.Text;
using System.Text.Json;
using Compensation.Campaigns;
using Compensation.Common.Http;
using Compensation.Coupons;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Compensation.Tests.Coupons;

public sealed class LedgerHttpTests
{
    private const string Row = "KM-000001,2023-02-24,3000,true,090-1234-5678,taro@example.jp";

    [Fact]
    public async Task A_ledger_is_answered_with_its_counts()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        (int status, JsonElement body) = await PostLedgerAsync(ledger, $"{LedgerFixture.Header}\n{Row}\n");
        Assert.Equal(200, status);
        Assert.Equal(("imported", 1, 1, 0, 1, 3000), (
            body.GetProperty("outcome").GetString(), Int(body, "rows"), Int(body, "written"), Int(body, "unchanged"), Int(body, "people"), Int(body, "yen")));
    }

    [Fact]
    public async Task A_dry_run_is_asked_for_in_the_query()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        (int status, JsonElement body) = await PostLedgerAsync(ledger, $"{LedgerFixture.Header}\n{Row}\n", "?dryRun=true");
        Assert.Equal((200, "checked", 1), (status, body.GetProperty("outcome").GetString(), Int(body, "written")));
        Assert.Empty(await ledger.DumpAsync(CouponStore.TableName));
    }

    [Fact]
    public async Task A_bad_row_is_answered_with_line_field_problem_and_expectation()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        (int status, JsonElement body) = await PostLedgerAsync(ledger, $"{LedgerFixture.Header}\nKM-000001,2023-02-24,many,true,,\n");
        JsonElement error = Assert.Single(body.GetProperty("errors").EnumerateArray());
        Assert.Equal((422, 2, "balance"), (status, Int(error, "line"), error.GetProperty("field").GetString()));
        Assert.NotEmpty(error.GetProperty("problem").GetString()!);
        Assert.NotEmpty(error.GetProperty("expected").GetString()!);
        Assert.DoesNotContain("many", body.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("atlantis", "", 404)]
    [InlineData("Not An Id", "", 404)]
    [InlineData("kumamoto", "?dryRun=perhaps", 400)]
    public async Task A_request_that_cannot_be_meant_is_refused_before_its_body_is_read(string campaign, string query, int expected)
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        (int status, _) = await PostLedgerAsync(ledger, "not even a ledger", query, campaign);
        Assert.Equal(expected, status);
    }

    [Fact]
    public async Task After_the_cutoff_ledger_and_adjustments_are_a_conflict()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        ledger.Clock.Now = LedgerFixture.Campaign.CutoffAt;
        (int status, _) = await PostLedgerAsync(ledger, $"{LedgerFixture.Header}\n{Row}\n");
        Assert.Equal(409, status);
        (int adjusted, _) = await PostAdjustmentsAsync(ledger, $"{LedgerFixture.AdjustmentHeader}\nA-1,KM-000001,spent,1,shop,tests\n");
        Assert.Equal(409, adjusted);
    }

    [Fact]
    public async Task Adjustments_are_answered_with_their_counts_or_their_errors()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        await ledger.ImportAsync(Row);
        (int status, JsonElement body) = await PostAdjustmentsAsync(ledger, $"{LedgerFixture.AdjustmentHeader}\nA-1,KM-000001,spent,1,shop,tests\n");
        Assert.Equal((200, 1), (status, Int(body, "applied")));
        (status, body) = await PostAdjustmentsAsync(ledger, $"{LedgerFixture.AdjustmentHeader}\nA-2,KM-000001,spent,5000,shop,tests\n");
        Assert.Equal((422, "amount"), (status, body.GetProperty("errors")[0].GetProperty("field").GetString()));
    }

    [Fact]
    public async Task The_seal_can_be_looked_at_verified_and_proved_from()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        await ledger.ImportAsync(Row);
        ShowSeal show = ledger.Get<ShowSeal>();
        Assert.Equal(404, (await AnswerAsync(request => show.Show(request, "kumamoto", CancellationToken.None))).Status);
        SealedLedger sealedLedger = await ledger.SealAsync();

        (int status, JsonElement body) = await AnswerAsync(request => show.Show(request, "kumamoto", CancellationToken.None));
        Assert.Equal((200, sealedLedger.Seal), (status, body.GetProperty("ledger").GetProperty("seal").GetString()));
        (status, body) = await AnswerAsync(request => show.VerifySeal(request, "kumamoto", CancellationToken.None));
        Assert.Equal((200, true), (status, body.GetProperty("matches").GetBoolean()));

        (status, body) = await AnswerAsync(request => show.ProveCoupon(request, "kumamoto", CancellationToken.None), "{\"inquiryNumber\":\"km-000001\"}", "application/json");
        Assert.Equal((200, true), (status, body.GetProperty("holds").GetBoolean()));
        Assert.Equal(404, (await AnswerAsync(request => show.ProveCoupon(request, "kumamoto", CancellationToken.None), "{\"inquiryNumber\":\"KM-000002\"}", "application/json")).Status);
        Assert.Equal(400, (await AnswerAsync(request => show.ProveCoupon(request, "kumamoto", CancellationToken.None), "{\"inquiryNumber\":\"?\"}", "application/json")).Status);
        Assert.Equal(400, (await AnswerAsync(request => show.ProveCoupon(request, "kumamoto", CancellationToken.None), "{", "application/json")).Status);
    }

    [Fact]
    public async Task Imports_are_listed_and_can_be_taken_back_with_a_name_and_a_reason()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        await PostLedgerAsync(ledger, $"{LedgerFixture.Header}\n{Row}\n");
        JsonElement import = Assert.Single((await ListAsync()).EnumerateArray());
        Assert.Equal(("ledger", 1, JsonValueKind.Null), (import.GetProperty("kind").GetString(), Int(import.GetProperty("counts"), "written"), import.GetProperty("takenBack").ValueKind));
        string id = import.GetProperty("id").GetString()!;

        Assert.Equal(400, (await TakeBackAsync(id, """{ "by": "sato" }""")).Status);
        Assert.Equal(404, (await TakeBackAsync("nothing", """{ "by": "sato", "reason": "the wrong year" }""")).Status);
        Assert.Equal(200, (await TakeBackAsync(id, """{ "by": "sato", "reason": "the wrong year" }""")).Status);
        Assert.Equal(("sato", "the wrong year"), Assert.Single((await ListAsync()).EnumerateArray()).GetProperty("takenBack") is var back ? (back.GetProperty("by").GetString(), back.GetProperty("reason").GetString()) : default);

        Task<(int Status, JsonElement Body)> TakeBackAsync(string import, string body) =>
            AnswerAsync(request => ledger.Get<TakeBackImport>().Run(request, "kumamoto", import, CancellationToken.None), body, "application/json");
        async Task<JsonElement> ListAsync() => (await AnswerAsync(request => ledger.Get<ListImports>().Run(request, "kumamoto", CancellationToken.None))).Body;
    }

    [Fact]
    public async Task A_file_that_is_too_long_or_is_none_is_refused_with_an_answer()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        (int status, JsonElement body) = await PostLedgerAsync(ledger, $"{LedgerFixture.Header}\n");
        Assert.Equal((422, "the file has no rows"), (status, body.GetProperty("errors")[0].GetProperty("problem").GetString()));
        (status, body) = await PostAdjustmentsAsync(ledger, $"{LedgerFixture.AdjustmentHeader}\n");
        Assert.Equal((422, "the file has no rows"), (status, body.GetProperty("errors")[0].GetProperty("problem").GetString()));

        ImportLedger small = new(ledger.Get<LedgerImport>(), ledger.Get<CampaignCatalog>(), new Uploads(Microsoft.Extensions.Options.Options.Create(new UploadOptions { BytesMax = 60 })));
        (status, body) = await AnswerAsync(request => small.Run(request, "kumamoto", CancellationToken.None), $"{LedgerFixture.Header}\n{Row}\n", "text/csv");
        Assert.Equal(413, status);
        Assert.Contains("at most 60 bytes are taken (Uploads:BytesMax)", body.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_too_late_is_told_since_when()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        ledger.Clock.Now = LedgerFixture.Campaign.CutoffAt;
        (_, JsonElement body) = await PostLedgerAsync(ledger, $"{LedgerFixture.Header}\n{Row}\n");
        Assert.Contains("2023-04-01 00:00 +09:00", body.GetProperty("detail").GetString(), StringComparison.Ordinal);
        (_, body) = await PostAdjustmentsAsync(ledger, $"{LedgerFixture.AdjustmentHeader}\nA-1,KM-000001,spent,1,shop,tests\n");
        Assert.Contains("2023-04-01 00:00 +09:00", body.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private static Task<(int Status, JsonElement Body)> PostLedgerAsync(LedgerFixture ledger, string csv, string query = "", string campaign = "kumamoto") =>
        AnswerAsync(request => ledger.Get<ImportLedger>().Run(request, campaign, CancellationToken.None), csv, "text/csv", query);

    private static Task<(int Status, JsonElement Body)> PostAdjustmentsAsync(LedgerFixture ledger, string csv) =>
        AnswerAsync(request => ledger.Get<ImportAdjustments>().Run(request, "kumamoto", CancellationToken.None), csv, "text/csv");

    private static async Task<(int Status, JsonElement Body)> AnswerAsync(
        Func<HttpRequest, Task<IResult>> function, string body = "", string contentType = "", string query = "")
    {
        DefaultHttpContext context = new()
        {
            RequestServices = new ServiceCollection().AddSingleton(typeof(ILogger<>), typeof(NullLogger<>)).AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance).BuildServiceProvider(),
        };
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        context.Request.ContentType = contentType;
        context.Request.QueryString = new QueryString(query);
        using MemoryStream answer = new();
        context.Response.Body = answer;
        await (await function(context.Request)).ExecuteAsync(context);
        return (context.Response.StatusCode, JsonDocument.Parse(answer.ToArray()).RootElement);
    }

    private static int Int(JsonElement element, string name) => element.GetProperty(name).GetInt32();
}
