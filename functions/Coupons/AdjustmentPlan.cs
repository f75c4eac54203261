using System.Globalization;
using Compensation.Common;

namespace Compensation.Coupons;

/// <summary>What the rows of a file do to one coupon.</summary>
/// <param name="After">The coupon as it will be.</param>
/// <param name="New">The adjustments that have not been made before.</param>
internal sealed record AdjustmentPlan(CouponRow After, IReadOnlyList<AdjustmentRow> New)
{
    /// <summary>They share one transaction with the coupon.</summary>
    public const int NewMax = LedgerGate.ActionsMax - 1;

    /// <param name="file">The mark of the file.</param>
    /// <param name="now">The coupon as it is.</param>
    /// <param name="made">Its earlier adjustments by row key.</param>
    /// <param name="adjustments">What the file states of it, in the order of lines.</param>
    /// <param name="at">The time of the new ones.</param>
    /// <param name="errors">Takes what must not be done.</param>
    public static AdjustmentPlan Of(
        string file, CouponRow now, IReadOnlyDictionary<string, AdjustmentRow> made, IEnumerable<Adjustment> adjustments, DateTimeOffset at, RowErrors errors)
    {
        CouponRow coupon = now.Next(file);
        List<AdjustmentRow> fresh = [];
        foreach (Adjustment adjustment in adjustments)
        {
            string key = AdjustmentRow.PrefixOf(coupon.ToId()) + adjustment.Id;
            if (made.TryGetValue(key, out AdjustmentRow? earlier))
            {
                RefuseOtherFacts(earlier, adjustment, errors);
            }
            else if (TryApply(coupon, adjustment, fresh.Count, errors))
            {
                fresh.Add(RowOf(coupon, key, adjustment, at));
            }
        }

        return new AdjustmentPlan(coupon, fresh);
    }

    private static void RefuseOtherFacts(AdjustmentRow earlier, Adjustment adjustment, RowErrors errors)
    {
        if (!earlier.States(adjustment))
        {
            errors.Add(new RowError(adjustment.Line, AdjustmentReader.Id, "an adjustment with this id was made with another kind, amount or reason", "a new id for a new adjustment"));
        }
    }

    private static bool TryApply(CouponRow coupon, Adjustment adjustment, int already, RowErrors errors)
    {
        Yen after = new Yen(coupon.Balance) + adjustment.Change;
        if (after < Yen.Zero || after > Coupon.BalanceMax)
        {
            errors.Add(new RowError(adjustment.Line, AdjustmentReader.Amount, "the balance would leave its range", "a balance of 0 to 10000000 yen afterwards"));
            return false;
        }

        if (adjustment.Terms.Expected is { } expected && new Yen(coupon.Balance) != expected)
        {
            errors.Add(new RowError(adjustment.Line, AdjustmentReader.Case, "a case that was approved on another balance than the coupon's", "a case that a second person has approved on the balance as it stands"));
            return false;
        }

        Yen? issuedFor = coupon.FaceValue is { } stated ? new Yen(stated) : adjustment.Terms.FaceValue;
        if (adjustment.Extends && after > issuedFor)
        {
            errors.Add(new RowError(adjustment.Line, AdjustmentReader.Amount, "more would be on the coupon than it was issued for", "a balance of at most its face value afterwards"));
            return false;
        }

        if (already == NewMax)
        {
            errors.Add(new RowError(adjustment.Line, string.Empty, "too many adjustments of one coupon", string.Create(CultureInfo.InvariantCulture, $"at most {NewMax} of one coupon in one file")));
            return false;
        }

        coupon.Balance = after.Amount;
        coupon.Adjustments++;
        coupon.Extended |= adjustment.Extends;
        coupon.Restored += adjustment.Extends ? adjustment.Amount.Amount : 0;
        return true;
    }

    private static AdjustmentRow RowOf(CouponRow coupon, string key, Adjustment adjustment, DateTimeOffset at) => new()
    {
        PartitionKey = coupon.PartitionKey,
        RowKey = key,
        File = coupon.File,
        Sequence = coupon.Adjustments,
        Kind = adjustment.Kind,
        Amount = adjustment.Amount.Amount,
        Reason = adjustment.Reason,
        Case = adjustment.Case,
        Batch = adjustment.Batch,
        BalanceAfter = coupon.Balance,
        At = at,
    };
}
