using System.Net;
using Compensation.Entitlements;
using Compensation.Rehearsal.People;
using Compensation.Transfers;

namespace Compensation.Tests.Applications.IntoAccounts;

public sealed class AskForTransferTests
{
    private static readonly string[] Ledger =
    [
        "YM-000001,2023-02-24,3000,false,,ヤマダ タロウ,2023-02-23,,",
        "YM-000002,2023-02-24,500,false,,ヤマダ タロウ,2023-02-23,,",
        "YM-000004,2023-02-24,900,true,,サトウ ジロウ,,070-3333-4410,",
        "YM-000005,2023-02-24,0,false,,ヤマダ タロウ,2023-02-23,,",
    ];

    [Fact]
    public async Task Who_asks_before_the_balances_are_sealed_gets_no_link_and_is_to_be_paid()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: Ledger, settings: TransferSite.Settings);
        ApplicationVisit visit = await world.ApplyAsync(ApplicationsWorld.Answers("YM-000001"));
        using SiteReader reader = await world.ByReceiptAsync(visit);
        await reader.PostAsync();
        await reader.FillAsync(TransferSite.Account());
        Assert.Equal("transfer-check", reader.Step);
        Assert.Contains("ｼﾞﾖﾝ ﾄﾚﾂｹﾞｻ-", reader.Text, StringComparison.Ordinal);
        Assert.Contains("ョ→ヨ、ッ→ツ、ー→-", reader.Text, StringComparison.Ordinal);
        Assert.Contains("0012345", reader.Text, StringComparison.Ordinal);
        await reader.PostAsync();
        Assert.Equal("transfer-received", reader.Step);
        Assert.Contains("****345", reader.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("0012345", reader.Page, StringComparison.Ordinal);

        await world.UntilAsync(ApplicationsWorld.Japan("2023-04-01T12:00"));
        (EntitlementState right, Transfer? transfer) = await world.TransferAsync("YM-000001");
        Assert.Equal((EntitlementState.TransferRequested, TransferState.Requested, 1), (right, transfer!.State, transfer.Version));
        TransferForm form = world.FormOf(transfer);
        Assert.Equal(("0001", "0012345", "ｼﾞﾖﾝ ﾄﾚﾂｹﾞｻ-", "ジョン　トレッゲサー"), (form.Account.Bank, form.Account.Number, form.Account.Holder, form.TypedHolder));
        Assert.Equal(("山田 太郎、山口県山口市滝町1番1号", "湯田温泉旅館、2023-02-23"), (form.Answers["identity"], form.Answers["accommodation"]));

        await world.UntilAsync(ApplicationsWorld.Japan("2023-05-11T00:00"));
        Assert.DoesNotContain(world.Messages, message => message.Text.Contains("/r/", StringComparison.Ordinal) && message.To == "+819012345678");
    }

    [Fact]
    public async Task Sent_five_times_at_once_it_is_one_request()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: Ledger, settings: TransferSite.Settings);
        ApplicationVisit visit = await world.ApplyAsync(ApplicationsWorld.Answers("YM-000001"));
        await world.UntilAsync(ApplicationsWorld.Japan("2023-04-01T12:00"));
        using SiteReader reader = await world.ByReceiptAsync(visit);
        await reader.PostAsync();
        await reader.FillAsync(TransferSite.Account());
        using HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        Task<HttpResponseMessage>[] sent = [.. Enumerable.Range(0, 5).Select(_ => http.PostAsync(reader.At, new FormUrlEncodedContent([])))];
        foreach (HttpResponseMessage answer in await Task.WhenAll(sent))
        {
            Assert.Equal((HttpStatusCode.SeeOther, "transfer-received"), (answer.StatusCode, answer.Headers.Location?.ToString()));
        }

        await reader.PostAsync();
        Assert.Equal("transfer-received", reader.Step);
        (_, Transfer? transfer) = await world.TransferAsync("YM-000001");
        Assert.Equal((TransferState.Requested, 1), (transfer!.State, transfer.Version));
    }

    [Fact]
    public async Task Who_withdraws_takes_points_by_the_link_that_the_page_shows_and_may_ask_again()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: Ledger, settings: TransferSite.Settings);
        ApplicationVisit visit = await world.ApplyAsync(ApplicationsWorld.Answers("YM-000001"));
        await world.UntilAsync(ApplicationsWorld.Japan("2023-04-01T12:00"));
        using SiteReader reader = await world.ByReceiptAsync(visit);
        await reader.AskAsync(TransferSite.Account());
        await reader.OpenAsync("transfer-withdraw");
        await reader.PostAsync();
        Assert.Equal("transfer", reader.Step);
        Assert.Contains("/r/", reader.Page, StringComparison.Ordinal);
        Assert.Equal(EntitlementState.Open, (await world.TransferAsync("YM-000001")).Right);

        await reader.AskAsync(TransferSite.Account("7654321", "ﾔﾏﾀﾞ ﾀﾛｳ"));
        Assert.Equal("transfer-received", reader.Step);
        (EntitlementState right, Transfer? transfer) = await world.TransferAsync("YM-000001");
        Assert.Equal((EntitlementState.TransferRequested, 2, "7654321"), (right, transfer!.Version, world.FormOf(transfer).Account.Number));
    }

    [Fact]
    public async Task A_number_that_is_somebody_elses_and_one_that_does_not_exist_are_answered_alike()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: Ledger, settings: TransferSite.Settings);
        await world.UntilAsync(ApplicationsWorld.Japan("2023-04-01T12:00"));
        List<(string Page, int Messages)> told = [];
        foreach ((string number, string contact) in new[] { ("YM-000004", "+819011112222"), ("YM-777777", "+819011113333") })
        {
            using SiteReader reader = new(new Uri(world.Http.BaseAddress!, "apply/yamaguchi/transfer"));
            await reader.PostAsync(("number", number), ("contact", contact.Replace("+81", "0", StringComparison.Ordinal)));
            told.Add((reader.Page, world.MessagesTo(contact).Count()));
            await reader.OpenAsync("transfer");
            told.Add((reader.Page, world.MessagesTo(contact).Count()));
            await reader.OpenAsync("status-code");
            await reader.PostAsync(("code", world.CodeFor(contact)!));
            Assert.Equal("transfer", reader.Step);
            told.Add((reader.Page, world.MessagesTo(contact).Count()));
        }

        Assert.Equal(told[..3], told[3..]);
        Assert.DoesNotContain("<form", told[2].Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whose_coupon_is_in_the_app_asks_with_its_number_and_the_contact_on_file()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: Ledger, settings: TransferSite.Settings);
        await world.UntilAsync(ApplicationsWorld.Japan("2023-04-01T12:00"));
        using SiteReader reader = await world.ByNumberAsync("ＹＭ－０００００４", "+817033334410");
        await reader.AskAsync(new Dictionary<string, string>(TransferSite.Account()) { ["bank"] = "ゆうちょ" });
        Assert.Equal("transfer-received", reader.Step);
        (EntitlementState right, Transfer? transfer) = await world.TransferAsync("YM-000004");
        Assert.Equal((EntitlementState.TransferRequested, "9900", "408", "1234567"), (right, world.FormOf(transfer!).Account.Bank, world.FormOf(transfer!).Account.Branch, world.FormOf(transfer!).Account.Number));

        await world.UntilAsync(ApplicationsWorld.Japan("2023-04-22T00:00"));
        Assert.DoesNotContain(world.MessagesTo("+817033334410"), message => message.Text.Contains("/r/", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("kumamoto")]
    [InlineData("yamaguchi")]
    public async Task Where_no_transfers_are_offered_there_is_no_such_page(string campaign)
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(campaign, settings: campaign == "kumamoto" ? TransferSite.Settings : []);
        using SiteReader reader = new(new Uri(world.Http.BaseAddress!, $"apply/{campaign}/transfer"));
        await reader.OpenAsync("transfer");
        Assert.Equal(HttpStatusCode.NotFound, reader.Status);
        await reader.PostAsync(("number", "YM-000001"), ("contact", "090-1111-2222"));
        Assert.Equal(HttpStatusCode.NotFound, reader.Status);
        Assert.Empty(world.Messages);
    }
}
