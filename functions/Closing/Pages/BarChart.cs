using System.Globalization;
using Compensation.Common;
using Compensation.Common.Pages;

namespace Compensation.Closing.Pages;

/// <summary>One bar.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Figure">What it says.</param>
/// <param name="Share">How long it is, 0 to 1.</param>
/// <param name="Colour">For the eye; nothing hangs on it.</param>
internal sealed record Bar(string Name, string Figure, double Share, string Colour);

/// <summary>
/// Bars below each other, each under its name and figures, as wide as a phone, so that nothing has to be turned or enlarged to be read; drawn on the server.
/// </summary>
/// <param name="Id">Unique on the page.</param>
/// <param name="Title">What is shown.</param>
/// <param name="Bars">From the top.</param>
internal sealed record BarChart(string Id, string Title, IReadOnlyList<Bar> Bars) : IFragment
{
    private const double Width = 320;
    private const double BarWidthMax = 300;
    private const int RowHeight = 52;
    private const int BarHeight = 18;

    public Html Render()
    {
        int height = Bars.Count * RowHeight;
        return Html.Of($"""
            <svg class="chart" viewBox="0 0 {Width} {height}" role="img" aria-labelledby="{Id}-title {Id}-text" font-size="14" fill="#1b2733">
            <title id="{Id}-title">{Title}</title>
            <desc id="{Id}-text">{string.Join('、', Bars.Select(bar => $"{bar.Name} {bar.Figure}"))}。数値は下の表にあります。</desc>
            {Bars.Select((bar, index) => Draw(bar, index * RowHeight))}</svg>
            """);
    }

    private static Html Draw(Bar bar, int top)
    {
        double width = Math.Round(Math.Clamp(double.IsFinite(bar.Share) ? bar.Share : 0, 0, 1) * BarWidthMax, 1);
        return Html.Of($"""
            <text x="0" y="{top + 16}">{bar.Name} <tspan font-weight="700">{bar.Figure}</tspan></text>
            <rect x="0" y="{top + 23}" width="{width.ToString(CultureInfo.InvariantCulture)}" height="{BarHeight}" fill="{bar.Colour}"/>

            """);
    }
}
