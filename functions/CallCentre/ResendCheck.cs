using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Coupons;
using Compensation.Entitlements;
using Compensation.Notices;
using Microsoft.Extensions.Options;

namespace Compensation.CallCentre;

/// <summary>Checks a resend as a whole before anything of it is done. Faults name fields, never their values.</summary>
public sealed class ResendCheck(CouponStore coupons, EntitlementStore entitlements, IOptions<CallCentreOptions> options)
{
    /// <returns>The people the request names with their corrections, or what is wrong.</returns>
    public async Task<(IReadOnlyList<PersonToReach> People, IReadOnlyList<string> Faults)> RunAsync(Campaign campaign, ResendRequest request, CancellationToken cancellationToken)
    {
        List<string> faults = [.. FaultsOf(campaign, request, options.Value.PeoplePerRequest)];
        List<PersonToReach> people = [];
        for (int index = 0; faults.Count == 0 && index < (request.People?.Count ?? 0); index++)
        {
            string field = $"people[{index}]";
            ResendPerson named = request.People![index];
            Entitlement? person = await FindAsync(campaign, named, cancellationToken);
            if (FaultOf(person, named, request.Channel) is { } fault)
            {
                faults.Add($"{field}{fault}");
                break;
            }

            faults.AddRange(people.Where(other => other.Person.Id == person!.Id).Take(1).Select(_ => $"{field}: is named twice; expected each person once"));
            people.Add(PersonToReach.Of(person!, named, PersonToReach.WrongBy(named, person!.Contacts)));
        }

        return (people, faults);
    }

    /// <summary>The people of a request that is on record already, with the corrections as they were decided then, whatever has become of the people since.</summary>
    internal async Task<IReadOnlyList<PersonToReach>> ReadAgainAsync(Campaign campaign, ResendRequest request, ResendRecord record, CancellationToken cancellationToken)
    {
        List<PersonToReach> people = [];
        foreach ((ResendPerson named, NamedPerson decided) in (request.People ?? []).Zip(record.People))
        {
            if (await entitlements.FindAsync(campaign.Id, decided.Entitlement, cancellationToken) is { } person)
            {
                people.Add(PersonToReach.Of(person, named, decided.Wrong));
            }
        }

        return people;
    }

    /// <summary>
    /// What stands against doing it: a correction that would take the old link away and send no new one, and late people without a code. That somebody's number is a stranger's is
    /// always heard, also where nothing can be sent elsewhere: the stranger's link dies.
    /// </summary>
    internal static IReadOnlyList<string> FaultsOf(IReadOnlyList<NamedPerson> named, IReadOnlyList<PersonToReach> people, bool isLate) =>
    [
        .. from one in named.Select((person, index) => (person, index))
           where IsRefused(one.person, people[one.index], isLate)
           select $"people[{one.index}]: {NamedPersonView.WordsFor(one.person.Verdict)}{(one.person.IsCorrected ? "; nothing was corrected, and the old link still opens" : string.Empty)}",
    ];

    internal static bool IsRefused(NamedPerson person, PersonToReach named, bool isLate) =>
        !(named is { IsCorrected: true, Given: ContactKinds.None })
        && ((person.IsCorrected && person.Verdict is (ResendVerdict.Suppressed or ResendVerdict.Capped)) || (isLate && person.Verdict == ResendVerdict.NothingToOpen));

    /// <summary>Each of some people by himself.</summary>
    /// <returns>Null for one whom an order that names him refuses.</returns>
    internal async Task<IReadOnlyList<PersonToReach?>> FindEachAsync(Campaign campaign, IReadOnlyList<ResendPerson> people, CancellationToken cancellationToken)
    {
        List<PersonToReach?> found = [];
        foreach (ResendPerson named in people)
        {
            Entitlement? person = await FindAsync(campaign, named, cancellationToken);
            found.Add(FaultOf(person, named, channel: null) is null ? PersonToReach.Of(person!, named, PersonToReach.WrongBy(named, person!.Contacts)) : null);
        }

        return found;
    }

    /// <summary>Whom a request names, as far as that can be read, whatever else is wrong with it.</summary>
    internal async Task<IReadOnlyList<EntitlementId>> NamedByAsync(Campaign campaign, ResendRequest request, CancellationToken cancellationToken)
    {
        List<EntitlementId> named = [];
        foreach (ResendPerson person in (request.People ?? []).Take(options.Value.PeoplePerRequest))
        {
            EntitlementId? id = InquiryNumber.TryParse(person.InquiryNumber, campaign.InquiryNumbers, out InquiryNumber number) ? await coupons.FindIdAsync(campaign.Id, number, cancellationToken)
                : EntitlementId.TryParse(person.Entitlement, out EntitlementId written) ? written : null;
            named.AddRange(id is { } known && !named.Contains(known) ? [known] : []);
        }

        return named;
    }

    private static IEnumerable<string> FaultsOf(Campaign campaign, ResendRequest request, int peopleMax)
    {
        if (!Operators.IsLine(request.Reason, 500))
        {
            yield return "reason: expected 1 to 500 characters on one line";
        }

        if (request.People is null == request.Filter is null)
        {
            yield return "people, filter: expected one of the two";
        }

        if (request.Filter == ResendFilter.All)
        {
            yield return "filter: expected notDelivered or notClaimedAndNotDelivered";
        }

        if (request.People is { Count: var count } && (count < 1 || count > peopleMax))
        {
            yield return $"people: holds {count}; expected 1 to {peopleMax}";
        }

        foreach ((ResendPerson person, int index) in (request.People ?? []).Select((person, index) => (person, index)))
        {
            string field = $"people[{index}]";
            if (person.InquiryNumber is null == person.Entitlement is null)
            {
                yield return $"{field}: expected either inquiryNumber or entitlement";
            }

            if (person.InquiryNumber is not null && !InquiryNumber.TryParse(person.InquiryNumber, campaign.InquiryNumbers, out _))
            {
                yield return $"{field}.inquiryNumber: expected {campaign.InquiryNumbers.Expected}{Folding.Remark(person.InquiryNumber)}";
            }

            if (person.Entitlement is not null && !EntitlementId.TryParse(person.Entitlement, out _))
            {
                yield return $"{field}.entitlement: expected 12 hex digits";
            }

            if (person.Phone is not null && !JapanesePhone.TryNormalise(person.Phone, out _))
            {
                yield return $"{field}.phone: expected a Japanese mobile number{Folding.Remark(person.Phone)}";
            }

            if (person.Email is not null && !EmailRule.TryNormalise(person.Email, out _))
            {
                yield return $"{field}.email: expected an e-mail address{Folding.Remark(person.Email)}";
            }
        }
    }

    private async Task<Entitlement?> FindAsync(Campaign campaign, ResendPerson named, CancellationToken cancellationToken)
    {
        EntitlementId? id = InquiryNumber.TryParse(named.InquiryNumber, campaign.InquiryNumbers, out InquiryNumber number)
            ? await coupons.FindIdAsync(campaign.Id, number, cancellationToken)
            : EntitlementId.Parse(named.Entitlement!);
        return id is { } known ? await entitlements.FindAsync(campaign.Id, known, cancellationToken) : null;
    }

    private static string? FaultOf(Entitlement? person, ResendPerson named, NoticeChannel? channel) => person switch
    {
        null => ": is not owed anything in this campaign; expected somebody who is",
        { ErasedAt: not null } => ": what is personal was erased; nothing is sent any more",
        { State: not (EntitlementState.Open or EntitlementState.Claimed or EntitlementState.Paid) } => $": is {person.State}; there is no link to send",
        { AwaitsApplication: true } => ": has to apply on the special site first; expected somebody whose application was accepted",
        { State: EntitlementState.Paid } when named.IsCorrected => ": has had the code; a link to another address would hand it out a second time",
        _ when !named.IsCorrected && person.Contacts == ContactKinds.None => ": has neither number nor address on file; expected phone or email",
        _ when channel == NoticeChannel.Sms && !KindsOf(person, named).HasFlag(ContactKinds.Sms) => ": has no mobile number on file; expected phone, or another channel",
        _ when channel == NoticeChannel.Email && !KindsOf(person, named).HasFlag(ContactKinds.Email) => ": has no e-mail address on file; expected email, or another channel",
        _ => null,
    };

    private static ContactKinds KindsOf(Entitlement person, ResendPerson named) =>
        (person.Contacts & ~PersonToReach.WrongBy(named, person.Contacts)) | new Contact(named.Phone, named.Email).Kinds;
}
