using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Awards;

/// <summary>The first ids of one file's members. Making one takes as long as reading a row, so those that were made last are remembered, in a few megabytes.</summary>
internal sealed class MemberIds(PurchaseStore store, CampaignId campaign)
{
    private const int Remembered = 1 << 17;

    private readonly (MemberId Member, EntitlementId Id)[] _last = new (MemberId, EntitlementId)[Remembered];

    public EntitlementId Of(MemberId member)
    {
        ref (MemberId Member, EntitlementId Id) place = ref _last[(uint)member.GetHashCode() % Remembered];
        if (place.Member != member)
        {
            place = (member, store.IdOf(campaign, member, attempt: 0));
        }

        return place.Id;
    }
}
