using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Compensation.Common;
using Compensation.Common.Files;
using Compensation.Payouts.Reconciliation;

namespace Compensation.Payouts.Amazon;

/// <summary>A report of the partner's transactions as CSV (columns: <c>docs/issuer-api.md</c>): the API itself has no list. It may hold other campaigns', which are counted and left out.</summary>
/// <param name="file">The file.</param>
/// <param name="prefix">What this campaign's request ids begin with.</param>
internal sealed partial class AmazonReport(ReceivedFile file, string prefix)
{
    private const long AmountMax = 10_000_000;

    private static readonly IReadOnlyList<CsvColumn> s_columns = [new("creation_request_id"), new("gc_id"), new("amount"), new("status", Required: false)];

    public RowErrors Errors { get; } = new();

    /// <summary>Cards of other campaigns.</summary>
    public long Foreign { get; private set; }

    public async IAsyncEnumerable<IssuerEntry> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using CsvRows rows = new(file, s_columns);
        while (await rows.ReadAsync(cancellationToken))
        {
            if (Parse(rows) is not { } entry)
            {
                continue;
            }

            if (entry.Key.StartsWith(prefix, StringComparison.Ordinal))
            {
                yield return entry;
            }
            else
            {
                Foreign++;
            }
        }
    }

    /// <returns>Null where the row is wrong, or its card was taken back.</returns>
    private IssuerEntry? Parse(CsvRows row)
    {
        if (row.Error is { } unreadable)
        {
            Errors.Add(unreadable);
            return null;
        }

        (string id, string card, string status) = (row.Plain("creation_request_id"), row.Plain("gc_id"), row.Plain("status"));
        bool isKept = status.Length == 0 || status.Equals("Fulfilled", StringComparison.OrdinalIgnoreCase) || status.Equals("SUCCESS", StringComparison.OrdinalIgnoreCase);
        RowError?[] faults =
        [
            RequestId().IsMatch(id) ? null : new RowError(row.Line, "creation_request_id", "is not a request's id", "1 to 40 letters and digits"),
            CardId().IsMatch(card) ? null : new RowError(row.Line, "gc_id", "is not a gift card's id", "1 to 64 letters, digits, hyphens or underscores"),
            TryAmount(row.Plain("amount"), out long amount) ? null : new RowError(row.Line, "amount", "is not an amount", $"whole yen from 1 to {AmountMax}, digits only"),
            isKept || IsTakenBack(status) ? null : new RowError(row.Line, "status", "is not known", "Fulfilled, Cancelled, RefundedToPurchaser or Expired, or nothing"),
        ];
        foreach (RowError fault in faults.OfType<RowError>())
        {
            Errors.Add(fault);
        }

        return isKept && faults.All(fault => fault is null) ? new IssuerEntry(id, new Yen(amount), $"{id}/{card}") : null;
    }

    private static bool IsTakenBack(string status) =>
        status.Equals("Cancelled", StringComparison.OrdinalIgnoreCase) || status.Equals("RefundedToPurchaser", StringComparison.OrdinalIgnoreCase) || status.Equals("Expired", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whole yen, also where a program has written them with zeros behind a point.</summary>
    private static bool TryAmount(string text, out long amount)
    {
        bool valid = decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal read) && read is >= 1 and <= AmountMax && decimal.IsInteger(read);
        amount = valid ? (long)read : 0;
        return valid;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9]{1,40}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RequestId();

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,64}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CardId();
}
