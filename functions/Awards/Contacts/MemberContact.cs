using Compensation.Awards.Spool;
using Compensation.Entitlements;

namespace Compensation.Awards.Contacts;

/// <summary>One row of a file of contacts. Personal data.</summary>
/// <param name="Line">Where it stands in the file.</param>
/// <param name="Id">The id that the member has if no other member has it.</param>
/// <param name="Member">Whose it is.</param>
/// <param name="Contact">Everything by which the member can be reached.</param>
internal sealed record MemberContact(long Line, EntitlementId Id, MemberId Member, Contact Contact) : ISpooledRow<MemberContact>
{
    public void WriteTo(BinaryWriter writer)
    {
        writer.Write(Contact.Phone ?? string.Empty);
        writer.Write(Contact.Email ?? string.Empty);
    }

    public static MemberContact ReadFrom(long line, EntitlementId id, MemberId member, BinaryReader reader) =>
        new(line, id, member, new Contact(OrNull(reader.ReadString()), OrNull(reader.ReadString())));

    private static string? OrNull(string text) => text.Length == 0 ? null : text;
}
