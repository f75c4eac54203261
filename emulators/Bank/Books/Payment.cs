using Compensation.Emulators.Bank.Files;

namespace Compensation.Emulators.Bank.Books;

/// <summary>A payment in the bank's books.</summary>
/// <param name="File">In which of the client's files it was ordered, from 1.</param>
/// <param name="Order">What was ordered.</param>
/// <param name="PaidOn">The day on which it was credited; null where it never was.</param>
/// <param name="ReturnedOn">The day on which it came back; null where it did not.</param>
/// <param name="Reason">Why it came back, in the words of the results.</param>
public sealed record Payment(int File, PaymentOrder Order, DateOnly? PaidOn, DateOnly? ReturnedOn, string? Reason)
{
    internal bool IsListedTwice { get; init; }

    /// <summary>The payee has the money at the end of a day.</summary>
    public bool IsKept(DateOnly on) => PaidOn <= on && (ReturnedOn is null || ReturnedOn > on);

    internal static Payment Of(int file, PaymentOrder order, DateOnly payOn, Fate fate) => new(
        file,
        order,
        fate.IsPaidFirst ? payOn : null,
        fate.Reason is null ? null : Calendar.BusinessDays.Shifted(payOn, fate.BusinessDaysLater),
        fate.Reason)
    {
        IsListedTwice = fate.IsListedTwice,
    };
}

/// <summary>A file that the bank has accepted.</summary>
/// <param name="Number">1 and up.</param>
/// <param name="PayOn">When it is paid.</param>
/// <param name="Payments">How many it holds.</param>
/// <param name="Yen">Their sum.</param>
/// <param name="Sha256">Of its bytes, in lower-case hex.</param>
/// <param name="Path">Where its bytes are.</param>
public sealed record AcceptedFile(int Number, DateOnly PayOn, int Payments, long Yen, string Sha256, string Path);
