using System.Text.RegularExpressions;
using Compensation.Common;
using Compensation.Transfers.Zengin;

namespace Compensation.Transfers.BankAnswers;

/// <summary>
/// Lines of an account statement: <c>date,withdrawal,deposit,description</c>. Of a bank that tells of returns only by sending money back. A line is ours if its description
/// holds one of our references: a withdrawal was paid, a deposit came back. Other lines are somebody else's business and are passed over, and so is what the bank takes for
/// its work (手数料) or gives back of it, whichever reference it bears.
/// </summary>
public sealed partial class StatementResults : IResultFormat
{
    /// <summary>What banks write, in kanji or, as most statements do, in kana, which is large here. The more particular before the more general.</summary>
    private static readonly (string Word, ReturnReason Reason)[] s_words =
    [
        ("該当口座なし", ReturnReason.AccountNotFound), ("口座なし", ReturnReason.AccountNotFound), ("口座番号相違", ReturnReason.AccountNumberMismatch), ("受取人名相違", ReturnReason.NameMismatch),
        ("氏名相違", ReturnReason.NameMismatch), ("名義相違", ReturnReason.NameMismatch), ("科目相違", ReturnReason.AccountTypeMismatch), ("店番相違", ReturnReason.BranchMismatch), ("解約", ReturnReason.AccountClosed),
        ("コウザナシ", ReturnReason.AccountNotFound), ("コウザバンゴウソウイ", ReturnReason.AccountNumberMismatch), ("ウケトリニンメイソウイ", ReturnReason.NameMismatch),
        ("シメイソウイ", ReturnReason.NameMismatch), ("メイギソウイ", ReturnReason.NameMismatch), ("カモクソウイ", ReturnReason.AccountTypeMismatch), ("テンバンソウイ", ReturnReason.BranchMismatch),
        ("カイヤク", ReturnReason.AccountClosed),
        ("受取口座", ReturnReason.BeneficiaryBankSide), ("ウケトリコウザ", ReturnReason.BeneficiaryBankSide), ("組戻", ReturnReason.RecalledByUs), ("クミモドシ", ReturnReason.RecalledByUs),
        ("資金不足", ReturnReason.InsufficientFunds), ("シキンフソク", ReturnReason.InsufficientFunds),
    ];

    public string Name => "statement";

    public IReadOnlyList<CsvColumn> Columns { get; } = [new("date"), new("withdrawal"), new("deposit"), new("description")];

    public ReportedResult? Read(CsvRows row, RowErrors errors)
    {
        string description = row.Plain("description");
        if (!TransferReference.TryParse(string.Concat(Reference().Match(description).Value.Where(char.IsAsciiDigit)), out TransferReference? reference))
        {
            return null;
        }

        bool isReturned = IsStated(row.Plain("deposit"));
        string words = WordsOf(description);
        if ((isReturned ? ChargeGivenBack() : Charge()).IsMatch(words))
        {
            return null;
        }

        string column = isReturned ? "deposit" : "withdrawal";
        bool isOneAmount = IsStated(row.Plain("withdrawal")) != isReturned;
        bool isAmount = ResultCells.TryReadYen(row.Plain(column), out Yen amount);
        bool isDay = ResultCells.TryReadDay(row.Plain("date"), out DateOnly on);
        Add(isOneAmount && isAmount, new RowError(row.Line, column, "is not the line's one amount", "whole yen in withdrawal or in deposit"), errors);
        Add(isDay, new RowError(row.Line, "date", "is not a day", "a day such as 2023-05-16"), errors);
        return isOneAmount && isAmount && isDay ? new ReportedResult(row.Line, reference.Value, isReturned, isReturned ? ReasonIn(words) : null, on, amount) : null;
    }

    /// <summary>Some statements have a zero in the column that is not the line's.</summary>
    private static bool IsStated(string amount) => amount.Trim('0').Length > 0;

    private static string WordsOf(string description) => string.Concat(Folding.OneWidth(description).Where(letter => letter != ' ').Select(letter => Kana.Enlarged(Kana.ToKatakana(letter))));

    private static ReturnReason ReasonIn(string words) =>
        s_words.Where(one => words.Contains(one.Word, StringComparison.Ordinal)).Select(one => (ReturnReason?)one.Reason).FirstOrDefault() ?? ReturnReason.Other;

    private static void Add(bool holds, RowError fault, RowErrors errors)
    {
        if (!holds)
        {
            errors.Add(fault);
        }
    }

    // Where it went as two customer codes of ten digits each, some statements print them apart.
    [GeneratedRegex(@"(?<![0-9])[0-9]{10}[ -]?[0-9]{10}(?![0-9])", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Reference();

    // The line itself is the charge, or the tax on it; a payment's own line may say who bears the charge, or that there is none.
    [GeneratedRegex(
        @"(?:手数料|テスウリヨウ|消費税|シヨウヒゼイ)(?![\W_]*(?:込|コミ|別|ベツ|差|サシヒキ|引|ヒキ|当方|トウホウ|先方|センポウ|負担|フタン|無|ムリヨウ|ナシ|免除|メンジヨ|0円))",
        RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Charge();

    // What comes back less the charge is no charge: only what says that the charge itself is given back.
    [GeneratedRegex(@"(?:手数料|テスウリヨウ)[\W_]*(?:返|ヘンキヤク|ヘンカン|ヘンキン|戻|モドシ)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex ChargeGivenBack();
}
