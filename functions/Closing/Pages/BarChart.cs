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
    private const int LineHeight = 20;
    private const int BarHeight = 18;
    private const int Gap = 11;

    public Html Render()
    {
        List<Html> drawn = new(Bars.Count);
        int height = 0;
        foreach (Bar bar in Bars)
        {
            drawn.Add(Draw(bar, ref height));
        }

        return Html.Of($"""
            <svg class="chart" viewBox="0 0 {Width} {height}" role="img" aria-labelledby="{Id}-title {Id}-text" font-size="14" fill="#1b2733">
            <title id="{Id}-title">{Title}</title>
            <desc id="{Id}-text">{string.Join('、', Bars.Select(bar => $"{bar.Name} {bar.Figure}"))}。数値は下の表にあります。</desc>
            {drawn}</svg>
            """);
    }

    /// <summary>The figures stand behind the name, or where both would be too long, below it.</summary>
    private static Html Draw(Bar bar, ref int top)
    {
        double width = Math.Round(Math.Clamp(double.IsFinite(bar.Share) ? bar.Share : 0, 0, 1) * BarWidthMax, 1);
        int line = top + 16;
        Html words = Html.Of($"<text x=\"0\" y=\"{line}\">{bar.Name} <tspan font-weight=\"700\">{bar.Figure}</tspan></text>");
        if (WidthOf(bar.Name) + WidthOf(bar.Figure) > Width - 10)
        {
            // A name that is longer than the chart by itself is drawn narrower, and not cut.
            Html narrow = WidthOf(bar.Name) > Width ? Html.Of($" textLength=\"{Width}\" lengthAdjust=\"spacingAndGlyphs\"") : Html.Empty;
            words = Html.Of($"<text x=\"0\" y=\"{line}\"{narrow}>{bar.Name}</text><text x=\"0\" y=\"{line += LineHeight}\" font-weight=\"700\">{bar.Figure}</text>");
        }

        top = line + 7 + BarHeight + Gap;
        return Html.Of($"""
            {words}
            <rect x="0" y="{line + 7}" width="{width.ToString(CultureInfo.InvariantCulture)}" height="{BarHeight}" fill="{bar.Colour}"/>

            """);
    }

    /// <summary>Rather too much than too little: bold letters and figures are wider.</summary>
    private static double WidthOf(string text) => text.Sum(letter => letter < 0x1100 ? 9.0 : 14.0);
}
