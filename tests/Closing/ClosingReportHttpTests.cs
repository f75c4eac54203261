using System.Net;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Compensation.Campaigns;
using Compensation.Closing;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Tests.Campaigns;

namespace Compensation.Tests.Closing;

public sealed class ClosingReportHttpTests
{
    private static readonly ClosingReport s_report = ClosingReport.Of(
        new CountedBooks(
            new CloseOrder(ClosingApp.Campaign.Id, 64, "0123abcd", Sum(10, 10_000)),
            new Tally(
                [
                    new StateCount(EntitlementState.Paid, Sum(8, 8_120)),
                    new StateCount(EntitlementState.Expired, Sum(2, 1_880)),
                ],
                [new NoticeCount(NoticeKind.Issue, NoticeChannel.Sms, NoticeOutcome.Delivered, 10) { SmsSegments = 10 }],
                10))
        {
            Persons = new PersonCounts(Entitled: 9, Issued: 7, Transferred: 0, Expired: 2, Revoked: 0, Waiting: 0, Failed: 0),
        },
        ClosingApp.Now);

    [Fact]
    public async Task The_report_is_told_to_machines_in_words_and_numbers()
    {
        await using ClosingApp app = await WithReportAsync(s_report);

        JsonNode json = JsonNode.Parse(await app.Http.GetStringAsync("campaigns/kumamoto/closing-report"))!;

        Assert.Equal("kumamoto", json["campaign"]!.GetValue<string>());
        Assert.Equal("""{"people":8,"yen":8120,"persons":7}""", json["issued"]!.ToJsonString());
        Assert.Equal("""[{"kind":"issue","channel":"sms","outcome":"delivered","count":10,"smsSegments":10}]""", json["notices"]!.ToJsonString());
        Assert.Equal((true, 10), (json["balanced"]!.GetValue<bool>(), json["smsSegments"]!.GetValue<int>()));
        string[] promised = ["people", "seal", "entitled", "transferred", "expired", "revoked", "waiting", "closedAt", "discrepancies"];
        Assert.All(promised, member => Assert.NotNull(json[member]));
    }

    [Fact]
    public async Task The_page_shows_the_same_figures_as_a_chart_and_as_a_table()
    {
        await using ClosingApp app = await WithReportAsync(s_report);

        using HttpResponseMessage answer = await app.Http.GetAsync("campaigns/kumamoto/closing-report.html");
        IHtmlDocument page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());

        Assert.Equal("text/html; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal("くまもと再発見の旅 精算報告", page.Title);
        Assert.Equal(["ポイント受取済8件7人8,120円", "振込済0件0人0円", "期限切れ2件2人1,880円", "取消0件0人0円", "未完了0件0人0円", "補償対象10件9人10,000円"], RowsOf(page.QuerySelectorAll("table")[0]));
        Assert.Equal(["受取案内SMS到達1010"], RowsOf(page.QuerySelectorAll("table")[^1]));
    }

    [Fact]
    public void What_another_s_message_spoke_for_is_told_only_where_there_is_any()
    {
        string several = ClosingReportPage.Of(ClosingApp.Campaign, s_report with { SpokenFor = Sum(1_200, 345_600) }, []).ToString();

        Assert.Contains("<p>同じ方あての通知にまとめた分：1,200件・345,600円</p>", several, StringComparison.Ordinal);
        Assert.DoesNotContain("同じ方あて", ClosingReportPage.Of(ClosingApp.Campaign, s_report, []).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_chart_can_be_read_without_being_seen_and_draws_each_share()
    {
        IHtmlDocument page = new HtmlParser().ParseDocument(ClosingReportPage.Of(ClosingApp.Campaign, s_report, []).ToString());

        IElement chart = page.QuerySelector("svg")!;
        Assert.Equal("img", chart.GetAttribute("role"));
        Assert.All(chart.GetAttribute("aria-labelledby")!.Split(' '), id => Assert.NotEmpty(page.GetElementById(id)!.TextContent));
        Assert.StartsWith("ポイント受取済 8,120円（81.2%）、振込済 0円（0.0%）、期限切れ 1,880円（18.8%）", chart.QuerySelector("desc")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["243.6", "0", "56.4", "0", "0"], chart.QuerySelectorAll("rect").Select(bar => bar.GetAttribute("width")));
        Assert.Empty(page.QuerySelectorAll("script, link, img"));
    }

    [Fact]
    public void The_page_is_what_was_approved() => Approved.Verify("kumamoto-closing-report.html.txt", ClosingReportPage.Of(ClosingApp.Campaign, s_report, []).ToString());

    [Fact]
    public void What_failed_for_good_has_a_bar_and_a_row_where_there_is_any()
    {
        IHtmlDocument page = new HtmlParser().ParseDocument(ClosingReportPage.Of(ClosingApp.Campaign, s_report with { Failed = Sum(1, 500) }, []).ToString());

        Assert.Contains("振込不能1件—500円", RowsOf(page.QuerySelectorAll("table")[0]));
        Assert.Equal(6, page.QuerySelectorAll("rect").Length);
    }

    [Fact]
    public void A_report_of_the_receipt_deadline_says_that_it_is_not_the_last()
    {
        Campaign tochigi = CampaignFiles.Read("tochigi");

        IHtmlDocument page = new HtmlParser().ParseDocument(ClosingReportPage.Of(tochigi, s_report with { Interim = true }, []).ToString());

        Assert.Equal($"{tochigi.Programme} 精算報告（中間）", page.Title);
        Assert.Contains("2023年6月30日(金)23:59（以後に最終の報告を作成します）", page.QuerySelectorAll("dd").Select(fact => fact.TextContent));
    }

    [Fact]
    public void A_wave_that_left_what_is_printed_stands_on_the_page_with_its_reason()
    {
        ClosingReport report = s_report with { Departures = [new DepartedWave("issue-late", ["it lasts until May", "it <leaves>"], "二次案内", "佐藤")] };

        IHtmlDocument page = new HtmlParser().ParseDocument(ClosingReportPage.Of(ClosingApp.Campaign, report, []).ToString());

        Assert.Equal("issue-late（佐藤）：it lasts until May; it <leaves>。理由：二次案内", page.QuerySelector("li")!.TextContent);
        Assert.DoesNotContain("公表した内容と異なる運用", ClosingReportPage.Of(ClosingApp.Campaign, s_report, []).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Books_that_do_not_add_up_are_shown_as_such()
    {
        ClosingReport faulty = s_report with { Balanced = false, Discrepancies = [new Discrepancy(Discrepancy.SealedLedger, Sum(11, 10_500), Sum(10, 10_000))] };

        IHtmlDocument page = new HtmlParser().ParseDocument(ClosingReportPage.Of(ClosingApp.Campaign, faulty, []).ToString());

        Assert.Contains("封印した残高との照合：11件・10,500円のはずが、10件・10,000円", page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("campaigns/kumamoto/closing-report", "The books of 'kumamoto' have not been closed yet: collecting lasts until 2023年5月31日(水)23:59.")]
    [InlineData("campaigns/kumamoto/closing-report.html", "The books of 'kumamoto' have not been closed yet: collecting lasts until 2023年5月31日(水)23:59.")]
    [InlineData("campaigns/atlantis/closing-report", "There is no campaign 'atlantis'.")]
    [InlineData("campaigns/At%20lantis/closing-report", "There is no campaign 'At lantis'.")]
    public async Task What_is_not_there_is_said_so(string path, string expected)
    {
        await using ClosingApp app = await ClosingApp.StartAsync();

        using HttpResponseMessage answer = await app.Http.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(expected, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["detail"]!.GetValue<string>());
    }

    private static async Task<ClosingApp> WithReportAsync(ClosingReport report)
    {
        ClosingApp app = await ClosingApp.StartAsync();
        await app.Get<ClosingReportStore>().KeepAsync(report, CancellationToken.None);
        return app;
    }

    private static IEnumerable<string> RowsOf(IElement table) => table.QuerySelectorAll("tbody tr, tfoot tr").Select(row => string.Concat(row.Children.Select(cell => cell.TextContent)));

    private static PeopleAndYen Sum(long people, long yen) => new(people, new Yen(yen));
}
