using Compensation.Awards.Packs;
using Compensation.Common;

namespace Compensation.Awards;

/// <summary>What a file's rows of one member change in what is stored. A later revision replaces an earlier one, never the other way round.</summary>
/// <param name="Changes">Transactions that are not on file yet, and newer revisions of those that are.</param>
/// <param name="Counts">For the result; nothing that identifies anyone.</param>
/// <param name="Contradicting">Rows that say something else under the revision that is on file.</param>
internal sealed record PurchasePlan(IReadOnlyList<FiledPurchase> Changes, ImportCounts Counts, IReadOnlyList<FiledPurchase> Contradicting)
{
    public static PurchasePlan Of(FiledMember filed, StoredMember? stored)
    {
        Dictionary<string, RecordedPurchase> known = stored?.Purchases.ToDictionary(purchase => purchase.Transaction, StringComparer.Ordinal) ?? [];
        List<FiledPurchase> changes = [];
        List<FiledPurchase> contradicting = [];
        (int added, int replaced, int unchanged, int older) = (0, 0, 0, 0);
        foreach (FiledPurchase row in filed.Purchases)
        {
            RecordedPurchase? before = known.GetValueOrDefault(row.Purchase.Transaction);
            switch (before?.Revision.CompareTo(row.Purchase.Revision))
            {
                case null:
                    added++;
                    changes.Add(row);
                    break;
                case < 0:
                    replaced++;
                    changes.Add(row);
                    break;
                case > 0:
                    older++;
                    break;
                case 0 when before.Facts == row.Purchase.Facts:
                    unchanged++;
                    break;
                default:
                    contradicting.Add(row);
                    break;
            }
        }

        return new PurchasePlan(changes, new ImportCounts(added, replaced, unchanged, older), contradicting);
    }

    public IEnumerable<RowError> Errors() => Contradicting.Select(row => new RowError(
        row.Line, PurchaseReader.Revision, "the transaction is on file with other facts under the same revision", "a higher revision with every change"));
}

/// <summary>What became of a file's transactions.</summary>
/// <param name="Added">That were new.</param>
/// <param name="Replaced">Of which a newer revision came.</param>
/// <param name="Unchanged">That were on file as they are.</param>
/// <param name="Older">That were on file in a newer revision, which stays.</param>
public sealed record ImportCounts(long Added, long Replaced, long Unchanged, long Older)
{
    public static readonly ImportCounts None = new(0, 0, 0, 0);

    public static ImportCounts operator +(ImportCounts left, ImportCounts right) =>
        new(left.Added + right.Added, left.Replaced + right.Replaced, left.Unchanged + right.Unchanged, left.Older + right.Older);
}
