using System.Text.RegularExpressions;
using Compensation.Access.Accounts;
using Compensation.Access.LocalAccounts;
using Compensation.Common.Access;
using Compensation.Tests.Access;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Compensation.Tests.Browser;

/// <summary>Signing in, in a real browser, on a phone's and on a desk's screen. With <c>SCREENSHOTS</c> set to a folder, each page's picture is written there.</summary>
public sealed class SignInBrowserTests(ChromiumFixture chromium) : IClassFixture<ChromiumFixture>
{
    [Theory]
    [InlineData(360, true)]
    [InlineData(360, false)]
    [InlineData(1280, true)]
    [InlineData(1280, false)]
    public async Task Somebody_signs_in_after_a_slip_and_out_again(int width, bool javaScript)
    {
        await using AccessApp app = await AccessApp.StartWithLocalAccountsAsync();
        await app.HireAsync("sato", Roles.Supervisor | Roles.Viewer);
        await using IBrowserContext browser = await OpenAsync(width, javaScript);
        IPage page = await browser.NewPageAsync();

        await page.GotoAsync(new Uri(app.Address, "account").AbsoluteUri);
        await Assertions.Expect(page).ToHaveURLAsync(new Uri(app.Address, "sign-in").AbsoluteUri);
        await LookAtAsync(page, width, javaScript, "sign-in");
        await FillAsync(page, "ユーザー名", "パスワード", "認証アプリの6桁の数字", "a wrong password", app.NumberNow());
        await page.GetByRole(AriaRole.Button, new() { Name = "サインイン" }).ClickAsync();

        await Assertions.Expect(page).ToHaveTitleAsync(new Regex("^エラー：", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await Assertions.Expect(page.Locator(".errors")).ToBeFocusedAsync();
        await LookAtAsync(page, width, javaScript, "sign-in-wrong");
        await page.Locator(".errors a").ClickAsync();
        await Assertions.Expect(page.Locator("#name")).ToBeFocusedAsync();
        await Assertions.Expect(page.Locator("#name")).ToHaveValueAsync("sato");
        await Assertions.Expect(page.Locator("#password")).ToHaveValueAsync(string.Empty);
        await page.GetByRole(AriaRole.Link, new() { Name = "English" }).ClickAsync();
        await LookAtAsync(page, width, javaScript, "sign-in-english");
        await FillAsync(page, "User name", "Password", "Six digits from your authenticator app", AccessApp.Password, app.NumberNow());
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();

        await Assertions.Expect(page.GetByText("sato (display)").First).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Viewer, Supervisor")).ToBeVisibleAsync();
        await LookAtAsync(page, width, javaScript, "account");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Uri(app.Address, "sign-in?lang=en").AbsoluteUri);
        await page.GotoAsync(new Uri(app.Address, "account").AbsoluteUri);
        await Assertions.Expect(page).ToHaveURLAsync(new Uri(app.Address, "sign-in").AbsoluteUri);
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
        const bool javaScript = true;
        await using IBrowserContext browser = await OpenAsync(width, javaScript);
        IPage page = await browser.NewPageAsync();

        await page.GotoAsync(new Uri(app.Address, "sign-in/first").AbsoluteUri);
        await LookAtAsync(page, width, javaScript, "first");
        await page.GetByLabel("ユーザー名").FillAsync("sato");
        await page.GetByLabel("初回コード").FillAsync(code);
        await page.GetByRole(AriaRole.Button, new() { Name = "つぎへ" }).ClickAsync();
        await Assertions.Expect(page.Locator("svg.qr")).ToBeVisibleAsync();
        await LookAtAsync(page, width, javaScript, "first-password");
        string secret = await page.Locator(".code code").InnerTextAsync();
        await page.GetByLabel("新しいパスワード").FillAsync("my own long sentence");
        await page.GetByLabel("認証アプリの6桁の数字").FillAsync(new OtpNet.Totp(OtpNet.Base32Encoding.ToBytes(secret)).ComputeTotp(app.Clock.GetUtcNow().UtcDateTime));
        await page.GetByRole(AriaRole.Button, new() { Name = "サインイン" }).ClickAsync();
        await Assertions.Expect(page.GetByText("まだ役割がありません")).ToBeVisibleAsync();

        await page.GotoAsync(new Uri(app.Address, "campaigns/kumamoto/closing-report.html").AbsoluteUri);
        await LookAtAsync(page, width, javaScript, "forbidden");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "このページは表示できません" })).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(360, true)]
    [InlineData(360, false)]
    [InlineData(1280, true)]
    [InlineData(1280, false)]
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
        await LookAtAsync(page, width, javaScript, "accounts");
        await page.GetByRole(AriaRole.Link, new() { Name = "アカウントを追加" }).ClickAsync();
        await LookAtAsync(page, width, javaScript, "new-account");
        await page.GetByRole(AriaRole.Button, new() { Name = "アカウントを追加する" }).ClickAsync();
        await Assertions.Expect(page.Locator(".errors")).ToBeFocusedAsync();
        await LookAtAsync(page, width, javaScript, "new-account-wrong");
        await page.GetByLabel("ユーザー名").FillAsync("tanaka");
        await page.GetByLabel("名前", new() { Exact = true }).FillAsync("田中");
        await page.GetByLabel("窓口").CheckAsync();
        await page.GetByLabel("理由").FillAsync("新任");
        await page.GetByRole(AriaRole.Button, new() { Name = "アカウントを追加する" }).ClickAsync();
        await Assertions.Expect(page.Locator(".code code")).ToBeVisibleAsync();
        await LookAtAsync(page, width, javaScript, "first-code");

        await page.GetByRole(AriaRole.Link, new() { Name = "田中" }).ClickAsync();
        await Assertions.Expect(page.GetByText("はじめてのサインイン待ち")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "English" }).ClickAsync();
        await LookAtAsync(page, width, javaScript, "one-account");
        await page.GetByRole(AriaRole.Link, new() { Name = "Declare another account the same person's" }).ClickAsync();
        await LookAtAsync(page, width, javaScript, "link-accounts");
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

    /// <summary>Nothing is cut off, what is touched is large enough, and axe finds nothing.</summary>
    private static async Task LookAtAsync(IPage page, int width, bool javaScript, string name)
    {
        if (Environment.GetEnvironmentVariable("SCREENSHOTS") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}-{width}.png"), FullPage = true, Scale = ScreenshotScale.Css });
        }

        if (!javaScript)
        {
            // What looks at a page from inside needs scripts in it; the page is the same.
            return;
        }

        AxeResult result = await page.RunAxe().WaitAsync(TimeSpan.FromMinutes(2));
        int overhang = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        double[] heights = await page.EvaluateAsync<double[]>("[...document.querySelectorAll('a, button, label.choice, input:not([type=hidden], [type=radio], [type=checkbox])')].map(e => e.getBoundingClientRect().height)");

        Assert.True(result.Violations.Length == 0, $"{name}: {string.Join("; ", result.Violations.Select(violation => $"{violation.Id}: {violation.Help} ({violation.Nodes[0].Html})"))}");
        Assert.True(overhang <= 0, $"{name} is {overhang} pixels too wide.");
        Assert.All(heights, height => Assert.True(height >= 44, $"{name} has a target of {height} pixels."));
    }
}
