using System.Globalization;
using Compensation.Applications;
using Compensation.CallCentre.Cases;
using Compensation.CallCentre.Notes;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Coupons;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Transfers;

namespace Compensation.CallCentre.Erasing;

/// <summary>Finds everything that is kept of a person, from all rooms: of one right, and of the others that are the same person's.</summary>
public sealed class ReadPerson(
    EntitlementStore entitlements,
    EntitlementContacts contacts,
    CouponLookups ledgers,
    CaseOfSupplement supplements,
    NoticeStore notices,
    ApplicationSearch applied,
    ApplicationStore applications,
    TransferStore transfers,
    TransferWishes wishes,
    CaseStore cases,
    NoteStore notes,
    AddressBook book)
{
    /// <summary>Nobody has so many coupons; they share one transaction.</summary>
    internal const int RightsMost = 90;

    /// <returns>All rights and coupons of one person: those that are joined, those of one application's form, and what was added for a double charge; null where nobody is known by the id.</returns>
    internal async Task<IReadOnlyList<PersonOnFile>?> AllAsync(Campaign campaign, EntitlementId id, CancellationToken cancellationToken)
    {
        CouponLookup ledger = await ledgers.OpenAsync(campaign.Id, cancellationToken);
        Dictionary<EntitlementId, PersonOnFile> found = [];
        Queue<EntitlementId> waiting = new([id]);
        while (waiting.TryDequeue(out EntitlementId next) && found.Count < RightsMost)
        {
            if (!found.ContainsKey(next) && await OneAsync(campaign, ledger, next, cancellationToken) is { } one)
            {
                found.Add(next, one);
                (await OthersAsync(campaign, ledger, one, cancellationToken)).ForEach(waiting.Enqueue);
            }
        }

        return found.Count == 0 ? null : [.. found.Values.OrderBy(one => one.Id)];
    }

    /// <returns>Null where there is neither a right nor a coupon.</returns>
    internal async Task<PersonOnFile?> OneAsync(Campaign campaign, EntitlementId id, CancellationToken cancellationToken) =>
        await OneAsync(campaign, await ledgers.OpenAsync(campaign.Id, cancellationToken), id, cancellationToken);

    private async Task<PersonOnFile?> OneAsync(Campaign campaign, CouponLookup ledger, EntitlementId id, CancellationToken cancellationToken)
    {
        Entitlement? right = await entitlements.FindAsync(campaign.Id, id, cancellationToken);
        CouponOnFile? coupon = await ledger.FindAsync(id, cancellationToken);
        if (right is null && coupon is null)
        {
            return null;
        }

        IReadOnlyList<Notice> sent = right is null ? [] : await notices.ReadOfAsync(right, cancellationToken);
        return new PersonOnFile(id, right, coupon)
        {
            Applications = await ApplicationsAsync(campaign, right, coupon, cancellationToken),
            Cases = await cases.ReadOfCouponAsync(campaign.Id, id, cancellationToken),
            Transfer = await transfers.FindAsync(campaign, id, cancellationToken),
            HasWish = await wishes.IsKeptAsync(campaign, id, cancellationToken),
            Messages = sent.Count(notice => notice.Address.Length > 0),
            IsBeingWrittenTo = sent.Any(notice => notice.State == NoticeState.Sending),
            Notes = (await notes.ReadOfAsync(campaign.Id, id, cancellationToken)).Count,
        };
    }

    private async Task<List<EntitlementId>> OthersAsync(Campaign campaign, CouponLookup ledger, PersonOnFile one, CancellationToken cancellationToken)
    {
        List<EntitlementId> others = [.. one.Cases.Select(about => about.Supplement).OfType<EntitlementId>()];
        if (one.Right is { } right)
        {
            others.AddRange(right.Lead is { } lead ? [lead] : (await entitlements.ReadCompanionsAsync(right, cancellationToken)).Select(companion => companion.Id));
        }

        if (one.Coupon is null && await supplements.FindAsync(campaign.Id, one.Id, cancellationToken) is { } about)
        {
            others.Add(about.Coupon);
        }

        // Who has filled in one form for several coupons is one person, as far as they were given to him.
        foreach (Application line in one.Applications.Where(line => line.State == ApplicationState.Accepted))
        {
            if (InquiryNumber.TryParse(applied.NumberOf(line), campaign.InquiryNumbers, out InquiryNumber number) && await ledger.FindAsync(number, cancellationToken) is { } coupon
                && (await entitlements.FindAsync(campaign.Id, coupon.Id, cancellationToken))?.Application == line.Id)
            {
                others.Add(coupon.Id);
            }
        }

        return others;
    }

    /// <summary>What was accepted is his; what else was applied for with his coupon is, where it states his contact or his name. A stranger's attempt is not.</summary>
    private async Task<IReadOnlyList<Application>> ApplicationsAsync(Campaign campaign, Entitlement? right, CouponOnFile? coupon, CancellationToken cancellationToken)
    {
        if (campaign.ApplicationSite is null)
        {
            return [];
        }

        HashSet<ReceiptNumber> receipts = [];
        if (right?.Application is { } accepted)
        {
            receipts.Add(ReceiptNumber.Parse(accepted.Split('-')[0]));
        }

        if (coupon is not null && InquiryNumber.TryParse(coupon.Number, campaign.InquiryNumbers, out InquiryNumber number))
        {
            receipts.UnionWith((await applied.OfCouponAsync(campaign.Id, number, cancellationToken)).Where(one => IsHis(one, right, coupon)).Select(one => one.Receipt));
        }

        IReadOnlyList<Application>[] lines = await Task.WhenAll(receipts.Select(receipt => applications.FindAsync(campaign.Id, receipt, cancellationToken)));
        return [.. lines.SelectMany(some => some)];
    }

    private bool IsHis(Application application, Entitlement? right, CouponOnFile coupon)
    {
        string name = applied.FormOrNullOf(application)?.Name ?? string.Empty;
        Contact?[] known = [coupon.Contact, right is null ? null : contacts.ContactOf(right)];
        return known.OfType<Contact>().SelectMany(one => new[] { one.Phone, one.Email }).OfType<string>().Any(way => book.KeyOf(way) == application.ContactKey)
            || (NameFolding.Key(coupon.Holder.NameKana) is { Length: > 0 } holder && holder == NameFolding.Key(name));
    }
}
