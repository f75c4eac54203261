using Compensation.Applications;
using Compensation.CallCentre.Bulk;
using Compensation.CallCentre.Cases;
using Compensation.CallCentre.Notes;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Coupons;
using Compensation.Entitlements;
using Compensation.Entitlements.Search;
using Compensation.Notices;
using Compensation.Notices.Persons;
using Compensation.Operations.Acts;
using Compensation.Transfers;

namespace Compensation.CallCentre.Erasing;

/// <summary>
/// Erases a person from all rooms. First a row says that he is erased, so that nothing brings him back from then on; then whatever leads to him, and last where he was read from, so that after a kill the rest is
/// found. Amounts, states, dates, the seal and the chain of acts stay as they are.
/// </summary>
public sealed class CarryOutErasure(
    Erasures erasures,
    EntitlementStore entitlements,
    ReadPerson people,
    ForgetHolders holders,
    ForgetContacts contacts,
    ForgetApplicants applicants,
    CaseStore cases,
    NoteStore notes,
    NoticeStore notices,
    TransferStore transfers,
    TransferWishes wishes,
    PeopleIndex index,
    PersonIndex persons,
    PersonKeys keys,
    EntitlementMarks marks,
    ResendStore resends,
    BulkStore bulk,
    ActTrail acts,
    ProtectedFields fields,
    TimeProvider time)
{
    /// <summary>The end of the address under which somebody is erased: why is kept as long as all reasons.</summary>
    internal const string Path = "/erase";

    private static readonly string[] s_marks = [Unreached.ForOperators, Unreached.FallbackDue, Unreached.CodeUntold, Unreached.TransferUntold, Unreached.Unsent, OrdersUnderWay.Ordered];

    /// <returns>When, and by whom; null where a file is being taken in, and nothing was done.</returns>
    internal async Task<Erasure?> HandleAsync(Campaign campaign, IReadOnlyList<EntitlementId> person, bool givesUp, string by, CancellationToken cancellationToken)
    {
        await using IAsyncDisposable? turn = await holders.BeginAsync(campaign, cancellationToken);
        if (turn is null)
        {
            return null;
        }

        DateTimeOffset now = time.GetUtcNow();
        bool isElsewhere = await HaveOthersAsync(campaign, person, cancellationToken);
        List<Erasure> all = [];
        foreach (EntitlementId id in person)
        {
            all.Add(await erasures.FindAsync(campaign.Id, id, cancellationToken)
                ?? new Erasure(id, now, by) { Number = await holders.NumberOfAsync(campaign.Id, id, cancellationToken), GivesUp = givesUp, OnePerson = person.Count > 1 ? person[0] : null, CountedElsewhere = isElsewhere });
        }

        Erasure[] open = [.. all.Where(erasure => !erasure.IsDone)];
        if (open.Length > 0)
        {
            await erasures.BeginAsync(campaign.Id, open, cancellationToken);
        }

        foreach (Erasure erasure in open)
        {
            await EraseAsync(campaign, erasure, cancellationToken);
        }

        return all[0];
    }

    /// <summary>Whether somebody who is not erased with him has a number or an address in common: then that right counts for the person.</summary>
    private async Task<bool> HaveOthersAsync(Campaign campaign, IReadOnlyList<EntitlementId> person, CancellationToken cancellationToken)
    {
        foreach (EntitlementId id in person)
        {
            if (await entitlements.FindAsync(campaign.Id, id, cancellationToken) is { ProtectedContact: not null } right && await HasOthersAsync(campaign, right, person, cancellationToken))
            {
                return true;
            }
        }

        return false;
    }

    private async Task<bool> HasOthersAsync(Campaign campaign, Entitlement right, IReadOnlyList<EntitlementId> person, CancellationToken cancellationToken)
    {
        IReadOnlyList<ulong> addresses = keys.AddressesOf(right);
        foreach (SearchKey key in SearchKey.Of(fields.UnprotectJsonOrNull<Contact>(right.ProtectedContact!) ?? new Contact(null, null)))
        {
            foreach (EntitlementId other in (await index.FindAsync(campaign.Id, key, cancellationToken)).Except(person))
            {
                if (await entitlements.FindAsync(campaign.Id, other, cancellationToken) is { } found && keys.AddressesOf(found).Intersect(addresses).Any())
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Does what a kill has left.</summary>
    /// <returns>How many rights and coupons there were.</returns>
    internal async Task<int> CompleteAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        Erasure[] open = await erasures.ReadAsync(campaign.Id, cancellationToken).Where(erasure => !erasure.IsDone).ToArrayAsync(cancellationToken);
        await using IAsyncDisposable? turn = open.Length == 0 ? null : await holders.BeginAsync(campaign, cancellationToken);
        foreach (Erasure erasure in turn is null ? [] : open)
        {
            await EraseAsync(campaign, erasure, cancellationToken);
        }

        return turn is null ? 0 : open.Length;
    }

    private async Task EraseAsync(Campaign campaign, Erasure erasure, CancellationToken cancellationToken)
    {
        if (await people.OneAsync(campaign, erasure.Id, cancellationToken) is { } one)
        {
            await ForgetSaidAsync(campaign, one, cancellationToken);
            await ForgetTracesAsync(campaign, one, cancellationToken);
        }

        await contacts.OneAsync(campaign.Id, erasure.Id, right => Erased(right, erasure), cancellationToken);
        await holders.OneAsync(campaign.Id, erasure.Id, cancellationToken);
        await erasures.CompleteAsync(campaign.Id, erasure, cancellationToken);
    }

    private static Entitlement Erased(Entitlement right, Erasure erasure)
    {
        bool isGivenUp = erasure.GivesUp && right.State == EntitlementState.Open;
        Entitlement counted = erasure.Counted(right);
        return (isGivenUp ? counted with { State = EntitlementState.Revoked, RevokedAt = erasure.At } : counted).Erased(erasure.At, erasure.By);
    }

    /// <summary>What he and others have said and written.</summary>
    private async Task ForgetSaidAsync(Campaign campaign, PersonOnFile one, CancellationToken cancellationToken)
    {
        await notes.ForgetAsync(campaign.Id, one.Id, cancellationToken);
        foreach (DoubleChargeCase about in one.Cases)
        {
            while (await cases.FindAsync(campaign.Id, about.Number, cancellationToken) is { IsForgotten: false } now && !await cases.TryForgetAsync(now, cancellationToken))
            {
                // Somebody has changed it in between.
            }
        }

        while (await transfers.FindAsync(campaign, one.Id, cancellationToken) is { ProtectedForm: not null } now && !await transfers.TryKeepAsync(campaign, now, now with { ProtectedForm = null }, cancellationToken))
        {
            // Somebody has changed it in between.
        }

        await wishes.DropAsync(campaign, one.Id, cancellationToken);
        foreach (Application application in one.Applications)
        {
            await applicants.OneAsync(application, cancellationToken);
        }
    }

    /// <summary>What leads to him, and where he was written to.</summary>
    private async Task ForgetTracesAsync(Campaign campaign, PersonOnFile one, CancellationToken cancellationToken)
    {
        await resends.ForgetReasonsAsync(campaign.Id, one.Id, cancellationToken);
        await bulk.ForgetReasonsAsync(campaign.Id, [$"{one.Id}", .. one.Cases.Select(known => known.Number.Value)], cancellationToken);
        await acts.ForgetReasonsAsync(campaign.Id.Value, $"{one.Id}", PathsOf(campaign, one), Path, cancellationToken);
        await index.RemoveAsync(campaign.Id, one.Id, cancellationToken);
        foreach (string mark in s_marks)
        {
            await marks.RemoveAsync(campaign.Id, mark, [one.Id], cancellationToken);
        }

        if (one.Right is { } right)
        {
            await notices.ForgetAddressesAsync(right, cancellationToken);
            foreach (string key in KeysOf(right, one.Coupon))
            {
                await persons.RemoveAsync(campaign.Id, PersonKeys.BucketOf(key, campaign.Shards), new IndexedPerson(key, one.Id), cancellationToken);
            }
        }
    }

    private IEnumerable<string> KeysOf(Entitlement right, CouponOnFile? coupon)
    {
        IEnumerable<Entitlement> reached = coupon is { Contact.Kinds: not ContactKinds.None } ? [right, right with { ProtectedContact = fields.ProtectJson(coupon.Contact) }] : [right];
        return reached.Select(keys.Of).OfType<string>().Distinct(StringComparer.Ordinal);
    }

    private static IEnumerable<string> PathsOf(Campaign campaign, PersonOnFile one) =>
        from room in new[] { "campaigns", "console" }
        from about in one.Applications.Select(application => $"applications/{application.Id}").Concat(one.Cases.Select(about => $"cases/{about.Number}")).Prepend($"people/{one.Id}")
        select $"/{room}/{campaign.Id}/{about}";
}
