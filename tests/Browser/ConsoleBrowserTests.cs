using Compensation.Common.Access;
using Compensation.Tests.Access;
using Compensation.Tests.Applications;
using Compensation.Tests.ConsolePages;
using Microsoft.Playwright;

namespace Compensation.Tests.Browser;

/// <summary>The main tasks of the console in a real browser, without a known barrier and without anything sticking out, on a phone and on a desk.</summary>
public sealed class ConsoleBrowserTests(ChromiumFixture chromium) : IClassFixture<ChromiumFixture>
{
    private static readonly string[] s_ledger =
    [
        "YM-000001,2023-02-24,3000,false,,ヤマダ タロウ,2023-02-23,,",
        "YM-000002,2023-02-24,500,true,,スズキ ハナコ,2023-02-22,090-1234-5610,",
        "YM-000003,2023-02-24,700,false,,サトウ ジロウ,,,",
    ];

    [Theory]
    [InlineData(1280)]
    [InlineData(360)]
    public async Task An_operator_serves_a_caller_and_a_supervisor_sees_whether_the_campaign_is_well(int width)
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: s_ledger, settings: Desk.Settings);
        await world.ApplyAsync(ApplicationsWorld.Answers("YM-000003", "タナカ", "ハナコ", "090-2222-1110"), "+819022221110");
        await world.UntilAsync(ApplicationsWorld.Japan("2023-04-22T12:00"));
        await using IBrowserContext browser = width < 600 ? await chromium.NewPhoneAsync(width: width, height: 780) : await chromium.NewWindowAsync(width: width);
        IPage page = await browser.NewPageAsync();
        await SignInAsync(page, world, "operator", Roles.Operator);
        await LookAsync("choose");
        await page.GetByRole(AriaRole.Link, new() { Name = world.Campaign.Programme }).First.ClickAsync();
        await LookAsync("home");

        await page.GetByRole(AriaRole.Link, new() { Name = "お客様を探す" }).First.ClickAsync();
        await page.GetByLabel("電話番号").FillAsync("０９０１２３４");
        await page.GetByRole(AriaRole.Button, new() { Name = "探す" }).ClickAsync();
        await Assertions.Expect(page.Locator(".errors")).ToBeFocusedAsync();
        await page.GetByLabel("電話番号").FillAsync("０９０ー１２３４ー５６１０");
        await page.GetByRole(AriaRole.Button, new() { Name = "探す" }).ClickAsync();
        await LookAsync("found");
        await page.GetByRole(AriaRole.Link, new() { Name = "…0002" }).ClickAsync();
        await LookAsync("person");
        await page.GetByRole(AriaRole.Link, new() { Name = "リンクをもう一度送る" }).ClickAsync();
        await LookAsync("resend");
        await page.GetByLabel("理由").FillAsync("紛失");
        await page.GetByRole(AriaRole.Button, new() { Name = "送る" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "連絡先を直して送る" }).Or(page.GetByText("これまで")).First.WaitForAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "通話を記録する" }).ClickAsync();
        await page.GetByLabel("解決した").CheckAsync();
        await page.GetByLabel("内容").FillAsync("リンクを送りなおした");
        await LookAsync("note");
        await page.GetByRole(AriaRole.Button, new() { Name = "通話を記録する" }).ClickAsync();
        await Assertions.Expect(page.GetByText("リンクを送りなおした")).ToBeVisibleAsync();

        await WalkAsync(page, "重複決済", "cases");
        await page.GetByRole(AriaRole.Link, new() { Name = "お申し出を受け付ける" }).ClickAsync();
        await LookAsync("new-case");
        await WalkAsync(page, "申請", "applications");
        await page.Locator("tbody a").First.ClickAsync();
        await LookAsync("application");
        await page.GetByRole(AriaRole.Link, new() { Name = "断る" }).ClickAsync();
        await LookAsync("refuse");
        await WalkAsync(page, "本物か", "genuine");
        await page.GetByLabel("リンク（URL）").FillAsync("https://r.example.test/x");
        await page.GetByRole(AriaRole.Button, new() { Name = "調べる" }).ClickAsync();
        await Assertions.Expect(page.GetByText("いいえ、私たちのメッセージではありません。")).ToBeVisibleAsync();
        await LookAsync("not-genuine");
        await WalkAsync(page, "未達", "unreached");

        await page.Context.ClearCookiesAsync();
        await SignInAsync(page, world, "supervisor", Roles.Supervisor);
        await page.GotoAsync(new Uri(world.Http.BaseAddress!, $"console/{world.Campaign.Id}?lang=en").AbsoluteUri);
        await LookAsync("home-english");
        await page.GetByRole(AriaRole.Link, new() { Name = "Waves", Exact = true }).First.ClickAsync();
        await LookAsync("waves");
        await page.GetByRole(AriaRole.Link, new() { Name = "issue-app" }).First.ClickAsync();
        await LookAsync("wave");
        await page.GetByRole(AriaRole.Link, new() { Name = "Stock", Exact = true }).ClickAsync();
        await LookAsync("stock");
        await page.GetByRole(AriaRole.Link, new() { Name = "Acts", Exact = true }).ClickAsync();
        await LookAsync("acts");
        await Assertions.Expect(page.GetByText("by phone: 1 found").First).ToBeVisibleAsync();

        await VisitAsync("waves?by=channel", "waves-by-channel");
        await Assertions.Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "reminder-1" })).ToContainTextAsync("開始前");
        await page.Locator("#live summary").First.ClickAsync();
        await LookAsync("waves-figures");
        await VisitAsync("deadline", "deadline");
        await VisitAsync("deadline/propose", "deadline-propose");
        await VisitAsync("bulk", "bulk");
        await VisitAsync("bulk/send-elsewhere/start", "bulk-start");
        await VisitAsync("bulk/ask-shops/start", "bulk-ask-shops");
        await VisitAsync("applications?only=refused", "applications-refused");
        await VisitAsync("stock?only=low", "stock-low");

        await world.UntilAsync(ApplicationsWorld.Japan("2023-04-22T13:00"));
        string person = $"console/{world.Campaign.Id}/people/{(await world.EntitlementAsync("YM-000002"))!.Id}";
        await page.GotoAsync(new Uri(world.Http.BaseAddress!, person).AbsoluteUri);
        await page.GetByRole(AriaRole.Link, new() { Name = "個人情報を消去する" }).ClickAsync();
        await LookAsync("erase");
        await page.GetByLabel("まだ受け取れる金額を放棄する").CheckAsync();
        await page.GetByLabel("理由").FillAsync("本人の請求");
        await page.GetByRole(AriaRole.Button, new() { Name = "消去する" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("個人情報を消去しました");
        await LookAsync("erased");

        Task LookAsync(string name) => page.LookAsync($"console-{name}-{width}");

        async Task VisitAsync(string path, string name)
        {
            await page.GotoAsync(new Uri(world.Http.BaseAddress!, $"console/{world.Campaign.Id}/{path}").AbsoluteUri);
            await LookAsync(name);
        }

        async Task WalkAsync(IPage on, string words, string name)
        {
            await on.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = words, Exact = true }).ClickAsync();
            await LookAsync(name);
        }
    }

    private static async Task SignInAsync(IPage page, ApplicationsWorld world, string name, Roles roles)
    {
        string number = await Desk.HireAsync(world.App.Services, name, roles);
        await page.GotoAsync(new Uri(world.Http.BaseAddress!, "sign-in").AbsoluteUri);
        await page.GetByLabel("ユーザー名").FillAsync(name);
        await page.GetByLabel("パスワード", new() { Exact = true }).FillAsync(AccessApp.Password);
        await page.GetByLabel("認証アプリの6桁の数字").FillAsync(number);
        await page.GetByRole(AriaRole.Button, new() { Name = "サインイン" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "事業を選ぶ" })).ToBeVisibleAsync();
    }
}
