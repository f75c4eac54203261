namespace Compensation.Transfers.Accounts;

/// <summary>預金種目, by the digit that stands in the bank's file.</summary>
public enum AccountType
{
    /// <summary>普通.</summary>
    Ordinary = 1,

    /// <summary>当座.</summary>
    Current = 2,

    /// <summary>貯蓄.</summary>
    Savings = 4,
}
