using System.Globalization;
using Compensation.Rehearsal.People;

namespace Compensation.Rehearsal.Members;

/// <summary>What is bought, and what becomes of it from file to file.</summary>
internal sealed class PurchaseStories(long seed)
{
    /// <summary>The last day that the first file can know of.</summary>
    private static readonly DateOnly LastKnown = new(2023, 10, 31);

    private static readonly IReadOnlyList<(Turn Choice, int Weight)> Turns =
        [(Turn.Withdrawn, 55), (Turn.Reduced, 30), (Turn.Raised, 5), (Turn.SentAgain, 10)];

    private enum Turn
    {
        Withdrawn,

        /// <summary>A part is returned; the row says what is left.</summary>
        Reduced,

        Raised,

        /// <summary>The first row comes once more, although it may have been replaced since.</summary>
        SentAgain,
    }

    /// <summary>All rows of one transaction.</summary>
    /// <param name="member">The member's id.</param>
    /// <param name="index">The member's index.</param>
    /// <param name="number">1 and up for each member.</param>
    public IReadOnlyList<Filing> Of(string member, int index, int number)
    {
        Chance chance = Chance.For(seed, "transaction", string.Create(CultureInfo.InvariantCulture, $"{index}-{number}"));
        SyntheticPurchase complete = PurchaseKinds.Buy(ref chance, member, string.Create(CultureInfo.InvariantCulture, $"T{index:d7}-{number:d2}"));
        Delivery delivery = FirstOf(ref chance, complete);
        bool shipsLater = delivery == Delivery.October && complete.ShippedOn > LastKnown && complete.Status == Statuses.Completed;
        List<Filing> filings = shipsLater
            ? [new Filing(delivery, complete with { ShippedOn = null }), new Filing(Delivery.November, complete with { Revision = 2, Status = Statuses.Corrected })]
            : [new Filing(delivery, complete)];
        GoOn(ref chance, filings);
        return filings;
    }

    /// <summary>The same transaction, if its end is that it is cancelled or returned in this file.</summary>
    public static IEnumerable<Filing> WithdrawnIn(IReadOnlyList<Filing> story, Delivery delivery)
    {
        List<Filing> before = [.. story.Where(filing => filing.In < delivery)];
        return before.Select(filing => filing.Row).MaxBy(row => row.Revision) is { } newest && IsLive(newest) ? [.. before, new Filing(delivery, Withdrawn(newest))] : before;
    }

    /// <summary>Most are known at once, and a few facilities are late.</summary>
    private static Delivery FirstOf(ref Chance chance, SyntheticPurchase purchase) => chance.Share() switch
    {
        < 0.006 => Delivery.December,
        < 0.009 => Delivery.January,
        _ => (purchase.PurchasedOn ?? purchase.BookedOn) > LastKnown ? Delivery.November : Delivery.October,
    };

    /// <summary>From here on, a transaction may take a turn in each file.</summary>
    private static void GoOn(ref Chance chance, List<Filing> filings)
    {
        (Delivery begun, SyntheticPurchase newest) = filings[^1];
        for (Delivery delivery = begun; delivery <= Delivery.January && IsLive(newest); delivery++)
        {
            if (!chance.Hits(ShareOfTurns(delivery, newest)))
            {
                continue;
            }

            SyntheticPurchase row = Take(chance.Among(Turns), ref chance, filings[0].Row, newest);
            filings.Add(new Filing(delivery, row));
            newest = row.Revision > newest.Revision ? row : newest;
        }
    }

    /// <summary>What has been corrected once is more often looked at again.</summary>
    private static double ShareOfTurns(Delivery delivery, SyntheticPurchase newest) => delivery switch
    {
        Delivery.October => 0.01,
        Delivery.November => 0.06,
        _ => newest.Revision > 1 ? 0.08 : 0.014,
    };

    private static bool IsLive(SyntheticPurchase row) => row.Status is Statuses.Completed or Statuses.Corrected;

    private static SyntheticPurchase Withdrawn(SyntheticPurchase newest) =>
        newest with { Revision = newest.Revision + 1, Status = newest.Service is "shops" or "mall" ? Statuses.Returned : Statuses.Cancelled };

    private static SyntheticPurchase Take(Turn turn, ref Chance chance, SyntheticPurchase first, SyntheticPurchase newest)
    {
        SyntheticPurchase next = newest with { Revision = newest.Revision + 1, Status = Statuses.Corrected };
        return turn switch
        {
            Turn.Withdrawn => Withdrawn(newest),
            Turn.Reduced => next with { Amount = newest.Amount - chance.Below(newest.Amount), BasePoints = newest.BasePoints is { } points ? points - chance.Below(points + 1) : null },
            Turn.Raised => next with { Amount = newest.Amount + 1 + chance.Below(5_000) },
            _ => first,
        };
    }
}
