using System.Net;

namespace Compensation.Tests.Applications;

/// <summary>One journey, open in two windows, in each of which another coupon is added.</summary>
public sealed class TwoWindowsTests
{
    private static readonly KeyValuePair<string, string> s_added = KeyValuePair.Create("added", "1");

    [Fact]
    public async Task A_coupon_that_is_added_in_a_second_window_takes_the_place_of_none()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync();
        Uri summary = await world.SummaryAsync(ApplicationsWorld.Answers("YM-000001"));
        Uri second = new(summary, "number-2");
        Assert.Contains("name=\"added\"", (await world.OpenAsync(second)).Page, StringComparison.Ordinal);

        // Both windows had opened the page while no second coupon was named; the second window sends twice.
        await AddAsync(world, second, "YM-000002");
        await AddAsync(world, second, "YM-000003");
        await AddAsync(world, second, "YM-000003");
        string page = (await world.OpenAsync(summary)).Page;
        Assert.Equal([true, true, true], new[] { "YM-000001", "YM-000002", "YM-000003" }.Select(number => page.Contains(number, StringComparison.Ordinal)));
        Assert.Contains("number-4", page, StringComparison.Ordinal);

        // Whoever changes what he sees there changes it; an empty page that is stale takes nothing away.
        Assert.DoesNotContain("name=\"added\"", (await world.OpenAsync(second)).Page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await world.SendAsync(second, [KeyValuePair.Create("number-2", "YM-000012")])).Status);
        await AddAsync(world, second, string.Empty);
        page = (await world.OpenAsync(summary)).Page;
        Assert.Equal([true, false, true], new[] { "YM-000012", "YM-000002", "YM-000003" }.Select(number => page.Contains(number, StringComparison.Ordinal)));

        await AddAsync(world, second, "YM-000004");
        SiteAnswer full = await world.SendAsync(second, [s_added, KeyValuePair.Create("number-2", "YM-000005")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, full.Status);
        Assert.Contains("4枚まで", full.Page, StringComparison.Ordinal);
        Assert.Contains("action=\"check\"", full.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("YM-000005", full.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_is_asked_again_at_the_place_that_it_got()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync();
        Uri summary = await world.SummaryAsync(ApplicationsWorld.Answers("YM-000001"));
        Uri second = new(summary, "number-2");
        await AddAsync(world, second, "YM-000002");

        SiteAnswer wrong = await world.SendAsync(second, [s_added, KeyValuePair.Create("number-2", "YM-00000?")]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Contains("action=\"number-3\"", wrong.Page, StringComparison.Ordinal);
        Assert.Contains("value=\"YM-00000?\"", wrong.Page, StringComparison.Ordinal);
        Assert.EndsWith("check", (await world.SendAsync(new Uri(summary, "number-3"), [KeyValuePair.Create("number-3", "YM-000003")])).Next!.AbsolutePath, StringComparison.Ordinal);
        Assert.Contains("YM-000002", (await world.OpenAsync(summary)).Page, StringComparison.Ordinal);
    }

    private static async Task AddAsync(ApplicationsWorld world, Uri place, string number) =>
        Assert.Equal(HttpStatusCode.SeeOther, (await world.SendAsync(place, [s_added, KeyValuePair.Create("number-2", number)])).Status);
}
