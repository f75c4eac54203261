using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Compensation.Common;
using Compensation.Common.Pages;

namespace Compensation.Tests.Common.Pages;

public sealed class FragmentTests
{
    private const string Hostile = """<b>"&'</b>""";

    [Fact]
    public void A_field_keeps_what_was_typed_and_ties_hint_and_error_to_it()
    {
        IDocument page = Parse(new TextField("given-name", "名") { Value = Hostile, Hint = "例：太郎", Error = "名を入力してください。", AutoComplete = "given-name" });
        IElement input = page.QuerySelector("input")!;

        Assert.Equal(("given-name", "given-name", Hostile, "given-name", "true"), (input.Id, input.GetAttribute("name"), input.GetAttribute("value"), input.GetAttribute("autocomplete"), input.GetAttribute("aria-invalid")));
        Assert.Equal("名", page.QuerySelector("label[for=given-name]")!.TextContent);
        Assert.Equal(["例：太郎", "エラー：名を入力してください。"], input.GetAttribute("aria-describedby")!.Split(' ').Select(id => page.GetElementById(id)!.TextContent));
    }

    [Fact]
    public void A_field_without_anything_to_say_says_nothing()
    {
        IElement input = Parse(new TextField("x", "X")).QuerySelector("input")!;

        Assert.Equal((false, false, false), (input.HasAttribute("aria-describedby"), input.HasAttribute("aria-invalid"), input.HasAttribute("value")));
    }

    [Fact]
    public void Lines_typed_come_back_as_they_were()
    {
        IElement area = Parse(new TextField("note", "Note") { Lines = 4, Value = "\n<first>\nsecond" }).QuerySelector("textarea")!;

        Assert.Equal("\n<first>\nsecond", area.TextContent);
    }

    [Theory]
    [InlineData(false, "radio")]
    [InlineData(true, "checkbox")]
    public void Choices_keep_what_was_chosen_and_the_first_bears_the_fields_name(bool several, string type)
    {
        IDocument page = Parse(new Choices("way", "Which?", [new Choice("a", Hostile), new Choice("b", "B", "the second")]) { Chosen = ["b"], Several = several, Error = "Choose." });

        Assert.Equal([("way", "a", false), ("way-2", "b", true)], page.QuerySelectorAll($"input[type={type}]").Select(input => (input.Id!, input.GetAttribute("value")!, input.HasAttribute("checked"))));
        Assert.Equal([Hostile, "Bthe second"], page.QuerySelectorAll("label").Select(label => label.TextContent));
        Assert.Equal("way-error", page.QuerySelector("fieldset")!.GetAttribute("aria-describedby"));
    }

    [Fact]
    public void Each_line_of_the_error_summary_leads_to_its_field()
    {
        FieldError[] errors = [new("family-name", "姓を入力してください。"), new("way", "選んでください。")];
        IDocument page = Parse(new ErrorSummary(Language.Japanese, errors), new TextField("family-name", "姓"), new Choices("way", "?", [new Choice("a", "A")]));

        Assert.All(page.QuerySelectorAll(".errors a"), (link, number) =>
        {
            Assert.Equal(errors[number].Message, link.TextContent);
            Assert.Equal("INPUT", page.GetElementById(link.GetAttribute("href")![1..])!.TagName);
        });
        Assert.Equal("エラー：Title", new ErrorSummary(Language.Japanese, errors).Entitle("Title"));
        Assert.Empty(new ErrorSummary(Language.English, []).Render().ToString());
    }

    [Fact]
    public void A_summary_leads_to_each_answers_change_and_says_which()
    {
        IDocument page = Parse(new SummaryList(Language.English, [new SummaryRow("Name", Hostile, "/a?change"), new SummaryRow("Address", "1\n2")]));

        Assert.Equal("Change Name", page.QuerySelector("a[href='/a?change']")!.TextContent);
        Assert.Equal([Hostile, "12"], page.QuerySelectorAll("dd:not(.change)").Select(value => value.TextContent));
        Assert.Single(page.QuerySelectorAll("br"));
    }

    [Theory]
    [InlineData(Language.English, "/a", "/a?lang=en")]
    [InlineData(Language.English, "/a?b=1", "/a?b=1&lang=en")]
    [InlineData(Language.Japanese, "/a", "/a")]
    public void A_language_stands_in_the_address(Language language, string address, string expected) => Assert.Equal(expected, language.At(address));

    private static IDocument Parse(params IFragment[] fragments) => new HtmlParser().ParseDocument(Html.Of($"<main>{fragments}</main>").ToString());
}
