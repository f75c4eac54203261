using System.Globalization;
using System.Text;
using Compensation.Campaigns;
using Compensation.Common;

namespace Compensation.Closing.Pages;

/// <summary>A report as one table: a line for each figure, with what it is a part of, so that Excel can filter and sum.</summary>
internal static class ReportCsv
{
    private const string Header = "都道府県,キャンペーン,時点,区分,項目,件数,人数,金額（円）\r\n";

    public static string Of(Campaign campaign, ClosingReport report) => Header + string.Concat(LinesOf(campaign, report));

    public static string Of(IEnumerable<(Campaign Campaign, ClosingReport Report)> reports) => Header + string.Concat(reports.SelectMany(one => LinesOf(one.Campaign, one.Report)));

    private static IEnumerable<string> LinesOf(Campaign campaign, ClosingReport report) =>
        from figure in FiguresOf(campaign, report)
        select string.Join(',', ((string[])
        [
            report.Prefecture ?? string.Empty, campaign.Programme, report.ClosedAt.ToJapan().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), figure.Group, figure.Name,
            Number(figure.Sum.People), Number(figure.Sum.Persons), Number(figure.Yen),
        ]).Select(Cell)) + "\r\n";

    private static IEnumerable<Figure> FiguresOf(Campaign campaign, ClosingReport report) =>
    [
        new("結果", "補償対象", report.Entitled),
        .. ClosingOutcome.Of(report).Select(outcome => new Figure("結果", outcome.Name, outcome.Sum)),
        .. report.Parts.Routes.SelectMany(route => ReportWords.OutcomesOf(route).Select(outcome => new Figure($"経路別：{ReportWords.RouteName(route.Route)}", outcome.Name, outcome.Sum))),
        .. report.Parts.Products.Select(product => new Figure("商品別", ReportWords.ProductName(campaign, product.Product), product.Sum)),
        .. ReportWords.UnclaimedOf(report.Parts.Unclaimed).Select(line => new Figure("未受取の内訳", line.Name, line.Sum)),
        .. report.Parts.Unclaimed.UndeliveredBy.Select(reason => new Figure("不達の理由", ReportWords.ReasonName(reason.Reason), reason.Sum)),
        .. report.Parts.Days.Select(day => new Figure("日別：受取", day.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), day.Claimed)),
        .. report.Parts.Days.Select(day => new Figure("日別：初めて開いた方", day.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), new PeopleAndYen(day.Opened, Yen.Zero)) { HasYen = false }),
        .. report.Notices.Select(notices => new Figure("通知", ReportWords.NoticeName(notices), new PeopleAndYen(notices.Count, Yen.Zero)) { HasYen = false }),
        .. report.Notices.Where(notices => notices.SmsSegments > 0)
            .Select(notices => new Figure("SMSの通数", ReportWords.NoticeName(notices), new PeopleAndYen(notices.SmsSegments, Yen.Zero)) { HasYen = false }),
        new("費用", "SMS（課金単位）", new PeopleAndYen(report.Costs.SmsSegments, new Yen(report.Costs.SmsYen))),
        new("費用", "メール", new PeopleAndYen(report.Costs.Emails, new Yen(report.Costs.EmailYen))),
        .. report.Parts.MedianMinutesToClaim is { } minutes
            ? (Figure[])[new("受取までの時間", $"中央値（分）：{minutes.ToString(CultureInfo.InvariantCulture)}", new PeopleAndYen(report.Parts.Claims, Yen.Zero)) { HasYen = false }]
            : [],
    ];

    private static string Number(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? string.Empty;

    /// <summary>A text from outside that a spreadsheet would compute is marked as text.</summary>
    private static string Cell(string text)
    {
        StringBuilder cell = new(text);
        if (text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r')
        {
            cell.Insert(0, '\'');
        }

        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? cell.ToString() : $"\"{cell.Replace("\"", "\"\"")}\"";
    }

    private sealed record Figure(string Group, string Name, PeopleAndYen Sum)
    {
        public bool HasYen { get; init; } = true;

        public long? Yen => HasYen ? Sum.Yen.Amount : null;
    }
}
