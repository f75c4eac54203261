using System.Net;
using AngleSharp.Dom;
using Compensation.Campaigns;
using Compensation.Entitlements;
using Compensation.Tests.Campaigns;
using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace Compensation.Tests.Receipts;

/// <summary>What people find who doubt a message, have lost their link, or want to know why they were written to.</summary>
public sealed class WaysOnTests
{
    private const string Phone = "0120-479-249";

    [Theory]
    [InlineData("/", HttpStatusCode.OK)]
    [InlineData("/?utm=1", HttpStatusCode.OK)]
    [InlineData("/r", HttpStatusCode.NotFound)]
    [InlineData("/r/", HttpStatusCode.NotFound)]
    [InlineData("/r/x", HttpStatusCode.NotFound)]
    [InlineData("/r/x/y/z", HttpStatusCode.NotFound)]
    [InlineData("/index.html", HttpStatusCode.NotFound)]
    [InlineData("/genuine/nobody", HttpStatusCode.NotFound)]
    public async Task Every_address_names_the_telephone_and_a_way_on(string path, HttpStatusCode expected)
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync(CampaignFiles.Read("kumamoto"));

        (HttpStatusCode status, IDocument page) = await app.LookAsync(path);

        Assert.Equal(expected, status);
        Assert.Equal($"tel:{Phone}", page.QuerySelector("a.phone")!.GetAttribute("href"));
        Assert.Equal("/genuine/kumamoto", AddressOf(path, Assert.Single(page.QuerySelectorAll("footer section a:not(.phone)"))));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/genuine/tochigi")]
    public async Task Who_reads_English_is_told_in_English_when_to_ring(string path)
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync(CampaignFiles.Read("tochigi"));

        string english = (await app.LookAsync($"{path}?lang=en")).Page.QuerySelector("footer")!.TextContent;
        string japanese = (await app.LookAsync(path)).Page.QuerySelector("footer")!.TextContent;

        Assert.Contains("Weekdays 10:00 to 18:00 (Japan time)", english, StringComparison.Ordinal);
        Assert.Contains("Weekends and public holidays 10:00 to 18:00 from 1 March 2023 until 31 March 2023 (Japan time)", english, StringComparison.Ordinal);
        Assert.DoesNotContain("平日", english, StringComparison.Ordinal);
        Assert.Contains("平日 10:00～18:00（3月中は土日祝も受付）", japanese, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_campaigns_that_are_run_here_stand_at_the_door()
    {
        Campaign other = CampaignFiles.Read("okinawa");
        await using ReceiptApp app = await ReceiptApp.StartAsync(CampaignFiles.Read("kumamoto"), services => services
            .AddSingleton(new CampaignCatalog([CampaignFiles.Read("kumamoto"), other]))
            .AddSingleton(Mock.Of<ICampaignsRunHere>(runs => runs.Runs(other.Id))));

        (_, IDocument page) = await app.LookAsync("/");

        Assert.Equal(other.Programme, Assert.Single(page.QuerySelectorAll("footer section h3")).TextContent);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    public async Task Each_page_leads_to_what_tells_whether_it_is_genuine(string end)
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        string path = app.PathOf(await app.OweAsync(500)) + end;

        (_, IDocument page) = await app.LookAsync(path);

        Assert.Equal("/genuine/kumamoto", AddressOf(path, page.QuerySelector("footer .way:last-child a")!));
    }

    [Fact]
    public async Task What_is_genuine_is_told_by_senders_link_days_and_what_is_never_asked()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync(CampaignFiles.Read("kumamoto"));

        (HttpStatusCode status, IDocument page) = await app.LookAsync("/genuine/kumamoto");
        string text = page.QuerySelector("main")!.TextContent;

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.All(
            ["03-5244-9370", "regionpay_compensation_ml@giftpad.jp", "https://r.example.jp/r/", "2023年4月10日(月)から2023年4月21日(金)まで", "2023年4月28日(金)から2023年5月10日(水)まで", "2023年5月30日(火)", "口座番号", "補償対応特設サイトで申請された方へ", "店舗へ"],
            words => Assert.Contains(words, text, StringComparison.Ordinal));
        Assert.DoesNotContain("銀行振込", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_says_why_and_what_each_product_needs_before_anything_is_chosen()
    {
        Campaign campaign = CampaignFiles.Read("kumamoto");
        await using ReceiptApp app = await ReceiptApp.StartAsync(campaign);

        (_, IDocument page) = await app.LookAsync(app.PathOf(await app.OweAsync(500)));

        Assert.Contains("2023年2月24日（金）夕刻に発生したシステム障害により", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("キャッシュレスポイント受取サイト", page.QuerySelector(".site")!.TextContent);
        Assert.Equal(campaign.Products.Select(product => product.Conditions!), page.QuerySelectorAll(".choice small").Select(hint => hint.TextContent));
        Assert.Equal(campaign.Products.Select(product => product.Url!.AbsoluteUri), page.QuerySelectorAll(".products a").Select(link => link.GetAttribute("href")!));
    }

    [Fact]
    public async Task The_expired_page_tells_the_amount_the_day_and_whom_to_ask()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync(CampaignFiles.Read("kumamoto"));
        string path = app.PathOf(await app.OweAsync(1234));
        app.Clock.Now = app.Campaign.ReceiptEndsAt;

        (HttpStatusCode status, IDocument page) = await app.LookAsync(path);

        Assert.Equal(HttpStatusCode.Gone, status);
        Assert.Equal("1,234円分", page.QuerySelector(".amount")!.TextContent);
        Assert.Contains("2023年5月31日(水)23:59まで", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(Phone, page.QuerySelector("a.phone")!.TextContent);
    }

    [Fact]
    public async Task A_code_that_is_scanned_is_drawn_too_and_lines_end_at_hyphens()
    {
        Campaign campaign = TestCampaign.Kumamoto with { Products = [new Product("paypay", "PayPayポイント", "アプリで読み取ってください。") { Scanned = ScannedAs.Qr }] };
        await using ReceiptApp app = await ReceiptApp.StartAsync(campaign);
        string path = app.PathOf(await app.OweAsync(500));
        await app.FillAsync(500, each: 1);

        using HttpResponseMessage claimed = await app.ClaimAsync(path, "paypay");
        IDocument page = (await app.LookAsync(path)).Page;

        Assert.NotNull(page.QuerySelector(".code svg[role=img][aria-label]"));
        Assert.Equal("paypay-500-0000", page.QuerySelector(".code code")!.TextContent);
        Assert.Equal("paypay-<wbr>500-<wbr>0000", page.QuerySelector(".code code")!.InnerHtml);
    }

    [Fact]
    public async Task No_page_is_heavier_than_a_phone_in_the_mountains_can_take()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync(CampaignFiles.Read("kumamoto"));
        Entitlement open = await app.OweAsync(500);
        foreach (string path in new[] { "/", "/genuine/kumamoto", app.PathOf(open) })
        {
            byte[] page = await app.Client.GetByteArrayAsync(path);

            Assert.True(page.Length < 50 * 1024, $"{path} has {page.Length} bytes.");
        }
    }

    private static string AddressOf(string page, IElement link) => new Uri(new Uri(new Uri("http://localhost"), page), link.GetAttribute("href")!).AbsolutePath;
}
