using System.Text.Json;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Tests.Entitlements;

public sealed class EntitlementIdTests
{
    [Theory]
    [InlineData(4096, 0xabc)]
    [InlineData(16, 0xc)]
    [InlineData(7, 0xabc % 7)]
    [InlineData(1, 0)]
    public void The_last_three_digits_of_an_id_choose_its_shard(int shards, int shard) => Assert.Equal(shard, EntitlementId.FromValue(0x123456789abc).ShardOf(shards));

    [Theory]
    [InlineData("123456789abc", true)]
    [InlineData("123456789ABC", true)]
    [InlineData("123456789ab", false)]
    [InlineData("123456789abcd", false)]
    [InlineData("123456789abg", false)]
    [InlineData(" 23456789abc", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void An_id_is_twelve_hex_digits(string? text, bool isOne)
    {
        Assert.Equal(isOne, EntitlementId.TryParse(text, out EntitlementId id));
        Assert.Equal(isOne ? 0x123456789abcUL : 0, id.Value);
        Assert.Equal(isOne, Record.Exception(() => EntitlementId.Parse(text!)) is not FormatException);
    }

    [Fact]
    public void An_id_has_48_bits_and_stands_as_text_in_JSON()
    {
        EntitlementId last = EntitlementId.FromValue((1UL << 48) - 1);

        Assert.Equal(("ffffffffffff", "\"ffffffffffff\""), (last.ToString(), JsonSerializer.Serialize(last)));
        Assert.Equal(last, JsonSerializer.Deserialize<EntitlementId>("\"ffffffffffff\""));
        Assert.Throws<ArgumentOutOfRangeException>(() => EntitlementId.FromValue(1UL << 48));
    }

    [Fact]
    public void Ids_follow_from_campaign_facts_and_attempt_within_as_many_bits_as_are_used()
    {
        KeyedHash hash = new(new byte[32]);
        CampaignId campaign = CampaignId.Parse("kumamoto");
        EntitlementIds ids = new(hash);
        EntitlementId[] all = [ids.Of(campaign, "a"), ids.Of(campaign, "a", 1), ids.Of(campaign, "b"), ids.Of(CampaignId.Parse("okinawa"), "a")];

        Assert.Equal(4, all.Distinct().Count());
        Assert.Equal(all[0], new EntitlementIds(hash).Of(campaign, "a", 0));
        Assert.Equal(all[0].Value & 0x7FF, new EntitlementIds(hash, bits: 11).Of(campaign, "a").Value);
    }
}
