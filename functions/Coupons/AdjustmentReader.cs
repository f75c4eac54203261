using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Files;

namespace Compensation.Coupons;

/// <summary>Reads a file of adjustments. The columns are described in <c>docs/ledger-format.md</c>.</summary>
internal static partial class AdjustmentReader
{
    public const string Id = "adjustment_id";
    public const string Number = "inquiry_number";
    public const string Kind = "kind";
    public const string Amount = "amount";
    public const string Reason = "reason";
    public const string Case = "case";
    public const string Batch = "batch";

    /// <summary>A file is held in memory as a whole; longer ones are to be split.</summary>
    public const int RowsMax = 100_000;

    private static readonly IReadOnlyList<CsvColumn> Columns = [new(Id), new(Number), new(Kind), new(Amount), new(Reason), new(Case, Required: false), new(Batch, Required: false)];

    private static readonly FrozenDictionary<string, AdjustmentKind> Kinds = new Dictionary<string, AdjustmentKind>(StringComparer.Ordinal)
    {
        ["spent"] = AdjustmentKind.Spent,
        ["restored"] = AdjustmentKind.Restored,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, (AdjustmentKind Of, AdjustmentReason Reason)> Reasons = new Dictionary<string, (AdjustmentKind Of, AdjustmentReason Reason)>(StringComparer.Ordinal)
    {
        ["shop"] = (AdjustmentKind.Spent, AdjustmentReason.Shop),
        ["double-charge"] = (AdjustmentKind.Restored, AdjustmentReason.DoubleCharge),
        ["cash-paid"] = (AdjustmentKind.Restored, AdjustmentReason.CashPaid),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>All rows that are in order; what is wrong with the others goes to <paramref name="errors"/>.</summary>
    public static async Task<IReadOnlyList<Adjustment>> ReadAsync(ReceivedFile file, InquiryNumberForm numbers, RowErrors errors, CancellationToken cancellationToken)
    {
        List<Adjustment> adjustments = [];
        Dictionary<string, long> lines = new(StringComparer.Ordinal);
        using CsvRows rows = new(file, Columns);
        while (await rows.ReadAsync(cancellationToken))
        {
            if (adjustments.Count == RowsMax)
            {
                errors.Add(new RowError(rows.Line, string.Empty, "the file is too long", $"at most {RowsMax} rows a file"));
                break;
            }

            if (rows.Error is { } error)
            {
                errors.Add(error);
            }
            else if (Parse(rows, numbers, errors) is { } adjustment)
            {
                adjustments.Add(adjustment);
                if (!lines.TryAdd(adjustment.Id, adjustment.Line))
                {
                    errors.Add(new RowError(adjustment.Line, Id, $"the same id as on line {lines[adjustment.Id]}", "each adjustment once"));
                }
            }
        }

        return adjustments;
    }

    private static Adjustment? Parse(CsvRows row, InquiryNumberForm numbers, RowErrors errors)
    {
        long before = errors.Count;
        string id = row.Plain(Id);
        if (!IdShape().IsMatch(id) || id.StartsWith(Adjustment.CasePrefix, StringComparison.OrdinalIgnoreCase))
        {
            Report(Id, "not an adjustment id", "1 to 40 letters, digits, hyphens or underscores (ASCII), not beginning with case-");
        }

        string named = row.Plain(Case).Replace("-", string.Empty, StringComparison.Ordinal).Replace(" ", string.Empty, StringComparison.Ordinal);
        string batch = row.Plain(Batch);
        if ((named.Length > 0) == (batch.Length > 0) && (row.Has(Case) || row.Has(Batch)))
        {
            Report(named.Length > 0 ? Batch : Case, named.Length > 0 ? "a case and a batch" : "neither a case nor a batch", "the number of the case, or the name of the batch, that it belongs to");
        }
        else if (batch.Length > 0 ? !IdShape().IsMatch(batch) : named.Length > 0 && !CaseShape().IsMatch(named))
        {
            Report(batch.Length > 0 ? Batch : Case, batch.Length > 0 ? "not a batch's name" : "not a case's number", batch.Length > 0 ? "1 to 40 letters, digits, hyphens or underscores (ASCII)" : "nine digits");
        }

        if (!InquiryNumber.TryParse(row[Number], numbers, out InquiryNumber number))
        {
            Report(Number, "not an inquiry number", numbers.Expected);
        }

        bool kindKnown = Kinds.TryGetValue(row.Plain(Kind), out AdjustmentKind kind);
        if (!kindKnown)
        {
            Report(Kind, "not a kind of adjustment", string.Join(" or ", Kinds.Keys));
        }

        if (!long.TryParse(row.Plain(Amount), NumberStyles.None, CultureInfo.InvariantCulture, out long yen) || yen == 0 || new Yen(yen) > Coupon.BalanceMax)
        {
            Report(Amount, "not an amount", "whole yen in digits only, 1 to 10000000");
        }

        if (!Reasons.TryGetValue(row.Plain(Reason), out (AdjustmentKind Of, AdjustmentReason Reason) reason) || (kindKnown && reason.Of != kind))
        {
            Report(Reason, "not a reason for this kind of adjustment", "shop where spent; double-charge or cash-paid where restored");
        }

        return errors.Count == before
            ? new Adjustment(row.Line, named.Length > 0 ? Adjustment.IdOfCase(named) : id, number, kind, new Yen(yen), reason.Reason) { Case = Named(named), Batch = Named(batch) }
            : null;

        void Report(string field, string problem, string expected) => errors.Add(new RowError(row.Line, field, problem + Folding.Remark(row[field]), expected));
    }

    private static string? Named(string text) => text.Length == 0 ? null : text;

    [GeneratedRegex(@"\A[0-9]{9}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CaseShape();

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,40}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IdShape();
}
