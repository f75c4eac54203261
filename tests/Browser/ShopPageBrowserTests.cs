using Compensation.Tests.Applications;
using Compensation.Tests.CallCentre;
using Microsoft.Playwright;

namespace Compensation.Tests.Browser;

/// <summary>A shop answers about a double charge, in a real browser: sent empty first, in both languages, answered, and opened again.</summary>
public sealed class ShopPageBrowserTests(ChromiumFixture chromium) : IClassFixture<ChromiumFixture>
{
    [Theory]
    [InlineData(360, true)]
    [InlineData(1280, false)]
    public async Task A_shop_answers_once_and_every_page_is_without_barriers(int width, bool javaScript)
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: ["YM-000001,2023-02-24,1000,true,false,,,090-1234-5678,"]);
        await CaseJourneyTests.OpenAsync(world, "call-1", "YM-000001");
        await world.UntilAsync(ApplicationsWorld.Japan("2023-03-23T09:05:00"));
        string link = world.Http.BaseAddress + CaseJourneyTests.LinkIn(Assert.Single(world.MessagesTo(CaseJourneyTests.Shop)));
        await using IBrowserContext browser = width < 600 ? await chromium.NewPhoneAsync(javaScript, width, 780) : await chromium.NewWindowAsync(javaScript, width);
        IPage page = await browser.NewPageAsync();

        await page.GotoAsync($"{link}?lang=en");
        await page.LookAsync($"shop-{width}-english", javaScript);
        await page.GotoAsync(link);
        await page.LookAsync($"shop-{width}", javaScript);
        await page.GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(page.Locator(".errors a")).ToHaveCountAsync(2);
        await page.LookAsync($"shop-{width}-fault", javaScript);
        await page.Locator("label.choice").First.ClickAsync();
        await page.Locator("#name").FillAsync("店長");
        await page.GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("ご回答ありがとうございました");
        await page.LookAsync($"shop-{width}-thanks", javaScript);

        await page.GotoAsync(link);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("このURLは使えません");
        await page.LookAsync($"shop-{width}-dead", javaScript);
        await page.GotoAsync(link[..^3]);
        await page.LookAsync($"shop-{width}-damaged", javaScript);
        await Assertions.Expect(page.Locator("footer")).ToContainTextAsync(world.Campaign.CallCentre.Phone);
        await page.GotoAsync($"{world.Http.BaseAddress}genuine/yamaguchi");
        await page.LookAsync($"genuine-{width}", javaScript);
        await page.GotoAsync($"{world.Http.BaseAddress}apply/yamaguchi?lang=en");
        await page.LookAsync($"apply-{width}-english", javaScript);
    }
}
