using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.CallCentre;

/// <summary>Replaces a person's number or address. The link that went to the old one dies with it: whoever reads it there is somebody else.</summary>
public sealed class CorrectContact(EntitlementStore entitlements, ProtectedFields fields)
{
    /// <summary>Corrects once for each order, however often it is called.</summary>
    public async Task RunAsync(PersonToReach correction, string order, CancellationToken cancellationToken)
    {
        Entitlement? person = correction.Person;
        while (person is not null && !string.Equals(person.CorrectedBy, order, StringComparison.Ordinal))
        {
            Contact known = person.ProtectedContact is { } stored ? fields.UnprotectJson<Contact>(stored) : new Contact(null, null);
            Contact corrected = new(correction.Phone ?? known.Phone, correction.Email ?? known.Email);
            Entitlement after = person with
            {
                Contacts = corrected.Kinds,
                ProtectedContact = fields.ProtectJson(corrected),
                LinkVersion = person.LinkVersion + 1,
                CorrectedBy = order,
            };
            if (await entitlements.TryMoveAsync(person, after, cancellationToken) is not null)
            {
                return;
            }

            person = await entitlements.FindAsync(person.Campaign, person.Id, cancellationToken);
        }
    }
}
