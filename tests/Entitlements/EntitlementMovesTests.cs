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
                "TransferRequested > Transferred", "TransferRequested > TransferFailed", "TransferRequested > Revoked",
                "Transferred > Revoked",
                "TransferFailed > TransferRequested", "TransferFailed > Revoked",
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
            int payments = life.Count(state => state is EntitlementState.Paid or EntitlementState.Transferred);
            int revoked = life.IndexOf(EntitlementState.Revoked);
            return payments <= 1
                && (payments == 0 || !life.Contains(EntitlementState.Expired))
                && (revoked == -1 || revoked == life.Count - 1);
        }).QuickCheckThrowOnFailure();
    }

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
