using Compensation.Common;
using Compensation.Transfers.Accounts;

namespace Compensation.Transfers.Zengin;

/// <summary>Who pays, from which account: the header of a file.</summary>
/// <param name="ClientCode">振込依頼人コード, ten digits, of the bank's giving.</param>
/// <param name="ClientName">Half-width, at most 40 bytes.</param>
/// <param name="Bank">Four digits.</param>
/// <param name="BankName">Half-width, at most 15 bytes.</param>
/// <param name="Branch">Three digits.</param>
/// <param name="BranchName">Half-width, at most 15 bytes.</param>
/// <param name="Type">Ordinary or current.</param>
/// <param name="Number">Seven digits.</param>
public sealed record ZenginRemitter(string ClientCode, string ClientName, string Bank, string BankName, string Branch, string BranchName, AccountType Type, string Number);

/// <summary>One payment.</summary>
/// <param name="Bank">Four digits.</param>
/// <param name="BankName">Half-width, at most 15 bytes.</param>
/// <param name="Branch">Three digits.</param>
/// <param name="BranchName">Half-width, at most 15 bytes.</param>
/// <param name="Type">預金種目.</param>
/// <param name="Number">Seven digits.</param>
/// <param name="Holder">Half-width, at most 30 bytes.</param>
/// <param name="Amount">1 to 9,999,999,999 yen.</param>
/// <param name="Reference">Ours, by which results are matched: twenty digits, or up to twenty characters where the profile writes EDI.</param>
public sealed record ZenginPayment(string Bank, string BankName, string Branch, string BranchName, AccountType Type, string Number, string Holder, Yen Amount, string Reference)
{
    /// <summary>新規コード: 1 for the first transfer to an account, 2 for a changed one, 0 for none of these.</summary>
    public char Novelty { get; init; } = '0';
}

/// <summary>A field that cannot be written.</summary>
/// <param name="Record">Which payment, from 1; 0 for the header.</param>
/// <param name="Field">By its printed name.</param>
/// <param name="Problem">What is wrong; never the value.</param>
public sealed record ZenginFault(int Record, string Field, string Problem)
{
    public override string ToString() => $"record {Record}, {Field} {Problem}";
}
