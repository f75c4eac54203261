namespace Compensation.Emulators.Bank.Books;

/// <summary>What becomes of a payment. It follows from the account's last two digits alone, so that a rehearsal can be repeated.</summary>
/// <param name="Reason">Why it comes back, in the words of the results; null where it stays.</param>
/// <param name="BusinessDaysLater">When it comes back, counted from the day of payment.</param>
/// <param name="IsPaidFirst">Whether it was credited before it came back.</param>
internal sealed record Fate(string? Reason, int BusinessDaysLater = 0, bool IsPaidFirst = true)
{
    public static readonly Fate Paid = new(Reason: null);

    /// <summary>The bank's results list the one payment twice.</summary>
    public bool IsListedTwice { get; init; }

    /// <param name="account">The payee's account.</param>
    /// <param name="paymentsBefore">How many payments into it have been ordered before.</param>
    public static Fate Of(string account, int paymentsBefore) => account[^2..] switch
    {
        "01" => Refused("accountNotFound"),
        "02" => Refused("nameMismatch"),
        "03" => Refused("accountClosed"),
        "04" => Refused("accountTypeMismatch"),
        "05" => new Fate("accountClosed", BusinessDaysLater: 3),
        "06" => new Fate("beneficiaryBankSide", BusinessDaysLater: 2),
        "07" when paymentsBefore == 0 => Refused("insufficientFunds"),
        "08" => Paid with { IsListedTwice = true },
        _ => Paid,
    };

    private static Fate Refused(string reason) => new(reason, BusinessDaysLater: 1, IsPaidFirst: false);
}
