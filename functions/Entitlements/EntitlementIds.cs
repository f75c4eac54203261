using System.Globalization;
using Compensation.Common;

namespace Compensation.Entitlements;

/// <summary>
/// Makes entitlements' ids from the facts that give rise to them. Two facts may meet on one id: whoever asks must see whose it is, and go on to the next attempt.
/// </summary>
/// <param name="hash">The installation's keyed hash.</param>
/// <param name="bits">How many low bits of an id are used. Fewer than all of them make ids meet often: for tests of what happens then.</param>
public sealed class EntitlementIds(KeyedHash hash, int bits = EntitlementIds.BitsMax)
{
    public const int BitsMax = 48;

    private readonly ulong _mask = (1UL << bits) - 1;

    /// <summary>The id for one coupon (or application, or member) of a campaign.</summary>
    /// <param name="campaign">The campaign.</param>
    /// <param name="facts">What the right arises from, for instance a coupon's inquiry number.</param>
    /// <param name="attempt">0, or 1 and up where an earlier attempt's id already belongs to other facts.</param>
    public EntitlementId Of(CampaignId campaign, string facts, int attempt = 0) =>
        EntitlementId.FromValue(hash.Of64("entitlement", string.Create(CultureInfo.InvariantCulture, $"{campaign}\n{facts}\n{attempt}")) & _mask);
}
