using System.ComponentModel.DataAnnotations;
using System.Net;
using Compensation.Common;
using Compensation.Payouts;
using Compensation.Payouts.HttpIssuers;
using Compensation.Payouts.Reconciliation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Compensation.Tests.Payouts.Issuers;

public sealed class HttpAnswerTests
{
    [Theory]
    [InlineData(422, "outOfStock", typeof(IssueResult.OutOfStock))]
    [InlineData(422, "closed", typeof(IssueResult.Closed))]
    [InlineData(422, null, typeof(IssueResult.TryLater))]
    [InlineData(409, "keyUsed", typeof(IssueResult.Refused))]
    [InlineData(409, null, typeof(IssueResult.TryLater))]
    [InlineData(410, "takenBack", typeof(IssueResult.Refused))]
    [InlineData(400, "invalid", typeof(IssueResult.Refused))]
    [InlineData(400, null, typeof(IssueResult.TryLater))]
    [InlineData(404, "unknownKey", typeof(IssueResult.Refused))]
    [InlineData(404, null, typeof(IssueResult.TryLater))]
    [InlineData(429, null, typeof(IssueResult.TryLater))]
    [InlineData(401, "unauthorized", typeof(IssueResult.Closed))]
    [InlineData(403, null, typeof(IssueResult.Closed))]
    [InlineData(408, null, typeof(IssueResult.TryLater))]
    [InlineData(500, null, typeof(IssueResult.TryLater))]
    [InlineData(503, "outOfStock", typeof(IssueResult.TryLater))]
    [InlineData(302, null, typeof(IssueResult.TryLater))]
    public void Each_answer_has_its_meaning(int status, string? code, Type meaning) =>
        Assert.IsType(meaning, HttpIssuerAnswers.MeaningOf((HttpStatusCode)status, new CodesAnswered { Code = code }, TimeSpan.FromMinutes(1), new Yen(500)));

    [Theory]
    [InlineData("R-1", "ABCD-1234", 500, true)]
    [InlineData("R-1", "ABCD-1234", 400, false)]
    [InlineData("R-1", "ABCD-1234", -500, false)]
    [InlineData("R-1", "AB CD", 500, false)]
    [InlineData("R-1", "ＡＢＣＤ", 500, false)]
    [InlineData("R-1", "", 500, false)]
    [InlineData("R-1", null, 500, false)]
    [InlineData("", "ABCD-1234", 500, false)]
    [InlineData(null, "ABCD-1234", 500, false)]
    public void Codes_are_handed_out_that_are_worth_what_was_asked_for_or_none(string? reference, string? code, long yen, bool isHandedOut)
    {
        CodesAnswered answer = new() { Reference = reference, Codes = [new AnsweredCode(code, yen, new DateOnly(2024, 3, 31))] };

        IssueResult result = HttpIssuerAnswers.MeaningOf(HttpStatusCode.Created, answer, TimeSpan.FromMinutes(1), new Yen(500));

        Assert.Equal(isHandedOut, result is IssueResult.Issued);
        Assert.Equal(!isHandedOut, result is IssueResult.Refused);
    }

    [Fact]
    public void Several_codes_together_are_worth_the_amount()
    {
        CodesAnswered answer = new() { Reference = "R-1", Codes = [new AnsweredCode("ABCD-1234", 300, null), new AnsweredCode("EFGH-5678", 200, null)] };

        IssueResult.Issued issued = Assert.IsType<IssueResult.Issued>(HttpIssuerAnswers.MeaningOf(HttpStatusCode.OK, answer, TimeSpan.FromMinutes(1), new Yen(500)));

        Assert.Equal([300, 200], issued.Codes.Select(code => code.Value!.Value.Amount));
        Assert.IsType<IssueResult.Refused>(HttpIssuerAnswers.MeaningOf(HttpStatusCode.OK, answer with { Codes = [] }, TimeSpan.FromMinutes(1), new Yen(500)));
        Assert.IsType<IssueResult.Refused>(HttpIssuerAnswers.MeaningOf(HttpStatusCode.OK, answer with { Codes = null }, TimeSpan.FromMinutes(1), new Yen(500)));
        Assert.IsType<IssueResult.Refused>(HttpIssuerAnswers.MeaningOf(HttpStatusCode.OK, null, TimeSpan.FromMinutes(1), new Yen(500)));
    }

    [Fact]
    public void One_code_that_is_named_twice_is_not_worth_twice_its_money()
    {
        CodesAnswered answer = new() { Reference = "R-1", Codes = [new AnsweredCode("ABCD-1234", 250, null), new AnsweredCode("ABCD-1234", 250, null)] };

        Assert.Equal("unrecognised: one code twice", Assert.IsType<IssueResult.Refused>(HttpIssuerAnswers.MeaningOf(HttpStatusCode.OK, answer, TimeSpan.FromMinutes(1), new Yen(500))).Reason);
    }

    [Theory]
    [InlineData("application/json", true)]
    [InlineData("Application/JSON; charset=UTF-8", true)]
    [InlineData("application/json; charset=utf8mb4", true)]
    [InlineData("text/html", false)]
    public async Task An_answer_is_JSON_by_its_type_however_that_is_written(string type, bool isRead)
    {
        await using WebApplication server = await AnsweringAsync("""{"reference":"R-1","codes":[{"code":"ABCD-1234","yen":500}]}""", type);
        using HttpIssuer issuer = IssuerAt(server);

        IssueResult result = await issuer.IssueAsync(IssuerRig.Request(1), CancellationToken.None).InTimeAsync();

        Assert.Equal(isRead, result is IssueResult.Issued);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData(""",{"key":"K-2","yen":1,"reference":"R-2"}""", 2)]
    [InlineData(""",{"key":"K-2","yen":0,"reference":"R-2"}""", null)]
    [InlineData(""",{"key":"K-2","yen":-1,"reference":"R-2"}""", null)]
    [InlineData(""",{"key":"K-2","reference":"R-2"}""", null)]
    [InlineData(""",{"yen":500,"reference":"R-2"}""", null)]
    [InlineData(""",{"key":"K 2","yen":500,"reference":"R-2"}""", null)]
    [InlineData(""",{"key":"K-2","yen":500,"reference":""}""", null)]
    [InlineData(",null", null)]
    public async Task A_list_is_read_where_each_entry_says_what_it_is_about_and_else_not_at_all(string more, int? entries)
    {
        await using WebApplication server = await ListingAsync($$"""{"entries":[{"key":"K-1","yen":500,"reference":"R-1"}{{more}}]}""");

        Assert.Equal(entries, await CountAsync(server));
    }

    [Fact]
    public async Task A_list_that_goes_round_in_circles_is_left()
    {
        await using WebApplication server = await ListingAsync("""{"entries":[{"key":"K-1","yen":500,"reference":"R-1"}],"next":"K-1"}""");

        Assert.Null(await CountAsync(server).InTimeAsync());
    }

    /// <summary>From the first page to A, on to B, and back to A.</summary>
    [Theory]
    [InlineData("A", null)]
    [InlineData("C", 4)]
    public async Task A_circle_of_several_pages_is_left_too(string afterB, int? entries)
    {
        await using WebApplication server = await AnsweringAsync(
            http => $$"""{"entries":[{"key":"K-{{http.Request.Query["after"]}}","yen":500,"reference":"R-1"}],"next":{{(string?)http.Request.Query["after"] switch { null => "\"A\"", "A" => "\"B\"", "B" => $"\"{afterB}\"", _ => "null" }}}}""", "application/json");

        Assert.Equal(entries, await CountAsync(server).InTimeAsync());
    }

    [Theory]
    [InlineData("giftee", "https://issuer.example/v1", "key", true)]
    [InlineData("giftee", "http://issuer.example/v1", "key", false)]
    [InlineData("giftee", "https://issuer.example/v1?x=1", "key", false)]
    [InlineData("giftee", null, "key", false)]
    [InlineData("giftee", "https://issuer.example", "", false)]
    [InlineData("Gif tee", "https://issuer.example", "key", false)]
    [InlineData("a:b", "https://issuer.example", "key", false)]
    public void Settings_that_could_not_work_are_refused_by_name(string name, string? address, string key, bool isRight)
    {
        PayoutOptions options = new() { Http = new Dictionary<string, HttpIssuerOptions>(StringComparer.Ordinal) { [name] = new() { BaseAddress = address is null ? null : new Uri(address), ApiKey = key } } };
        List<ValidationResult> faults = [];

        Assert.Equal(isRight, Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true));
        Assert.All(faults, fault => Assert.StartsWith($"Payouts:Http:{name}", fault.ErrorMessage, StringComparison.Ordinal));
    }

    /// <summary>How many entries there are; null where the list is not understood.</summary>
    private static async Task<int?> CountAsync(WebApplication server)
    {
        using HttpIssuer issuer = IssuerAt(server);
        try
        {
            return (await issuer.ReadListAsync(CampaignId.Parse("kumamoto"), CancellationToken.None).ToListAsync()).Count;
        }
        catch (IssuerListException)
        {
            return null;
        }
    }

    private static HttpIssuer IssuerAt(WebApplication server) =>
        new("giftee", new HttpIssuerOptions { BaseAddress = new Uri(server.Urls.First()), ApiKey = "key", Timeout = TimeSpan.FromMinutes(1) }, new KeyedHash(new byte[32]), TimeProvider.System);

    /// <summary>An issuer whose every page is this one.</summary>
    private static Task<WebApplication> ListingAsync(string page) => AnsweringAsync(page, "application/json");

    private static Task<WebApplication> AnsweringAsync(string body, string type) => AnsweringAsync(_ => body, type);

    private static async Task<WebApplication> AnsweringAsync(Func<HttpContext, string> bodyFor, string type)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication server = builder.Build();
        server.MapFallback(async http =>
        {
            http.Response.Headers.ContentType = type;
            await http.Response.WriteAsync(bodyFor(http));
        });
        await server.StartAsync();
        return server;
    }
}
