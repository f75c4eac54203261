using Compensation.Campaigns;
using Compensation.Common.Access;
using Microsoft.AspNetCore.Http;

namespace Compensation.CallCentre.People;

/// <summary>
/// Holds a resend over HTTP to what its page asks: whoever is signed in has a caller on the telephone, and a new number or address counts once the caller has read back the code that went there. A machine
/// stands for a system that has asked in its own way; a code that it sends is looked at all the same.
/// </summary>
public sealed class ReadBackCodes(OrderResend resends, ProveContact proofs)
{
    internal const string OneAtATime = "phone, email: expected one that is new at a time; a code shows only that one of them is the caller's";

    /// <returns>What is missing, by field; null where nothing is, or where the resend is refused for another reason or was ordered before.</returns>
    internal async Task<string?> FaultOfAsync(HttpRequest request, Campaign campaign, ResendRequest body, string key, CancellationToken cancellationToken)
    {
        bool isPerson = Caller.Of(request.HttpContext).Person is not null;
        if (body.People?.Any(person => Asks(person, isPerson)) != true
            || await resends.IsOrderedAsync(campaign, key, cancellationToken)
            || await resends.PlanAsync(campaign, WithoutCodes(body), cancellationToken) is not ResendAnswer.Planned { Plan.Named: var named })
        {
            return null;
        }

        foreach ((int index, (ResendPerson person, NamedPersonView found)) in body.People.Zip(named).Index().Where(one => Asks(one.Item.First, isPerson)))
        {
            ContactToProve prove = await proofs.ToProveAsync(campaign, found.Entitlement, person.Phone, person.Email, cancellationToken);
            if (!prove.IsOneCodeEnough)
            {
                return $"people[{index}]: {OneAtATime}";
            }

            if (prove.To is { } to && (person.Code is not { } code || !await proofs.IsReadBackAsync(campaign, found.Entitlement, to, code, cancellationToken)))
            {
                return $"people[{index}].code: expected the six digits that the caller reads back; POST people/{found.Entitlement}/contact-code sends them to the new number or address";
            }
        }

        return null;
    }

    /// <summary>What is planned, ordered and kept of a resend.</summary>
    internal static ResendRequest WithoutCodes(ResendRequest body) => body.People is null ? body : body with { People = [.. body.People.Select(person => person with { Code = null })] };

    private static bool Asks(ResendPerson person, bool isPerson) => (person.Phone is not null || person.Email is not null) && (isPerson || person.Code is not null);
}
