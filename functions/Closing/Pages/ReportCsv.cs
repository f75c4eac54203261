using System.Globalization;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Http;

namespace Compensation.Closing.Pages;

/// <summary>A report as one table: a line for each figure, with what it is a part of, so that Excel can filter and sum. Texts from outside, such as carriers' reasons, are marked as in all lists.</summary>
internal static class ReportCsv
{
    private static readonly IReadOnlyList<CsvField<Line>> s_fields =
    [
        new("都道府県", line => line.Report.Prefecture), new("キャンペーン", line => line.Campaign.Programme), new("時点", line => line.Report.ClosedAt), new("区分", line => line.Figure.Group), new("項目", line => line.Figure.Name),
        new("件数", line => line.Figure.Sum.People), new("人数", line => line.Figure.Sum.Persons), new("金額（円）", line => line.Figure.Yen), new("報告", line => line.Report.Interim ? "中間" : "最終"),
    ];

    public static string Of(Campaign campaign, ClosingReport report) => Of([(campaign, report)]);

    public static string Of(IEnumerable<(Campaign Campaign, ClosingReport Report)> reports) =>
        CsvDownload.TextOf(s_fields, reports.SelectMany(one => FiguresOf(one.Campaign, one.Report).Select(figure => new Line(one.Campaign, one.Report, figure))));

    private static IEnumerable<Figure> FiguresOf(Campaign campaign, ClosingReport report) =>
    [
        new("結果", "補償対象", report.Entitled),
        .. ClosingOutcome.Of(report).Select(outcome => new Figure("結果", outcome.Name, outcome.Sum)),
        .. report.Parts.Routes.SelectMany(route => ReportWords.OutcomesOf(route).Select(outcome => new Figure($"経路別：{ReportWords.RouteName(route.Route)}", outcome.Name, outcome.Sum))),
        .. report.Parts.Products.Select(product => new Figure("商品別", ReportWords.ProductName(campaign, product.Product), product.Sum)),
        .. ReportWords.UnclaimedOf(report.Parts.Unclaimed).Select(line => new Figure("未受取の内訳", line.Name, line.Sum)),
        .. report.Parts.Unclaimed.UndeliveredBy.Select(reason => new Figure("不達の理由", ReportWords.ReasonName(reason.Reason), reason.Sum)),
        .. report.Parts.Days.Select(day => new Figure("日別：受取", day.Day, day.Claimed)),
        .. report.Parts.Days.Select(day => new Figure("日別：初めて開いた方", day.Day, new PeopleAndYen(day.Opened, Yen.Zero)) { HasYen = false }),
        .. report.Notices.Select(notices => new Figure("通知", ReportWords.NoticeName(notices), new PeopleAndYen(notices.Count, Yen.Zero)) { HasYen = false }),
        .. report.Notices.Where(notices => notices.SmsSegments > 0)
            .Select(notices => new Figure("SMSの通数", ReportWords.NoticeName(notices), new PeopleAndYen(notices.SmsSegments, Yen.Zero)) { HasYen = false }),
        new("費用", "SMS（課金単位）", new PeopleAndYen(report.Costs.SmsSegments, new Yen(report.Costs.SmsYen))),
        new("費用", "メール", new PeopleAndYen(report.Costs.Emails, new Yen(report.Costs.EmailYen))),
        .. report.Parts.MedianMinutesToClaim is { } minutes
            ? (Figure[])[new("受取までの時間", $"中央値（分）：{minutes.ToString(CultureInfo.InvariantCulture)}", new PeopleAndYen(report.Parts.Claims, Yen.Zero)) { HasYen = false }]
            : [],
    ];

    private sealed record Line(Campaign Campaign, ClosingReport Report, Figure Figure);

    /// <param name="Group">What it is a part of.</param>
    /// <param name="Name">A text, or a day.</param>
    /// <param name="Sum">How many, and how much.</param>
    private sealed record Figure(string Group, object Name, PeopleAndYen Sum)
    {
        public bool HasYen { get; init; } = true;

        public long? Yen => HasYen ? Sum.Yen.Amount : null;
    }
}
