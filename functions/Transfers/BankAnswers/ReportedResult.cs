using Compensation.Common;

namespace Compensation.Transfers.BankAnswers;

/// <summary>One line of a bank's file, read.</summary>
/// <param name="Line">Where it stands.</param>
/// <param name="Reference">Of which payment.</param>
/// <param name="Returned">False: paid.</param>
/// <param name="Reason">Why it came back.</param>
/// <param name="On">The bank's day.</param>
/// <param name="Amount">As the bank states it.</param>
public sealed record ReportedResult(long Line, TransferReference Reference, bool Returned, ReturnReason? Reason, DateOnly On, Yen Amount);
