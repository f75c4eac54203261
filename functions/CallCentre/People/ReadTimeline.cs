using Compensation.Applications;
using Compensation.CallCentre.Cases;
using Compensation.CallCentre.Erasing;
using Compensation.CallCentre.Notes;
using Compensation.CallCentre.Search;
using Compensation.Campaigns;
using Compensation.Coupons;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Transfers;

namespace Compensation.CallCentre.People;

/// <summary>Puts together what became of one person, from the rooms that know it.</summary>
public sealed class ReadTimeline(
    EntitlementStore entitlements,
    EntitlementContacts contacts,
    CouponLookups ledgers,
    CouponHistories histories,
    NoticeStore notices,
    AddressBook book,
    ApplicationSearch applied,
    TransferStore transfers,
    CaseStore cases,
    CaseOfSupplement supplements,
    NoteStore notes,
    Erasures erasures,
    NextActions actions)
{
    /// <summary>Whether there is such a person: somebody with a right, or a coupon that may become one.</summary>
    internal async Task<bool> KnowsAsync(Campaign campaign, EntitlementId id, CancellationToken cancellationToken) =>
        await entitlements.FindAsync(campaign.Id, id, cancellationToken) is not null
        || await (await ledgers.OpenAsync(campaign.Id, cancellationToken)).FindAsync(id, cancellationToken) is not null;

    /// <returns>Null where nobody is known by this id.</returns>
    internal async Task<PersonTimeline?> HandleAsync(Campaign campaign, EntitlementId id, CancellationToken cancellationToken)
    {
        Task<Entitlement?> findingRight = entitlements.FindAsync(campaign.Id, id, cancellationToken);
        CouponOnFile? coupon = await (await ledgers.OpenAsync(campaign.Id, cancellationToken)).FindAsync(id, cancellationToken);
        Entitlement? right = await findingRight;
        if (right is null && coupon is null)
        {
            return null;
        }

        Contact contact = (right is null ? coupon!.Contact : contacts.ContactOf(right)) ?? new Contact(null, null);
        Task<CouponHistory?> history = histories.ReadAsync(campaign.Id, id, cancellationToken);
        Task<Transfer?> transfer = campaign.BankTransfer is null ? Task.FromResult<Transfer?>(null) : transfers.FindAsync(campaign, id, cancellationToken);
        Task<DoubleChargeCase?> gaveRise = coupon is null ? supplements.FindAsync(campaign.Id, id, cancellationToken) : Task.FromResult<DoubleChargeCase?>(null);
        Task<IReadOnlyList<DoubleChargeCase>> ofCoupon = cases.ReadOfCouponAsync(campaign.Id, id, cancellationToken);
        Task<IReadOnlyList<Note>> written = notes.ReadOfAsync(campaign.Id, id, cancellationToken);
        IReadOnlyList<Application> applications = await ApplicationsAsync(campaign, coupon, cancellationToken);
        ErasedFacts? erased = await erasures.FindAsync(campaign.Id, id, cancellationToken) is { } request ? new ErasedFacts(request.At, request.By) : right?.ErasedAt is { } over ? new ErasedFacts(over, right.ErasedBy) : null;
        Task<IReadOnlyList<NextAction>> next = erased is not null ? Task.FromResult<IReadOnlyList<NextAction>>([]) : actions.OfAsync(campaign, right, coupon is not null, applications, cancellationToken);
        IEnumerable<TimelineEvent> events =
        [
            .. OfCoupon(await history),
            .. right is null ? [] : (await notices.ReadOfAsync(right, cancellationToken)).Select(notice => OfNotice(notice, right, contact)),
            .. OfRight(right),
            .. applications.SelectMany(OfApplication),
            .. OfTransfer(await transfer),
            .. (await ofCoupon).Concat(await gaveRise is { } origin ? [origin] : []).SelectMany(OfCase),
            .. (await written).Select(note => new TimelineEvent(note.At, TimelineKind.Note) { Note = note, By = note.By }),
            .. erased is null ? [] : new[] { new TimelineEvent(erased.At, TimelineKind.Erased) { By = erased.By } },
        ];
        return new PersonTimeline(
            id, Masking.OfName(coupon?.Holder.NameKana ?? applied.NameIn(applications)), Masking.Of(contact.Phone), Masking.Of(contact.Email), Masking.OfNumber(coupon?.Number), [.. events.OrderBy(one => one.At)], await next)
        {
            Erased = erased,
            Unreadable = [.. UnreadableOf(right, coupon)],
            Coupon = coupon is null ? null : new CouponFacts(coupon.Coupon.Expiry, coupon.Coupon.Balance, coupon.Imported, coupon.FaceValue, coupon.Coupon.ChargedToApp, coupon.Coupon.LeftApp, coupon.Holder.TravelDate),
            Right = right is null ? null : new RightFacts(right.Route, right.Amount, right.State, right.AwaitsApplication, right.LinkVersion, right.Product),
            Seal = (await history)?.Seal,
            AddedTo = (await gaveRise)?.Coupon,
            Supplements = [.. (await ofCoupon).Select(one => one.Supplement).OfType<EntitlementId>()],
            Lead = right?.Lead,
            Companions = right is null ? [] : [.. (await entitlements.ReadCompanionsAsync(right, cancellationToken)).Select(other => other.Id)],
        };
    }

    private IEnumerable<UnreadableField> UnreadableOf(Entitlement? right, CouponOnFile? coupon)
    {
        if (right is null ? coupon is { ContactIsUnreadable: true } : right.ProtectedContact is not null && contacts.ContactOf(right) is null)
        {
            yield return UnreadableField.Contact;
        }

        if (coupon is { HolderIsUnreadable: true })
        {
            yield return UnreadableField.Holder;
        }

        if (coupon is { NumberIsUnreadable: true })
        {
            yield return UnreadableField.InquiryNumber;
        }
    }

    private async Task<IReadOnlyList<Application>> ApplicationsAsync(Campaign campaign, CouponOnFile? coupon, CancellationToken cancellationToken) =>
        coupon is not null && campaign.ApplicationSite is not null && InquiryNumber.TryParse(coupon.Number, campaign.InquiryNumbers, out InquiryNumber number)
            ? await applied.OfCouponAsync(campaign.Id, number, cancellationToken)
            : [];

    private static IEnumerable<TimelineEvent> OfCoupon(CouponHistory? history) => history is null ? [] :
    [
        .. history.Changes.Select(change => new TimelineEvent(change.At, TimelineKind.Adjusted) { Change = change, Amount = change.Amount }),
        .. history.Seal is { } seal ? new[] { new TimelineEvent(seal.SealedAt, TimelineKind.Sealed) { Amount = seal.Owed } } : [],
    ];

    private TimelineEvent OfNotice(Notice notice, Entitlement right, Contact contact)
    {
        string? address = notice.Channel == NoticeChannel.Sms ? contact.Phone : contact.Email;
        bool isOnFile = address is not null && string.Equals(book.KeyOf(address), notice.Address, StringComparison.Ordinal);
        return new TimelineEvent(notice.FirstTriedAt ?? notice.ClaimedAt, TimelineKind.Notice)
        {
            Notice = new NoticeEvent(
                notice.Id.Kind, notice.Id.Sequence, notice.Channel, isOnFile ? Masking.Of(address) : null, notice.Outcome, notice.Provider, notice.ProviderReference, notice.UndeliveredReason ?? notice.Reason, notice.Wave)
            {
                DeliveredAt = notice.DeliveredAt,
                UndeliveredAt = notice.UndeliveredAt,
                LinkOpens = notice.LinkVersion == right.LinkVersion,
            },
        };
    }

    private static IEnumerable<TimelineEvent> OfRight(Entitlement? right)
    {
        if (right?.OpenedAt is { } opened)
        {
            yield return new TimelineEvent(opened, TimelineKind.LinkOpened);
        }

        if (right?.ClaimedAt is { } claimed)
        {
            yield return new TimelineEvent(claimed, TimelineKind.Claimed) { Product = right.Product, Amount = right.Amount };
        }

        if (right?.PaidAt is { } paid)
        {
            yield return new TimelineEvent(paid, TimelineKind.CodeHandedOut) { Product = right.Product, Amount = right.Amount };
        }

        if (right?.ExpiredAt is { } expired)
        {
            yield return new TimelineEvent(expired, TimelineKind.Expired) { Amount = right.Amount };
        }

        if (right?.RevokedAt is { } revoked)
        {
            yield return new TimelineEvent(revoked, TimelineKind.Revoked) { Amount = right.Amount };
        }
    }

    private static IEnumerable<TimelineEvent> OfApplication(Application application)
    {
        yield return new TimelineEvent(application.ReceivedAt, TimelineKind.Applied) { Application = application.Id, ApplicationState = application.State, By = application.EnteredBy };
        if (application.DecidedAt is { } decided)
        {
            yield return new TimelineEvent(decided, TimelineKind.ApplicationDecided) { Application = application.Id, ApplicationState = application.State, By = application.DecidedBy };
        }
    }

    private static IEnumerable<TimelineEvent> OfTransfer(Transfer? transfer)
    {
        if (transfer is not null)
        {
            yield return new TimelineEvent(transfer.AskedAt, TimelineKind.TransferAsked) { Amount = transfer.Amount, TransferState = transfer.State, By = transfer.EnteredBy };
            if (transfer.State != TransferState.Requested)
            {
                yield return new TimelineEvent(transfer.ChangedAt, TimelineKind.TransferMoved) { Amount = transfer.Amount, TransferState = transfer.State, ReturnedBecause = transfer.ReturnedBecause };
            }
        }
    }

    private static IEnumerable<TimelineEvent> OfCase(DoubleChargeCase one)
    {
        yield return new TimelineEvent(one.Opened.At, TimelineKind.CaseOpened) { Case = one.Number, CaseState = one.State, Amount = one.Amount, By = one.Opened.Name };
        if (one.Since > one.Opened.At)
        {
            yield return new TimelineEvent(one.Since, TimelineKind.CaseStands) { Case = one.Number, CaseState = one.State, Amount = one.Amount };
        }
    }
}
