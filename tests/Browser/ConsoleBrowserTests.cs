using System.Net.Http.Json;
using Compensation.Common.Access;
using Compensation.Tests.Access;
using Compensation.Tests.Applications;
using Compensation.Tests.Applications.IntoAccounts;
using Compensation.Tests.CallCentre;
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
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: s_ledger, settings: [.. Desk.Settings, .. TransferSite.Settings]);
        await CaseJourneyTests.OpenAsync(world, "call-1", "YM-000002");
        await world.ApplyAsync(ApplicationsWorld.Answers("YM-000003", "タナカ", "ハナコ", "090-2222-1110"), "+819022221110");
        await world.UntilAsync(ApplicationsWorld.Japan("2023-03-29T12:00"));
        await using IBrowserContext browser = width < 600 ? await chromium.NewPhoneAsync(width: width, height: 780) : await chromium.NewWindowAsync(width: width);
        IPage page = await browser.NewPageAsync();
        await SignInAsync(page, world, "shift", Roles.Supervisor);
        await VisitAsync("bulk/ask-shops/start", "bulk-start");
        await page.GetByLabel("理由").FillAsync("期限前に");
        await page.Locator("main form button").ClickAsync();
        await page.WaitForURLAsync("**/bulk/*");
        await world.UntilAsync(ApplicationsWorld.Japan("2023-03-29T13:00"));
        await page.ReloadAsync();
        await Assertions.Expect(page.GetByText("もう一度たずねた").First).ToBeVisibleAsync();
        await LookAsync("bulk-done");
        await VisitAsync("cases", "cases-stuck");
        await page.Locator("tbody a").First.ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "聞き取りの内容を直す" }).ClickAsync();
        await LookAsync("case-correct");
        await page.Context.ClearCookiesAsync();
        await world.UntilAsync(ApplicationsWorld.Japan("2023-04-22T12:00"));
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
        await VisitAsync("new-application", "new-application");
        await page.GetByLabel("姓（カナ）").FillAsync("ヤマダ");
        await page.GetByLabel("名（カナ）").FillAsync("タロウ");
        await page.GetByLabel("お問い合わせ番号").FillAsync("YM-000001");
        await page.GetByLabel("旅行の日").FillAsync("令和5年2月23日");
        await page.GetByLabel("理由").FillAsync("電話で受付");
        await page.GetByRole(AriaRole.Button, new() { Name = "読み上げる内容へ進む" }).ClickAsync();
        await LookAsync("new-application-read-back");
        await page.GetByRole(AriaRole.Button, new() { Name = "申請を入力する" }).ClickAsync();
        await Assertions.Expect(page.Locator(".errors")).ToBeFocusedAsync();
        await page.GetByLabel("読み上げて、まちがいないと確かめた").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "申請を入力する" }).ClickAsync();
        await Assertions.Expect(page.GetByText("電話で入力した人")).ToBeVisibleAsync();
        await VisitAsync($"people/{(await world.EntitlementAsync("YM-000002"))!.Id}/transfer", "transfer-entry");
        await page.GetByLabel("金融機関の名前・カナ・コード").FillAsync("みずほ銀行");
        await page.GetByLabel("支店の名前・カナ・店番").FillAsync("丸の内中央");
        await page.GetByLabel("普通（通常貯金）").CheckAsync();
        await page.GetByLabel("口座番号").FillAsync("12345");
        await page.GetByLabel("口座名義").FillAsync("スズキ　ハナコ");
        await page.GetByLabel("理由").FillAsync("電話で受付");
        foreach (ILocator answer in await page.Locator("[id^=answer-]").AllAsync())
        {
            await answer.FillAsync("スズキ ハナコ");
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "読み上げる内容へ進む" }).ClickAsync();
        await Assertions.Expect(page.GetByText("前に0を2つ補いました。")).ToBeVisibleAsync();
        await LookAsync("transfer-read-back");
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
        await VisitAsync("reports", "reports");
        await page.GetByRole(AriaRole.Button, new() { Name = "いまの数字を集計する" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("集計を始めました");
        ILocator counted = page.GetByRole(AriaRole.Link, new() { Name = "公表用の短い報告" });
        for (int looks = 0; looks < Looking.PagesMax * 10 && await counted.CountAsync() == 0; looks++)
        {
            await page.GotoAsync(page.Url);
        }

        await LookAsync("reports-counted");
        await VisitAsync("bulk", "bulk");
        await VisitAsync("bulk/send-elsewhere/start", "bulk-nobody");
        await VisitAsync("search", "search-before");
        await page.GetByRole(AriaRole.Link, new() { Name = "もう送らないで" }).ClickAsync();
        await LookAsync("suppressions");
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

        await world.UntilAsync(ApplicationsWorld.Japan("2023-05-31T20:00"));
        (await world.Http.PostAsJsonAsync("uptime/down", new { by = "probe", down = new[] { new { from = "2023-05-31T10:00", until = "2023-05-31T11:00" } } })).EnsureSuccessStatusCode();
        await VisitAsync("deadline/propose", "deadline-propose");
        await page.GetByLabel("延長する分数").FillAsync("60");
        await page.GetByLabel("理由").FillAsync("障害のため");
        await page.GetByRole(AriaRole.Button, new() { Name = "期限の延長を提案する" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "期限を延長する（承認）" }).WaitForAsync();
        await page.Context.ClearCookiesAsync();
        await SignInAsync(page, world, "second", Roles.Supervisor);
        await VisitAsync("deadline/approve", "deadline-approve");
        await page.GetByRole(AriaRole.Button, new() { Name = "期限を延長する（承認）" }).ClickAsync();
        await Assertions.Expect(page.GetByText("2023年6月1日(木)00:59").First).ToBeVisibleAsync();
        await LookAsync("deadline-extended");

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
