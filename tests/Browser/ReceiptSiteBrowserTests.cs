using Compensation.Campaigns;
using Compensation.Entitlements;
using Compensation.Tests.Campaigns;
using Compensation.Tests.Receipts;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Compensation.Tests.Browser;

/// <summary>
/// The receipt site in a real browser on a phone's screen. With <c>SCREENSHOTS</c> set to a folder, the pictures of the
/// documentation are written there.
/// </summary>
public sealed class ReceiptSiteBrowserTests(ChromiumFixture chromium) : IClassFixture<ChromiumFixture>
{
    private const string Continue = "確認画面へ進む";
    private const string Collect = "この商品で受け取る";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_person_chooses_and_receives_with_and_without_scripts(bool javaScript)
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync(CampaignFiles.Read("kumamoto"));
        string link = await LinkOfNewPersonAsync(app, codesOfEach: 0);
        await app.ImportAsync(["amazon,1234,AQ2C-8XK4TD-9MPE,2033-04-30,L1", .. from product in app.Campaign.Products where product.Id != "amazon" select $"{product.Id},500,{product.Id}-500-0000,2024-03-31,L1"]);
        await using IBrowserContext phone = await chromium.NewPhoneAsync(javaScript);
        IPage page = await OpenAsync(phone, link);

        await ChoiceOf(page, "Amazonギフトカード").TapAsync();
        await PictureAsync(page, "receipt-choose.png");
        await page.GetByRole(AriaRole.Button, new() { Name = Continue }).TapAsync();
        await Assertions.Expect(page.Locator(".product")).ToHaveTextAsync("Amazonギフトカード");
        await PictureAsync(page, "receipt-confirm.png");
        await page.GetByRole(AriaRole.Button, new() { Name = Collect }).TapAsync();
        await Assertions.Expect(page.Locator(".code code")).ToHaveTextAsync("AQ2C-8XK4TD-9MPE");
        await PictureAsync(page, "receipt-code.png");
        await page.ReloadAsync();

        await Assertions.Expect(page.Locator(".code code")).ToHaveTextAsync("AQ2C-8XK4TD-9MPE");
        Assert.Equal(link, page.Url);
        Assert.Equal((0, 1), await app.CountAsync(1234));
    }

    [Fact]
    public async Task A_double_click_uses_one_code()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        await using IBrowserContext phone = await chromium.NewPhoneAsync();
        IPage page = await OpenAsync(phone, await LinkOfNewPersonAsync(app, codesOfEach: 2));

        await ChoiceOf(page, "nanacoギフト").TapAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = Continue }).TapAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = Collect }).DblClickAsync();

        await Assertions.Expect(page.Locator(".code code")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^nanaco-1234-000[01]$", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.Equal((9, 1), await app.CountAsync(1234));
    }

    [Fact]
    public async Task A_second_tab_and_the_back_button_meet_the_first_choice()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        string link = await LinkOfNewPersonAsync(app);
        await using IBrowserContext phone = await chromium.NewPhoneAsync();
        IPage first = await OpenAsync(phone, link);
        IPage second = await OpenAsync(phone, link);

        await ChoiceOf(second, "PayPayポイント").TapAsync();
        await second.GetByRole(AriaRole.Button, new() { Name = Continue }).TapAsync();
        await Assertions.Expect(second.Locator(".product")).ToHaveTextAsync("PayPayポイント");
        await first.BringToFrontAsync();
        await ChooseAsync(first, "Pontaポイント コード");
        await second.BringToFrontAsync();
        await second.GetByRole(AriaRole.Button, new() { Name = Collect }).TapAsync();
        await Assertions.Expect(second.Locator(".code code")).ToHaveTextAsync("ponta-1234-0000");
        await second.GoBackAsync();

        await Assertions.Expect(first.Locator(".code code")).ToHaveTextAsync("ponta-1234-0000");
        await Assertions.Expect(second.Locator(".code code")).ToHaveTextAsync("ponta-1234-0000");
        Assert.Equal((4, 1), await app.CountAsync(1234));
    }

    [Fact]
    public async Task The_keyboard_alone_is_enough()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        await using IBrowserContext phone = await chromium.NewPhoneAsync();
        IPage page = await OpenAsync(phone, await LinkOfNewPersonAsync(app));

        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "English" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".product")).ToHaveTextAsync("Pontaポイント コード");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(page.Locator(".code code")).ToHaveTextAsync("ponta-1234-0000");
    }

    [Theory]
    [InlineData(360)]
    [InlineData(1280)]
    public async Task No_page_has_a_known_barrier(int width)
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync(CampaignFiles.Read("kumamoto"));
        await using IBrowserContext phone = width < 1000 ? await chromium.NewPhoneAsync(width: width, height: 740) : await chromium.NewWindowAsync(width: width);
        foreach ((string name, string path) in await EveryPageAsync(app))
        {
            IPage page = await OpenAsync(phone, app.Client.BaseAddress + path[1..]);

            AxeResult result = await page.RunAxe();
            await PictureAsync(page, $"receipt-page-{name}-{width}.png");

            Assert.True(result.Violations.Length == 0, $"{name}: {string.Join("; ", result.Violations.Select(violation => $"{violation.Id}: {violation.Help} ({violation.Nodes[0].Html})"))}");
            await page.CloseAsync();
        }
    }

    [Fact]
    public async Task Nothing_is_cut_off_on_the_narrowest_screen_and_everything_to_touch_is_large()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync(CampaignFiles.Read("kumamoto"));
        await using IBrowserContext phone = await chromium.NewPhoneAsync(width: 320, height: 568);
        foreach ((string name, string path) in await EveryPageAsync(app))
        {
            IPage page = await OpenAsync(phone, app.Client.BaseAddress + path[1..]);

            int overhang = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            double[] heights = await page.EvaluateAsync<double[]>("[...document.querySelectorAll('a, button, label')].map(e => e.getBoundingClientRect().height)");

            Assert.True(overhang <= 0, $"{name} is {overhang} pixels too wide.");
            Assert.All(heights, height => Assert.True(height >= 44, $"{name} has a target of {height} pixels."));
            await page.CloseAsync();
        }
    }

    [Fact]
    public async Task The_pages_need_nothing_from_anywhere_and_break_no_rule_of_their_own()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        await using IBrowserContext phone = await chromium.NewPhoneAsync();
        string link = await LinkOfNewPersonAsync(app);
        IPage page = await phone.NewPageAsync();
        List<string> requests = [];
        List<string> complaints = [];
        page.Request += (_, request) => requests.Add(request.Url);
        page.Console += (_, message) => complaints.Add(message.Text);

        await page.GotoAsync(link);
        await ChooseAsync(page, "EdyギフトID");

        Assert.Equal([link, $"{link}?chosen=1&product=edy", link, link], requests, StringComparer.Ordinal);
        Assert.Empty(complaints);
        Assert.Equal("rgb(11, 79, 125)", await page.EvaluateAsync<string>("getComputedStyle(document.querySelector('.masthead')).backgroundColor"));
    }

    [Fact]
    public async Task A_code_is_copied_by_a_button_where_scripts_run()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        await using IBrowserContext phone = await chromium.NewPhoneAsync();
        await phone.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        IPage page = await OpenAsync(phone, await LinkOfNewPersonAsync(app));
        await ChooseAsync(page, "Pontaポイント コード");

        await page.GetByRole(AriaRole.Button, new() { Name = "コードをコピーする" }).TapAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button)).ToHaveTextAsync("コピーしました");

        Assert.Equal("ponta-1234-0000", await page.EvaluateAsync<string>("navigator.clipboard.readText()"));
    }

    [Fact]
    public async Task A_code_that_is_being_prepared_appears_by_itself()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        await using IBrowserContext phone = await chromium.NewPhoneAsync();
        IPage page = await phone.NewPageAsync();
        await page.Clock.InstallAsync();
        await page.GotoAsync(await LinkOfNewPersonAsync(app, codesOfEach: 0));
        await TakeAsync(page, "Pontaポイント コード");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("コードを準備しています");
        await app.FillAsync(1234, each: 1);

        await page.Clock.RunForAsync(21_000);

        await Assertions.Expect(page.Locator(".code code")).ToHaveTextAsync("ponta-1234-0000");
    }

    [Fact]
    public async Task A_person_reads_English_from_the_first_page_to_the_code()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync(CampaignFiles.Read("kumamoto"));
        await using IBrowserContext phone = await chromium.NewPhoneAsync();
        IPage page = await OpenAsync(phone, await LinkOfNewPersonAsync(app));

        await page.GetByRole(AriaRole.Link, new() { Name = "English" }).TapAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Collect your points");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("a system failure made it impossible");
        await ChoiceOf(page, "PayPay points").TapAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).TapAsync();
        await Assertions.Expect(page.Locator(".product")).ToHaveTextAsync("PayPay points");
        await page.GetByRole(AriaRole.Button, new() { Name = "Collect this product" }).TapAsync();

        await Assertions.Expect(page.Locator(".code code")).ToHaveTextAsync("paypay-1234-0000");
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "en");
        await Assertions.Expect(page.Locator(".amount")).ToHaveTextAsync("1,234 yen");
    }

    [Theory]
    [InlineData(ScannedAs.Qr, "AQ2C-8XK4TD-9MPE")]
    [InlineData(ScannedAs.Code128, "AQ2C-8XK4TD-9MPE-WX7R-PLKM")]
    [InlineData(ScannedAs.Ean13, "4901-2345-67894")]
    [InlineData(ScannedAs.Nw7, "1234-5678-9012-3456-7890-12345")]
    public async Task A_code_that_is_scanned_stands_whole_on_a_phone_and_wide_enough_for_a_scanner(ScannedAs scanned, string code)
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync(TestCampaign.Kumamoto with { Products = [TestCampaign.Kumamoto.FindProduct("amazon")! with { Scanned = scanned }] });
        Entitlement paid = await app.OweAsync(1234);
        await app.ImportAsync($"amazon,1234,{code},2033-04-30,L1");
        using HttpResponseMessage claimed = await app.ClaimAsync(app.PathOf(paid), "amazon");
        await using IBrowserContext phone = await chromium.NewPhoneAsync(width: 360, height: 740);
        IPage page = await OpenAsync(phone, app.Client.BaseAddress + app.PathOf(paid)[1..]);

        await page.LookAsync($"receipt-scanned-{scanned}");
        double moduleWidth = await page.EvaluateAsync<double>("(() => { const svg = document.querySelector('.code svg'); return svg.getBoundingClientRect().width / svg.viewBox.baseVal.width; })()");
        double height = await page.EvaluateAsync<double>("document.querySelector('.code svg').getBoundingClientRect().height");

        Assert.True(moduleWidth >= 1, $"A module is {moduleWidth} pixels wide.");
        Assert.True(height >= 80, $"It is {height} pixels high.");
    }

    private static async Task<string> LinkOfNewPersonAsync(ReceiptApp app, int codesOfEach = 1)
    {
        await app.FillAsync(1234, codesOfEach);
        return app.Client.BaseAddress + app.PathOf(await app.OweAsync(1234))[1..];
    }

    [Theory]
    [InlineData(SecondFactor.LastDigits, 360)]
    [InlineData(SecondFactor.LastDigits, 1280)]
    [InlineData(SecondFactor.Code, 360)]
    public async Task What_is_asked_for_beside_the_link_has_no_barrier_and_leads_on(SecondFactor factor, int width)
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync(CampaignFiles.Read("kumamoto") with { SecondFactor = factor });
        Entitlement owed = await app.OweAsync(1234);
        await app.Get<EntitlementContacts>().KeepAsync([(owed, new Contact("+819012345678", null))], CancellationToken.None);
        await using IBrowserContext phone = width < 1000 ? await chromium.NewPhoneAsync(width: width, height: 740) : await chromium.NewWindowAsync(width: width);
        IPage page = await OpenAsync(phone, app.Client.BaseAddress + app.PathOf(owed)[1..]);
        await page.LookAsync($"proof-{factor}-{width}");
        await page.Locator("form button").First.ClickAsync();
        await page.LookAsync($"proof-{factor}-{width}-after");

        await page.GetByRole(AriaRole.Link, new() { Name = "English" }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Please confirm that it is you");
        await page.LookAsync($"proof-{factor}-{width}-english");
    }

    private static async Task<IReadOnlyList<(string Name, string Path)>> EveryPageAsync(ReceiptApp app)
    {
        await app.FillAsync(1234, each: 1);
        Entitlement open = await app.OweAsync(1234);
        Entitlement paid = await app.OweAsync(1234);
        Entitlement waiting = await app.OweAsync(77);
        Entitlement revoked = await app.ChangeAsync(await app.OweAsync(1234), before => before with { State = EntitlementState.Revoked });
        Entitlement expired = await app.ChangeAsync(await app.OweAsync(1234), before => before with { State = EntitlementState.Expired });
        Entitlement transfer = await app.ChangeAsync(await app.OweAsync(1234), before => before with { State = EntitlementState.TransferRequested });
        Entitlement replaced = await app.OweAsync(1234);
        await app.ChangeAsync(replaced, before => before with { LinkVersion = 2 });
        using HttpResponseMessage one = await app.ClaimAsync(app.PathOf(paid), "amazon");
        using HttpResponseMessage other = await app.ClaimAsync(app.PathOf(waiting), "amazon");
        return
        [
            ("choose", app.PathOf(open)), ("nothing-chosen", $"{app.PathOf(open)}?chosen=1"), ("confirm", $"{app.PathOf(open)}?product=amazon"), ("confirm-en", $"{app.PathOf(open)}?product=edy&lang=en"), ("code", app.PathOf(paid)), ("waiting", app.PathOf(waiting)), ("revoked", app.PathOf(revoked)),
            ("expired", app.PathOf(expired)), ("transfer", app.PathOf(transfer)), ("replaced", app.PathOf(replaced)), ("unknown", "/r/x"),
            ("start", "/"), ("genuine", "/genuine/kumamoto"), ("choose-en", $"{app.PathOf(open)}?lang=en"), ("code-en", $"{app.PathOf(paid)}?lang=en"), ("genuine-en", "/genuine/kumamoto?lang=en"),
            ("waiting-en", $"{app.PathOf(waiting)}?lang=en"), ("expired-en", $"{app.PathOf(expired)}?lang=en"), ("transfer-en", $"{app.PathOf(transfer)}?lang=en"), ("unknown-en", "/r/x?lang=en"), ("start-en", "/?lang=en"),
        ];
    }

    private static async Task<IPage> OpenAsync(IBrowserContext phone, string link)
    {
        IPage page = await phone.NewPageAsync();
        await page.GotoAsync(link);
        return page;
    }

    private static async Task ChooseAsync(IPage page, string product)
    {
        await TakeAsync(page, product);
        await Assertions.Expect(page.Locator(".code code")).ToBeVisibleAsync();
    }

    private static async Task TakeAsync(IPage page, string product)
    {
        await ChoiceOf(page, product).TapAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = Continue }).TapAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = Collect }).TapAsync();
    }

    private static ILocator ChoiceOf(IPage page, string product) => page.Locator("label.choice", new() { HasText = product });

    private static async Task PictureAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("SCREENSHOTS") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name), FullPage = true, Scale = ScreenshotScale.Css });
        }
    }
}
