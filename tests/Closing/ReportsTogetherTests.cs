using System.Globalization;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Compensation.Campaigns;
using Compensation.Closing;
using Compensation.Closing.Counting;
using Compensation.Closing.Pages;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Tests.Campaigns;
using Compensation.Transfers;

namespace Compensation.Tests.Closing;

/// <summary>Whoever adds up what a page or a table says comes to what it says of the whole: of one campaign, and of all together.</summary>
public sealed class ReportsTogetherTests
{
    private static readonly DateOnly s_day = new(2023, 4, 10);

    private static readonly Campaign s_kumamoto = CampaignFiles.Read("kumamoto");
    private static readonly Campaign s_tochigi = CampaignFiles.Read("tochigi");

    private readonly ClosingReport _first = Report(s_kumamoto, edy: 3);
    private readonly ClosingReport _second = Report(s_tochigi, edy: 5);

    [Fact]
    public void Products_routes_days_and_what_is_not_collected_are_summed_over_the_campaigns()
    {
        ReportParts parts = ReportsTogether.Of([_first, _second]).Parts;

        Assert.Equal([("amazon", 2), ("edy", 8)], parts.Products.Select(product => (product.Product, product.Sum.People)));
        Assert.Equal([(EntitlementRoute.App, 26)], parts.Routes.Select(route => (route.Route, route.Entitled.People)));
        Assert.Equal([(s_day, 14, 10)], parts.Days.Select(day => (day.Day, day.Opened, day.Claimed.People)));
        Assert.Equal(((long)6, (long)4, (long)2), (parts.Unclaimed.Total.People, parts.Unclaimed.Undelivered.People, parts.Unclaimed.NoContact.People));
        Assert.Equal([("30005", 4)], parts.Unclaimed.UndeliveredBy.Select(reason => (reason.Reason, reason.Sum.People)));
        Assert.Equal((60, 100, 100, 8L), (_first.Parts.MedianMinutesToClaim, _second.Parts.MedianMinutesToClaim, parts.MedianMinutesToClaim, parts.Claims));
    }

    [Fact]
    public void Every_row_of_all_campaigns_adds_up_to_what_is_owed_and_so_do_the_rows()
    {
        IHtmlDocument page = Parse(ReportsTogetherPage.Of(new NewestReports([(s_kumamoto, _first), (s_tochigi, _second)], [])));

        long[][] rows = [.. page.QuerySelectorAll("table")[0].QuerySelectorAll("tbody tr, tfoot tr").Select(row => row.QuerySelectorAll("td.number").Select(FirstNumber).ToArray())];
        Assert.Equal([12, 14, 26], rows.Select(row => row[0]));
        Assert.All(rows, row => Assert.Equal(row[0], row[1..].Sum()));
        Assert.Equal(rows[2], rows[0].Zip(rows[1], (left, right) => left + right));
        Assert.Equal(8, FirstNumber(RowOf(page, "EdyギフトID")));
        AssertTablesAddUp(page);
    }

    [Fact]
    public void Every_table_of_one_campaign_ends_in_its_sum()
    {
        IHtmlDocument page = Parse(ClosingReportPage.Of(s_tochigi, _second, []));

        AssertTablesAddUp(page);
        Assert.Contains("合計のうち1件は、コードを準備しています。", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("申請者への確認番号と結果", page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_campaign_without_a_report_is_named_beside_the_sum_that_lacks_it()
    {
        string text = Parse(ReportsTogetherPage.Of(new NewestReports([(s_kumamoto, _first)], [s_tochigi]))).Body!.TextContent;

        Assert.Contains("報告がまだなく、合計に含まれていないもの：栃木県", text, StringComparison.Ordinal);
        Assert.DoesNotContain("合計に含まれていない", Parse(ReportsTogetherPage.Of(new NewestReports([(s_kumamoto, _first), (s_tochigi, _second)], []))).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_transfers_are_paid_too_products_and_days_say_that_they_are_without_them()
    {
        static int Times(Campaign campaign, ClosingReport report) => Regex.Count(Parse(ClosingReportPage.Of(campaign, report, [])).Body!.TextContent, "銀行振込の分は含みません。", RegexOptions.None, TimeSpan.FromSeconds(1));

        Assert.Equal((0, 2), (Times(s_kumamoto, _first), Times(s_tochigi, _second)));
    }

    [Fact]
    public void A_difference_is_told_in_words_and_of_open_books_that_it_may_pass()
    {
        ClosingReport different = _second with { Balanced = false, Discrepancies = [new Discrepancy(TransfersChapter.BankAndBooks, Of(1), Of(2))] };
        IReportChapter chapter = new TransfersChapter(null!, null!, null!);

        string final = Parse(ClosingReportPage.Of(s_tochigi, different, [chapter])).Body!.TextContent;
        string interim = Parse(ClosingReportPage.Of(s_tochigi, different with { Interim = true }, [chapter])).Body!.TextContent;

        Assert.Contains("銀行への依頼と振込済の照合：1件・100円のはずが、2件・200円", final, StringComparison.Ordinal);
        Assert.Equal((false, true), (final.Contains("もう一度作成しても", StringComparison.Ordinal), interim.Contains("もう一度作成しても", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_table_for_Excel_says_as_how_many_SMS_each_kind_is_billed() => Assert.Contains(
        ",SMSの通数,受取案内・SMS・到達,24,,,最終,\r\n", ReportCsv.Of(s_tochigi, _second), StringComparison.Ordinal);

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("＝cmd|' /C calc'!A0", "'＝cmd|' /C calc'!A0")]
    [InlineData("＠SUM(1)", "'＠SUM(1)")]
    [InlineData("－1", "'－1")]
    [InlineData("＋1", "'＋1")]
    [InlineData("\t=1", "'=1")]
    [InlineData("0030005", "'0030005")]
    [InlineData("blocked", "blocked")]
    public void A_carriers_reason_comes_through_a_spreadsheet_as_text(string reason, string written) => Assert.Contains(
        $",不達の理由,{written},2,", ReportCsv.Of(s_tochigi, Report(s_tochigi, 8, reason)), StringComparison.Ordinal);

    /// <summary>Whatever stands in a table's last row is the sum of those above it, in every column of figures.</summary>
    private static void AssertTablesAddUp(IHtmlDocument page)
    {
        IElement[] summed = [.. page.QuerySelectorAll("table").Where(table => table.QuerySelector("tfoot") is not null)];
        Assert.InRange(summed.Length, 5, 20);
        Assert.All(summed, table =>
        {
            long[][] rows = [.. table.QuerySelectorAll("tbody tr").Select(row => row.QuerySelectorAll("td.number").Select(FirstNumber).ToArray())];
            long[] foot = [.. table.QuerySelector("tfoot tr")!.QuerySelectorAll("td.number").Select(FirstNumber)];
            Assert.Equal(foot, foot.Select((_, column) => rows.Sum(row => row[column])));
        });
    }

    private static IElement RowOf(IHtmlDocument page, string name) => page.QuerySelectorAll("tbody tr").First(row => row.QuerySelector("th")!.TextContent == name).QuerySelector("td.number")!;

    private static long FirstNumber(IElement cell) => Regex.Match(cell.TextContent, "[0-9,]+", RegexOptions.None, TimeSpan.FromSeconds(1)) is { Success: true } number
        ? long.Parse(number.Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture)
        : 0;

    private static IHtmlDocument Parse(Html page) => new HtmlParser().ParseDocument(page.ToString());

    /// <summary>One Amazon code is not there yet, three are unclaimed, one was withdrawn, one transfer was paid, and two failed for good.</summary>
    private static ClosingReport Report(Campaign campaign, int edy, string reason = "30005")
    {
        (EntitlementState State, long People)[] states =
        [
            (EntitlementState.Paid, edy), (EntitlementState.Claimed, 1), (EntitlementState.Expired, 3), (EntitlementState.Revoked, 2), (EntitlementState.Transferred, 1), (EntitlementState.TransferFailed, 2),
        ];
        PeopleAndYen all = Of(states.Sum(state => state.People));
        Breakdown parts = new()
        {
            Routes = [.. states.Select(state => new RouteCount(EntitlementRoute.App, state.State, Of(state.People)))],
            Products = [new ProductCount("amazon", Of(1)), new ProductCount("edy", Of(edy))],
            Days = [new DayCount(s_day, edy + 3, Of(edy + 1))],
            Unclaimed = [new UnclaimedCount(Unclaimed.NoContact, string.Empty, Of(1)), new UnclaimedCount(Unclaimed.Undelivered, reason, Of(2))],
            ClaimTimes = [new SpanCount(edy * 20, edy)],
        };
        Tally tally = new(
            [.. states.Select(state => new StateCount(state.State, Of(state.People)))], [new NoticeCount(NoticeKind.Issue, NoticeChannel.Sms, NoticeOutcome.Delivered, 12) { SmsSegments = 24 }], 24)
        { Breakdown = parts };
        CountedBooks books = new(new CloseOrder(campaign.Id, campaign.Shards, "0123abcd", all), tally)
        {
            Persons = new PersonCounts(all.People, edy, 1, 3, 2, 1, 2),
        };
        return ClosingReport.Of(books, ClosingApp.Now) with { Prefecture = campaign.Prefecture!.Name };
    }

    private static PeopleAndYen Of(long people) => new(people, new Yen(people * 100));
}
