using System.Globalization;
using Compensation.Closing.Pages;

namespace Compensation.Closing;

/// <summary>One bar for each outcome, as long as its share of the yen. Every bar carries its figures, so nothing hangs on colour.</summary>
internal static class ClosingChart
{
    public static BarChart Of(ClosingReport report) => new(
        "chart", "補償対象額の内訳", [.. ClosingOutcome.Of(report).Select(outcome => new Bar(outcome.Name, $"{outcome.Sum.Yen}（{Percent(outcome, report)}）", Share(outcome, report), outcome.Colour))]);

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
