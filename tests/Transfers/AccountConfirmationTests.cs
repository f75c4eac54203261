using System.Text;
using System.Text.Json;
using Compensation.Common.Access;
using Compensation.Entitlements;
using Compensation.Transfers;
using Compensation.Transfers.Checking;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Compensation.Tests.Transfers;

/// <summary>The check of a transfer asks a bank over HTTP that confirms accounts, and does what it says.</summary>
public sealed class AccountConfirmationTests
{
    private const string Key = "the-bank-s-key";

    [Theory]
    [InlineData("""{"code":"0"}""", "done", TransferState.Checked)]
    [InlineData("""{"code":"1"}""", "notConfirmed", TransferState.Held)]
    [InlineData("""{"code":"2"}""", "notConfirmed", TransferState.Held)]
    [InlineData("""{"code":"9","text":"other"}""", "done", TransferState.Checked)]
    [InlineData("""{"code":"3"}""", "bankSilent", TransferState.Requested)]
    [InlineData("""{"code":0}""", "bankSilent", TransferState.Requested)]
    [InlineData("""{"code":null}""", "bankSilent", TransferState.Requested)]
    [InlineData("null", "bankSilent", TransferState.Requested)]
    [InlineData("<html>", "bankSilent", TransferState.Requested)]
    [InlineData("", "bankSilent", TransferState.Requested)]
    public async Task Each_code_has_its_consequence_and_what_is_none_is_asked_again(string answer, string outcome, TransferState state)
    {
        await using FakeBank bank = await FakeBank.StartAsync(async http => await http.Response.WriteAsync(answer));
        using TransferWorld world = WorldOf(bank);
        EntitlementId id = await world.AskAsync();

        Assert.Equal(outcome, await world.DecideAsync<CheckTransfers>("anna", id, 1));

        Assert.Equal(state, (await world.ReadAsync(id)).State);
        Assert.Equal(state == TransferState.Held ? EntitlementState.TransferFailed : EntitlementState.TransferRequested, await world.RightAsync(id));
        Assert.Equal($"Bearer {Key}", bank.Authorization);
        Assert.Equal(("0001", "004", 1, "0000001", "ﾔﾏﾀﾞ ﾀﾛｳ"), (Text("bank"), Text("branch"), bank.Question.GetProperty("type").GetInt32(), Text("number"), Text("holder")));
        Assert.Equal(5, bank.Question.EnumerateObject().Count());

        string Text(string name) => bank.Question.GetProperty(name).GetString()!;
    }

    [Theory]
    [InlineData(500)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(429)]
    public async Task A_bank_that_does_not_answer_holds_nobody_up_for_good(int status)
    {
        bool isBack = false;
        await using FakeBank bank = await FakeBank.StartAsync(async http =>
        {
            http.Response.StatusCode = isBack ? 200 : status;
            await http.Response.WriteAsync("""{"code":"0"}""");
        });
        using TransferWorld world = WorldOf(bank);
        EntitlementId id = await world.AskAsync();
        Assert.Equal("bankSilent", await world.DecideAsync<CheckTransfers>("anna", id, 1));
        isBack = true;
        Assert.Equal("done", await world.DecideAsync<CheckTransfers>("anna", id, 1));
    }

    /// <summary>Five hundred can be checked at once: a bank that is down is not waited for five hundred times.</summary>
    [Fact]
    public async Task A_bank_that_says_nothing_is_not_waited_for_with_each_of_many()
    {
        int asked = 0;
        await using FakeBank bank = await FakeBank.StartAsync(http =>
        {
            asked++;
            http.Response.StatusCode = 503;
            return Task.CompletedTask;
        });
        using TransferWorld world = WorldOf(bank);
        List<DecidedTransfer> some = [];
        for (int person = 0; person < 8; person++)
        {
            some.Add(new DecidedTransfer(await world.AskAsync(), 1));
        }

        Person anna = new(TransferWorld.IdOf("anna"), "anna", Roles.Finance);
        IReadOnlyList<MadeDecision> made = await world.Get<CheckTransfers>().HandleAsync(TransferWorld.Campaign, anna, some, CancellationToken.None);

        Assert.All(made, one => Assert.Equal(DecisionOutcome.BankSilent, one.Outcome));
        Assert.Equal(3, asked);
    }

    /// <summary>Account data goes to the declared address only, and nobody's flood of bytes is read.</summary>
    [Fact]
    public async Task It_is_led_nowhere_else_and_reads_no_flood_and_waits_not_for_ever()
    {
        await using FakeBank elsewhere = await FakeBank.StartAsync(async http => await http.Response.WriteAsync("""{"code":"0"}"""));
        Queue<RequestDelegate> answers = new(
        [
            http =>
            {
                (http.Response.StatusCode, http.Response.Headers.Location) = (StatusCodes.Status307TemporaryRedirect, elsewhere.Address.AbsoluteUri);
                return Task.CompletedTask;
            },
            http => http.Response.WriteAsync($$"""{"code":"0","text":"{{new string('x', 1 << 20)}}"}"""),
            http =>
            {
                http.Response.ContentType = "application/json; charset=nonsense";
                return http.Response.WriteAsync("""{"code":"0"}""");
            },
            http => Task.Delay(InTime.Limit, http.RequestAborted),
        ]);
        await using FakeBank bank = await FakeBank.StartAsync(http => answers.Dequeue()(http));
        using TransferWorld world = WorldOf(bank, ("AccountConfirmation:Timeout", "00:00:01"));
        EntitlementId id = await world.AskAsync();
        while (answers.Count > 0)
        {
            Assert.Equal("bankSilent", await world.DecideAsync<CheckTransfers>("anna", id, 1).InTimeAsync());
        }

        Assert.Equal(JsonValueKind.Undefined, elsewhere.Question.ValueKind);
    }

    private static TransferWorld WorldOf(FakeBank bank, params (string, string)[] more) =>
        new([("AccountConfirmation:Address", bank.Address.AbsoluteUri), ("AccountConfirmation:ApiKey", Key), .. more]);

    private sealed class FakeBank : IAsyncDisposable
    {
        private readonly WebApplication _app;

        private FakeBank(WebApplication app) => _app = app;

        public Uri Address => new(_app.Urls.Single());

        public string Authorization { get; private set; } = string.Empty;

        public JsonElement Question { get; private set; }

        public static async Task<FakeBank> StartAsync(RequestDelegate answer)
        {
            WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            WebApplication app = builder.Build();
            FakeBank bank = new(app);
            app.Run(async http =>
            {
                bank.Authorization = http.Request.Headers.Authorization.ToString();
                using StreamReader body = new(http.Request.Body, Encoding.UTF8);
                bank.Question = JsonSerializer.Deserialize<JsonElement>(await body.ReadToEndAsync());
                await answer(http);
            });
            await app.StartAsync();
            return bank;
        }

        public ValueTask DisposeAsync() => _app.DisposeAsync();
    }
}
