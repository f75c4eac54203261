using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Compensation.Common;

namespace Compensation.Transfers.BankAnswers;

/// <summary>The documented file: <c>reference,amount,result,reason,date</c>, a row for each payment; one for what the bank takes for its work is passed over.</summary>
public sealed class CsvResults : IResultFormat
{
    private static readonly FrozenDictionary<string, ReturnReason> s_reasons = Enum.GetValues<ReturnReason>()
        .ToFrozenDictionary(reason => JsonNamingPolicy.CamelCase.ConvertName(reason.ToString()), StringComparer.Ordinal);

    public string Name => "csv";

    public IReadOnlyList<CsvColumn> Columns { get; } = [new("reference"), new("amount"), new("result"), new("reason", Required: false), new("date")];

    public ReportedResult? Read(CsvRows row, RowErrors errors)
    {
        (bool isReturned, bool isCharge) = (row.Plain("result") == "returned", row.Plain("result") == "charge");
        ReturnReason reason = default;
        RowError?[] faults =
        [
            TransferReference.TryParse(row.Plain("reference"), out TransferReference? reference) ? null : new RowError(row.Line, "reference", "is not a reference of ours", "the twenty digits of the transfer file"),
            ResultCells.TryReadYen(row.Plain("amount"), out Yen amount) ? null : new RowError(row.Line, "amount", "is not an amount", "whole yen, such as 2000"),
            isReturned || isCharge || row.Plain("result") == "paid" ? null : new RowError(row.Line, "result", "is not a result", "paid, returned or charge"),
            (isReturned ? s_reasons.TryGetValue(row.Plain("reason"), out reason) : row.Plain("reason").Length == 0)
                ? null
                : new RowError(row.Line, "reason", isReturned ? "is not a reason" : "stands beside a payment", isReturned ? string.Join(", ", s_reasons.Keys.Order(StringComparer.Ordinal)) : "nothing"),
            ResultCells.TryReadDay(row.Plain("date"), out DateOnly on) ? null : new RowError(row.Line, "date", "is not a day", "a day such as 2023-05-16"),
        ];
        foreach (RowError fault in faults.OfType<RowError>())
        {
            errors.Add(fault);
        }

        return !isCharge && faults.All(fault => fault is null) ? new ReportedResult(row.Line, reference!.Value, isReturned, isReturned ? reason : null, on, amount) : null;
    }
}

/// <summary>Amounts and days as banks write them.</summary>
internal static class ResultCells
{
    public static bool TryReadYen(string text, out Yen yen)
    {
        bool isNumber = long.TryParse(text.Replace(",", string.Empty, StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out long amount);
        yen = new Yen(amount);
        return isNumber && amount > 0;
    }

    public static bool TryReadDay(string text, out DateOnly day) =>
        DateOnly.TryParseExact(text, ["yyyy-MM-dd", "yyyy/MM/dd", "yyyy/M/d", "yyyyMMdd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
}
