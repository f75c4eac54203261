using System.Globalization;
using Compensation.Emulators.Bank.Books;
using Compensation.Rehearsal.BankTransfers;

namespace Compensation.Rehearsal.Witness;

/// <summary>What the witness found at the bank. All from <see cref="PaidTwice"/> on must be zero.</summary>
/// <param name="Files">Files that the bank accepted.</param>
/// <param name="Payments">Payments in them.</param>
/// <param name="Ordered">Their sum, in yen.</param>
/// <param name="Kept">Payments that their payees have.</param>
/// <param name="KeptYen">Their sum.</param>
/// <param name="Returned">Rights of which a payment came back.</param>
/// <param name="PaidTwice">Rights of which payees have two payments.</param>
/// <param name="BothWays">Rights of which a payee has money, and somebody was shown a code.</param>
/// <param name="WrongAccounts">Accounts that hold another sum than their owners' coupons come to.</param>
/// <param name="WrongTotals">Files whose sum is not that of the payments in them.</param>
internal sealed record TransfersFound(long Files, long Payments, long Ordered, long Kept, long KeptYen, long Returned, long PaidTwice, long BothWays, long WrongAccounts, long WrongTotals)
{
    public bool Clean => this is { PaidTwice: 0, BothWays: 0, WrongAccounts: 0, WrongTotals: 0 };
}

/// <summary>
/// Compares what people wanted with what the bank has done, and asks the application nothing: whoever named a good account has there what his coupons were worth, once, and no
/// code; nobody else has anything.
/// </summary>
internal sealed class TransfersWitness
{
    private readonly SortedDictionary<string, long> _owed = new(StringComparer.Ordinal);

    /// <summary>Takes note of where somebody's money is to be in the end.</summary>
    public void Owe(TransferSeeker seeker)
    {
        if (seeker.PaidInto is { } account)
        {
            _owed[account.Name] = _owed.GetValueOrDefault(account.Name) + seeker.Coupons.Sum(coupon => (long)coupon.Balance);
        }
    }

    /// <param name="files">All that the bank accepted.</param>
    /// <param name="payments">All that was in them.</param>
    /// <param name="collected">Rights for which somebody was shown a code.</param>
    /// <param name="on">The day on which the books are looked at.</param>
    public TransfersFound Findings(IReadOnlyList<AcceptedFile> files, IReadOnlyList<Payment> payments, IReadOnlySet<ulong> collected, DateOnly on)
    {
        List<Payment> kept = [.. payments.Where(payment => payment.IsKept(on))];
        ILookup<ulong, Payment> keptByRight = kept.ToLookup(RightOf);
        ILookup<int, Payment> byFile = payments.ToLookup(payment => payment.File);
        return new TransfersFound(
            files.Count,
            payments.Count,
            files.Sum(file => file.Yen),
            kept.Count,
            kept.Sum(payment => payment.Order.Yen),
            payments.Where(payment => payment.ReturnedOn <= on).Select(RightOf).Distinct().Count(),
            keptByRight.Count(right => right.Count() > 1),
            keptByRight.Count(right => collected.Contains(right.Key)),
            Different(_owed, kept.GroupBy(payment => payment.Order.Account, StringComparer.Ordinal).ToDictionary(account => account.Key, account => account.Sum(payment => payment.Order.Yen), StringComparer.Ordinal)),
            files.Count(file => byFile[file.Number].Sum(payment => payment.Order.Yen) != file.Yen || byFile[file.Number].Count() != file.Payments));
    }

    private static int Different(IReadOnlyDictionary<string, long> owed, Dictionary<string, long> held) =>
        owed.Keys.Union(held.Keys, StringComparer.Ordinal).Count(account => owed.GetValueOrDefault(account) != held.GetValueOrDefault(account));

    /// <summary>A reference is three digits of the campaign, fifteen of the right and two of the attempt, as <c>docs/transfers.md</c> says.</summary>
    private static ulong RightOf(Payment payment) =>
        (ulong.Parse(payment.Order.Reference.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture) << 48) | ulong.Parse(payment.Order.Reference.AsSpan(3, 15), NumberStyles.None, CultureInfo.InvariantCulture);
}
