using Microsoft.Playwright;

namespace Compensation.Tests.Browser;

/// <summary>One real Chromium for all tests of a class: the one at <c>CHROMIUM_PATH</c>, else Debian's, without windows where that is installed.</summary>
public sealed class ChromiumFixture : IAsyncLifetime
{
    private const string WithoutWindows = "/usr/bin/chromium-headless-shell";
    private const string Whole = "/usr/bin/chromium";

    private static readonly float s_limit = (float)InTime.Limit.TotalMilliseconds;

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>A phone with a window of its own, in Japanese.</summary>
    public Task<IBrowserContext> NewPhoneAsync(bool javaScript = true, int width = 390, int height = 844) => NewAsync(new BrowserNewContextOptions
    {
        ViewportSize = new ViewportSize { Width = width, Height = height },
        DeviceScaleFactor = 2,
        IsMobile = true,
        HasTouch = true,
        Locale = "ja-JP",
        JavaScriptEnabled = javaScript,
    });

    /// <summary>A window on a desk, in Japanese.</summary>
    public Task<IBrowserContext> NewWindowAsync(bool javaScript = true, int width = 1280, int height = 900) => NewAsync(new BrowserNewContextOptions
    {
        ViewportSize = new ViewportSize { Width = width, Height = height },
        Locale = "ja-JP",
        JavaScriptEnabled = javaScript,
    });

    public async Task InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(s_limit);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM_PATH") ?? (File.Exists(WithoutWindows) ? WithoutWindows : Whole),
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
            Headless = true,
            Timeout = s_limit,
        });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    /// <summary>Nothing fails because a machine is slow.</summary>
    private async Task<IBrowserContext> NewAsync(BrowserNewContextOptions options)
    {
        IBrowserContext context = await _browser!.NewContextAsync(options);
        context.SetDefaultTimeout(s_limit);
        return context;
    }
}
