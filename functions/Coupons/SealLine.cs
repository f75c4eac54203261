using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Compensation.Campaigns;
using Compensation.Common;

namespace Compensation.Coupons;

/// <summary>
/// What is sealed of a coupon: one line of text, described in <c>docs/ledger-format.md</c>. Version 1; a different line would need a new version,
/// or seals that were published could not be verified any more.
/// </summary>
internal static class SealLine
{
    public static string Of(CouponRow row, Eligibility eligibility)
    {
        string verdict = eligibility switch
        {
            Eligibility.Eligible eligible => $"eligible,{eligible.Route}",
            Eligibility.NotCovered not => $"not-covered,{not.Reason}",
            _ => throw new InvalidOperationException($"There is no line for {eligibility.GetType().Name}."),
        };
        string charged = row.ChargedToApp ? "app" : "paper";
        string extended = row.Extended ? "extended" : "as-issued";
        return string.Create(CultureInfo.InvariantCulture, $"{row.ToId()},{row.Number},{row.Expiry},{row.Balance},{charged},{extended},{verdict}");
    }
}

/// <summary>
/// A shard's hash: it begins as SHA-256 of a heading that names campaign and shard, and each line turns it into SHA-256 of (hash so far, SHA-256 of the line).
/// </summary>
internal sealed class SealChain(CampaignId campaign, int shard)
{
    private readonly byte[] _hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"compensation-seal-1\n{campaign}\n{shard}\n")));

    public string Hash => Convert.ToHexStringLower(_hash);

    public static string HashOf(string line) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(line)));

    /// <summary>The seal over all shards, from their hashes in the order of shards.</summary>
    public static string Overall(CampaignId campaign, IEnumerable<string> shardHashes) =>
        HashOf($"compensation-seal-1\n{campaign}\n{string.Concat(shardHashes.Select(hash => $"{hash}\n"))}");

    public void Add(string line)
    {
        Span<byte> both = stackalloc byte[2 * SHA256.HashSizeInBytes];
        _hash.CopyTo(both);
        SHA256.HashData(Encoding.UTF8.GetBytes(line), both[SHA256.HashSizeInBytes..]);
        SHA256.HashData(both, _hash);
    }
}
