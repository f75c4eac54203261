using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Azure.Data.Tables;
using Compensation.CallCentre.Cases;
using Compensation.Common;
using Compensation.Common.Access;
using Compensation.Coupons;
using Compensation.Coupons.Restoring;
using Compensation.Emulators.Communication;
using Compensation.Operations.Alarms;
using Compensation.Tests.Applications;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Tests.CallCentre;

/// <summary>Cases with their orchestrations in the whole app, over its HTTP and a virtual clock.</summary>
public sealed partial class CaseJourneyTests
{
    internal const string Shop = "shop@example.jp";

    private static readonly Person s_anna = CaseWorld.Anna;
    private static readonly Person s_ben = CaseWorld.Ben;

    private static readonly string[] s_ledger = ["YM-000001,2023-02-24,1000,true,false,,,090-1234-5678,", "YM-000002,2023-02-24,1000,true,false,,,090-1234-5679,"];

    [Fact]
    public async Task From_the_call_over_the_shops_link_and_a_second_person_to_the_yen()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: s_ledger);
        DoubleChargeCase opened = await OpenAsync(world, "call-1", "YM-000001");
        Assert.Empty(world.MessagesTo(Shop));

        // Not in the night.
        await world.UntilAsync(ApplicationsWorld.Japan("2023-03-22T09:05:00"));
        EmulatedMessage asked = Assert.Single(world.MessagesTo(Shop));
        Assert.DoesNotContain("YM-", asked.Text, StringComparison.Ordinal);
        string link = LinkIn(asked);
        (HttpStatusCode status, string page) = await PageAsync(world, link);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("500円が重複して決済されていますか", page, StringComparison.Ordinal);
        Assert.DoesNotContain("YM-000001", page, StringComparison.Ordinal);
        Assert.Contains("href=\"../genuine/yamaguchi\"", page, StringComparison.Ordinal);
        (status, page) = await PageAsync(world, "s/0");
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains(world.Campaign.CallCentre.Phone, page, StringComparison.Ordinal);
        string english = (await PageAsync(world, $"{link}?lang=en")).Page;
        Assert.Contains("Was 500 yen charged more than once?", english, StringComparison.Ordinal);
        Assert.Contains("<p class=\"site\">Call centre</p>", english, StringComparison.Ordinal);
        Assert.Equal(CaseState.AskingShop, (await ReadAsync(world, opened)).State);
        TableClient cases = world.App.Services.GetRequiredService<TableServiceClient>().GetTableClient(CaseStore.TableName);
        TableEntity whole = await cases.GetEntityAsync<TableEntity>(opened.Campaign.Value, CaseRow.KeyOf(opened.Number));
        await CaseWorld.DamageAsync(cases, opened);
        (status, page) = await PageAsync(world, link);
        Assert.True(status == HttpStatusCode.OK && page.Contains($"受付番号 {opened.Number}", StringComparison.Ordinal) && page.Contains(world.Campaign.CallCentre.Phone, StringComparison.Ordinal), page);
        (status, page) = await PageAsync(world, link, ("confirms", ""), ("name", ""));
        Assert.True(status == HttpStatusCode.OK && page.Contains($"受付番号 {opened.Number}", StringComparison.Ordinal), page);
        await cases.UpdateEntityAsync(new TableEntity(whole.PartitionKey, whole.RowKey) { [nameof(CaseRow.Facts)] = whole.GetString(nameof(CaseRow.Facts)) }, Azure.ETag.All);

        (string, string)[] yes = [("confirms", "yes"), ("name", "店長"), ("remark", "")];
        (HttpStatusCode Status, string Page)[] answers = await Task.WhenAll(PageAsync(world, link, yes), PageAsync(world, link, yes));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Equal(HttpStatusCode.NotFound, (await PageAsync(world, link, ("confirms", "no"), ("name", "店長"))).Status);

        // Tried links are counted, as those of people are; one that was the case's is nobody's guess.
        foreach (int guess in Enumerable.Range(0, 205))
        {
            await PageAsync(world, guess % 2 == 0 ? link : $"{link[..^3]}{guess:x3}");
        }

        Assert.DoesNotContain(AlarmKind.LinksGuessed, await KindsAsync());
        foreach (int guess in Enumerable.Range(0, 100))
        {
            await PageAsync(world, $"{link[..^3]}{guess + 300:x3}");
        }

        Assert.Contains(AlarmKind.LinksGuessed, await KindsAsync());
        async Task<IEnumerable<AlarmKind>> KindsAsync() => (await world.App.Services.GetRequiredService<AlarmList>().ReadPageAsync(from: null, 50, CancellationToken.None)).Select(alarm => alarm.Kind);
        Assert.Equal(HttpStatusCode.NotFound, (await PageAsync(world, link)).Status);
        DoubleChargeCase confirmed = await ReadAsync(world, opened);
        Assert.Equal(CaseState.Confirmed, confirmed.State);

        await ApproveAsync(world, confirmed, tell: true);
        await world.UntilAsync(world.Clock.GetUtcNow().AddMinutes(2));
        Assert.Equal((CaseState.Restored, new Yen(1500)), ((await ReadAsync(world, opened)).State, await BalanceAsync(world, "YM-000001")));
        Assert.True((await InstanceAsync(world, opened))!.IsCompleted);

        // Sent once more after it has been put back, the approval is the same one, and nothing is put back again.
        await ApproveAsync(world, confirmed, tell: false);
        Assert.Equal((CaseState.Restored, new Yen(1500)), ((await ReadAsync(world, opened)).State, await BalanceAsync(world, "YM-000001")));

        await world.UntilAsync(ApplicationsWorld.Japan("2023-04-01T01:00:00"));
        Assert.Equal(new Yen(1500), (await world.EntitlementAsync("YM-000001"))!.Amount);
    }

    [Fact]
    public async Task A_shop_that_never_answers_is_reminded_counts_as_silent_and_the_case_is_refused_unless_somebody_rings()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: s_ledger);
        DoubleChargeCase silent = await OpenAsync(world, "call-1", "YM-000001");
        DoubleChargeCase rung = await OpenAsync(world, "call-2", "YM-000002", "other-shop@example.jp");
        await world.UntilAsync(ApplicationsWorld.Japan("2023-03-29T02:00:00"));
        Assert.Equal((CaseState.ShopSilent, 2), ((await ReadAsync(world, silent)).State, world.MessagesTo(Shop).Count()));
        Assert.Single(world.MessagesTo(Shop).Select(LinkIn).Distinct(StringComparer.Ordinal));

        CaseDesk desk = world.App.Services.GetRequiredService<CaseDesk>();
        DoubleChargeCase late = await ReadAsync(world, rung);
        CaseToAct call = new(late.Number, late.Version, s_anna, null) { Fingerprint = "call" };
        DoubleChargeCase called = CaseWorld.Done(await desk.RecordCallAsync(world.Campaign, call, new ShopAnswer(true, "店長", null, world.Clock.GetUtcNow()) { Rung = "0839333110", RecordedBy = "Anna" }, CancellationToken.None));
        await ApproveAsync(world, called, tell: true);
        await world.UntilAsync(world.Clock.GetUtcNow().AddMinutes(2));
        Assert.Equal(CaseState.Restored, (await ReadAsync(world, rung)).State);

        await world.UntilAsync(ApplicationsWorld.Japan("2023-04-13T00:00:00"));
        DoubleChargeCase refused = await ReadAsync(world, silent);
        Assert.Equal((CaseState.Refused, CaseRefusal.ShopSilent), (refused.State, refused.Refusal));
        Assert.True((await InstanceAsync(world, silent))!.IsCompleted);
        string alarms = await world.App.GetStringAsync("alarms");
        Assert.Contains("caseWaits", alarms, StringComparison.Ordinal);
        Assert.Contains("caseOverdue", alarms, StringComparison.Ordinal);
        Assert.Equal(new Yen(1000), await BalanceAsync(world, "YM-000001"));
    }

    [Fact]
    public async Task After_the_cutoff_a_supplement_gets_an_issue_notice_of_its_own_and_the_books_add_up()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: s_ledger);
        DoubleChargeCase opened = await OpenAsync(world, "call-1", "YM-000001");
        await world.UntilAsync(ApplicationsWorld.Japan("2023-03-22T09:05:00"));
        await PageAsync(world, LinkIn(world.MessagesTo(Shop).Single()), ("confirms", "yes"), ("name", "店長"));
        await world.UntilAsync(ApplicationsWorld.Japan("2023-04-25T10:00:00"));
        int before = world.MessagesTo("+819012345678").Count();
        await ApproveAsync(world, await ReadAsync(world, opened), tell: true);
        await world.UntilAsync(ApplicationsWorld.Japan("2023-04-25T10:30:00"));

        DoubleChargeCase done = await ReadAsync(world, opened);
        Assert.Equal((CaseState.Supplemented, true), (done.State, done.IsTold));
        EmulatedMessage[] told = [.. world.MessagesTo("+819012345678").Skip(before)];
        Assert.Contains("/r/", Assert.Single(told).Text, StringComparison.Ordinal);
        Assert.True((await InstanceAsync(world, opened))!.IsCompleted);
        JsonElement added = await world.GetAsync($"people/{done.Supplement}");
        Assert.Equal(done.Coupon.ToString(), added.GetProperty("addedTo").GetString());
        Assert.Contains(added.GetProperty("events").EnumerateArray(), one => one.TryGetProperty("case", out JsonElement number) && number.GetString() == done.Number.ToString());
        JsonElement coupon = await world.GetAsync($"people/{done.Coupon}");
        Assert.Equal(done.Supplement.ToString(), Assert.Single(coupon.GetProperty("supplements").EnumerateArray()).GetString());
        Assert.False(coupon.TryGetProperty("addedTo", out JsonElement none) && none.ValueKind != JsonValueKind.Null);
        JsonElement seal = await world.GetAsync("seal");
        Assert.Equal((1, 500), (seal.GetProperty("supplements").GetProperty("count").GetInt32(), seal.GetProperty("supplements").GetProperty("yen").GetInt32()));
        Assert.True((await world.PostAsync("seal/verify", new { })).Body.GetProperty("matches").GetBoolean());

        await world.UntilAsync(ApplicationsWorld.Japan("2023-07-01T12:00:00"));
        JsonElement report = await world.GetAsync("closing-report");
        Assert.True(report.GetProperty("balanced").GetBoolean());
        Assert.Equal((2000, 500, 2500), (YenOf(report, "sealed"), YenOf(report, "supplements"), YenOf(report, "entitled")));
        JsonElement cases = report.GetProperty("cases");
        Assert.Equal((1, 1, 0, 500), (cases.GetProperty("opened").GetInt32(), cases.GetProperty("restored").GetInt32(), cases.GetProperty("refused").GetInt32(), cases.GetProperty("yen").GetInt32()));
    }

    [Fact]
    public async Task What_died_between_a_write_and_its_word_goes_on_by_itself()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: s_ledger);
        DoubleChargeCase opened = await OpenAsync(world, "call-1", "YM-000001", tell: false);
        await world.RestartAsync();
        await world.UntilAsync(ApplicationsWorld.Japan("2023-03-23T09:05:00"));
        await PageAsync(world, LinkIn(Assert.Single(world.MessagesTo(Shop))), ("confirms", "yes"), ("name", "店長"));
        await ApproveAsync(world, await ReadAsync(world, opened), tell: false);
        await world.RestartAsync();
        await world.UntilAsync(ApplicationsWorld.Japan("2023-03-24T12:00:00"));
        Assert.Equal((CaseState.Restored, new Yen(1500)), ((await ReadAsync(world, opened)).State, await BalanceAsync(world, "YM-000001")));
    }

    private static int YenOf(JsonElement report, string member) => report.GetProperty(member).GetProperty("yen").GetInt32();

    internal static async Task<DoubleChargeCase> OpenAsync(ApplicationsWorld world, string key, string number, string shop = Shop, bool tell = true)
    {
        CaseForm form = new(number, "2023-02-24", "山口県", "山口の店", CaseKind.ChargedTwice, 500) { FaceValue = 3000, ShopContact = shop, Receipt = key };
        (ReadFacts? facts, IReadOnlyList<string> faults) = await world.App.Services.GetRequiredService<ReadCaseForm>().HandleAsync(world.Campaign, form, CancellationToken.None);
        Assert.Empty(faults);
        return await TellAsync(world, await world.App.Services.GetRequiredService<CaseDesk>().OpenAsync(world.Campaign, key, facts!, s_anna, CancellationToken.None), tell);
    }

    private static async Task ApproveAsync(ApplicationsWorld world, DoubleChargeCase one, bool tell)
    {
        CaseToAct act = new(one.Number, one.Version, s_ben, null) { Fingerprint = $"approve {one.Version}" };
        CaseDone done = await world.App.Services.GetRequiredService<CaseDesk>().ApproveAsync(world.Campaign, act, new Yen(1000), [], CancellationToken.None);
        await TellAsync(world, done, tell);
    }

    private static async Task<DoubleChargeCase> TellAsync(ApplicationsWorld world, CaseDone done, bool tell)
    {
        DoubleChargeCase one = CaseWorld.Done(done);
        if (tell)
        {
            await world.App.Orchestrations.TellAsync(one, CancellationToken.None);
        }

        return one;
    }

    private static async Task<DoubleChargeCase> ReadAsync(ApplicationsWorld world, DoubleChargeCase one) =>
        (await world.App.Services.GetRequiredService<CaseStore>().FindAsync(world.Campaign.Id, one.Number, CancellationToken.None))!;

    private static Task<OrchestrationMetadata?> InstanceAsync(ApplicationsWorld world, DoubleChargeCase one) =>
        world.App.Orchestrations.GetInstanceAsync(new CaseRun(world.Campaign.Id, one.Number).InstanceId, CancellationToken.None);

    private static async Task<Yen> BalanceAsync(ApplicationsWorld world, string number)
    {
        Assert.True(InquiryNumber.TryParse(number, world.Campaign.InquiryNumbers, out InquiryNumber parsed));
        return (await world.App.Services.GetRequiredService<Restorations>().StandingAsync(world.Campaign, parsed, CancellationToken.None))!.Balance;
    }

    private static async Task<(HttpStatusCode Status, string Page)> PageAsync(ApplicationsWorld world, string address, params (string Name, string Value)[] typed)
    {
        using HttpRequestMessage request = new(typed.Length == 0 ? HttpMethod.Get : HttpMethod.Post, address);
        request.Content = typed.Length == 0 ? null : new FormUrlEncodedContent(typed.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using HttpResponseMessage answer = await world.Http.SendAsync(request);
        return (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()));
    }

    internal static string LinkIn(EmulatedMessage message) => Link().Match(message.Text).Groups["path"].Value;

    [GeneratedRegex("https://r\\.example\\.jp/(?<path>s/[0-9a-f]{30})", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
