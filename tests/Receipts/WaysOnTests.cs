using System.Net;
using AngleSharp.Dom;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Files;
using Compensation.Entitlements;
using Compensation.Payouts;
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
    [InlineData("/nowhere")]
    [InlineData("/genuine/kumamoto")]
    public async Task The_way_to_the_other_language_stands_at_the_top_of_each_page(string path)
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync(CampaignFiles.Read("kumamoto"));

        (_, IDocument japanese) = await app.LookAsync(path);
        (_, IDocument english) = await app.LookAsync($"{path}?lang=en");

        Assert.Equal(("English", "?lang=en"), Switch(japanese));
        Assert.Equal(("日本語", "?"), Switch(english));

        static (string Words, string? Address) Switch(IDocument page)
        {
            IElement link = Assert.Single(page.QuerySelectorAll("[hreflang]"));
            Assert.Same(link, page.QuerySelector("a"));
            return (link.TextContent, link.GetAttribute("href"));
        }
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

    [Theory]
    [InlineData("kumamoto", "", "region-pay.com")]
    [InlineData("tochigi", "", "キャンペーンを利用された都道府県の全国旅行支援HP内でご確認ください。")]
    [InlineData("tochigi", "?lang=en", "You find it from the home page of the travel-support programme of the prefecture that you visited.")]
    public async Task The_offices_own_page_is_named_as_far_as_the_notice_does(string campaign, string query, string expected)
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync(CampaignFiles.Read(campaign));

        (_, IDocument page) = await app.LookAsync($"/genuine/{campaign}{query}");

        Assert.Contains(expected, page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
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
    public async Task The_genuine_page_tells_in_English_too_to_whom_each_wave_goes()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync(CampaignFiles.Read("kumamoto"));

        IDocument page = (await app.LookAsync("/genuine/kumamoto?lang=en")).Page;

        Assert.Equal(
            ["from 10 April 2023 to 21 April 2023: the link, to those who use the app", "from 28 April 2023 to 10 May 2023: the link, to those who have applied on the special site"],
            page.QuerySelectorAll("main li").Take(2).Select(wave => wave.TextContent));
    }

    [Fact]
    public async Task A_products_conditions_and_the_end_of_its_codes_stand_in_lines_of_their_own()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync(CampaignFiles.Read("kumamoto"));
        string path = app.PathOf(await app.OweAsync(500));
        await app.FillAsync(500, each: 1);

        IElement amazon = (await app.LookAsync(path)).Page.QuerySelector("label.choice")!;

        Assert.Equal(["Amazonのアカウントが必要です。", "有効期限：2024年3月31日(日)まで"], amazon.QuerySelectorAll("small").Select(line => line.TextContent));
    }

    [Theory]
    [InlineData(ScannedAs.Code128, "1234-5678-9012", "コードのバーコード（CODE128）")]
    [InlineData(ScannedAs.Nw7, "1234-5678-9012", "コードのバーコード（NW-7）")]
    [InlineData(ScannedAs.Ean13, "4901-2345-67894", "コードのバーコード（EAN-13）")]
    public async Task A_code_that_a_shop_scans_is_drawn_as_bars_too(ScannedAs scanned, string code, string label)
    {
        Campaign campaign = TestCampaign.Kumamoto with { Products = [new Product("edy", "EdyギフトID", "レジで読み取ります。") { Scanned = scanned }] };
        await using ReceiptApp app = await ReceiptApp.StartAsync(campaign);
        string path = app.PathOf(await app.OweAsync(500));
        await app.ImportAsync($"edy,500,{code},2024-03-31,L1");

        using HttpResponseMessage claimed = await app.ClaimAsync(path, "edy");
        IDocument page = (await app.LookAsync(path)).Page;

        Assert.Equal(label, Assert.Single(page.QuerySelectorAll(".code svg.bars[role=img]")).GetAttribute("aria-label"));
        Assert.Equal(code, page.QuerySelector(".code code")!.TextContent);
        Assert.True((await app.Client.GetByteArrayAsync(path)).Length < 50 * 1024);
    }

    [Fact]
    public async Task A_code_of_an_issuer_outside_that_the_bars_cannot_hold_is_shown_without_them()
    {
        Campaign typed = TestCampaign.Kumamoto with { Products = [new Product("edy", "EdyギフトID", "入力します。")] };
        Campaign scanned = typed with { Products = [typed.Products[0] with { Scanned = ScannedAs.Ean13 }] };
        await using ReceiptApp app = await ReceiptApp.StartAsync(scanned);
        string path = app.PathOf(await app.OweAsync(500));
        using MemoryStream csv = new("product,value,code,lot\nedy,500,ABCD-1234,L1\n"u8.ToArray());
        await using ReceivedFile file = await ReceivedFile.ReceiveAsync(csv, long.MaxValue, CancellationToken.None);
        await app.Get<CodeImport>().ReadAsync(typed, file, by: null, dryRun: false, CancellationToken.None);

        using HttpResponseMessage claimed = await app.ClaimAsync(path, "edy");
        IDocument page = (await app.LookAsync(path)).Page;

        Assert.Equal("ABCD-1234", page.QuerySelector(".code code")!.TextContent);
        Assert.Empty(page.QuerySelectorAll(".code svg"));
    }

    [Fact]
    public async Task Until_when_codes_can_be_used_is_said_before_the_choice_where_the_stock_knows_it()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        string path = app.PathOf(await app.OweAsync(500));
        await app.ImportAsync(
            "amazon,500,AAAA-0001,2024-03-31,L1", "ponta,500,PPPP-0001,2024-09-30,L1", "ponta,500,PPPP-0002,2024-06-30,L2", "ponta,1000,PPPP-0003,,L2", "edy,500,EEEE-0001,,L1");

        IDocument page = (await app.LookAsync(path)).Page;
        IDocument english = (await app.LookAsync($"{path}?lang=en")).Page;

        Assert.Equal(
            ["有効期限：2024年3月31日(日)まで", "有効期限：2024年6月30日(日)まで（それより長く使えるものもあります）", "コードに有効期限はありません。"],
            page.QuerySelectorAll(".choice small").Select(hint => hint.TextContent));
        Assert.Equal(
            ["Use the code by 31 March 2024", "Use the code by 30 June 2024 (some codes later)", "The code does not expire."],
            english.QuerySelectorAll(".choice small").Select(hint => hint.TextContent));
        Assert.Equal("「PayPayポイント」「nanacoギフト」のコードの有効期限は、お受け取りの前にはわかりません。期限がある場合は、お受け取り後の画面に表示します。", page.QuerySelector("fieldset .hint")!.TextContent);
        Assert.Equal("2024年3月31日(日)まで", await EndOnConfirmationAsync(app, path, "amazon"));
        Assert.Equal("お受け取り後の画面に表示します", await EndOnConfirmationAsync(app, path, "paypay"));
    }

    [Fact]
    public async Task Until_when_codes_can_be_used_is_said_in_the_files_words_where_it_has_some_and_of_no_day_that_is_over()
    {
        Product edy = new("edy", "EdyギフトID", "…") { CodesEnd = "コードは発行から1年間使えます。" };
        Product nanaco = new("nanaco", "nanacoギフト", "…");
        await using ReceiptApp app = await ReceiptApp.StartAsync(TestCampaign.Kumamoto with { Products = [edy, nanaco] });
        string path = app.PathOf(await app.OweAsync(500));
        await app.ImportAsync("edy,500,EEEE-0001,2024-03-31,L1", "nanaco,500,NNNN-0001,2023-06-30,L1", "nanaco,500,NNNN-0002,2023-07-31,L1");

        string[] before = [.. (await app.LookAsync(path)).Page.QuerySelectorAll(".choice small").Select(hint => hint.TextContent)];
        app.Clock.Now = JapanTime.At(new DateOnly(2023, 7, 1), TimeOnly.MinValue);
        IReadOnlyDictionary<string, CodeEnd> later = await app.Get<CodeEnds>().FindAsync(app.Campaign.Id, CancellationToken.None);

        Assert.Equal(["コードは発行から1年間使えます。", "有効期限：2023年6月30日(金)まで（それより長く使えるものもあります）"], before);
        Assert.Equal(new CodeEnd(new DateOnly(2023, 7, 31), Differ: false), later["nanaco"]);
    }

    [Fact]
    public async Task A_code_whose_last_day_is_over_is_shown_as_such()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        string path = app.PathOf(await app.OweAsync(500));
        await app.FillAsync(500, each: 1);
        using HttpResponseMessage claimed = await app.ClaimAsync(path, "edy");

        string onItsLastDay = (await app.LookAsync(path)).Page.QuerySelectorAll(".facts dd").Last().TextContent;
        app.Clock.Now = JapanTime.At(new DateOnly(2024, 4, 1), TimeOnly.MinValue);
        IDocument after = (await app.LookAsync(path)).Page;

        Assert.Equal("2024年3月31日(日)まで", onItsLastDay);
        Assert.Equal("2024年3月31日(日)まで（有効期限が過ぎています）", after.QuerySelectorAll(".facts dd").Last().TextContent);
        Assert.Equal("edy-500-0000", after.QuerySelector(".code code")!.TextContent);
    }

    [Fact]
    public async Task Codes_that_end_on_different_days_each_say_their_own()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync(TestCampaign.Kumamoto with { CodesAtMost = 2 });
        string path = app.PathOf(await app.OweAsync(700));
        await app.ImportAsync("edy,500,AAAA-0001,2024-03-31,L1", "edy,200,BBBB-0001,2023-12-31,L2");

        using HttpResponseMessage claimed = await app.ClaimAsync(path, "edy");
        IDocument page = (await app.LookAsync(path)).Page;

        Assert.Equal(
            [("AAAA-0001", "有効期限：2024年3月31日(日)まで"), ("BBBB-0001", "有効期限：2023年12月31日(日)まで")],
            page.QuerySelectorAll(".code").Select(panel => (panel.QuerySelector("code")!.TextContent, panel.QuerySelector("strong")!.TextContent)));
        Assert.Equal("700円分", Assert.Single(page.QuerySelectorAll(".facts dd")).TextContent);
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

    private static async Task<string> EndOnConfirmationAsync(ReceiptApp app, string path, string product) =>
        (await app.LookAsync($"{path}?product={product}")).Page.QuerySelectorAll(".facts dd").Last().TextContent;

    private static string AddressOf(string page, IElement link) => new Uri(new Uri(new Uri("http://localhost"), page), link.GetAttribute("href")!).AbsolutePath;
}
