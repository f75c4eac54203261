using Compensation.Closing.Pages;

namespace Compensation.Tests.Closing;

/// <summary>A chart is as wide as a phone: what is written in it must fit.</summary>
public class BarChartTests
{
    [Fact]
    public void Figures_stand_behind_a_short_name() =>
        Assert.Contains("<text x=\"0\" y=\"16\">案内が届かなかった <tspan font-weight=\"700\">32件（7.6%）</tspan></text>", Drawn("案内が届かなかった"), StringComparison.Ordinal);

    [Fact]
    public void Figures_stand_below_a_long_name_and_the_next_bar_below_both()
    {
        string chart = Drawn("送信済み（到達報告なし）で開かれていない");

        Assert.Contains("<text x=\"0\" y=\"16\">送信済み（到達報告なし）で開かれていない</text><text x=\"0\" y=\"36\" font-weight=\"700\">32件（7.6%）</text>", chart, StringComparison.Ordinal);
        Assert.Contains("y=\"43\"", chart, StringComparison.Ordinal);
        Assert.Contains("viewBox=\"0 0 320 124\"", chart, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_is_wider_than_the_chart_is_drawn_narrower() =>
        Assert.Contains(" textLength=\"320\" lengthAdjust=\"spacingAndGlyphs\">", Drawn(new string('券', 23)), StringComparison.Ordinal);

    private static string Drawn(string name) =>
        new BarChart("c", "内訳", [new Bar(name, "32件（7.6%）", 0.076, "#888"), new Bar("ほか", "1件", 0.1, "#888")]).Render().ToString();
}
