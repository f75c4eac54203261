using Compensation.Common;

namespace Compensation.Transfers.BankAnswers;

/// <summary>How one bank tells what has become of payments.</summary>
public interface IResultFormat
{
    /// <summary>By which a request names it, such as <c>csv</c>.</summary>
    string Name { get; }

    IReadOnlyList<CsvColumn> Columns { get; }

    /// <summary>One row.</summary>
    /// <returns>What it says; null where it has nothing to do with our payments, or where <paramref name="errors"/> says what is wrong with it.</returns>
    ReportedResult? Read(CsvRows row, RowErrors errors);
}
