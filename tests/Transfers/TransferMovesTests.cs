using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Transfers;

namespace Compensation.Tests.Transfers;

public class TransferMovesTests
{
    private static readonly TransferState[] All = Enum.GetValues<TransferState>();

    [Fact]
    public void The_table_allows_exactly_these_moves()
    {
        IEnumerable<string> allowed = from one in All from other in All where one.CanMoveTo(other) select $"{one} > {other}";

        Assert.Equal(
            [
                "Requested > Requested", "Requested > Checked", "Requested > Held", "Requested > Review", "Requested > Withdrawn",
                "Checked > Requested", "Checked > Released", "Checked > Held", "Checked > Review", "Checked > Withdrawn",
                "Released > Held", "Released > Filed", "Released > Review",
                "Held > Requested", "Held > Review", "Held > Withdrawn",
                "Filed > Paid", "Filed > Returned", "Filed > Review",
                "Paid > Returned", "Paid > Review",
                "Returned > Requested", "Returned > Review", "Returned > Withdrawn",
                "Review > Paid", "Review > Returned",
                "Withdrawn > Requested",
            ],
            allowed,
            StringComparer.Ordinal);
    }

    /// <summary>Both tables together: whatever a person, the bank and operators do, the right's own table allows it, and who takes points has no transfer under way.</summary>
    [Fact]
    public void No_path_through_both_tables_leaves_the_table_of_rights_or_pays_twice()
    {
        HashSet<(TransferState, EntitlementState)> seen = [];
        Queue<(TransferState Transfer, EntitlementState Right)> open = new([(TransferState.Requested, EntitlementState.TransferRequested)]);
        while (open.TryDequeue(out (TransferState Transfer, EntitlementState Right) at))
        {
            if (!seen.Add(at))
            {
                continue;
            }

            foreach (TransferState next in All.Where(state => at.Transfer.CanMoveTo(state)))
            {
                EntitlementState means = next.Means(at.Right);
                Assert.True(means == at.Right || at.Right.CanMoveTo(means), $"{at} > {next}: {means}");
                open.Enqueue((next, means));
            }

            Assert.True(at.Right == EntitlementState.Open == (at.Transfer == TransferState.Withdrawn), $"{at}");
            Assert.True(at.Right != EntitlementState.Transferred || at.Transfer is TransferState.Paid or TransferState.Review, $"{at}");
        }

        Assert.Equal(10, seen.Count);
    }

    [Fact]
    public void A_reference_leads_back_to_its_right_and_attempt()
    {
        TransferReference reference = new(35, EntitlementId.FromValue((1UL << 48) - 1), 20);

        Assert.Equal("03528147497671065520", reference.ToString());
        Assert.True(TransferReference.TryParse(reference.ToString(), out TransferReference? read));
        Assert.Equal(reference, read);
        Assert.All(["", "0352814749767106552", "03528147497671065600", "03528147497671065521", "03528147497671065620", "99928147497671065520", "0352814749767106552a"], text => Assert.False(TransferReference.TryParse(text, out _), text));
    }
}
