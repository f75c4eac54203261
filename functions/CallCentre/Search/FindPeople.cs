using System.Collections.Concurrent;
using Compensation.Applications;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Coupons;
using Compensation.Entitlements;
using Compensation.Entitlements.Search;
using Compensation.Transfers;

namespace Compensation.CallCentre.Search;

/// <summary>Finds people by whole values, by rows of an index and never by looking through everybody. What is on file today decides whether somebody is found.</summary>
public sealed class FindPeople(PeopleIndex index, CouponStore coupons, CouponLookups ledgers, EntitlementStore entitlements, EntitlementContacts contacts, ApplicationStore applications, ApplicationSearch applied, TransferReceipts receipts)
{
    /// <summary>More are not shown: a further value finds whom one means.</summary>
    internal const int Most = 20;

    /// <summary>Of a million people more may share a name: then a number, an address or a receipt finds whom one means.</summary>
    private const int CandidatesMost = 2_000;

    private const int ReadsAtATime = 16;

    internal async Task<PeopleFound> HandleAsync(Campaign campaign, SearchTerms terms, CancellationToken cancellationToken)
    {
        CouponLookup ledger = await ledgers.OpenAsync(campaign.Id, cancellationToken);
        List<Application> ofApplicants = await ApplicationsAsync(campaign, terms, cancellationToken);
        HashSet<EntitlementId> ids = [.. await IdsAsync(campaign, terms, cancellationToken)];
        List<Person> found = [];
        foreach (Application application in ofApplicants)
        {
            EntitlementId? id = NumberOf(campaign, application) is { } number ? (await ledger.FindAsync(number, cancellationToken))?.Id : null;
            if (id is { } known)
            {
                ids.Add(known);
            }
            else
            {
                found.Add(Alone(application));
            }
        }

        ConcurrentBag<Person> people = [.. found.Where(person => person.Meets(terms))];
        ParallelOptions bounded = new() { MaxDegreeOfParallelism = ReadsAtATime, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(ids.Take(CandidatesMost), bounded, async (id, stop) =>
        {
            if (await ReadAsync(campaign, ledger, id, ofApplicants, stop) is { } person && (person.Meets(terms) ? person : OtherApplicant(person, ofApplicants, terms)) is { } meant)
            {
                people.Add(meant);
            }
        });
        return new PeopleFound([.. people.Take(Most).Select(person => person.Masked())], people.Count > Most || ids.Count > CandidatesMost);
    }

    /// <summary>Whom the narrowest of the values leads to.</summary>
    private async Task<IEnumerable<EntitlementId>> IdsAsync(Campaign campaign, SearchTerms terms, CancellationToken cancellationToken)
    {
        EntitlementId? numbered = terms.Number is { } number ? await coupons.FindIdAsync(campaign.Id, number, cancellationToken) : null;
        if (terms.Receipt is { } receipt)
        {
            return await receipts.FindAsync(campaign.Id, receipt, cancellationToken) is { } id && (terms.Number is null || numbered == id) ? [id] : [];
        }

        if (terms.Number is not null)
        {
            return numbered is { } known ? [known] : [];
        }

        IReadOnlySet<EntitlementId>[] found = await Task.WhenAll(KeysOf(terms).Select(key => index.FindAsync(campaign.Id, key, cancellationToken)));
        return found.SelectMany(ids => ids);
    }

    private async Task<List<Application>> ApplicationsAsync(Campaign campaign, SearchTerms terms, CancellationToken cancellationToken)
    {
        if (campaign.ApplicationSite is null)
        {
            return [];
        }

        if (terms.Receipt is { } receipt)
        {
            return [.. (await applications.FindAsync(campaign.Id, receipt, cancellationToken)).Where(one => terms.Number is not { } wanted || NumberOf(campaign, one) == wanted)];
        }

        if (terms.Number is { } number)
        {
            // Several may have applied for one coupon: whoever states what was asked for comes first.
            return [.. (await applied.OfCouponAsync(campaign.Id, number, cancellationToken)).Where(one => one.ErasedAt is null).OrderByDescending(one => terms.Ways.All(ApplicationSearch.KeysOf(applied.FormOf(one)).Contains))];
        }

        IReadOnlyList<Application>[] found = await Task.WhenAll(KeysOf(terms).Select(key => applied.FindAsync(campaign.Id, key, cancellationToken)));
        return [.. found.SelectMany(some => some).DistinctBy(one => one.Id, StringComparer.Ordinal)];
    }

    private static IEnumerable<SearchKey> KeysOf(SearchTerms terms) => terms.Ways.Count > 0 ? terms.Ways.Take(1) : terms.Names;

    private async Task<Person?> ReadAsync(Campaign campaign, CouponLookup ledger, EntitlementId id, List<Application> ofApplicants, CancellationToken cancellationToken)
    {
        Entitlement? right = await entitlements.FindAsync(campaign.Id, id, cancellationToken);
        CouponOnFile? coupon = await ledger.FindAsync(id, cancellationToken);
        if (right is null && coupon is null)
        {
            return null;
        }

        Application? application = await ApplicationOfAsync(campaign, right, coupon, ofApplicants, cancellationToken);
        return new Person(right, right is null ? null : contacts.ContactOf(right), coupon, application, application is null ? null : applied.FormOf(application));
    }

    /// <summary>The one that was accepted, else the one by which he was found.</summary>
    private async Task<Application?> ApplicationOfAsync(Campaign campaign, Entitlement? right, CouponOnFile? coupon, List<Application> ofApplicants, CancellationToken cancellationToken) =>
        right?.Application?.Split('-') is [var receipt, var line]
            ? await applications.FindAsync(campaign.Id, ReceiptNumber.Parse(receipt), int.Parse(line, System.Globalization.CultureInfo.InvariantCulture), cancellationToken)
            : coupon is null ? null
            : InquiryNumber.TryParse(coupon.Number, campaign.InquiryNumbers, out InquiryNumber number) ? ofApplicants.Find(one => NumberOf(campaign, one) == number)
            : null;

    /// <summary>Whoever has applied in vain for a coupon that was given to another is found by himself.</summary>
    private Person? OtherApplicant(Person person, List<Application> ofApplicants, SearchTerms terms) => person.Coupon is null ? null
        : ofApplicants.Where(one => one.NumberKey == person.Application?.NumberKey && one.Id != person.Application.Id).Select(Alone).FirstOrDefault(other => other.Meets(terms));

    /// <summary>An application without what the ledger says.</summary>
    private Person Alone(Application application) => new(null, null, null, application, applied.FormOf(application)) { Number = applied.NumberOf(application) };

    /// <returns>Null where it is none of the campaign's form.</returns>
    private InquiryNumber? NumberOf(Campaign campaign, Application application) => InquiryNumber.TryParse(applied.NumberOf(application), campaign.InquiryNumbers, out InquiryNumber number) ? number : null;

    /// <summary>Everything that is on file of somebody.</summary>
    private sealed record Person(Entitlement? Right, Contact? Reached, CouponOnFile? Coupon, Application? Application, ApplicationForm? Form)
    {
        public string? Number { get; init; } = Coupon?.Number;

        private string? Name => Coupon?.Holder.NameKana ?? Form?.Name;

        /// <summary>Where a corrected contact is on file, what the ledger said before is somebody else's.</summary>
        private IEnumerable<SearchKey> Keys =>
            SearchKey.Of(Reached ?? new Contact(null, null))
                .Concat(Right?.CorrectedBy is null && Coupon is not null ? SearchKey.Of(Coupon.Contact) : [])
                .Concat(Form is null ? [] : ApplicationSearch.KeysOf(Form))
                .Concat(new[] { SearchKey.OfName(Coupon?.Holder.NameKana), SearchKey.OfName(Form?.Name) }.OfType<SearchKey>());

        public bool Meets(SearchTerms terms)
        {
            HashSet<SearchKey> keys = [.. Keys];
            return terms.Ways.All(keys.Contains)
                && (terms.Names.Count == 0 || terms.Names.Any(keys.Contains))
                && (terms.Travelled is not { } day || Coupon?.Holder.TravelDate == day || Form?.TravelDate == day)
                && (terms.NumberEnds is not { } end || (Number is { } number && (Folding.Plain(number).ToUpperInvariant().EndsWith(end, StringComparison.Ordinal) || SearchTerms.WithoutHyphens(number).EndsWith(end, StringComparison.Ordinal))));
        }

        public FoundPerson Masked()
        {
            Contact contact = Reached ?? (Right?.CorrectedBy is null ? Coupon?.Contact : null) ?? Form?.Delivery ?? new Contact(null, null);
            return new FoundPerson(Right?.Id ?? Coupon?.Id, Masking.OfName(Name), Masking.Of(contact.Phone), Masking.Of(contact.Email), Masking.OfNumber(Number))
            {
                Amount = Right?.Amount ?? Coupon?.Coupon.Balance,
                State = Right?.State,
                Application = Application?.Id,
                ApplicationState = Application?.State,
            };
        }
    }
}
