using Compensation.Common;
using Compensation.Coupons;

namespace Compensation.Tests.Coupons;

public sealed class SealStoreTests
{
    [Fact]
    public async Task A_seal_of_more_shards_than_a_transaction_holds_is_kept_and_read_in_their_order()
    {
        using TestStore store = new();
        SealStore seals = new(store.Connect());
        await store.Connect().CreateTableIfNotExistsAsync(SealStore.TableName);
        CampaignId campaign = CampaignId.Parse("kumamoto");
        DateTimeOffset at = JapanTime.EndOf(new DateOnly(2023, 3, 31));
        ShardSeal[] shards = [.. Enumerable.Range(0, 250).Select(shard => new ShardSeal(shard, $"hash {shard}", Coupons: 3 * shard, People: 2 * shard, new Yen(7 * shard)) { Version = 1 + (shard % 3) })];

        Assert.Null(await seals.FindAsync(campaign, CancellationToken.None));
        SealRecord added = await seals.AddAsync(campaign, "the seal", at, shards, CancellationToken.None);
        SealRecord found = (await seals.FindAsync(campaign, CancellationToken.None))!;

        Assert.All([added, found], record =>
        {
            Assert.Equal(shards, record.Shards);
            Assert.Equal(("the seal", at, 3 * 31125, 2 * 31125, new Yen(7 * 31125)), (record.Ledger.Seal, record.Ledger.SealedAt, record.Ledger.Coupons, record.Ledger.People, record.Ledger.Yen));
            Assert.Equal(shards.Select(shard => shard.People), record.Ledger.ShardSizes);
        });
        Assert.Null(await seals.FindAsync(CampaignId.Parse("okinawa"), CancellationToken.None));
    }
}
