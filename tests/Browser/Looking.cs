using System.Globalization;
using Compensation.Tests.Common.Pages;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Compensation.Tests.Browser;

/// <summary>Looking at a page, and filling it in.</summary>
internal static class Looking
{
    /// <summary>A form that has more pages than this goes round in circles.</summary>
    public const int PagesMax = 30;

    /// <summary>Nothing is cut off, what is touched is large enough, and axe, which needs scripts, finds nothing. With <c>SCREENSHOTS</c> set to a folder, the page is pictured there.</summary>
    public static async Task LookAsync(this IPage page, string name, bool javaScript = true)
    {
        if (Environment.GetEnvironmentVariable("SCREENSHOTS") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}.png"), FullPage = true, Scale = ScreenshotScale.Css });
        }

        if (!javaScript)
        {
            // What looks at a page from inside needs scripts in it; the page is the same.
            return;
        }

        AxeResult result = await page.RunAxe().InTimeAsync();
        int overhang = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        string[] small = await page.EvaluateAsync<string[]>("[...document.querySelectorAll('a, button, label.choice, select, textarea, input:not([type=hidden], [type=radio], [type=checkbox])')].filter(e => e.getBoundingClientRect().height < 44).map(e => e.outerHTML)");

        string[] scrolled = await page.EvaluateAsync<string[]>("[...document.querySelectorAll('main .table[role=region]')].filter(e => window.innerWidth < 576 && e.scrollWidth > e.clientWidth).map(e => e.getAttribute('aria-label'))");

        string[] unsaid = await page.EvaluateAsync<string[]>($$"""
            document.documentElement.lang !== 'en' ? [] : (() => {
                const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
                while (walk.nextNode()) {
                    const at = walk.currentNode.parentElement;
                    if (/{{UnsaidJapanese.Letters}}/.test(walk.currentNode.data) && !at.closest('script') && at.closest('[lang]').lang !== 'ja') found.push(walk.currentNode.data.trim());
                }
                return found;
            })()
            """);

        Assert.True(unsaid.Length == 0, $"{name} has words that are not said to be Japanese: {string.Join("; ", unsaid)}");
        Assert.True(scrolled.Length == 0, $"{name} has tables of which a part has to be scrolled to: {string.Join("; ", scrolled)}");
        Assert.True(result.Violations.Length == 0, $"{name}: {string.Join("; ", result.Violations.Select(violation => $"{violation.Id}: {violation.Help} ({violation.Nodes[0].Html})"))}");
        Assert.True(overhang <= 0, string.Create(CultureInfo.InvariantCulture, $"{name} is {overhang} pixels too wide."));
        Assert.True(small.Length == 0, $"{name} has targets of less than 44 pixels: {string.Join("; ", small)}");
    }

    /// <summary>Types each field's answer by its name, and takes the first of what can be chosen.</summary>
    public static async Task FillAsync(this IPage page, Dictionary<string, string> answers)
    {
        foreach (ILocator input in await page.Locator("main input:not([type=radio]), main textarea").AllAsync())
        {
            await input.FillAsync(answers[(await input.GetAttributeAsync("name"))!]);
        }

        if (await page.Locator("main input[type=radio]").CountAsync() > 0)
        {
            await page.Locator("main label").First.ClickAsync();
        }
    }

    /// <summary>Clicks twice in a row, as hurried people do. Of two navigations at once the browser's driver now and then loses the end: then the page that they lead to is opened anew.</summary>
    public static async Task DoubleClickAsync(this IPage page, ILocator button, string leadsTo)
    {
        Uri at = new(page.Url);
        await button.DblClickAsync();
        try
        {
            await page.WaitForURLAsync($"**/{leadsTo}*", new PageWaitForURLOptions { Timeout = 30_000 });
        }
        catch (TimeoutException)
        {
            string[] either = [at.AbsolutePath, new Uri(at, leadsTo).AbsolutePath];
            Assert.Contains(new Uri(page.Url).AbsolutePath, either);
            await page.GotoAsync(new Uri(at, $"{leadsTo}{at.Query}").AbsoluteUri);
        }

        Assert.EndsWith($"/{leadsTo}", new Uri(page.Url).AbsolutePath, StringComparison.Ordinal);
    }

    /// <summary>There is a fault, and it leads to a field.</summary>
    public static async Task ExpectFaultAsync(this IPage page)
    {
        string field = (await page.Locator(".errors a").First.GetAttributeAsync("href"))![1..];
        Assert.Equal(1, await page.Locator($"[id='{field}']").CountAsync());
    }
}
