using Compensation.Transfers.Banks;
using Compensation.Transfers.Zengin;

namespace Compensation.Transfers.Typing;

/// <summary>What was typed, as it was understood.</summary>
/// <param name="Form">What can be confirmed; null where something is wrong.</param>
/// <param name="Faults">What is wrong, in the order of the fields.</param>
public sealed record ReadTransfer(TransferForm? Form, IReadOnlyList<TypedFault> Faults)
{
    /// <summary>Several banks that may be meant: one of their codes is to be given.</summary>
    public IReadOnlyList<Bank> Banks { get; init; } = [];

    /// <summary>Several branches that may be meant.</summary>
    public IReadOnlyList<Branch> Branches { get; init; } = [];

    /// <summary>What was changed about the holder's name, to be shown before it is confirmed.</summary>
    public IReadOnlyList<NameChange> Changes { get; init; } = [];

    /// <summary>How many zeros were put in front of the account number.</summary>
    public int Filled { get; init; }

    /// <summary>Japan Post Bank: symbol and number do not go together as they usually do. They should be looked at again, and are taken.</summary>
    public bool IsDoubtful { get; init; }
}

/// <summary>Something that was typed and cannot be taken.</summary>
/// <param name="Field">As in <see cref="TypedTransfer"/>, or the campaign's field.</param>
/// <param name="Problem">What is wrong.</param>
/// <param name="Character">The character that does not fit, where it is one.</param>
public sealed record TypedFault(string Field, TypedProblem Problem, string? Character = null);

public enum TypedProblem
{
    /// <summary>Nothing was typed.</summary>
    Missing,

    /// <summary>No bank or branch of the name is known; a code is taken even so.</summary>
    Unknown,

    /// <summary>Several bear the name: one has to be chosen.</summary>
    Several,

    /// <summary>Not of the form that is asked.</summary>
    Form,

    /// <summary>A character that the bank's field does not take.</summary>
    Character,

    /// <summary>Longer than the bank's field.</summary>
    TooLong,

    /// <summary>Nothing but zeros, which is no account's.</summary>
    Zeros,
}
