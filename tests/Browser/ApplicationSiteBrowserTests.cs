using Compensation.Tests.Applications;
using Microsoft.Playwright;

namespace Compensation.Tests.Browser;

/// <summary>The special site in a real browser, page by page: as somebody fills it in who makes a mistake on each page first. With <c>SCREENSHOTS</c> set to a folder, each page is pictured there.</summary>
public sealed class ApplicationSiteBrowserTests(ChromiumFixture chromium) : IClassFixture<ChromiumFixture>
{
    private static readonly string[] Ledger = ["YM-000001,2023-02-24,3000,false,,ヤマダ タロウ,2023-02-23,,", "KM-000001,2023-02-24,3000,false,,ヤマダ タロウ,2023-02-23,,"];

    [Theory]
    [InlineData("yamaguchi", 360, true)]
    [InlineData("yamaguchi", 1280, false)]
    [InlineData("kumamoto", 360, false)]
    [InlineData("kumamoto", 1280, true)]
    public async Task Somebody_applies_page_by_page_and_every_page_is_without_barriers(string campaign, int width, bool javaScript)
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(campaign, Ledger);
        await using IBrowserContext phone = await chromium.NewPhoneAsync(javaScript, width, 780);
        IPage page = await phone.NewPageAsync();
        await page.GotoAsync($"{world.Http.BaseAddress}apply/{campaign}{(width == 1280 ? "?lang=en" : string.Empty)}");
        string address = campaign == "kumamoto" ? "taro@example.jp" : "+819012345678";
        Dictionary<string, string> answers = ApplicationsWorld.Answers(campaign == "kumamoto" ? "KM-000001" : "YM-000001");
        (answers["address"], answers["email"]) = ("熊本県熊本市中央区水前寺6-18-1", "taro@example.jp");

        await page.LookAsync($"{campaign}-{width}-start", javaScript);
        await page.Locator("main button").First.ClickAsync();
        for (int pages = 0; !page.Url.Contains("/check", StringComparison.Ordinal); pages++)
        {
            Assert.True(pages < Looking.PagesMax, page.Url);
            string step = new Uri(page.Url).Segments[^1];
            await page.LookAsync($"{campaign}-{width}-{step}", javaScript);

            // Sent empty, the page says what to type, and leads to the field.
            await page.Locator("main button").First.ClickAsync();
            await page.ExpectFaultAsync();
            await page.LookAsync($"{campaign}-{width}-{step}-fault", javaScript);
            await page.FillAsync(answers);
            await page.Locator("main button").First.ClickAsync();
        }

        await page.LookAsync($"{campaign}-{width}-check", javaScript);

        // "Change" leads to the question, with what was typed, and back to the summary.
        await page.Locator(".change a").First.ClickAsync();
        Assert.Equal("ヤマダ", await page.Locator("#family").InputValueAsync());
        await page.Locator("#family").FillAsync("やまだ");
        await page.Locator("main button").First.ClickAsync();
        Assert.Contains("/check", page.Url, StringComparison.Ordinal);

        await page.Locator("main button").First.ClickAsync();
        await page.LookAsync($"{campaign}-{width}-code", javaScript);
        ILocator code = page.Locator("#code");
        Assert.Equal(("one-time-code", "numeric"), (await code.GetAttributeAsync("autocomplete"), await code.GetAttributeAsync("inputmode")));
        await code.FillAsync(FullWidth(world.CodeFor(address)!));
        await page.DoubleClickAsync(page.Locator("main button").First, "received");
        await page.LookAsync($"{campaign}-{width}-received", javaScript);
        string receipt = await page.Locator("dd").First.InnerTextAsync();

        // Back after sending shows the receipt.
        await page.GoBackAsync();
        await page.ReloadAsync();
        Assert.Equal(receipt, await page.Locator("dd").First.InnerTextAsync());
        Assert.Single((await world.GetAsync("applications")).GetProperty("applications").EnumerateArray());
    }

    [Theory]
    [InlineData(360, true)]
    [InlineData(1280, false)]
    public async Task Before_after_and_on_the_way_the_pages_are_honest(int width, bool javaScript)
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync("yamaguchi", Ledger);
        await using IBrowserContext phone = await chromium.NewPhoneAsync(javaScript, width, 780);
        IPage status = await phone.NewPageAsync();
        await status.GotoAsync($"{world.Http.BaseAddress}apply/yamaguchi/status");
        await status.LookAsync($"yamaguchi-{width}-status", javaScript);
        await world.UntilAsync(world.Campaign.ApplicationSite!.EndsAt.AddMinutes(-5));
        IPage caught = await phone.NewPageAsync();
        await caught.GotoAsync($"{world.Http.BaseAddress}apply/yamaguchi");
        await caught.Locator("main button").First.ClickAsync();
        await caught.WaitForURLAsync("**/name*");
        await caught.Locator("#family").FillAsync("ヤマダ");
        await caught.Locator("main button").First.ClickAsync();
        await caught.WaitForURLAsync("**/contact*");
        await world.UntilAsync(world.Campaign.ApplicationSite.EndsAt);
        await caught.GotoAsync(caught.Url);
        await Assertions.Expect(caught.Locator("main")).ToContainTextAsync("23:59");
        await Assertions.Expect(caught.Locator("main")).ToContainTextAsync("ヤマダ");
        await caught.LookAsync($"yamaguchi-{width}-caught", javaScript);
        await status.GotoAsync($"{world.Http.BaseAddress}apply/yamaguchi");
        await status.LookAsync($"yamaguchi-{width}-closed", javaScript);
    }

    private static string FullWidth(string digits) => string.Concat(digits.Select(digit => (char)(digit - '0' + '０')));
}
