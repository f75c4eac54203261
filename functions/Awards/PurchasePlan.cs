using Azure.Data.Tables;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Awards;

/// <summary>What a file's rows of one member change in what is stored. A later revision replaces an earlier one, never the other way round.</summary>
/// <param name="New">Transactions that are not on file yet.</param>
/// <param name="Replacing">Newer revisions, with the rows they replace.</param>
/// <param name="Unchanged">How many are on file as they are.</param>
/// <param name="Older">How many are older than what is on file.</param>
/// <param name="Contradicting">Rows that say something else under the revision that is on file.</param>
internal sealed record PurchasePlan(
    IReadOnlyList<FiledPurchase> New, IReadOnlyList<(FiledPurchase Row, PurchaseRow Stored)> Replacing, int Unchanged, int Older, IReadOnlyList<FiledPurchase> Contradicting)
{
    public static PurchasePlan Of(FiledMember filed, StoredMember? stored)
    {
        List<FiledPurchase> added = [];
        List<(FiledPurchase, PurchaseRow)> replacing = [];
        List<FiledPurchase> contradicting = [];
        (int unchanged, int older) = (0, 0);
        foreach (FiledPurchase row in filed.Purchases)
        {
            PurchaseRow? known = stored?.Purchases.GetValueOrDefault(row.Transaction);
            switch (known is null ? -1 : known.Revision!.Value.CompareTo(row.Revision))
            {
                case < 0 when known is null:
                    added.Add(row);
                    break;
                case < 0:
                    replacing.Add((row, known));
                    break;
                case > 0:
                    older++;
                    break;
                case 0 when known!.ToFacts() == row.Facts:
                    unchanged++;
                    break;
                default:
                    contradicting.Add(row);
                    break;
            }
        }

        return new PurchasePlan(added, replacing, unchanged, older, contradicting);
    }

    /// <summary>The writes, the member's own row first where it is new.</summary>
    public IEnumerable<TableTransactionAction> Actions(string partition, EntitlementId id, PurchaseRow? newMember)
    {
        if (newMember is not null)
        {
            yield return new TableTransactionAction(TableTransactionActionType.Add, newMember);
        }

        foreach (FiledPurchase row in New)
        {
            yield return new TableTransactionAction(TableTransactionActionType.Add, PurchaseRow.Of(partition, id, row));
        }

        foreach ((FiledPurchase row, PurchaseRow stored) in Replacing)
        {
            yield return new TableTransactionAction(TableTransactionActionType.UpdateReplace, PurchaseRow.Of(partition, id, row), stored.ETag);
        }
    }

    /// <summary>For the result; nothing that identifies anyone.</summary>
    public ImportCounts Counts => new(New.Count, Replacing.Count, Unchanged, Older);

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
