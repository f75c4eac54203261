using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Compensation.Common.Pages;

namespace Compensation.Tests.Common.Pages;

/// <summary>What is Japanese on an English page says so, whoever has put it there, and nothing else is changed.</summary>
public sealed class JapaneseWordsTests
{
    [Theory]
    [InlineData("<p>Nothing & 1,234 yen</p>", "<p>Nothing & 1,234 yen</p>")]
    [InlineData("<p>Call centre: くまもと再発見の旅事務局, 10:00</p>", "<p>Call centre: <span lang=\"ja\">くまもと再発見の旅事務局</span>, 10:00</p>")]
    [InlineData("<td>Answered: 山田 太郎、2回（再送） (sato)</td>", "<td>Answered: <span lang=\"ja\">山田 太郎、2回（再送）</span> (sato)</td>")]
    [InlineData("<p>楽天Edy</p>", "<p><span lang=\"ja\">楽天</span>Edy</p>")]
    [InlineData("<p>ﾔﾏﾀﾞ&#x3000;ﾀﾛｳ &amp; sons</p>", "<p><span lang=\"ja\">ﾔﾏﾀﾞ&#x3000;ﾀﾛｳ</span> &amp; sons</p>")]
    [InlineData("<p><a href=\"?\" lang=\"ja\" hreflang=\"ja\">日本語</a></p>", "<p><a href=\"?\" lang=\"ja\" hreflang=\"ja\">日本語</a></p>")]
    [InlineData("<a href=\"?\" hreflang=\"ja\">日本</a>", "<a href=\"?\" hreflang=\"ja\"><span lang=\"ja\">日本</span></a>")]
    [InlineData("<div lang=\"ja\"><br><b>店</b>長</div><i>店</i>", "<div lang=\"ja\"><br><b>店</b>長</div><i><span lang=\"ja\">店</span></i>")]
    [InlineData("<select><option value=\"1\">熊本</option><option>Other</option></select>", "<select><option lang=\"ja\" value=\"1\">熊本</option><option>Other</option></select>")]
    [InlineData("<textarea id=\"a\">\n一行\n二行</textarea>", "<textarea lang=\"ja\" id=\"a\">\n一行\n二行</textarea>")]
    [InlineData("<input value=\"熊本\"><input type=\"hidden\" value=\"熊本\"><input value=\"Kumamoto\">", "<input lang=\"ja\" value=\"熊本\"><input type=\"hidden\" value=\"熊本\"><input value=\"Kumamoto\">")]
    [InlineData("<svg><title id=\"t\">熊本</title><path d=\"M0\"/><text x=\"0\">栃木</text></svg><p>店</p>", "<svg><title lang=\"ja\" id=\"t\">熊本</title><path d=\"M0\"/><text lang=\"ja\" x=\"0\">栃木</text></svg><p><span lang=\"ja\">店</span></p>")]
    [InlineData("<script>if (a<b) { say(\"店\"); }</script><p>店</p>", "<script>if (a<b) { say(\"店\"); }</script><p><span lang=\"ja\">店</span></p>")]
    [InlineData("<ul><li>店<li>shop</ul><p>店", "<ul><li><span lang=\"ja\">店</span><li>shop</ul><p><span lang=\"ja\">店</span>")]
    public void Words_are_said_to_be_Japanese_where_they_are(string markup, string expected) => Assert.Equal(expected, JapaneseWords.Marked(markup));

    [Fact]
    public void A_page_says_so_in_English_only()
    {
        Assert.Equal(["店", "山田"], Parse(Language.English).QuerySelectorAll("[lang=ja]").Select(element => element.TextContent));
        Assert.Empty(Parse(Language.Japanese).QuerySelectorAll("body [lang]"));
        Assert.Empty(UnsaidJapanese.On(Parse(Language.English)));
    }

    private static IDocument Parse(Language language)
    {
        Microsoft.AspNetCore.Http.DefaultHttpContext http = new() { Response = { Body = new MemoryStream() } };
        new Page(200, "Shops", Compensation.Common.Html.Of($"<h1>Shop 店</h1><p>{"山田"} (sato)</p>")) { Language = language }.ExecuteAsync(http).GetAwaiter().GetResult();
        http.Response.BodyWriter.Complete();
        http.Response.Body.Position = 0;
        return new HtmlParser().ParseDocument(http.Response.Body);
    }
}
