using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Notices;

/// <summary>
/// Tells addresses apart without keeping them. What was sent and reported belongs to one address, so notices bear a keyed hash of theirs, and a
/// person's history is read from where the person is reached today: an address that was corrected or removed has taken its history with it.
/// </summary>
public sealed class AddressBook(EntitlementContacts contacts, KeyedHash hash)
{
    /// <returns>16 hex digits. Letter case makes no difference: nobody gives two people addresses that differ in it.</returns>
    public string KeyOf(string address) => hash.LookUpKey("notice-address", address.ToUpperInvariant())[..16];

    /// <summary>The histories of a page, each from where its person is reached today. Only those are looked at whose history makes a difference.</summary>
    internal IReadOnlyDictionary<EntitlementId, NoticeHistory> SeenFromToday(IEnumerable<Entitlement> people, IReadOnlyDictionary<EntitlementId, NoticeHistory> histories) => people
        .Where(person => histories.ContainsKey(person.Id))
        .ToDictionary(person => person.Id, person => SeenFromToday(person, histories[person.Id]));

    internal NoticeHistory SeenFromToday(Entitlement person, NoticeHistory history) =>
        history.Earlier.Count > 0 || history.Ordered is { Outcome: NoticeOutcome.Pending } ? history with { Today = ReachOf(person) } : history;

    /// <returns>Null where what is on file cannot be read: then nobody can tell, and the history stays as it is.</returns>
    private Reach? ReachOf(Entitlement person)
    {
        if (person.ProtectedContact is null)
        {
            return new Reach(null, null, person.LinkVersion);
        }

        return contacts.ContactOf(person) is { } contact ? new Reach(KeyOfOrNull(contact.Phone), KeyOfOrNull(contact.Email), person.LinkVersion) : null;
    }

    private string? KeyOfOrNull(string? address) => address is null ? null : KeyOf(address);
}

/// <summary>Where somebody is reached today, and by which link.</summary>
/// <param name="Sms">The number's key, or null where none is on file.</param>
/// <param name="Email">The address's key, or null.</param>
/// <param name="LinkVersion">The link that opens.</param>
internal sealed record Reach(string? Sms, string? Email, int LinkVersion)
{
    /// <summary>Whether a notice went to an address that is still on file.</summary>
    public bool Holds(Notice notice) => string.Equals(notice.Channel == NoticeChannel.Sms ? Sms : Email, notice.Address, StringComparison.Ordinal);
}
