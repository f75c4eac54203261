using System.Globalization;
using Compensation.Common;
using Compensation.Rehearsal.People;

namespace Compensation.Rehearsal.Members;

/// <summary>Where the members of one rehearsal can be reached: a pure function of the seed and of the member's index.</summary>
internal sealed class MemberContacts(long seed, SyntheticMembers members)
{
    public const string Header = "member_id,phone,email";

    /// <summary>Share of members whose contact the programme hands in late only.</summary>
    private const double LateShare = 0.15;

    private static readonly IReadOnlyList<((bool Phone, bool Email) Choice, int Weight)> Ways =
    [
        ((true, false), 50), ((false, true), 20), ((true, true), 20), ((false, false), 10),
    ];

    private readonly SyntheticAddresses _addresses = new(seed);

    public SyntheticMembers Members => members;

    /// <summary>The phone in national form and the e-mail address; each null where there is none.</summary>
    public (string? Phone, string? Email) Of(int index)
    {
        (bool phone, bool email) = Chance.For(seed, "ways", index).Among(Ways);
        return (phone ? _addresses.PhoneOf(index) : null, email ? _addresses.EmailOf(index) : null);
    }

    /// <summary>As messages will bear them: the phone in E.164.</summary>
    public IEnumerable<string> AddressesOf(int index)
    {
        (string? phone, string? email) = Of(index);
        if (JapanesePhone.TryNormalise(phone, out string? e164))
        {
            yield return e164;
        }

        if (email is not null)
        {
            yield return email;
        }
    }

    public bool ComesLate(int index) => Chance.For(seed, "late contact", index).Hits(LateShare);

    /// <summary>Writes a file of contacts.</summary>
    /// <param name="path">The file.</param>
    /// <param name="leftOut">Whose contact does not stand in it.</param>
    public void Write(string path, Func<int, bool> leftOut)
    {
        using StreamWriter writer = new(path) { NewLine = "\n" };
        writer.WriteLine(Header);
        for (int index = 0; index < members.Count; index++)
        {
            (string? phone, string? email) = Of(index);
            if ((phone ?? email) is not null && !leftOut(index))
            {
                writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{members.IdOf(index)},{phone},{email}"));
            }
        }
    }
}
