using System.ComponentModel.DataAnnotations;
using Compensation.Transfers.Accounts;
using Compensation.Transfers.Zengin;

namespace Compensation.Transfers;

/// <summary>From which account, and by which bank's ways, transfers are paid. Section <c>Transfers</c>.</summary>
public sealed class TransferOptions : IValidatableObject
{
    public const string Section = "Transfers";

    /// <summary>振込依頼人コード, ten digits, of the bank's giving. Empty: no transfers are offered, whatever campaigns' files say.</summary>
    public string ClientCode { get; init; } = string.Empty;

    /// <summary>Half-width kana, at most 40 bytes.</summary>
    public string ClientName { get; init; } = string.Empty;

    /// <summary>Four digits.</summary>
    public string Bank { get; init; } = string.Empty;

    /// <summary>Half-width kana, at most 15 bytes; may be empty.</summary>
    public string BankName { get; init; } = string.Empty;

    /// <summary>Three digits.</summary>
    public string Branch { get; init; } = string.Empty;

    /// <summary>Half-width kana, at most 15 bytes; may be empty.</summary>
    public string BranchName { get; init; } = string.Empty;

    /// <summary>Ordinary or current: nobody pays from a savings account.</summary>
    [AllowedValues(AccountType.Ordinary, AccountType.Current)]
    public AccountType AccountType { get; init; } = AccountType.Ordinary;

    /// <summary>Seven digits.</summary>
    public string AccountNumber { get; init; } = string.Empty;

    /// <summary>CR LF behind each record.</summary>
    public bool LineEnds { get; init; }

    /// <summary>振込指定区分: <c>7</c>, <c>8</c>, <c>0</c> or a space.</summary>
    [MinLength(1)]
    [RegularExpression("[078 ]")]
    public string Designation { get; init; } = "7";

    /// <summary>Writes the optional names of banks and branches.</summary>
    public bool BankNames { get; init; } = true;

    /// <summary>The bank takes ヲ in names.</summary>
    public bool TakesWo { get; init; }

    /// <summary>The reference goes as EDI information instead of customer codes.</summary>
    public bool Edi { get; init; }

    /// <summary>Payments in one file.</summary>
    [Range(1, 90_000)]
    public int PaymentsPerFile { get; init; } = 50_000;

    /// <summary>How many business days before the day of payment a file has to be at the bank.</summary>
    [Range(0, 15)]
    public int LeadDays { get; init; } = 1;

    /// <summary>Until when on that day, in Japan.</summary>
    public TimeOnly CutOff { get; init; } = new(12, 0);

    /// <summary>When a file is made on each business day, in Japan. Before the cut-off, with time to send it.</summary>
    public TimeOnly MadeAt { get; init; } = new(9, 30);

    /// <summary>How long account data is kept after the books have closed.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3660.00:00:00")]
    public TimeSpan KeepFor { get; init; } = TimeSpan.FromDays(180);

    public bool IsConfigured => ClientCode.Length > 0;

    public ZenginProfile Profile => new() { LineEnds = LineEnds, Designation = Designation[0], BankNames = BankNames, TakesWo = TakesWo, Edi = Edi };

    public ZenginRemitter Remitter => new(ClientCode, ClientName, Bank, BankName, Branch, BranchName, AccountType, AccountNumber);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (MadeAt >= CutOff)
        {
            yield return new ValidationResult($"{Section}:MadeAt must be before {Section}:CutOff.", [nameof(MadeAt)]);
        }

        foreach (ZenginFault fault in IsConfigured && Designation.Length == 1 ? ZenginFile.FaultsOf(Remitter, Profile) : [])
        {
            yield return new ValidationResult($"{Section}: {fault.Field} {fault.Problem}.");
        }
    }
}
