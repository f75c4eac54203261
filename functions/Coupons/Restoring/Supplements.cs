using Compensation.Campaigns;
using Compensation.Closing;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Entitlements.Search;

namespace Compensation.Coupons.Restoring;

/// <summary>Adds to what is owed after the seal: one link of the chain, and the right that it speaks of.</summary>
public sealed class Supplements(SupplementStore store, SealStore seals, EntitlementStore entitlements, EntitlementIds ids, PeopleIndex people, ProtectedFields fields, TimeProvider time) : IOwedSinceSeal
{
    private const int AttemptsMax = 20;

    public async Task<PeopleAndYen> CountAsync(CampaignId campaign, CancellationToken cancellationToken) =>
        (await store.HeadAsync(campaign, cancellationToken)).Sum is { } sum ? new PeopleAndYen(sum.Count, sum.Yen) : PeopleAndYen.Nobody;

    internal Task<Supplement?> FindAsync(CampaignId campaign, string number, CancellationToken cancellationToken) => store.OfCaseAsync(campaign, number, cancellationToken);

    internal async Task<Yen> OfCouponAsync(CampaignId campaign, EntitlementId coupon, CancellationToken cancellationToken) => (await store.OfCouponAsync(campaign, coupon, cancellationToken)).Sum;

    /// <param name="campaign">Whose.</param>
    /// <param name="seal">The ledger's, with which the chain begins.</param>
    /// <param name="order">What is put back.</param>
    /// <param name="row">The coupon.</param>
    /// <param name="since">What had been added for it when it was judged.</param>
    /// <param name="cancellationToken">Stops between tries.</param>
    /// <returns>Null where more has been added for the coupon in between: judge again.</returns>
    internal async Task<Supplement?> TryAddAsync(Campaign campaign, string seal, RestorationOrder order, CouponRow row, Yen since, CancellationToken cancellationToken)
    {
        for (int attempt = 0; attempt < AttemptsMax; attempt++)
        {
            (SupplementSum? head, Azure.ETag headVersion) = await store.HeadAsync(campaign.Id, cancellationToken);
            (Yen ofCoupon, Azure.ETag couponVersion) = await store.OfCouponAsync(campaign.Id, row.ToId(), cancellationToken);
            if (ofCoupon != since)
            {
                return null;
            }

            EntitlementId id = await FreeIdAsync(campaign.Id, order.Case, cancellationToken);
            Supplement added = new Supplement((head?.Count ?? 0) + 1, order.Case, id, row.Number, order.Amount, time.GetUtcNow(), string.Empty)
                .After(head?.Hash ?? Supplement.Beginning(campaign.Id, seal));
            if (await store.TryAddAsync(campaign.Id, new SupplementLink(added, head?.Yen ?? Yen.Zero, headVersion, row.ToId(), ofCoupon, couponVersion), cancellationToken))
            {
                return added;
            }
        }

        return null;
    }

    /// <summary>Writes the right that a link speaks of. Repeating it changes nothing.</summary>
    internal async Task OweAsync(Campaign campaign, Supplement added, CouponRow row, Contact caller, CancellationToken cancellationToken)
    {
        string? onFile = await OnFileAsync(campaign, added, row, cancellationToken);
        Contact? known = onFile is null ? null : fields.UnprotectJsonOrNull<Contact>(onFile);
        Contact reached = known ?? caller;
        string? contact = known is not null ? onFile : reached.Kinds == ContactKinds.None ? null : fields.ProtectJson(reached);
        await people.AddAsync(campaign.Id, added.Entitlement, SearchKey.Of(reached), cancellationToken);
        await entitlements.CreateAsync(
            [
                new Entitlement
                {
                    Campaign = campaign.Id,
                    Id = added.Entitlement,
                    Route = EntitlementRoute.DoubleCharge,
                    Amount = added.Amount,
                    Contacts = reached.Kinds,
                    ProtectedContact = contact,
                },
            ],
            cancellationToken);
    }

    /// <summary>
    /// Where the coupon has a right already, its own or one that was added before, an operator may have corrected its contact, or taken it off: what the ledger says is a stranger's then.
    /// Of a coupon that the app does not know, whoever calls about it now says where he is reached.
    /// </summary>
    private async Task<string?> OnFileAsync(Campaign campaign, Supplement added, CouponRow row, CancellationToken cancellationToken)
    {
        bool isInApp = row.ToCoupon().IsInApp;
        List<Entitlement> rights = [];
        if (await entitlements.FindAsync(campaign.Id, row.ToId(), cancellationToken) is { AwaitsApplication: false } own)
        {
            rights.Add(own);
        }

        if (isInApp && (await store.OfCouponAsync(campaign.Id, row.ToId(), cancellationToken)).Sum > added.Amount)
        {
            await foreach (Supplement before in store.ReadAsync(campaign.Id, cancellationToken).Where(one => one.Number == row.Number && one.Sequence < added.Sequence))
            {
                rights.AddRange(await entitlements.FindAsync(campaign.Id, before.Entitlement, cancellationToken) is { } right ? [right] : []);
            }
        }

        Entitlement? known = rights.LastOrDefault(right => right.CorrectedBy is not null) ?? rights.FirstOrDefault();
        return known is not null ? known.ProtectedContact : isInApp ? row.Contact : null;
    }

    /// <summary>Goes through the whole chain from the seal.</summary>
    /// <returns>Null where it holds to its end; else the first link that is not as it was, or 0 where only its end is wrong.</returns>
    public async Task<int?> FirstDifferingAsync(CampaignId campaign, CancellationToken cancellationToken)
    {
        SealRecord? seal = await seals.FindAsync(campaign, cancellationToken);
        string hash = seal is null ? string.Empty : Supplement.Beginning(campaign, seal.Ledger.Seal);
        (int count, Yen yen) = (0, Yen.Zero);
        await foreach (Supplement link in store.ReadAsync(campaign, cancellationToken))
        {
            count++;
            if (seal is null || link.Sequence != count || link.After(hash).Hash != link.Hash || !await IsOwedAsync(campaign, link, cancellationToken))
            {
                return count;
            }

            (hash, yen) = (link.Hash, yen + link.Amount);
        }

        SupplementSum? head = (await store.HeadAsync(campaign, cancellationToken)).Sum;
        return head == (count == 0 ? null : new SupplementSum(count, yen, hash)) ? null : 0;
    }

    internal async Task<SupplementSum?> SumAsync(CampaignId campaign, CancellationToken cancellationToken) => (await store.HeadAsync(campaign, cancellationToken)).Sum;

    private async Task<bool> IsOwedAsync(CampaignId campaign, Supplement link, CancellationToken cancellationToken) =>
        await entitlements.FindAsync(campaign, link.Entitlement, cancellationToken) is { } owed && owed.Amount == link.Amount;

    /// <summary>An id that no other right bears.</summary>
    private async Task<EntitlementId> FreeIdAsync(CampaignId campaign, string number, CancellationToken cancellationToken)
    {
        for (int attempt = 0; ; attempt++)
        {
            EntitlementId id = ids.Of(campaign, $"supplement\n{number}", attempt);
            if (await entitlements.FindAsync(campaign, id, cancellationToken) is null && !await store.IsTakenAsync(campaign, id, cancellationToken))
            {
                return id;
            }
        }
    }
}
