using System.Net.Http.Json;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Payouts;
using Compensation.Tests.Receipts;

namespace Compensation.Tests.Payouts;

public sealed class StockViewTests
{
    [Fact]
    public async Task Each_value_that_somebody_needs_has_its_lines_with_codes_or_without()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        await app.FillAsync(500, each: 2);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => app.OweAsync(500)));
        Entitlement odd = await app.OweAsync(321);

        StockLevel[] levels = (await app.Client.GetFromJsonAsync<StockLevel[]>("/campaigns/kumamoto/codes"))!;

        Assert.Equal(10, levels.Length);
        Assert.All(levels.Where(level => level.Value == odd.Amount), level => Assert.Equal((0, 1L, 0L, 1L), (level.Free, level.Needed, level.Waiting, level.Forecast)));
        Assert.All(levels.Where(level => level.Value == new Yen(500)), level => Assert.Equal((2, 3L, 0L, 1L), (level.Free, level.Needed, level.Waiting, level.Forecast)));
    }

    [Fact]
    public async Task Who_waits_for_a_code_is_seen_and_what_people_choose_foretells_what_they_will()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        await app.ImportAsync("edy,500,EDY-0001,,L1", "edy,500,EDY-0002,,L1", "edy,500,EDY-0003,,L1");
        Entitlement[] people = await Task.WhenAll(Enumerable.Range(0, 9).Select(_ => app.OweAsync(500)));
        foreach (Entitlement person in people[..3])
        {
            using HttpResponseMessage claimed = await app.ClaimAsync(app.PathOf(person), "edy");
        }

        using HttpResponseMessage waits = await app.ClaimAsync(app.PathOf(people[3]), "nanaco");
        StockLevel[] levels = (await app.Client.GetFromJsonAsync<StockLevel[]>("/campaigns/kumamoto/codes"))!;

        StockLevel edy = Assert.Single(levels, level => level.Product == "edy");
        StockLevel nanaco = Assert.Single(levels, level => level.Product == "nanaco");
        Assert.Equal((0, 3, 6L, 0L, 4L), (edy.Free, edy.Taken, edy.Needed, edy.Waiting, edy.Forecast));
        Assert.Equal((0, 0, 6L, 1L, 3L), (nanaco.Free, nanaco.Taken, nanaco.Needed, nanaco.Waiting, nanaco.Forecast));
        Assert.Equal(0, Assert.Single(levels, level => level.Product == "amazon").Forecast);
    }
}
