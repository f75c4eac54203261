using System.Net.Http.Json;
using Compensation.Awards;
using Compensation.Awards.Shared;
using Compensation.Campaigns;
using Compensation.Campaigns.Points;
using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Entitlements;
using Compensation.Tests.Campaigns.Points;
using FsCheck;
using FsCheck.Fluent;

namespace Compensation.Tests.Awards;

public sealed class ComputeAwardsTests
{
    private static readonly string[] s_tables = [PurchaseStore.TableName, EntitlementStore.TableName];

    [Fact]
    public async Task Members_get_an_entitlement_by_purchase_for_all_their_transactions()
    {
        await using AwardsApp app = await AwardsApp.StartAsync();
        await app.ImportAsync(
            AwardsApp.Shop("T-1", "W00001", 100), AwardsApp.Shop("T-2", "W00001", 100), AwardsApp.Shop("T-3", "W00001", 100), AwardsApp.Shop("T-1", "W00002", 1_100, status: "cancelled"));

        ComputedAwards computed = await app.ComputeAsync();

        Assert.Equal((1, null, 2L, 1L, 4L, new Yen(9), 1L), (
            computed.RulesVersion, computed.Refusal, computed.Totals!.Members, computed.Totals.Earning, computed.Totals.Transactions, computed.Totals.Points, computed.Totals.Changed));
        Assert.Equal((3L, 1L), (computed.Totals.Outcomes[AwardOutcome.Earned], computed.Totals.Outcomes[AwardOutcome.Cancelled]));
        Assert.Equal((AwardRounding.DownEachTransaction, new RoundedPoints(new Yen(9), new Yen(10)), new Yen(1)), (computed.Rounding, computed.Totals.Rounded, computed.Totals.Rounded.Difference));
        Entitlement entitled = (await app.EntitlementAsync("W00001"))!;
        Assert.Equal((Compensation.Campaigns.EntitlementRoute.Purchase, new Yen(9), EntitlementState.Open), (entitled.Route, entitled.Amount, entitled.State));
        Assert.Null(await app.EntitlementAsync("W00002"));
    }

    /// <summary>In one file or in two, in one shard or in several; what earns nothing under one of them is no case of it.</summary>
    [Fact]
    public async Task Transactions_that_earn_under_several_members_are_listed()
    {
        await using AwardsApp app = await AwardsApp.StartAsync();
        await app.ImportAsync([
            .. Enumerable.Range(0, 9_000).Select(number => AwardsApp.Shop($"T-{number}", $"W{number % 40:d5}", 110)),
            AwardsApp.Shop("D-1", "W00001", 110), AwardsApp.Shop("D-1", "W00002", 110), AwardsApp.Shop("D-1", "W00003", 110),
            AwardsApp.Shop("D-2", "W00001", 110), AwardsApp.Shop("D-2", "W00002", 110, status: "cancelled")]);
        await app.ImportAsync(AwardsApp.Shop("T-17", "W00005", 110));

        SharedTransactions shared = (await app.ComputeAsync()).Shared;
        await app.ImportAsync(AwardsApp.Shop("T-17", "W00005", 110, revision: 2, status: "returned"));
        SharedTransactions corrected = (await app.ComputeAsync()).Shared;

        Assert.Equal(2, shared.Count);
        Assert.Equal(["D-1", "T-17"], shared.Listed.Select(one => one.Transaction));
        EntitlementId[] ids = [(await app.EntitlementAsync("W00001"))!.Id, (await app.EntitlementAsync("W00002"))!.Id, (await app.EntitlementAsync("W00003"))!.Id];
        Assert.Equal(ids.Order(), shared.Listed[0].Members);
        Assert.Equal((1, "D-1"), (corrected.Count, Assert.Single(corrected.Listed).Transaction));
        AwardsReport report = (await app.Http.GetFromJsonAsync<AwardsReport>("campaigns/wester/awards", JsonBody.Format))!;
        Assert.Equal((1, "D-1"), (report.Computed!.Shared.Count, report.Computed.Shared.Listed[0].Transaction));
    }

    [Fact]
    public async Task Computing_again_changes_nothing_at_all()
    {
        await using AwardsApp app = await AwardsApp.StartAsync();
        await app.ImportAsync(Enumerable.Range(0, 500).Select(row => AwardsApp.Shop($"T-{row}", $"W{row % 310:d5}", row * 7)));
        ComputedAwards first = await app.ComputeAsync();
        string before = await app.RawAsync(s_tables);

        ComputedAwards again = await app.ComputeAsync();

        Assert.Equal((310, 0), (first.Totals!.Changed, again.Totals!.Changed));
        Assert.Equal(first.Totals.Points, again.Totals.Points);
        Assert.Equal(before, await app.RawAsync(s_tables));
    }

    [Fact]
    public async Task A_transaction_that_is_added_and_cancelled_leaves_the_points_as_they_were()
    {
        await using AwardsApp app = await AwardsApp.StartAsync();
        await app.ImportAsync(AwardsApp.Shop("T-1", "W00001", 1_100));
        await app.ComputeAsync();
        await app.ImportAsync(AwardsApp.Shop("T-2", "W00001", 5_500));
        await app.ComputeAsync();
        Assert.Equal(new Yen(240), (await app.EntitlementAsync("W00001"))!.Amount);

        await app.ImportAsync(AwardsApp.Shop("T-2", "W00001", 5_500, revision: 2, status: "cancelled"));
        await app.ComputeAsync();

        Assert.Equal(new Yen(40), (await app.EntitlementAsync("W00001"))!.Amount);
    }

    [Fact]
    public async Task What_has_been_granted_stays_and_the_difference_shows()
    {
        await using AwardsApp app = await AwardsApp.StartAsync();
        await app.ImportAsync(AwardsApp.Shop("T-1", "W00001", 1_100), AwardsApp.Shop("T-1", "W00002", 1_100));
        await app.ComputeAsync();
        await app.GrantAsync("W00001");
        await app.GrantAsync("W00002");
        await app.ImportAsync(AwardsApp.Shop("T-1", "W00001", 1_100, revision: 2, status: "returned"), AwardsApp.Shop("T-2", "W00002", 110));

        ComputedAwards computed = await app.ComputeAsync();

        Assert.Equal((new Yen(4), new Yen(40)), (computed.Totals!.ToGrant, computed.Totals.ToWithdraw));
        Entitlement granted = (await app.EntitlementAsync("W00001"))!;
        Assert.Equal((Yen.Zero, new Yen(40)), (granted.Amount, granted.Granted));
        List<Yen> differences = [];
        for (int shard = 0; shard < AwardsApp.Campaign.Shards; shard++)
        {
            await foreach (MemberAward award in app.Get<AwardReader>().ReadShardAsync(AwardsApp.Id, shard, 1, CancellationToken.None))
            {
                differences.Add(award.Difference);
            }
        }

        Assert.Equal([new Yen(-40), new Yen(4)], differences.Order());
    }

    /// <summary>What is stored and computed is what the engine says, whatever the purchases are.</summary>
    [Fact]
    public async Task The_computed_points_are_those_of_the_rules_for_any_purchases()
    {
        await using AwardsApp app = await AwardsApp.StartAsync();
        Purchase[] purchases = [.. Gen.Sample(Purchases.Any, 50, 600)];
        await app.ImportAsync(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(PurchaseCsv.Of(purchases, index => $"W{index % 60:d5}"))));

        await app.ComputeAsync();

        for (int member = 0; member < 60; member++)
        {
            long expected = Purchases.Sum(Purchases.Rules, purchases.Where((_, index) => index % 60 == member)).Whole;
            Assert.Equal(new Yen(expected), (await app.EntitlementAsync($"W{member:d5}"))?.Amount ?? Yen.Zero);
        }
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public async Task A_shard_that_died_half_way_is_completed_by_its_repeat(int write, bool afterwards)
    {
        await using AwardsApp app = await AwardsApp.StartAsync();
        await app.ImportAsync(Enumerable.Range(0, 700).Select(row => AwardsApp.Shop($"T-{row}", $"W{row:d5}", 1_100)));
        await app.Get<TakeOverRulesRunner>().RunAsync();
        app.Faults.DieAt(write, afterwards);
        await Assert.ThrowsAnyAsync<Exception>(() => app.Get<TakeOverRulesRunner>().ComputeShardAsync(0));
        app.Faults.Heal();

        ComputedAwards computed = await app.ComputeAsync();

        Assert.Equal(new Yen(28_000), computed.Totals!.Points);
        for (int row = 0; row < 700; row++)
        {
            Assert.Equal(new Yen(40), (await app.EntitlementAsync($"W{row:d5}"))!.Amount);
        }
    }
}
