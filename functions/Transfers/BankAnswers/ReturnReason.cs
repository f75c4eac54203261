namespace Compensation.Transfers.BankAnswers;

/// <summary>Why a bank sent money back. Stored by name: never rename.</summary>
public enum ReturnReason
{
    AccountNotFound,
    AccountNumberMismatch,
    NameMismatch,
    AccountTypeMismatch,
    BranchMismatch,
    AccountClosed,
    BeneficiaryBankSide,
    RecalledByUs,
    InsufficientFunds,
    Other,
}

/// <summary>What a return asks of the person.</summary>
public enum ReturnClass
{
    /// <summary>The account is right, the name is not as the bank knows it.</summary>
    CorrectName,

    /// <summary>Another account, or the same one written rightly.</summary>
    CorrectAccount,

    /// <summary>Nothing: it is ours to pay again.</summary>
    OurSide,
}

internal static class ReturnClasses
{
    public static ReturnClass ClassOf(this ReturnReason reason) => reason switch
    {
        ReturnReason.NameMismatch => ReturnClass.CorrectName,
        ReturnReason.RecalledByUs or ReturnReason.InsufficientFunds => ReturnClass.OurSide,
        _ => ReturnClass.CorrectAccount,
    };
}
