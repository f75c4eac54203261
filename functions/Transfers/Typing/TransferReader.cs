using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Transfers.Accounts;
using Compensation.Transfers.Banks;
using Compensation.Transfers.Zengin;
using Microsoft.Extensions.Options;

namespace Compensation.Transfers.Typing;

/// <summary>Understands what people type about their account, kindly and exactly. Whatever is changed is said; whatever does not fit is asked for again.</summary>
public sealed class TransferReader(BankDirectory banks, IOptions<TransferOptions> options)
{
    /// <summary>The campaign's field that stands for the account itself.</summary>
    public const string AccountField = "account";

    private const int AnswerLengthMax = 200;

    public ReadTransfer Read(Campaign campaign, TypedTransfer typed)
    {
        List<TypedFault> faults = [];
        ReadTransfer read = new(null, faults);
        (Bank? bank, read) = BankOf(typed, read, faults);
        Place? place = bank is null ? null : bank.Code == BankDirectory.JapanPost ? PostOf(typed, faults) : null;
        if (bank is not null && bank.Code != BankDirectory.JapanPost)
        {
            (place, read) = PlaceOf(bank, typed, read, faults);
        }

        (HolderName? holder, NameFault? wrong) = HolderName.Of(typed.Holder, options.Value.TakesWo);
        if (wrong is not null)
        {
            faults.Add(new TypedFault("holder", ProblemOf(wrong.Problem), wrong.Character));
        }

        Dictionary<string, string> answers = AnswersOf(campaign, typed, faults);
        if (faults.Count > 0 || place is null)
        {
            return read with { Changes = holder?.Changes ?? [] };
        }

        BankAccount account = new(bank!.Code, bank.Name, place.Branch, place.BranchName, place.Type, place.Number, holder!.Text);
        return read with
        {
            Form = new TransferForm(account, Folding.Trimmed(typed.Holder), answers),
            Changes = holder.Changes,
            Filled = place.Filled,
            IsDoubtful = place.IsDoubtful,
        };
    }

    private (Bank? Bank, ReadTransfer Read) BankOf(TypedTransfer typed, ReadTransfer read, List<TypedFault> faults)
    {
        IReadOnlyList<Bank> found = banks.Banks(typed.Bank);
        if (found is [var only])
        {
            return (only, read);
        }

        faults.Add(new TypedFault("bank", found.Count > 0 ? TypedProblem.Several : Folding.Trimmed(typed.Bank).Length == 0 ? TypedProblem.Missing : TypedProblem.Unknown));
        return (null, read with { Banks = found });
    }

    private (Place? Place, ReadTransfer Read) PlaceOf(Bank bank, TypedTransfer typed, ReadTransfer read, List<TypedFault> faults)
    {
        IReadOnlyList<Branch> found = banks.Branches(bank.Code, typed.Branch);

        // The data lags behind mergers and openings: a whole code is taken, and an operator looks it up. Zeros are typed by who knows none; the one bank that has such a branch is in the data.
        string? code = found.Count == 0 && Folding.Plain(typed.Branch).Length == 3 && !AccountNumber.IsZeros(typed.Branch) ? BankNames.CodeOf(typed.Branch, 3) : null;
        if (found.Count != 1 && code is null)
        {
            faults.Add(new TypedFault("branch", found.Count > 0 ? TypedProblem.Several : Folding.Trimmed(typed.Branch).Length == 0 ? TypedProblem.Missing : TypedProblem.Unknown));
        }

        AccountType? type = Folding.Plain(typed.Type) switch
        {
            "ordinary" => AccountType.Ordinary,
            "current" => AccountType.Current,
            "savings" => AccountType.Savings,
            _ => null,
        };
        if (type is null)
        {
            faults.Add(new TypedFault("type", TypedProblem.Missing));
        }

        AccountNumber? number = AccountNumber.Of(typed.Number);
        if (number is null)
        {
            faults.Add(new TypedFault("number", ProblemOf(typed.Number)));
        }

        read = read with { Branches = found.Count > 1 ? found : [] };
        return type is null || number is null || (found.Count != 1 && code is null)
            ? (null, read)
            : (new Place(code ?? found[0].Code, code is null ? found[0].Name : string.Empty, type.Value, number.Digits, number.Filled, IsDoubtful: false), read);
    }

    private Place? PostOf(TypedTransfer typed, List<TypedFault> faults)
    {
        (JapanPostAccount? account, JapanPostProblem? problem) = JapanPostAccount.Of(typed.Symbol, typed.PassbookNumber, Folding.Plain(typed.Type) == "savings");
        if (account is not null)
        {
            return new Place(account.Branch, banks.FindBranch(BankDirectory.JapanPost, account.Branch)?.Name ?? string.Empty, account.Type, account.Number, Filled: 0, account.IsDoubtful);
        }

        bool isSymbol = problem is JapanPostProblem.Symbol or JapanPostProblem.SymbolOfZeros;
        TypedProblem what = problem == JapanPostProblem.NumberOfZeros ? TypedProblem.Zeros : ProblemOf(isSymbol ? typed.Symbol : typed.PassbookNumber);
        faults.Add(new TypedFault(isSymbol ? "symbol" : "passbookNumber", what));
        return null;
    }

    /// <summary>Of digits that are none of the form that is asked.</summary>
    private static TypedProblem ProblemOf(string digits) =>
        Folding.Plain(digits).Length == 0 ? TypedProblem.Missing : AccountNumber.IsZeros(digits) ? TypedProblem.Zeros : TypedProblem.Form;

    private static Dictionary<string, string> AnswersOf(Campaign campaign, TypedTransfer typed, List<TypedFault> faults)
    {
        Dictionary<string, string> answers = new(StringComparer.Ordinal);
        foreach (NoticeField field in campaign.BankTransfer?.Fields.Where(field => field.Id != AccountField) ?? [])
        {
            string answer = Folding.Line(typed.Answers.GetValueOrDefault(field.Id));
            if (answer.Length is 0 or > AnswerLengthMax)
            {
                faults.Add(new TypedFault(field.Id, answer.Length == 0 ? TypedProblem.Missing : TypedProblem.TooLong));
            }

            answers[field.Id] = answer;
        }

        return answers;
    }

    private static TypedProblem ProblemOf(NameProblem problem) => problem switch
    {
        NameProblem.Empty => TypedProblem.Missing,
        NameProblem.Character => TypedProblem.Character,
        NameProblem.Mark => TypedProblem.Form,
        _ => TypedProblem.TooLong,
    };

    private sealed record Place(string Branch, string BranchName, AccountType Type, string Number, int Filled, bool IsDoubtful);
}
