using System.Globalization;
using Compensation.Common;
using Compensation.Common.Pages;

namespace Compensation.ConsolePages.Waves;

/// <summary>Lines over time, drawn here. Each has a stroke of its own, so that nothing hangs on colour; the figures stand in a table beside it.</summary>
/// <param name="Id">Unique on the page.</param>
/// <param name="Title">What it shows.</param>
/// <param name="From">The first point's name.</param>
/// <param name="Until">The last point's.</param>
/// <param name="Lines">As many values each as there are points.</param>
internal sealed record LineChart(string Id, string Title, string From, string Until, IReadOnlyList<ChartLine> Lines) : IFragment
{
    private const double Width = 360;
    private const double Height = 160;
    private const double Top = 24;

    private static readonly (string Colour, string Dash)[] s_strokes = [("#0b4f7d", "none"), ("#1d6b3a", "8 4"), ("#8a1c1c", "2 4"), ("#6b3fa0", "12 3 2 3")];

    public Html Render()
    {
        long most = Math.Max(1, Lines.SelectMany(line => line.Values).DefaultIfEmpty(0).Max());
        return Html.Of($"""
            <svg class="chart" viewBox="0 0 {Width} 252" role="img" aria-labelledby="{Id}-title {Id}-text" font-size="13" fill="#1b2733">
            <title id="{Id}-title">{Title}</title>
            <desc id="{Id}-text">{string.Join(", ", Lines.Select(line => string.Create(CultureInfo.InvariantCulture, $"{line.Name} {line.Values.LastOrDefault():N0}")))}</desc>
            <text x="0" y="15">{most.ToString("N0", CultureInfo.InvariantCulture)}</text>
            <line x1="0" y1="{Top}" x2="{Width}" y2="{Top}" stroke="#c5ced6"/>
            <line x1="0" y1="{Top + Height}" x2="{Width}" y2="{Top + Height}" stroke="#4a5866"/>
            {Lines.Select((line, index) => Draw(line, index, most))}<text x="0" y="{Top + Height + 18}">{From}</text>
            <text x="{Width}" y="{Top + Height + 18}" text-anchor="end">{Until}</text>
            {Lines.Select(Key)}</svg>
            """);
    }

    private static Html Draw(ChartLine line, int index, long most)
    {
        double step = line.Values.Count < 2 ? 0 : Width / (line.Values.Count - 1);
        string points = string.Join(' ', line.Values.Select((value, place) => string.Create(CultureInfo.InvariantCulture, $"{Math.Round(place * step, 1)},{Math.Round(Top + (Height * (1 - ((double)value / most))), 1)}")));
        return Html.Of($"""
            <polyline points="{points}" fill="none" stroke="{s_strokes[index].Colour}" stroke-width="3" stroke-dasharray="{s_strokes[index].Dash}"/>

            """);
    }

    /// <summary>The key has two rows of two.</summary>
    private static int LeftOf(int index) => index % 2 * 180;

    private static int TopOf(int index) => 226 + (index / 2 * 20);

    private static Html Key(ChartLine line, int index) => Html.Of($"""
        <line x1="{LeftOf(index)}" y1="{TopOf(index) - 4}" x2="{LeftOf(index) + 36}" y2="{TopOf(index) - 4}" stroke="{s_strokes[index].Colour}" stroke-width="3" stroke-dasharray="{s_strokes[index].Dash}"/><text x="{LeftOf(index) + 42}" y="{TopOf(index)}">{line.Name}</text>

        """);
}

/// <summary>One line.</summary>
internal sealed record ChartLine(string Name, IReadOnlyList<long> Values);
