using Microsoft.Playwright;

namespace Compensation.Tests.Browser;

/// <summary>One real Chromium for all tests of a class: the one at <c>CHROMIUM_PATH</c>, else Debian's.</summary>
public sealed class ChromiumFixture : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>A phone with a window of its own, in Japanese.</summary>
    public Task<IBrowserContext> NewPhoneAsync(bool javaScript = true, int width = 390, int height = 844) => _browser!.NewContextAsync(new BrowserNewContextOptions
    {
        ViewportSize = new ViewportSize { Width = width, Height = height },
        DeviceScaleFactor = 2,
        IsMobile = true,
        HasTouch = true,
        Locale = "ja-JP",
        JavaScriptEnabled = javaScript,
    });

    /// <summary>A window on a desk, in Japanese.</summary>
    public Task<IBrowserContext> NewWindowAsync(bool javaScript = true, int width = 1280, int height = 900) => _browser!.NewContextAsync(new BrowserNewContextOptions
    {
        ViewportSize = new ViewportSize { Width = width, Height = height },
        Locale = "ja-JP",
        JavaScriptEnabled = javaScript,
    });

    public async Task InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM_PATH") ?? "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
            Headless = true,
            Timeout = 120_000,
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
}
