using Compensation.Entitlements;
using FsCheck;
using FsCheck.Fluent;

namespace Compensation.Tests.Entitlements;

public sealed class EntitlementMovesTests
{
    private static readonly EntitlementState[] All = Enum.GetValues<EntitlementState>();

    [Fact]
    public void The_table_allows_exactly_these_moves()
    {
        IEnumerable<string> allowed = from one in All from other in All where one.CanMoveTo(other) select $"{one} > {other}";

        Assert.Equal(
            [
                "Open > Claimed", "Open > TransferRequested", "Open > Expired", "Open > Revoked",
                "Claimed > Paid", "Claimed > Revoked",
                "Paid > Revoked",
                "TransferRequested > Open", "TransferRequested > Transferred", "TransferRequested > TransferFailed", "TransferRequested > Revoked",
                "Transferred > TransferFailed", "Transferred > Revoked",
                "TransferFailed > Open", "TransferFailed > TransferRequested", "TransferFailed > Revoked",
                "Expired > Revoked",
            ],
            allowed,
            StringComparer.Ordinal);
    }

    [Fact]
    public void Whatever_is_tried_in_whatever_order_money_goes_out_at_most_once()
    {
        var attempts = Gen.ListOf(Gen.Elements(All)).ToArbitrary();

        Prop.ForAll(attempts, tried =>
        {
            List<EntitlementState> life = LifeOf(tried);
            int revoked = life.IndexOf(EntitlementState.Revoked);
            return PaidAtTheMost(life) <= 1
                && (PaidAtTheEnd(life) == 0 || !life.Contains(EntitlementState.Expired))
                && (revoked == -1 || revoked == life.Count - 1);
        }).QuickCheckThrowOnFailure();
    }

    /// <summary>Every path there is, loops walked up to three times: longer ones only repeat them.</summary>
    [Fact]
    public void No_path_pays_twice_what_has_not_come_back()
    {
        int paths = 0;
        Walk([EntitlementState.Open]);
        Assert.InRange(paths, 100, 1_000_000);

        void Walk(List<EntitlementState> life)
        {
            paths++;
            Assert.True(PaidAtTheMost(life) <= 1, string.Join(" > ", life));
            foreach (EntitlementState next in All.Where(state => life[^1].CanMoveTo(state) && life.Count(one => one == state) < 4))
            {
                Walk([.. life, next]);
            }
        }
    }

    /// <summary>How many times over the person held the amount, at the worst moment: what a bank sends back is not held any more.</summary>
    private static int PaidAtTheMost(List<EntitlementState> life) => Enumerable.Range(1, life.Count).Max(length => PaidAtTheEnd(life[..length]));

    private static int PaidAtTheEnd(List<EntitlementState> life) =>
        life.Count(state => state is EntitlementState.Paid or EntitlementState.Transferred)
        - life.Zip(life.Skip(1)).Count(move => move is (EntitlementState.Transferred, EntitlementState.TransferFailed));

    private static List<EntitlementState> LifeOf(IEnumerable<EntitlementState> tried)
    {
        List<EntitlementState> life = [EntitlementState.Open];
        foreach (EntitlementState next in tried)
        {
            if (life[^1].CanMoveTo(next))
            {
                life.Add(next);
            }
        }

        return life;
    }
}
