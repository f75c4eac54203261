using System.Globalization;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Notices.Persons;

/// <summary>
/// Who is one person: those whose first message goes to one number or address in one wave. A keyed hash, so that the index holds no addresses.
/// </summary>
public sealed class PersonKeys(KeyedHash hash, ProtectedFields fields)
{
    /// <returns>32 hex digits, or null for somebody without number and address, or with such as cannot be read.</returns>
    public string? Of(Entitlement person)
    {
        if (person.ProtectedContact is null || fields.UnprotectJsonOrNull<Contact>(person.ProtectedContact)?.FirstWay is not { } way)
        {
            return null;
        }

        return hash.LookUpKey("person", $"{person.Campaign}\n{WaveOf(person.Route)}\n{Normalised(way)}");
    }

    /// <summary>Every number and address of somebody, as numbers that say nothing, for counting persons whatever their wave. Who cannot be read has none.</summary>
    public IReadOnlyList<ulong> AddressesOf(Entitlement person)
    {
        Contact? contact = person.ProtectedContact is null ? null : fields.UnprotectJsonOrNull<Contact>(person.ProtectedContact);
        return [.. new[] { contact?.Phone, contact?.Email }.OfType<string>().Select(way => hash.Of64("person", Normalised(way))), .. MarkOf(person)];
    }

    /// <summary>What stays of the person once the contact is erased.</summary>
    private IEnumerable<ulong> MarkOf(Entitlement person) => person.OnePerson is { } first ? [hash.Of64("one-person", $"{person.Campaign}\n{first}")] : [];

    /// <summary>In which bucket of the index a key lies.</summary>
    public static int BucketOf(string key, int buckets) => (int)(uint.Parse(key.AsSpan(0, 8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) % (uint)buckets);

    /// <summary>Restored double charges travel with the app's route; applicants have a wave, and dates, of their own.</summary>
    private static EntitlementRoute WaveOf(EntitlementRoute route) => route == EntitlementRoute.DoubleCharge ? EntitlementRoute.App : route;

    /// <summary>Only the domain of an address is the same in any case: to join two people would show one of them the other's money, to miss one costs a message.</summary>
    private static string Normalised(string way) => way.LastIndexOf('@') is var at && at < 0 ? way : way[..at] + way[at..].ToLowerInvariant();
}
