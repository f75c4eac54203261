using System.Globalization;
using Compensation.Common;

namespace Compensation.Tests.Common;

public sealed class HtmlTests
{
    [Fact]
    public void Holes_are_encoded_and_literals_are_not()
    {
        const string Hostile = "<b>&\"'";

        Assert.Equal("<p title=\"&lt;b&gt;&amp;&quot;&#x27;\">&lt;b&gt;&amp;&quot;&#x27;</p>", Html.Of($"<p title=\"{Hostile}\">{Hostile}</p>").ToString());
    }

    [Fact]
    public void Fragments_and_lists_of_them_stay_markup()
    {
        IEnumerable<Html> items = new[] { "1 < 2", "3" }.Select(text => Html.Of($"<li>{text}</li>"));

        Assert.Equal("<ul><li>1 &lt; 2</li><li>3</li></ul>", Html.Of($"<ul>{items}{Html.Empty}</ul>").ToString());
        Assert.Equal("<ul><li>1 &lt; 2</li><li>3</li></ul>", Html.Of($"<ul>{items.ToArray()}</ul>").ToString());
        Assert.Equal("<li>1 &lt; 2</li><li>3</li>", Html.Concat(items).ToString());
    }

    [Fact]
    public void Japanese_stays_readable_and_null_is_nothing() => Assert.Equal("<p>熊本</p>", Html.Of($"<p>{"熊本"}{(string?)null}</p>").ToString());

    [Fact]
    public void Numbers_are_written_the_same_everywhere()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");

            Assert.Equal("1.5 1,234 0007", Html.Of($"{1.5} {1234:N0} {7:d4}").ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
