using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Coupons.Restoring;

/// <summary>
/// What is owed beside the sealed ledger: a case that was confirmed after the cutoff. Each is a link of a chain that begins with the seal, described in
/// <c>docs/ledger-format.md</c>.
/// </summary>
/// <param name="Sequence">Its place in the chain, from 1.</param>
/// <param name="Case">The case's number.</param>
/// <param name="Entitlement">The right that it gives rise to.</param>
/// <param name="Number">Keyed hash of the coupon's inquiry number, 32 hex digits.</param>
/// <param name="Amount">How much.</param>
/// <param name="At">When it was added (UTC).</param>
/// <param name="Hash">The chain's value behind it, 64 hex digits.</param>
public sealed record Supplement(int Sequence, string Case, EntitlementId Entitlement, string Number, Yen Amount, DateTimeOffset At, string Hash)
{
    private const int Version = 1;

    /// <summary>What is hashed of it.</summary>
    internal string Line => string.Create(CultureInfo.InvariantCulture, $"{Version},{Sequence},{Case},{Entitlement},{Number},{Amount.Amount},{At.UtcDateTime:O}");

    /// <summary>The chain's value before its first link.</summary>
    internal static string Beginning(CampaignId campaign, string seal) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"compensation-supplements-{Version.ToString(CultureInfo.InvariantCulture)}\n{campaign}\n{seal}\n")));

    /// <summary>It, with the chain's value behind it.</summary>
    internal Supplement After(string before)
    {
        byte[] both = [.. Convert.FromHexString(before), .. SHA256.HashData(Encoding.UTF8.GetBytes(Line))];
        return this with { Hash = Convert.ToHexStringLower(SHA256.HashData(both)) };
    }
}

/// <summary>All supplements of a campaign together.</summary>
/// <param name="Count">How many.</param>
/// <param name="Yen">What they amount to.</param>
/// <param name="Hash">The chain's value behind the last of them.</param>
public sealed record SupplementSum(int Count, Yen Yen, string Hash);
