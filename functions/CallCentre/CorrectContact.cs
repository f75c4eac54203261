using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Entitlements.Search;
using Compensation.Notices;

namespace Compensation.CallCentre;

/// <summary>
/// Replaces people's numbers or addresses, or takes them off file. The link that went to the old one dies with it: whoever reads it there is somebody
/// else. Where one message spoke for several entitlements of a person, the others are corrected with the lead: their links stood on the page behind
/// the one that was sent.
/// </summary>
public sealed class CorrectContact(EntitlementStore entitlements, PeopleIndex people, Unreached unreached, ProtectedFields fields)
{
    /// <summary>Corrects once for each order, however often it is called.</summary>
    public async Task RunAsync(IReadOnlyList<PersonToReach> corrections, string order, CancellationToken cancellationToken)
    {
        // Leads first: who follows one goes on doing so only if the lead has been given a new link.
        foreach (PersonToReach correction in corrections.OrderBy(correction => correction.Person.Lead is not null))
        {
            await CorrectAsync(correction, order, follows: null, cancellationToken);
        }

        foreach (PersonToReach correction in corrections.Where(correction => correction.Person.Companions.Count > 0))
        {
            IReadOnlyList<Entitlement> others = await entitlements.ReadCompanionsAsync(correction.Person, cancellationToken);
            foreach (Entitlement other in others.Where(other => corrections.All(named => named.Person.Id != other.Id)))
            {
                await CorrectAsync(correction with { Person = other }, order, follows: correction.Person.Id, cancellationToken);
            }
        }
    }

    /// <summary>A person as a correction would leave them. Who has had the code keeps address and link: a link to another would hand the code out a second time.</summary>
    internal Entitlement Corrected(PersonToReach correction, string order)
    {
        Entitlement person = correction.Person;
        Contact reached = correction.Correct(ContactOf(person));
        return person.State == EntitlementState.Paid ? person : person with
        {
            Contacts = reached.Kinds,
            ProtectedContact = reached.Kinds == ContactKinds.None ? null : fields.ProtectJson(reached),
            LinkVersion = person.LinkVersion + 1,
            CorrectedBy = order,
            CorrectedWays = correction.Given,
        };
    }

    /// <param name="correction">Of whom, and how.</param>
    /// <param name="order">Whose correction it is.</param>
    /// <param name="follows">The lead with whom the person is corrected, or null where the person was named: who leaves the lead in between is left alone.</param>
    /// <param name="cancellationToken">Stops before the write.</param>
    private async Task CorrectAsync(PersonToReach correction, string order, EntitlementId? follows, CancellationToken cancellationToken)
    {
        Entitlement? person = correction.Person;
        while (person is not null && (follows is null || person.Lead == follows) && IsToBeCorrected(person, order))
        {
            Entitlement corrected = Corrected(correction with { Person = person }, order);
            await people.AddAsync(person.Campaign, person.Id, SearchKey.Of(new Contact(correction.Phone, correction.Email)), cancellationToken);
            bool stays = corrected.State != EntitlementState.Paid && await StillLeadsAsync(corrected, order, cancellationToken);
            if (!stays && corrected is { Contacts: ContactKinds.None, State: EntitlementState.Open or EntitlementState.Claimed })
            {
                // Nobody speaks for it any more, and nothing reaches it: also what the order has not named is on the list before that is so.
                await unreached.ListAsync(person.Campaign, [person.Id], cancellationToken);
            }

            if (await entitlements.TryMoveAsync(person, stays ? corrected : corrected with { Lead = null }, cancellationToken) is not null)
            {
                return;
            }

            person = await entitlements.FindAsync(person.Campaign, person.Id, cancellationToken);
        }
    }

    private static bool IsToBeCorrected(Entitlement person, string order) =>
        person.ErasedAt is null && (person.State == EntitlementState.Paid ? person.Lead is not null : !person.IsCorrectedBy(order));

    /// <summary>
    /// The lead's link is as new as the correction, and goes to the same place, or nowhere as yet: then whatever is put on file for the lead is for both. An older one may
    /// lie in the mailbox that was wrong, and would show the new link of whoever follows.
    /// </summary>
    private async Task<bool> StillLeadsAsync(Entitlement person, string order, CancellationToken cancellationToken) =>
        person.Lead is { } id
        && await entitlements.FindAsync(person.Campaign, id, cancellationToken) is { } lead
        && lead.IsCorrectedBy(order)
        && string.Equals(ContactOf(lead).FirstWay, ContactOf(person).FirstWay, StringComparison.Ordinal);

    /// <summary>What cannot be read any more reaches nobody, and the correction takes its place.</summary>
    private Contact ContactOf(Entitlement person) => (person.ProtectedContact is { } stored ? fields.UnprotectJsonOrNull<Contact>(stored) : null) ?? new Contact(null, null);
}

/// <summary>Somebody who is to get the link again.</summary>
/// <param name="Person">As on file.</param>
/// <param name="Phone">The corrected number, E.164, or null.</param>
/// <param name="Email">The corrected address, or null.</param>
/// <param name="Wrong">What is on file of these kinds is not the person's.</param>
public sealed record PersonToReach(Entitlement Person, string? Phone, string? Email, ContactKinds Wrong)
{
    /// <summary>A request's person, with number and address as they are kept.</summary>
    public static PersonToReach Of(Entitlement person, ResendPerson named, ContactKinds wrong)
    {
        JapanesePhone.TryNormalise(named.Phone, out string? phone);
        EmailRule.TryNormalise(named.Email, out string? email);
        return new PersonToReach(person, phone, email, wrong);
    }

    /// <summary>The kinds that the correction gives.</summary>
    public ContactKinds Given => new Contact(Phone, Email).Kinds;

    public bool IsCorrected => (Given | Wrong) != ContactKinds.None;

    /// <summary>What is on file once what is known has been corrected.</summary>
    public Contact Correct(Contact known) => new(
        Phone ?? (Wrong.HasFlag(ContactKinds.Sms) ? null : known.Phone),
        Email ?? (Wrong.HasFlag(ContactKinds.Email) ? null : known.Email));

    /// <summary>
    /// A correction of one kind replaces what is on file of that kind. Where nothing of the kind is on file, what it corrects is the other: who is to be
    /// reached both ways is given both.
    /// </summary>
    public static ContactKinds WrongBy(ResendPerson named, ContactKinds onFile)
    {
        ContactKinds given = new Contact(named.Phone, named.Email).Kinds;
        ContactKinds said = (named.PhoneIsWrong ? ContactKinds.Sms : ContactKinds.None) | (named.EmailIsWrong ? ContactKinds.Email : ContactKinds.None);
        return said | (given != ContactKinds.None && (onFile & given) == ContactKinds.None ? onFile : given & onFile);
    }
}
