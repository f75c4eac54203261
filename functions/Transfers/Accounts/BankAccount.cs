using Compensation.Transfers.Banks;

namespace Compensation.Transfers.Accounts;

/// <summary>Where money goes to, as the bank's file names it. Personal data: kept encrypted, never logged.</summary>
/// <param name="Bank">Four digits.</param>
/// <param name="BankName">As people know it, without 銀行.</param>
/// <param name="Branch">Three digits.</param>
/// <param name="BranchName">As people know it, without 支店; empty where the data does not know the branch.</param>
/// <param name="Type">預金種目.</param>
/// <param name="Number">Seven digits.</param>
/// <param name="Holder">Half-width, at most 30 bytes.</param>
public sealed record BankAccount(string Bank, string BankName, string Branch, string BranchName, AccountType Type, string Number, string Holder)
{
    /// <summary>The number as it may be shown: its last three digits.</summary>
    public string MaskedNumber => $"****{Number[^3..]}";

    /// <summary>The data does not know the branch: an operator has to look.</summary>
    public bool HasUnknownBranch => BranchName.Length == 0;

    public bool IsJapanPost => Bank == BankDirectory.JapanPost;
}
