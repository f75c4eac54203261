using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Notices.Text;
using Compensation.Tests.Campaigns;

namespace Compensation.Tests.Notices.Text;

public sealed class NoticeComposerTests
{
    private const string Link = "https://r.example.jp/r/Kw0123456789abcdefgh";

    public static TheoryData<string, NoticeKind> EveryText
    {
        get
        {
            TheoryData<string, NoticeKind> texts = [];
            foreach (string id in new[] { "yamaguchi", "tochigi", "okinawa", "kumamoto" })
            {
                texts.Add(id, NoticeKind.Issue);
                texts.Add(id, NoticeKind.Reminder);
                texts.Add(id, NoticeKind.Resend);
            }

            return texts;
        }
    }

    [Theory]
    [MemberData(nameof(EveryText))]
    public void What_people_read_is_what_was_approved(string id, NoticeKind kind)
    {
        (Campaign campaign, Entitlement person) = PersonOf(id);
        ComposedSms sms = NoticeComposer.Sms(campaign, person, Link, kind);
        ComposedEmail email = NoticeComposer.Email(campaign, person, Link, kind);

        Approved.Verify($"{id}-{kind}.txt".ToLowerInvariant(), $"SMS ({sms.Text.Length})\n{sms.Text}\n\n{email.Subject}\n\n{email.Text}\n");
    }

    [Fact]
    public void The_page_of_an_email_is_what_was_approved()
    {
        (Campaign campaign, Entitlement person) = PersonOf("kumamoto");

        Approved.Verify("kumamoto-issue.html.txt", NoticeComposer.Email(campaign, person, Link, NoticeKind.Issue).Html);
    }

    [Theory]
    [MemberData(nameof(EveryText))]
    public void Every_SMS_begins_with_the_service_and_fits_one_segment(string id, NoticeKind kind)
    {
        (Campaign campaign, Entitlement person) = PersonOf(id);

        ComposedSms sms = NoticeComposer.Sms(campaign, person, Link, kind);

        Assert.Equal(1, sms.Segments);
        Assert.StartsWith($"【{campaign.Programme}】", sms.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("円", sms.Text, StringComparison.Ordinal);
        Assert.EndsWith($"\n{Link}", sms.Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(EveryText))]
    public void Every_email_says_how_much_until_when_and_how(string id, NoticeKind kind)
    {
        (Campaign campaign, Entitlement person) = PersonOf(id);

        string text = NoticeComposer.Email(campaign, person, Link, kind).Text;

        string[] told = [campaign.Office, "12,345円", "2023年5月31日(水)23:59", Link, "regionpay_compensation_ml@giftpad.jp", "03-5244-9370", "0120-479-249", campaign.CallCentre.Hours, "パスワードの入力をお願いすることはありません", .. campaign.Products.Select(product => product.Name)];
        Assert.All(told, fact => Assert.Contains(fact, text, StringComparison.Ordinal));
    }

    [Fact]
    public void The_page_says_the_same_as_the_text_and_opens_the_link()
    {
        (Campaign campaign, Entitlement person) = PersonOf("okinawa");

        ComposedEmail email = NoticeComposer.Email(campaign, person, Link, NoticeKind.Issue);

        IHtmlDocument page = new HtmlParser().ParseDocument(email.Html);
        string shown = page.Body!.TextContent.Replace("受取サイトを開く", string.Empty, StringComparison.Ordinal);
        Assert.Equal(WithoutSpace(email.Text), WithoutSpace(shown));
        Assert.Equal(email.Subject, page.Title);
        Assert.Equal("ja", page.DocumentElement.GetAttribute("lang"));
        Assert.Equal([Link, Link], page.QuerySelectorAll("a").Select(anchor => anchor.GetAttribute("href")));
    }

    [Fact]
    public void Text_from_a_file_cannot_become_markup()
    {
        (Campaign campaign, Entitlement person) = PersonOf("kumamoto");
        Campaign hostile = campaign with { Office = "<script>alert(1)</script>&\"" };

        string page = NoticeComposer.Email(hostile, person, Link, NoticeKind.Issue).Html;

        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(NoticeKind.Issue)]
    [InlineData(NoticeKind.Reminder)]
    [InlineData(NoticeKind.Resend)]
    [InlineData(NoticeKind.Fallback)]
    [InlineData(NoticeKind.CodeReady)]
    public void Below_the_Japanese_every_email_says_it_in_English(NoticeKind kind)
    {
        (Campaign campaign, Entitlement person) = PersonOf("kumamoto");

        ComposedEmail email = NoticeComposer.Email(campaign, person, Link, kind);
        string english = email.Text[email.Text.IndexOf("■ English\n", StringComparison.Ordinal)..];

        Assert.All(["12,345 yen", "0120-479-249", "Kumamoto Rediscovery Trip office", "password"], fact => Assert.Contains(fact, english, StringComparison.Ordinal));
        Assert.Equal(kind != NoticeKind.CodeReady, english.Contains("23:59 on 31 May 2023", StringComparison.Ordinal));
        Assert.Equal(kind == NoticeKind.Issue, english.Contains("a system failure", StringComparison.Ordinal));
        Assert.DoesNotContain('{', english);
        Assert.DoesNotContain(Link, english, StringComparison.Ordinal);
        Assert.Equal("en", new HtmlParser().ParseDocument(email.Html).QuerySelector("div[lang]")!.GetAttribute("lang"));
        Assert.DoesNotContain(english, character => character > 0x7F && character != '■');
    }

    [Fact]
    public void The_English_is_the_files_own_where_it_has_some_and_absent_where_it_has_no_English_at_all()
    {
        (Campaign campaign, Entitlement person) = PersonOf("kumamoto");
        Campaign own = campaign with { English = campaign.English! with { Emails = new Dictionary<string, NoticeTemplate>(StringComparer.Ordinal) { ["issue"] = NoticeTemplate.Parse("Take {amount} until {deadlineShort}.") } } };

        Assert.EndsWith("\n\n■ English\nTake 12,345 yen until 31 May.", NoticeComposer.Email(own, person, Link, NoticeKind.Issue).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("English", NoticeComposer.Email(campaign with { English = null }, person, Link, NoticeKind.Issue).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kind_without_texts_is_refused_by_name()
    {
        (Campaign campaign, Entitlement person) = PersonOf("kumamoto");

        KeyNotFoundException refused = Assert.Throws<KeyNotFoundException>(() => NoticeComposer.Sms(campaign, person, Link, NoticeKind.TransferResult));

        Assert.Equal("The campaign 'kumamoto' has no texts 'transferResult'.", refused.Message);
    }

    private static (Campaign Campaign, Entitlement Person) PersonOf(string id)
    {
        Campaign campaign = CampaignFiles.Read(id);
        return (campaign, new Entitlement { Campaign = campaign.Id, Id = EntitlementId.FromValue(1), Route = EntitlementRoute.App, Amount = new Yen(12_345) });
    }

    private static string WithoutSpace(string text) => string.Concat(text.Where(letter => !char.IsWhiteSpace(letter)));
}
