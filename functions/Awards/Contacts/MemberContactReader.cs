using System.Runtime.CompilerServices;
using Compensation.Common;
using Compensation.Common.Files;
using Compensation.Entitlements;

namespace Compensation.Awards.Contacts;

/// <summary>Reads a file of members' contacts row by row. The columns are described in <c>docs/member-contacts-format.md</c>.</summary>
internal static class MemberContactReader
{
    public const string Member = "member_id";

    private static readonly IReadOnlyList<CsvColumn> s_columns = [new(Member), .. ContactColumns.All];

    /// <summary>The rows that are in order; what is wrong with the others goes to <paramref name="errors"/>.</summary>
    public static async IAsyncEnumerable<(long Line, MemberId Member, Contact Contact)> ReadAsync(
        ReceivedFile file, RowErrors errors, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using CsvRows rows = new(file, s_columns);
        while (await rows.ReadAsync(cancellationToken))
        {
            if (rows.Error is { } error)
            {
                errors.Add(error);
            }
            else if (Parse(rows, errors) is var (member, contact))
            {
                yield return (rows.Line, member, contact);
            }
        }
    }

    private static (MemberId Member, Contact Contact)? Parse(CsvRows row, RowErrors errors)
    {
        long before = errors.Count;
        if (!MemberId.TryParse(row.Plain(Member), out MemberId member))
        {
            errors.Add(new RowError(row.Line, Member, $"not a member id{Folding.Remark(row[Member])}", MemberId.Expected));
        }

        Contact contact = ContactColumns.Read(row, errors);
        if (errors.Count == before && contact.Kinds == ContactKinds.None)
        {
            errors.Add(new RowError(row.Line, string.Empty, "neither a number nor an address", "phone, email, or both"));
        }

        return errors.Count == before ? (member, contact) : null;
    }
}
