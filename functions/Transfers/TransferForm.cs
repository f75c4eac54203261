using Compensation.Transfers.Accounts;

namespace Compensation.Transfers;

/// <summary>What a person gives to be paid into an account. Personal data: kept encrypted, never logged.</summary>
/// <param name="Account">Where to.</param>
/// <param name="TypedHolder">The holder's name as it was typed; <see cref="BankAccount.Holder"/> is what was confirmed.</param>
/// <param name="Answers">What else the notice asks, by the campaign's field: identity, accommodation.</param>
public sealed record TransferForm(BankAccount Account, string TypedHolder, IReadOnlyDictionary<string, string> Answers)
{
    /// <summary>Whether both say the same: records compare what a dictionary is, not what it holds.</summary>
    public bool IsSameAs(TransferForm other) =>
        Account == other.Account && TypedHolder == other.TypedHolder && Answers.Count == other.Answers.Count && !Answers.Except(other.Answers).Any();
}
