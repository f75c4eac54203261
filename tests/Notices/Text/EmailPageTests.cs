using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Compensation.Notices.Text;

namespace Compensation.Tests.Notices.Text;

public sealed class EmailPageTests
{
    private const string Link = "https://r.example.jp/r/Kw0123456789abcdefgh";

    [Theory]
    [InlineData(Link, 2)]
    [InlineData("受取サイト " + Link, 1)]
    [InlineData("■ " + Link + " を開く", 1)]
    [InlineData(" " + Link, 1)]
    [InlineData("受取サイトを開く", 0)]
    public void The_link_can_be_followed_wherever_it_stands_and_the_text_stays_as_it_is(string line, int ways)
    {
        IHtmlDocument page = new HtmlParser().ParseDocument(EmailPage.From("お知らせ", $"はじめに\n{line}\n\nおわりに", Link).ToString());

        Assert.Equal(ways, page.QuerySelectorAll("a").Length);
        Assert.All(page.QuerySelectorAll("a"), way => Assert.Equal(Link, way.GetAttribute("href")));
        Assert.Contains(line.Trim(), page.QuerySelector("p")!.TextContent, StringComparison.Ordinal);
    }
}
