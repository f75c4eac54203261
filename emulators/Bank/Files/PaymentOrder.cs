namespace Compensation.Emulators.Bank.Files;

/// <summary>One payment that a client has ordered, as its file says.</summary>
/// <param name="Reference">The client's twenty characters, which come back with every answer.</param>
/// <param name="Account">Bank, branch, kind and number of the payee, such as <c>0001-004-1-0000017</c>.</param>
/// <param name="Holder">In half-width letters.</param>
/// <param name="Yen">1 and up.</param>
public sealed record PaymentOrder(string Reference, string Account, string Holder, long Yen);

/// <summary>A client's file, read.</summary>
/// <param name="Month">Of the day of payment; the year does not stand in the file.</param>
/// <param name="Day">Of the day of payment.</param>
/// <param name="Orders">In the order of the file.</param>
internal sealed record OrderFile(int Month, int Day, IReadOnlyList<PaymentOrder> Orders);
