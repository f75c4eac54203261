using System.Globalization;
using Compensation.Closing.Counting;
using Compensation.Common;
using Compensation.Common.Pages;

namespace Compensation.Closing.Pages;

/// <summary>A column for each day from the first to the last on which somebody chose, as high as there were many.</summary>
internal sealed record DayChart(IReadOnlyList<DayCount> Days) : IFragment
{
    private const double Width = 320;
    private const double Height = 120;
    private const double Baseline = 140;

    public Html Render()
    {
        long most = Days.Select(day => day.Claimed.People).DefaultIfEmpty(0).Max();
        if (most == 0)
        {
            return Html.Empty;
        }

        DateOnly first = Days.Min(day => day.Day);
        DateOnly last = Days.Max(day => day.Day);
        double step = Width / (last.DayNumber - first.DayNumber + 1);
        DayCount peak = Days.First(day => day.Claimed.People == most);
        return Html.Of($"""
            <svg class="chart" viewBox="0 0 {Width} 164" role="img" aria-labelledby="days-title days-text" font-size="14" fill="#1b2733">
            <title id="days-title">日ごとの受取件数</title>
            <desc id="days-text">{Date(first)}から{Date(last)}まで。最も多いのは{Date(peak.Day)}の{most.ToString("N0", CultureInfo.InvariantCulture)}件。数値は下の表にあります。</desc>
            <text x="0" y="14">最多 {Date(peak.Day)} {most.ToString("N0", CultureInfo.InvariantCulture)}件</text>
            {Days.Where(day => day.Claimed.People > 0).Select(day => Column(day, first, step, most))}<line x1="0" y1="{Baseline}" x2="{Width}" y2="{Baseline}" stroke="#4a5866"/>
            <text x="0" y="158">{Date(first)}</text>
            <text x="{Width}" y="158" text-anchor="end">{Date(last)}</text>
            </svg>
            """);
    }

    private static Html Column(DayCount day, DateOnly first, double step, long most)
    {
        double height = Math.Round(Height * day.Claimed.People / most, 1);
        return Html.Of($"""
            <rect x="{Math.Round((day.Day.DayNumber - first.DayNumber) * step, 2)}" y="{Baseline - height}" width="{Math.Round(step * 0.8, 2)}" height="{height}" fill="#0b4f7d"/>

            """);
    }

    private static string Date(DateOnly day) => day.ToString("M/d", CultureInfo.InvariantCulture);
}
