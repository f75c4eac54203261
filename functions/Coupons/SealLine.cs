using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Compensation.Campaigns;
using Compensation.Common;

namespace Compensation.Coupons;

/// <summary>
/// What is sealed of a coupon: one line of text, described in <c>docs/ledger-format.md</c>. A different line needs a new version, and the older ones stay:
/// a seal that was published is verified by the version by which it was made.
/// </summary>
internal static class SealLine
{
    /// <summary>The version by which is sealed today.</summary>
    public const int Current = 3;

    /// <summary>Who was owed what by a version: before the third, also what could go on being spent on an extended coupon; by the first, a double charge's on paper by its own route.</summary>
    public static EligibilityRule RuleOf(EligibilityRule rule, int version) => version switch
    {
        1 => rule with { ExtendedUntil = DateOnly.MaxValue, PaperAlwaysApplies = false },
        2 => rule with { ExtendedUntil = DateOnly.MaxValue },
        _ => rule,
    };

    public static string Of(CouponRow row, Eligibility eligibility, int version)
    {
        string verdict = eligibility switch
        {
            Eligibility.Eligible eligible => $"eligible,{eligible.Route}",
            Eligibility.NotCovered not => $"not-covered,{not.Reason}",
            _ => throw new InvalidOperationException($"There is no line for {eligibility.GetType().Name}."),
        };
        bool tellsWhoLeft = version > 1;
        string owed = version > 2 && eligibility is Eligibility.Eligible { Owed: var yen } ? $",{yen.Amount.ToString(CultureInfo.InvariantCulture)}" : string.Empty;
        string charged = !row.ChargedToApp ? "paper" : row.LeftApp && tellsWhoLeft ? "left" : "app";
        string extended = row.Extended ? "extended" : "as-issued";
        return string.Create(CultureInfo.InvariantCulture, $"{(tellsWhoLeft ? $"{version}," : string.Empty)}{row.ToId()},{row.Number},{row.Expiry},{row.Balance},{charged},{extended},{verdict}{owed}");
    }
}

/// <summary>
/// A shard's hash: it begins as SHA-256 of a heading that names campaign and shard, and each line turns it into SHA-256 of (hash so far, SHA-256 of the line).
/// </summary>
internal sealed class SealChain(CampaignId campaign, int shard, int version)
{
    private readonly byte[] _hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"compensation-seal-{version}\n{campaign}\n{shard}\n")));

    public string Hash => Convert.ToHexStringLower(_hash);

    public static string HashOf(string line) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(line)));

    /// <summary>The seal over all shards, from their hashes in the order of shards.</summary>
    public static string Overall(CampaignId campaign, IReadOnlyList<ShardSeal> shards) => HashOf(string.Create(
        CultureInfo.InvariantCulture, $"compensation-seal-{shards.Max(shard => shard.Version)}\n{campaign}\n{string.Concat(shards.Select(shard => $"{shard.Hash}\n"))}"));

    public void Add(string line)
    {
        Span<byte> both = stackalloc byte[2 * SHA256.HashSizeInBytes];
        _hash.CopyTo(both);
        SHA256.HashData(Encoding.UTF8.GetBytes(line), both[SHA256.HashSizeInBytes..]);
        SHA256.HashData(both, _hash);
    }
}
