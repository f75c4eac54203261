using Compensation.Campaigns;

namespace Compensation.Tests.Campaigns;

public sealed class NoticeTemplateTests
{
    private static readonly Dictionary<string, string> s_values = new(StringComparer.Ordinal) { ["link"] = "https://r.example.jp/r/x", ["amount"] = "1,000円" };

    [Theory]
    [InlineData("{amount} {link}", "1,000円 https://r.example.jp/r/x")]
    [InlineData("{link}", "https://r.example.jp/r/x")]
    [InlineData("{link}{link}", "https://r.example.jp/r/xhttps://r.example.jp/r/x")]
    [InlineData("お知らせ", "お知らせ")]
    [InlineData("", "")]
    [InlineData("{{amount}}は{amount}", "{amount}は1,000円")]
    public void Placeholders_are_filled_in_and_doubled_braces_become_braces(string template, string expected) =>
        Assert.Equal(expected, NoticeTemplate.Parse(template).Render(placeholder => s_values[placeholder]));

    [Theory]
    [InlineData("{name}様", "name")]
    [InlineData("{Link}", "Link")]
    public void A_placeholder_that_nobody_fills_is_refused_by_name(string template, string name) =>
        Assert.Contains($"{{{name}}}", Assert.Throws<FormatException>(() => NoticeTemplate.Parse(template)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{link")]
    [InlineData("link}")]
    [InlineData("{}")]
    [InlineData("{ link }")]
    [InlineData("{link}}")]
    [InlineData("{{{link}}}")]
    public void A_brace_without_its_partner_is_refused(string template) => Assert.Throws<FormatException>(() => NoticeTemplate.Parse(template));

    [Theory]
    [InlineData("{link}", true)]
    [InlineData("補償\n{link}", true)]
    [InlineData("補償 {link} です", true)]
    [InlineData("補償\r\n{link}\r\nです", true)]
    [InlineData("{link} {link}", true)]
    [InlineData("補償", true)]
    [InlineData("{{link}}は", true)]
    [InlineData("補償は{link}からお受取りください", false)]
    [InlineData("補償（{link}）", false)]
    [InlineData("補償\n{link}。", false)]
    [InlineData("受取URL{link}", false)]
    [InlineData("受取URL　{link}", false)]
    [InlineData("{link}{link}", false)]
    [InlineData("{amount}{link}", false)]
    [InlineData("{link}\t", false)]
    public void A_link_stands_apart_between_blanks_that_every_phone_knows(string text, bool apart) => Assert.Equal(apart, NoticeTemplate.Parse(text).IsSetApart("link"));

    [Fact]
    public void The_placeholders_of_a_text_are_known() => Assert.Equal(["amount", "link"], NoticeTemplate.Parse("{amount}: {link}").Placeholders);
}
