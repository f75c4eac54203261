using System.Globalization;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.ConsolePages.Kit;
using Compensation.Notices;

namespace Compensation.ConsolePages.Waves;

/// <summary>What a wave did, as a drawing made here and, for those who do not see it, as a table.</summary>
internal static class WaveChart
{
    private const int Width = 600;
    private const int Left = 110;
    private const int RowHeight = 34;

    public static Html Of(Screen screen, long people, IReadOnlyDictionary<string, long> counts)
    {
        long accepted = counts.GetValueOrDefault(PageTally.Accepted);
        (string Name, long Count, string Colour)[] bars =
        [
            (screen.Say("対象", "People"), people, "#8795a3"),
            (screen.Say("送信済み", "Sent"), accepted, "#0b4f7d"),
            (screen.Say("到着", "Delivered"), counts.GetValueOrDefault(PageTally.Delivered), "#1d6b3a"),
            (screen.Say("失敗", "Failed"), counts.GetValueOrDefault(PageTally.Failed), "#8a1c1c"),
            (screen.Say("不明", "Unknown"), counts.GetValueOrDefault(PageTally.Unknown), "#b35900"),
        ];
        long most = Math.Max(1, bars.Max(bar => bar.Count));
        return Html.Of($"""
            <svg class="chart" viewBox="0 0 {Width} {bars.Length * RowHeight}" aria-hidden="true" focusable="false">{bars.Select((bar, row) => Bar(bar.Name, bar.Count, bar.Colour, most, row))}</svg>
            {new Table(screen.Say("件数", "Counts"), [screen.Say("項目", "What"), "#" + screen.Say("件数", "Count")], [.. bars.Select(bar => (Html[])[Html.Of($"{bar.Name}"), Html.Of($"{bar.Count:N0}")])])}
            """);
    }

    private static Html Bar(string name, long count, string colour, long most, int row)
    {
        double length = (double)count / most * (Width - Left - 100);
        string width = length.ToString("0.#", CultureInfo.InvariantCulture);
        string end = (Left + length).ToString("0.#", CultureInfo.InvariantCulture);
        return Html.Of($"""<text x="0" y="{(row * RowHeight) + 23}" font-size="16" fill="#1b2733">{name}</text><rect x="{Left}" y="{(row * RowHeight) + 4}" width="{width}" height="{RowHeight - 8}" fill="{colour}"/><text x="{end}" dx="6" y="{(row * RowHeight) + 23}" font-size="16" fill="#1b2733">{count:N0}</text>""");
    }
}
