using System.Globalization;
using Compensation.Common;

namespace Compensation.Closing;

/// <summary>One bar for each outcome, as long as its share of the yen. Every bar carries its figures, so nothing hangs on colour.</summary>
internal static class ClosingChart
{
    private const double BarStart = 132;
    private const double BarWidthMax = 300;
    private const int RowHeight = 44;
    private const int BarHeight = 24;

    public static Html Of(ClosingReport report)
    {
        ClosingOutcome[] outcomes = [.. ClosingOutcome.Of(report)];
        int height = (outcomes.Length * RowHeight) + 8;
        return Html.Of($"""
            <svg viewBox="0 0 640 {height}" role="img" aria-labelledby="chart-title chart-text" font-size="15" fill="#1b2733">
            <title id="chart-title">補償対象額の内訳</title>
            <desc id="chart-text">{string.Join('、', outcomes.Select(outcome => $"{outcome.Name} {Percent(outcome, report)}"))}。数値は下の表にあります。</desc>
            {outcomes.Select((outcome, index) => Bar(outcome, report, (index * RowHeight) + 8))}<line x1="{BarStart}" y1="0" x2="{BarStart}" y2="{height}" stroke="#4a5866"/>
            </svg>
            """);
    }

    private static Html Bar(ClosingOutcome outcome, ClosingReport report, int top)
    {
        double width = Math.Round(Share(outcome, report) * BarWidthMax, 1);
        double baseline = top + (BarHeight / 2.0) + 5;
        return Html.Of($"""
            <text x="{BarStart - 10}" y="{baseline}" text-anchor="end">{outcome.Name}</text>
            <rect x="{BarStart}" y="{top}" width="{width}" height="{BarHeight}" fill="{outcome.Colour}"/>
            <text x="{BarStart + width + 8}" y="{baseline}">{outcome.Sum.Yen}（{Percent(outcome, report)}）</text>

            """);
    }

    private static double Share(ClosingOutcome outcome, ClosingReport report) =>
        report.Entitled.Yen.Amount == 0 ? 0 : (double)outcome.Sum.Yen.Amount / report.Entitled.Yen.Amount;

    private static string Percent(ClosingOutcome outcome, ClosingReport report) => Share(outcome, report).ToString("0.0%", CultureInfo.InvariantCulture);
}

/// <summary>One outcome as the page names and colours it.</summary>
internal sealed record ClosingOutcome(string Name, PeopleAndYen Sum, string Colour)
{
    public static IEnumerable<ClosingOutcome> Of(ClosingReport report) =>
    [
        new("ポイント受取済", report.Issued, "#0b4f7d"),
        new("振込済", report.Transferred, "#2f7f79"),
        new("期限切れ", report.Expired, "#7b8794"),
        new("取消", report.Revoked, "#8a1c1c"),
        new("未完了", report.Waiting, "#b35900"),
        .. report.Failed.People == 0 ? Array.Empty<ClosingOutcome>() : [new("振込不能", report.Failed, "#6b3fa0")],
    ];
}
