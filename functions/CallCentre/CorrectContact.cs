using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.CallCentre;

/// <summary>
/// Replaces people's numbers or addresses. The link that went to the old one dies with it: whoever reads it there is somebody else. Where one message
/// spoke for several entitlements of a person, the others are corrected with it: their links stood on the page behind the one that was sent.
/// </summary>
public sealed class CorrectContact(EntitlementStore entitlements, ProtectedFields fields)
{
    /// <summary>Corrects once for each order, however often it is called.</summary>
    public async Task RunAsync(IReadOnlyList<PersonToReach> corrections, string order, CancellationToken cancellationToken)
    {
        List<PersonToReach> companions = [];
        foreach (PersonToReach correction in corrections)
        {
            IReadOnlyList<Entitlement> others = await entitlements.ReadCompanionsAsync(correction.Person, cancellationToken);
            companions.AddRange(others
                .Where(other => corrections.All(named => named.Person.Id != other.Id))
                .Select(other => correction with { Person = other }));
        }

        // Leads first: who follows one goes on doing so as long as both are reached in the same place.
        foreach (PersonToReach correction in corrections.Concat(companions).OrderBy(correction => correction.Person.Lead is not null))
        {
            await CorrectAsync(correction, order, cancellationToken);
        }
    }

    private async Task CorrectAsync(PersonToReach correction, string order, CancellationToken cancellationToken)
    {
        Entitlement? person = correction.Person;
        while (person is not null && !string.Equals(person.CorrectedBy, order, StringComparison.Ordinal))
        {
            if (await entitlements.TryMoveAsync(person, await CorrectedAsync(person, correction, order, cancellationToken), cancellationToken) is not null)
            {
                return;
            }

            person = await entitlements.FindAsync(person.Campaign, person.Id, cancellationToken);
        }
    }

    private async Task<Entitlement> CorrectedAsync(Entitlement person, PersonToReach correction, string order, CancellationToken cancellationToken)
    {
        Contact known = ContactOf(person);
        Contact corrected = new(correction.Phone ?? known.Phone, correction.Email ?? known.Email);

        // Who has had the code keeps the old address: a link to another would hand the code out a second time.
        bool keeps = person.State == EntitlementState.Paid;
        Contact reached = keeps ? known : corrected;
        return person with
        {
            Contacts = reached.Kinds,
            ProtectedContact = keeps ? person.ProtectedContact : fields.ProtectJson(reached),
            LinkVersion = keeps ? person.LinkVersion : person.LinkVersion + 1,
            CorrectedBy = order,
            Lead = await StillLeadsAsync(person, reached, cancellationToken) ? person.Lead : null,
        };
    }

    private async Task<bool> StillLeadsAsync(Entitlement person, Contact reached, CancellationToken cancellationToken) =>
        person.Lead is { } id
        && await entitlements.FindAsync(person.Campaign, id, cancellationToken) is { } lead
        && string.Equals(ContactOf(lead).FirstWay, reached.FirstWay, StringComparison.Ordinal);

    private Contact ContactOf(Entitlement person) => person.ProtectedContact is { } stored ? fields.UnprotectJson<Contact>(stored) : new Contact(null, null);
}
