using System.Net;
using System.Text.RegularExpressions;
using Compensation.Rehearsal.People;

namespace Compensation.Tests.Applications;

/// <summary>The form's last steps, over HTTP, page by page.</summary>
public sealed partial class SendingTests
{
    private const string Phone = "+819012345678";

    private static readonly string[] Ledger = ["YM-000001,2023-02-24,3000,false,,ヤマダ タロウ,2023-02-23,,"];

    [Fact]
    public async Task The_same_last_step_five_times_at_once_and_once_more_is_one_application_one_number_and_one_message()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: Ledger);
        Uri code = await FilledInAsync(world, ApplicationsWorld.Answers("YM-000001"));
        KeyValuePair<string, string>[] typed = [KeyValuePair.Create("code", $" {world.CodeFor(Phone)![..3]} {world.CodeFor(Phone)![3..]}\r\n")];
        (HttpStatusCode Status, Uri? Next, string Page)[] answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => PostAsync(world, code, typed)));
        (HttpStatusCode Status, Uri? Next, string Page) later = await PostAsync(world, code, typed);

        Assert.All([.. answers, later], answer => Assert.Equal(HttpStatusCode.SeeOther, answer.Status));
        string[] receipts = [.. await Task.WhenAll(answers.Append(later).Select(async answer => ReceiptIn((await GetAsync(world, answer.Next!)).Page)))];
        Assert.Single(receipts.Distinct(StringComparer.Ordinal));
        Assert.Single((await world.GetAsync("applications")).GetProperty("applications").EnumerateArray());
        Assert.Equal(2, world.MessagesTo(Phone).Count());
        Assert.Contains(receipts[0], world.MessagesTo(Phone).Last().Text, StringComparison.Ordinal);

        // Back after sending shows the receipt, whichever page it leads to.
        foreach (string step in new[] { "family", "check", "code" })
        {
            Assert.EndsWith("received", (await GetAsync(world, new Uri(code, step == "family" ? "name" : step))).Next!.AbsolutePath, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Sending_twice_sends_one_code_and_five_wrong_ones_end_the_journey()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: Ledger);
        Uri code = await FilledInAsync(world, ApplicationsWorld.Answers("YM-000001"));
        await Task.WhenAll(PostAsync(world, new Uri(code, "check"), []), PostAsync(world, new Uri(code, "check"), []));
        Assert.Single(world.MessagesTo(Phone));

        string right = world.CodeFor(Phone)!;
        string wrong = right == "111111" ? "222222" : "111111";
        for (int attempt = 1; attempt <= 5; attempt++)
        {
            (HttpStatusCode status, _, string page) = await PostAsync(world, code, [KeyValuePair.Create("code", wrong)]);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
            Assert.Contains("href=\"#code\"", page, StringComparison.Ordinal);
        }

        await world.UntilAsync(world.Clock.GetUtcNow().AddMinutes(1));
        await PostAsync(world, new Uri(code, "again"), []);
        Assert.Equal(2, world.MessagesTo(Phone).Count());
        (HttpStatusCode late, _, _) = await PostAsync(world, code, [KeyValuePair.Create("code", world.CodeFor(Phone)!)]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, late);
        Assert.Empty((await world.GetAsync("applications")).GetProperty("applications").EnumerateArray());
    }

    [Fact]
    public async Task Until_the_contact_is_proved_a_known_number_and_an_unknown_one_are_answered_alike()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: Ledger);
        Uri known = await FilledInAsync(world, ApplicationsWorld.Answers("YM-000001", delivery: "090-2222-1110"));
        Uri unknown = await FilledInAsync(world, ApplicationsWorld.Answers("YM-000009", delivery: "090-3333-1110"));
        Assert.Equal(world.MessagesTo("+819022221110").Count(), world.MessagesTo("+819033331110").Count());
        Assert.Equal((await GetAsync(world, known)).Page, (await GetAsync(world, unknown)).Page);
        Assert.Equal(
            (await GetAsync(world, new Uri(known, "check"))).Page.Replace("YM-000001", "YM-000009", StringComparison.Ordinal).Replace("2222", "3333", StringComparison.Ordinal),
            (await GetAsync(world, new Uri(unknown, "check"))).Page);
    }

    [Fact]
    public async Task What_was_typed_outlives_a_restart_and_half_an_hour_and_then_a_page_says_why_it_is_gone()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: Ledger);
        Uri first = (await PostAsync(world, new Uri(world.Http.BaseAddress!, "apply/yamaguchi"), [])).Next!;
        await PostAsync(world, first, [KeyValuePair.Create("family", "　"), KeyValuePair.Create("given", " ")]);
        (HttpStatusCode faulty, _, string page) = await PostAsync(world, first, [KeyValuePair.Create("family", "ヴィクトリア　スギヤマ")]);
        Assert.Equal((HttpStatusCode.SeeOther, string.Empty), (faulty, page));
        string path = first.AbsolutePath;
        await world.RestartAsync();
        await world.UntilAsync(world.Clock.GetUtcNow().AddMinutes(29));
        Assert.Contains("ヴィクトリア　スギヤマ", WebUtility.HtmlDecode((await GetAsync(world, new Uri(world.Http.BaseAddress!, path))).Page), StringComparison.Ordinal);
        await world.UntilAsync(world.Clock.GetUtcNow().AddMinutes(31));
        (HttpStatusCode gone, _, string why) = await GetAsync(world, new Uri(world.Http.BaseAddress!, path));
        Assert.Equal(HttpStatusCode.Gone, gone);
        Assert.Contains("30分", why, StringComparison.Ordinal);
        Assert.DoesNotContain("スギヤマ", why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_sent_before_the_last_second_counts_and_what_comes_after_it_does_not()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: Ledger);
        DateTimeOffset end = world.Campaign.ApplicationSite!.EndsAt;
        await world.UntilAsync(end.AddMinutes(-10));
        Uri inTime = await SummaryAsync(world, ApplicationsWorld.Answers("YM-000001"));
        Uri late = await SummaryAsync(world, ApplicationsWorld.Answers("YM-000001", delivery: "090-2222-1110"));
        await world.UntilAsync(end.AddSeconds(-1));
        Assert.EndsWith("code", (await PostAsync(world, inTime, [])).Next!.AbsolutePath, StringComparison.Ordinal);
        await world.UntilAsync(end);
        (HttpStatusCode status, _, string page) = await PostAsync(world, late, []);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("2023年4月30日(日)23:59", page, StringComparison.Ordinal);
        Assert.Contains("YM-000001", page, StringComparison.Ordinal);
        Assert.Empty(world.MessagesTo("+819022221110"));

        await world.UntilAsync(end.AddMinutes(14));
        Uri? receipt = (await PostAsync(world, new Uri(inTime, "code"), [KeyValuePair.Create("code", world.CodeFor(Phone)!)])).Next;
        Assert.NotEmpty(ReceiptIn((await GetAsync(world, receipt!)).Page));
        Assert.Contains("受付は終了しました", (await GetAsync(world, new Uri(world.Http.BaseAddress!, "apply/yamaguchi"))).Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task From_whichever_address_the_closed_site_is_asked_its_link_leads_to_where_an_application_stands()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: Ledger);
        DateTimeOffset end = world.Campaign.ApplicationSite!.EndsAt;
        await world.UntilAsync(end.AddMinutes(-5));
        Uri caught = await SummaryAsync(world, ApplicationsWorld.Answers("YM-000001"));
        await world.UntilAsync(end);
        Uri status = new(world.Http.BaseAddress!, "apply/yamaguchi/status");

        Uri[] asked = [new(status, "../yamaguchi"), new(status, "../yamaguchi/"), caught, new(status, "00000000000000000000000000000000/check")];
        foreach (Uri address in asked)
        {
            string page = (await GetAsync(world, address)).Page;
            Assert.Contains("受付は終了しました", page, StringComparison.Ordinal);
            string link = page[..page.IndexOf("\">申請状況の確認", StringComparison.Ordinal)].Split("href=\"")[^1];
            Assert.Equal(status, new Uri(address, link));
        }
    }

    [Fact]
    public async Task A_family_applies_for_all_its_coupons_at_once_and_sees_how_each_stands()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: [.. Ledger, "YM-000002,2023-02-24,500,false,,ヤマダ ハナコ,2023-02-23,,"]);
        Dictionary<string, string> answers = ApplicationsWorld.Answers("YM-000001");
        answers["number-2"] = "YM-000002";
        ApplicationVisit visit = await world.ApplyAsync(answers);
        Assert.True(visit.Receipt is not null, visit.Page);
        await world.UntilAsync(ApplicationsWorld.Japan("2023-04-01T12:00"));
        Assert.Equal([("accepted", "exact"), ("inReview", "nameDiffers")], [await world.StandingAsync(visit.Receipt), await world.StandingAsync(visit.Receipt, 2)]);

        string second = $"applications/{visit.Receipt.Replace("-", string.Empty, StringComparison.Ordinal)}-2";
        Assert.Equal(HttpStatusCode.OK, (await world.PostAsync($"{second}/ask", new { by = "佐藤", words = "ハナコ様はご家族ですか。" })).Status);
        Uri asked = (await PostAsync(world, new Uri(world.Http.BaseAddress!, "apply/yamaguchi/status"), [KeyValuePair.Create("receipt", visit.Receipt), KeyValuePair.Create("contact", "090-1234-5678")])).Next!;
        Uri standing = (await PostAsync(world, asked, [KeyValuePair.Create("code", world.CodeFor(Phone)!)])).Next!;
        string page = (await GetAsync(world, standing)).Page;
        Assert.Contains("確認が完了しました", page, StringComparison.Ordinal);
        Assert.Contains("ハナコ様はご家族ですか。", page, StringComparison.Ordinal);
        await PostAsync(world, standing, [KeyValuePair.Create("answer", "妻です。")]);
        Assert.Equal("妻です。", (await world.GetAsync(second)).GetProperty("answer").GetString());
        Assert.Equal(("inReview", "nameDiffers"), await world.StandingAsync(visit.Receipt, 2));

        Uri stranger = (await PostAsync(world, new Uri(world.Http.BaseAddress!, "apply/yamaguchi/status"), [KeyValuePair.Create("receipt", visit.Receipt), KeyValuePair.Create("contact", "090-9999-1110")])).Next!;
        Uri nothing = (await PostAsync(world, stranger, [KeyValuePair.Create("code", world.CodeFor("+819099991110")!)])).Next!;
        (_, Uri? elsewhere, string foreign) = await GetAsync(world, nothing);
        foreign += elsewhere is null ? string.Empty : (await GetAsync(world, elsewhere)).Page;
        Assert.Contains("確認できませんでした", foreign, StringComparison.Ordinal);
        Assert.DoesNotContain("ハナコ", foreign, StringComparison.Ordinal);
    }

    /// <summary>Fills the form in and sends it: the address of the code's page.</summary>
    private static async Task<Uri> FilledInAsync(ApplicationsWorld world, Dictionary<string, string> answers) => (await PostAsync(world, await SummaryAsync(world, answers), [])).Next!;

    private static async Task<Uri> SummaryAsync(ApplicationsWorld world, Dictionary<string, string> answers)
    {
        Uri at = (await PostAsync(world, new Uri(world.Http.BaseAddress!, "apply/yamaguchi"), [])).Next!;
        while (!at.AbsolutePath.EndsWith("check", StringComparison.Ordinal))
        {
            (_, Uri? next, string page) = await PostAsync(world, at, answers);
            at = next ?? throw new InvalidOperationException(page);
        }

        return at;
    }

    private static async Task<(HttpStatusCode Status, Uri? Next, string Page)> PostAsync(ApplicationsWorld world, Uri at, IEnumerable<KeyValuePair<string, string>> form)
    {
        using FormUrlEncodedContent content = new(form);
        using HttpResponseMessage answer = await world.Http.PostAsync(at, content);
        return await ReadAsync(at, answer);
    }

    private static async Task<(HttpStatusCode Status, Uri? Next, string Page)> GetAsync(ApplicationsWorld world, Uri at)
    {
        using HttpResponseMessage answer = await world.Http.GetAsync(at);
        return await ReadAsync(at, answer);
    }

    private static async Task<(HttpStatusCode Status, Uri? Next, string Page)> ReadAsync(Uri at, HttpResponseMessage answer) =>
        (answer.StatusCode, answer.Headers.Location is { } next ? new Uri(at, next) : null, await answer.Content.ReadAsStringAsync());

    private static string ReceiptIn(string page) => Receipt().Match(page).Groups["number"].Value;

    [GeneratedRegex("<dd>(?<number>[3-9A-Y]{4}-[3-9A-Y]{4})</dd>", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Receipt();
}
