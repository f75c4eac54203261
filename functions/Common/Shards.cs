using System.Globalization;

namespace Compensation.Common;

/// <summary>A campaign's partitions: a fixed number, so that a wave walks them and an id finds its own.</summary>
public static class Shards
{
    /// <summary><c>{campaign}:{shard}</c>, the shard with four digits.</summary>
    public static string PartitionKey(CampaignId campaign, int shard) => string.Create(CultureInfo.InvariantCulture, $"{campaign}:{shard:d4}");
}
