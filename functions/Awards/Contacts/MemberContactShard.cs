using System.Runtime.CompilerServices;
using Compensation.Awards.Packs;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Awards.Contacts;

/// <summary>One shard of a file of contacts against the members on file.</summary>
public sealed class MemberContactShard(CampaignCatalog campaigns, PurchaseStore purchases, EntitlementStore entitlements, EntitlementContacts contacts)
{
    /// <summary>Up to so many members are looked up one by one; more of them are read in ranges.</summary>
    private const int MembersReadSingly = 100;

    private const int RangeSize = 500;
    private const int PageSize = 1_000;

    /// <summary>What is to be done, some hundreds of members at a time. Writes nothing.</summary>
    /// <param name="campaign">The campaign.</param>
    /// <param name="rows">The shard's rows in the order of ids, each member once.</param>
    /// <param name="cancellationToken">Stops between reads.</param>
    internal async IAsyncEnumerable<ContactPlan> PlanAsync(CampaignId campaign, IEnumerable<MemberContact> rows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        bool isFirst = true;
        foreach (MemberContact[] some in rows.Chunk(RangeSize))
        {
            foreach (MemberContact[] range in some.Chunk(isFirst && some.Length <= MembersReadSingly ? 1 : RangeSize))
            {
                yield return await PlanRangeAsync(campaign, range, cancellationToken);
            }

            isFirst = false;
        }
    }

    private async Task<ContactPlan> PlanRangeAsync(CampaignId campaign, MemberContact[] range, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<EntitlementId, PurchaseRow> members = await purchases.ReadMembersAsync(campaign, range[0].Id, range[^1].Id, cancellationToken);
        IReadOnlyDictionary<EntitlementId, Entitlement> recorded = members.Count == 0
            ? new Dictionary<EntitlementId, Entitlement>()
            : await ReadAsync(campaign, range[0].Id, range[^1].Id, cancellationToken);
        ContactCounts counts = ContactCounts.None;
        List<(Entitlement, Contact)> changes = [];
        foreach (MemberContact row in range)
        {
            if (await IdOfAsync(campaign, row, members, cancellationToken) is not { } id)
            {
                counts += ContactCounts.None with { Unknown = 1 };
                continue;
            }

            Entitlement? member = id == row.Id ? recorded.GetValueOrDefault(id) : await entitlements.FindAsync(campaign, id, cancellationToken);
            ContactCounts one = StandingOf(member, row.Contact);
            counts += one;
            if (one.Added + one.Corrected > 0)
            {
                changes.Add((member!, row.Contact));
            }
        }

        return new ContactPlan(counts, changes);
    }

    private ContactCounts StandingOf(Entitlement? member, Contact contact) => member switch
    {
        null => ContactCounts.None with { WithoutPoints = 1 },

        // Who was erased is not brought back by a file.
        { ErasedAt: not null } => ContactCounts.None with { Unchanged = 1 },
        { Amount: var due, Granted: var granted } when due <= Yen.Zero && granted <= Yen.Zero => ContactCounts.None with { WithoutPoints = 1 },
        { Contacts: ContactKinds.None } => ContactCounts.None with { Added = 1 },
        _ when contacts.ContactOf(member) == contact => ContactCounts.None with { Unchanged = 1 },
        _ => ContactCounts.None with { Corrected = 1 },
    };

    /// <summary>The member's id; null where no purchase of the member is on file. An id that is another member's is looked into by itself.</summary>
    private async Task<EntitlementId?> IdOfAsync(CampaignId campaign, MemberContact row, IReadOnlyDictionary<EntitlementId, PurchaseRow> members, CancellationToken cancellationToken)
    {
        if (!members.TryGetValue(row.Id, out PurchaseRow? holder))
        {
            return null;
        }

        if (purchases.IsOf(holder, campaign, row.Member))
        {
            return row.Id;
        }

        (EntitlementId id, StoredMember? stored) = await purchases.FindAsync(campaign, row.Member, cancellationToken);
        return stored is null ? null : id;
    }

    private async Task<IReadOnlyDictionary<EntitlementId, Entitlement>> ReadAsync(CampaignId campaign, EntitlementId first, EntitlementId last, CancellationToken cancellationToken)
    {
        if (first == last)
        {
            return await entitlements.FindAsync(campaign, first, cancellationToken) is { } one ? new Dictionary<EntitlementId, Entitlement> { [first] = one } : [];
        }

        Dictionary<EntitlementId, Entitlement> read = [];
        EntitlementId? after = first.Value == 0 ? null : EntitlementId.FromValue(first.Value - 1);
        int shard = first.ShardOf(campaigns[campaign].Shards);
        while (true)
        {
            IReadOnlyList<Entitlement> page = await entitlements.ReadPageAsync(campaign, shard, after, PageSize, cancellationToken);
            foreach (Entitlement entitlement in page.TakeWhile(entitlement => entitlement.Id.CompareTo(last) <= 0))
            {
                read.Add(entitlement.Id, entitlement);
            }

            if (page.Count < PageSize || page[^1].Id.CompareTo(last) >= 0)
            {
                return read;
            }

            after = page[^1].Id;
        }
    }
}
