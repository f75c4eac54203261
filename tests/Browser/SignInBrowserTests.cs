using System.Text.RegularExpressions;
using Compensation.Access.Accounts;
using Compensation.Access.LocalAccounts;
using Compensation.Common.Access;
using Compensation.Tests.Access;
using Microsoft.Playwright;

namespace Compensation.Tests.Browser;

/// <summary>Signing in, in a real browser, on a phone's and on a desk's screen. With <c>SCREENSHOTS</c> set to a folder, each page's picture is written there.</summary>
public sealed class SignInBrowserTests(ChromiumFixture chromium) : IClassFixture<ChromiumFixture>
{
    [Theory]
    [InlineData(360, true)]
    [InlineData(1280, false)]
    public async Task Somebody_signs_in_after_a_slip_and_out_again(int width, bool javaScript)
    {
        await using AccessApp app = await AccessApp.StartWithLocalAccountsAsync();
        await app.HireAsync("sato", Roles.Supervisor | Roles.Viewer);
        await using IBrowserContext browser = await OpenAsync(width, javaScript);
        IPage page = await browser.NewPageAsync();

        await page.GotoAsync(new Uri(app.Address, "account").AbsoluteUri);
        await Assertions.Expect(page).ToHaveURLAsync(new Uri(app.Address, "sign-in?to=%2Faccount").AbsoluteUri);
        await page.LookAsync($"sign-in-{width}", javaScript);
        await FillAsync(page, "ユーザー名", "パスワード", "認証アプリの6桁の数字", "a wrong password", app.NumberNow());
        await page.GetByRole(AriaRole.Button, new() { Name = "サインイン" }).ClickAsync();

        await Assertions.Expect(page).ToHaveTitleAsync(new Regex("^エラー：", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await Assertions.Expect(page.Locator(".errors")).ToBeFocusedAsync();
        await page.LookAsync($"sign-in-wrong-{width}", javaScript);
        await page.Locator(".errors a").ClickAsync();
        await Assertions.Expect(page.Locator("#name")).ToBeFocusedAsync();
        await Assertions.Expect(page.Locator("#name")).ToHaveValueAsync("sato");
        await Assertions.Expect(page.Locator("#password")).ToHaveValueAsync(string.Empty);
        await page.GetByRole(AriaRole.Link, new() { Name = "English" }).ClickAsync();
        await page.LookAsync($"sign-in-english-{width}", javaScript);
        await FillAsync(page, "User name", "Password", "Six digits from your authenticator app", AccessApp.Password, app.NumberNow());
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();

        await Assertions.Expect(page.GetByText("sato (display)").First).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Viewer, Supervisor")).ToBeVisibleAsync();
        await page.LookAsync($"account-{width}", javaScript);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Uri(app.Address, "sign-in?lang=en").AbsoluteUri);
        await page.GotoAsync(new Uri(app.Address, "account").AbsoluteUri);
        await Assertions.Expect(page).ToHaveURLAsync(new Uri(app.Address, "sign-in?to=%2Faccount").AbsoluteUri);
    }

    [Theory]
    [InlineData(360)]
    [InlineData(1280)]
    public async Task The_first_sign_in_and_every_refusal_have_no_known_barrier(int width)
    {
        await using AccessApp app = await AccessApp.StartWithLocalAccountsAsync();
        await app.HireAsync("sato", Roles.None);
        (string code, LocalSecrets waiting) = app.Get<Invitations>().Make("sato");
        await app.Get<AccountStore>().ChangeAsync(app.Get<AccountStore>().IdOf("sato"), account => account with { Local = waiting }, CancellationToken.None);
        await using IBrowserContext browser = await OpenAsync(width, javaScript: true);
        IPage page = await browser.NewPageAsync();

        await page.GotoAsync(new Uri(app.Address, "sign-in/first").AbsoluteUri);
        await page.LookAsync($"first-{width}");
        await page.GetByLabel("ユーザー名").FillAsync("sato");
        await page.GetByLabel("初回コード").FillAsync(code);
        await page.GetByRole(AriaRole.Button, new() { Name = "つぎへ" }).ClickAsync();
        await Assertions.Expect(page.Locator("svg.qr")).ToBeVisibleAsync();
        await page.LookAsync($"first-password-{width}");
        string secret = await page.Locator(".code code").InnerTextAsync();
        await page.GetByLabel("新しいパスワード").FillAsync("my own long sentence");
        await page.GetByLabel("認証アプリの6桁の数字").FillAsync(new OtpNet.Totp(OtpNet.Base32Encoding.ToBytes(secret)).ComputeTotp(app.Clock.GetUtcNow().UtcDateTime));
        await page.GetByRole(AriaRole.Button, new() { Name = "サインイン" }).ClickAsync();
        await page.GotoAsync(new Uri(app.Address, "account").AbsoluteUri);
        await Assertions.Expect(page.GetByText("まだ役割がありません")).ToBeVisibleAsync();

        await page.GotoAsync(new Uri(app.Address, "campaigns/kumamoto/closing-report.html").AbsoluteUri);
        await page.LookAsync($"forbidden-{width}");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "このページは表示できません" })).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(360, false)]
    [InlineData(1280, true)]
    public async Task An_administrator_adds_somebody_and_locks_him_out_again(int width, bool javaScript)
    {
        await using AccessApp app = await AccessApp.StartWithLocalAccountsAsync();
        await app.HireAsync("sato", Roles.Administrator);
        await using IBrowserContext browser = await OpenAsync(width, javaScript);
        IPage page = await browser.NewPageAsync();
        await page.GotoAsync(new Uri(app.Address, "administration/accounts").AbsoluteUri);
        await FillAsync(page, "ユーザー名", "パスワード", "認証アプリの6桁の数字", AccessApp.Password, app.NumberNow());
        await page.GetByRole(AriaRole.Button, new() { Name = "サインイン" }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "アカウント" })).ToBeVisibleAsync();
        await page.LookAsync($"accounts-{width}", javaScript);
        await page.GetByRole(AriaRole.Link, new() { Name = "アカウントを追加" }).ClickAsync();
        await page.LookAsync($"new-account-{width}", javaScript);
        await page.GetByRole(AriaRole.Button, new() { Name = "アカウントを追加する" }).ClickAsync();
        await Assertions.Expect(page.Locator(".errors")).ToBeFocusedAsync();
        await page.LookAsync($"new-account-wrong-{width}", javaScript);
        await page.GetByLabel("ユーザー名").FillAsync("tanaka");
        await page.GetByLabel("名前", new() { Exact = true }).FillAsync("田中");
        await page.GetByLabel("窓口").CheckAsync();
        await page.GetByLabel("理由").FillAsync("新任");
        await page.GetByRole(AriaRole.Button, new() { Name = "アカウントを追加する" }).ClickAsync();
        await Assertions.Expect(page.Locator(".code code")).ToBeVisibleAsync();
        await page.LookAsync($"first-code-{width}", javaScript);

        await page.GetByRole(AriaRole.Link, new() { Name = "田中" }).ClickAsync();
        await Assertions.Expect(page.GetByText("はじめてのサインイン待ち")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "English" }).ClickAsync();
        await page.LookAsync($"one-account-{width}", javaScript);
        await page.GetByRole(AriaRole.Link, new() { Name = "Declare another account the same person's" }).ClickAsync();
        await page.LookAsync($"link-accounts-{width}", javaScript);
        await page.GetByRole(AriaRole.Link, new() { Name = "Back" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Lock the account" }).ClickAsync();
        await page.GetByLabel("Reason").FillAsync("left");
        await page.GetByRole(AriaRole.Button, new() { Name = "Lock the account" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Locked")).ToBeVisibleAsync();
    }

    private Task<IBrowserContext> OpenAsync(int width, bool javaScript) =>
        width < 600 ? chromium.NewPhoneAsync(javaScript, width, 780) : chromium.NewWindowAsync(javaScript, width);

    private static async Task FillAsync(IPage page, string name, string password, string number, string typedPassword, string typedNumber)
    {
        await page.GetByLabel(name).FillAsync("sato");
        await page.GetByLabel(password, new() { Exact = true }).FillAsync(typedPassword);
        await page.GetByLabel(number).FillAsync(typedNumber);
    }
}
