using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using Azure.Data.Tables;
using Compensation.CallCentre.Cases;
using Compensation.Common;
using Compensation.Common.Access;
using Compensation.Tests.Applications;
using Compensation.Tests.ConsolePages;

namespace Compensation.Tests.CallCentre;

/// <summary>The list of cases is read part by part, whoever has written it.</summary>
public sealed class CaseListTests
{
    [Fact]
    public async Task Who_has_waited_longest_comes_first_what_is_settled_last_and_every_part_goes_on_in_the_next()
    {
        using CaseWorld world = await CaseWorld.StartAsync();
        DoubleChargeCase[] cases = await OpenAsync(world, 5);
        world.Clock.Now += TimeSpan.FromMinutes(1);
        await world.RefuseAsync(cases[0]);
        world.Clock.Now += TimeSpan.FromMinutes(1);
        DoubleChargeCase asked = CaseWorld.Done(await world.AskAgainAsync(CaseWorld.Done(await world.ShopAsync(cases[1], confirms: false))));
        CaseStore store = world.Get<CaseStore>();
        Assert.NotNull(await store.TryKeepAsync(cases[3], cases[3] with { Pressed = 1 }, CancellationToken.None));

        CaseNumber[] order = [cases[2].Number, cases[3].Number, cases[4].Number, asked.Number, cases[0].Number];
        Assert.Equal(order, await ListAsync(store, CaseChoice.All, take: 2));
        Assert.Equal(order, await ListAsync(store, CaseChoice.All, take: 5));
        Assert.Equal(order.Take(4), await store.ReadOpenAsync(CaseWorld.Campaign.Id, CancellationToken.None).Select(one => one.Number).ToListAsync());
        Assert.Equal([cases[3].Number], await ListAsync(store, CaseChoice.Stuck, take: 2));
        Assert.Equal([cases[0].Number], await ListAsync(store, CaseChoice.In(CaseState.Refused), take: 2));
        Assert.Equal(order.Take(4), await ListAsync(store, CaseChoice.In(CaseState.AskingShop), take: 3));
        Assert.Equal(4, await store.CountOpenAsync(CaseWorld.Campaign.Id, CancellationToken.None));
    }

    [Fact]
    public async Task What_an_earlier_release_has_written_stands_in_the_list_and_moves_and_what_it_has_moved_stands_once()
    {
        using CaseWorld world = await CaseWorld.StartAsync();
        DoubleChargeCase[] cases = await OpenAsync(world, 3);
        TableClient table = world.Table(CaseStore.TableName);
        foreach (DoubleChargeCase one in cases)
        {
            await table.DeleteEntityAsync(CaseWorld.Campaign.Id.Value, CasePlace.Of(one));
        }

        world.Clock.Now += TimeSpan.FromMinutes(1);
        await world.RefuseAsync(cases[0]);
        CaseStore store = new(world.Get<TableServiceClient>(), world.Get<ProtectedFields>());
        CaseNumber[] order = [cases[1].Number, cases[2].Number, cases[0].Number];
        Assert.Equal(order, await ListAsync(store, CaseChoice.All, take: 2));

        DoubleChargeCase elsewhere = cases[2] with { Since = cases[2].Since.AddDays(-1) };
        await table.UpsertEntityAsync(CasePlace.RowOf(elsewhere));
        Assert.Equal(order, await ListAsync(store, CaseChoice.All, take: 2));
        await store.ListAllAsync(CaseWorld.Campaign.Id, CancellationToken.None);
        Assert.Equal(2, await store.CountOpenAsync(CaseWorld.Campaign.Id, CancellationToken.None));
    }

    [Fact]
    public async Task Over_HTTP_and_on_its_page_it_goes_on_behind_two_hundred()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: ["YM-000001,2023-02-24,1000,true,false,,,090-1234-5678,"], settings: Desk.Settings);
        HashSet<string> opened = new(StringComparer.Ordinal);
        for (int index = 0; index <= ShowCases.PageSize; index++)
        {
            opened.Add((await CaseJourneyTests.OpenAsync(world, $"call-{index}", "YM-000001", tell: false)).Number.Value);
        }

        JsonElement first = await world.GetAsync("cases");
        JsonElement second = await world.GetAsync($"cases?state=askingShop&from={first.GetProperty("next").GetString()}");
        Assert.Equal((ShowCases.PageSize, JsonValueKind.Null), (first.GetProperty("cases").GetArrayLength(), second.GetProperty("next").ValueKind));
        Assert.Equal(opened.Order(StringComparer.Ordinal), first.GetProperty("cases").EnumerateArray().Concat(second.GetProperty("cases").EnumerateArray()).Select(one => one.GetProperty("number").GetString()).Order(StringComparer.Ordinal));
        foreach (string place in (string[])["x", "l:0:", "l:2:0638000000000000000:123456789", "l:0:0638000000000000000:12345678'"])
        {
            using HttpResponseMessage refused = await world.Http.GetAsync(new Uri($"campaigns/yamaguchi/cases?from={Uri.EscapeDataString(place)}", UriKind.Relative));
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        }

        using Desk desk = await Desk.SitDownAsync(world.App.Services, world.Http.BaseAddress!, "sato", Roles.Operator);
        IDocument page = await desk.LookAsync("/console/yamaguchi/cases");
        IElement more = Assert.Single(page.QuerySelectorAll("main a"), link => link.TextContent == "つづき");
        IDocument rest = await desk.LookAsync(more.GetAttribute("href")!);
        Assert.Equal((ShowCases.PageSize, 1), (page.QuerySelectorAll("tbody tr").Length, rest.QuerySelectorAll("tbody tr").Length));
        Assert.Equal(HttpStatusCode.NotFound, await desk.StatusOfAsync("/console/yamaguchi/cases?from=x"));
    }

    private static async Task<DoubleChargeCase[]> OpenAsync(CaseWorld world, int count)
    {
        DoubleChargeCase[] cases = new DoubleChargeCase[count];
        for (int index = 0; index < count; index++)
        {
            cases[index] = await world.OpenAsync($"call-{index}", CaseWorld.Form(receipt: $"R-{index}"));
            world.Clock.Now += TimeSpan.FromMinutes(1);
        }

        return cases;
    }

    private static async Task<List<CaseNumber>> ListAsync(CaseStore store, CaseChoice choice, int take)
    {
        List<CaseNumber> all = [];
        string? from = null;
        do
        {
            CasesPage page = await store.ReadPageAsync(CaseWorld.Campaign.Id, choice, from, take, CancellationToken.None);
            Assert.True(page.Cases.Count <= take);
            all.AddRange(page.Cases.Select(one => one.Number));
            from = page.Next;
        }
        while (from is not null);

        return all;
    }
}
