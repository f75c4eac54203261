using System.Globalization;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Compensation.Tests.Browser;

internal static class Looking
{
    /// <summary>Nothing is cut off, what is touched is large enough, and axe, which needs scripts, finds nothing. With <c>SCREENSHOTS</c> set to a folder, the page is pictured there.</summary>
    public static async Task LookAsync(this IPage page, string name, int width, bool javaScript)
    {
        if (Environment.GetEnvironmentVariable("SCREENSHOTS") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}.png"), FullPage = true });
        }

        if (javaScript)
        {
            int overhang = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            Assert.True(overhang <= 0, string.Create(CultureInfo.InvariantCulture, $"{name} is {overhang} pixels too wide for {width}."));
            AxeResult result = await page.RunAxe();
            Assert.True(result.Violations.Length == 0, $"{name}: {string.Join("; ", result.Violations.Select(violation => $"{violation.Id}: {violation.Help} ({violation.Nodes[0].Html})"))}");
        }
    }
}
