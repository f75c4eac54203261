using Compensation.Entitlements;
using Compensation.Rehearsal.People;
using Compensation.Tests.Applications;
using Compensation.Tests.Applications.IntoAccounts;
using Compensation.Transfers;
using Microsoft.Playwright;

namespace Compensation.Tests.Browser;

/// <summary>Asking to be paid into an account, in a real browser: each page sent empty first, the bank in doubt, the account masked where it is shown again.</summary>
public sealed class TransferSiteBrowserTests(ChromiumFixture chromium) : IClassFixture<ChromiumFixture>
{
    private static readonly string[] Ledger = ["YM-000001,2023-02-24,3000,false,,ヤマダ タロウ,2023-02-23,,", "YM-000004,2023-02-24,900,true,,サトウ ジロウ,,070-3333-4410,"];

    [Theory]
    [InlineData("中國銀行", 360, true)]
    [InlineData("中國銀行", 1280, false)]
    [InlineData("ゆうちょ", 360, false)]
    [InlineData("ゆうちょ", 1280, true)]
    public async Task An_applicant_asks_page_by_page_and_every_page_is_without_barriers(string bank, int width, bool javaScript)
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync("yamaguchi", Ledger, TransferSite.Settings);
        ApplicationVisit visit = await world.ApplyAsync(ApplicationsWorld.Answers("YM-000001"));
        await using IBrowserContext phone = await chromium.NewPhoneAsync(javaScript, width, 780);
        IPage page = await phone.NewPageAsync();
        string shot = $"transfer-{width}-{(javaScript ? "js" : "plain")}";
        await page.GotoAsync($"{world.Http.BaseAddress}apply/yamaguchi/status{(width == 1280 ? "?lang=en" : string.Empty)}");
        await page.Locator("#receipt").FillAsync(visit.Receipt!);
        await page.Locator("#contact").FillAsync("090-1234-5678");
        await NextAsync(page);
        await page.Locator("#code").FillAsync(world.CodeFor("+819012345678")!);
        await NextAsync(page);
        await page.LookAsync($"{shot}-status", javaScript);
        await page.Locator("main a.button").ClickAsync();
        await page.WaitForURLAsync("**/transfer*");
        await page.LookAsync($"{shot}-transfer", javaScript);
        await NextAsync(page);

        Dictionary<string, string> answers = new(TransferSite.Account("12345")) { ["bank"] = bank, ["branch"] = "東京" };
        for (int pages = 0; !page.Url.Contains("/transfer-check", StringComparison.Ordinal); pages++)
        {
            Assert.True(pages < Looking.PagesMax, page.Url);
            string step = new Uri(page.Url).Segments[^1];
            await page.LookAsync($"{shot}-{step}", javaScript);

            // Sent empty, the page says what to type, and leads to the field.
            await NextAsync(page);
            await page.ExpectFaultAsync();
            await page.LookAsync($"{shot}-{step}-fault", javaScript);
            await page.FillAsync(answers);
            await NextAsync(page);
            if (step == "branch")
            {
                // Both branches of the name are offered, with their codes.
                await page.ExpectFaultAsync();
                await Assertions.Expect(page.Locator("main .choice")).ToHaveCountAsync(2);
                await Assertions.Expect(page.Locator("main .choice").Last).ToContainTextAsync("718");
                await page.LookAsync($"{shot}-{step}-several", javaScript);
                await page.Locator("main .choice").Last.ClickAsync();
                await NextAsync(page);
            }
        }

        await page.LookAsync($"{shot}-check", javaScript);
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("ョ→ヨ".Replace("→", width == 1280 ? " → " : "→", StringComparison.Ordinal));

        // "Change" leads to the question, with what was typed, and back to the summary.
        await page.Locator("a[href^='holder']").ClickAsync();
        Assert.Equal(answers["holder"], await page.Locator("#holder").InputValueAsync());
        await page.Locator("#holder").FillAsync("髙橋");
        await NextAsync(page);
        await Assertions.Expect(page.Locator(".errors")).ToContainTextAsync("髙");
        await page.Locator("#holder").FillAsync("たかはし　はな");
        await NextAsync(page);
        await page.WaitForURLAsync("**/transfer-check*");

        await page.DoubleClickAsync(page.Locator("main button").First, "transfer-received");
        await page.LookAsync($"{shot}-received", javaScript);
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("ﾀｶﾊｼ ﾊﾅ");
        await Assertions.Expect(page.Locator("main")).Not.ToContainTextAsync("0012345");

        // Back after sending shows no account any more.
        await page.GoBackAsync();
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("main")).Not.ToContainTextAsync("0012345");

        await world.UntilAsync(ApplicationsWorld.Japan("2023-04-01T12:00"));
        (EntitlementState right, Transfer? transfer) = await world.TransferAsync("YM-000001");
        Assert.Equal((EntitlementState.TransferRequested, 1), (right, transfer!.Version));
        Assert.Equal(bank == "ゆうちょ" ? ("408", "1234567") : ("718", "0012345"), (world.FormOf(transfer).Account.Branch, world.FormOf(transfer).Account.Number));
    }

    [Theory]
    [InlineData(360, true)]
    [InlineData(1280, false)]
    public async Task Whose_coupon_is_in_the_app_comes_with_its_number_and_takes_points_after_all(int width, bool javaScript)
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync("yamaguchi", Ledger, TransferSite.Settings);
        await world.UntilAsync(ApplicationsWorld.Japan("2023-04-01T12:00"));
        await using IBrowserContext phone = await chromium.NewPhoneAsync(javaScript, width, 780);
        IPage page = await phone.NewPageAsync();
        string shot = $"transfer-app-{width}";
        await page.GotoAsync($"{world.Http.BaseAddress}apply/yamaguchi{(width == 1280 ? "?lang=en" : string.Empty)}");
        await page.LookAsync($"{shot}-first", javaScript);
        await page.Locator("main .way a").Last.ClickAsync();
        await page.WaitForURLAsync("**/transfer*");
        await page.LookAsync($"{shot}-start", javaScript);
        await NextAsync(page);
        await page.ExpectFaultAsync();
        await page.LookAsync($"{shot}-start-fault", javaScript);
        await page.Locator("#number").FillAsync("YM-000004");
        await page.Locator("#contact").FillAsync("０７０ー３３３３ー４４１０");
        await NextAsync(page);
        await page.LookAsync($"{shot}-code", javaScript);
        await page.Locator("#code").FillAsync(world.CodeFor("+817033334410")!);
        await NextAsync(page);
        using (SiteReader reader = new(new Uri(page.Url)))
        {
            await reader.AskAsync(TransferSite.Account());
        }

        await page.ReloadAsync();
        await page.LookAsync($"{shot}-asked", javaScript);
        await page.Locator("main .way a").ClickAsync();
        await page.LookAsync($"{shot}-withdraw", javaScript);
        await NextAsync(page);
        await page.LookAsync($"{shot}-withdrawn", javaScript);
        await Assertions.Expect(page.Locator("main a[href*='/r/']")).ToHaveCountAsync(1);
        Assert.Equal(EntitlementState.Open, (await world.TransferAsync("YM-000004")).Right);
    }

    /// <summary>Sends the page's form, and waits for what follows.</summary>
    private static async Task NextAsync(IPage page)
    {
        TaskCompletionSource loaded = new();
        void Loaded(object? sender, IPage which) => loaded.TrySetResult();
        page.Load += Loaded;
        await page.Locator("main button").First.ClickAsync();
        await loaded.Task.InTimeAsync();
        page.Load -= Loaded;
    }
}
