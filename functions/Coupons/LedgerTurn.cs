using System.Globalization;
using Azure.Data.Tables;
using Compensation.Common.Files;

namespace Compensation.Coupons;

/// <summary>Whose turn at a campaign's ledger it is. Table <c>Imports</c>, partition <c>{campaign}:book</c>, row <c>turn</c>.</summary>
/// <param name="Partition">The campaign's.</param>
/// <param name="FileId">What the file's rows are marked with.</param>
/// <param name="Kind">What the file holds.</param>
/// <param name="File">Its name.</param>
/// <param name="By">Who brought it, or null.</param>
/// <param name="Since">UTC.</param>
/// <param name="Holder">The process that is at it.</param>
/// <param name="Attempt">The work in that process.</param>
internal sealed record LedgerTurn(string Partition, string FileId, ImportKind Kind, string File, string? By, DateTimeOffset Since, string Holder, Guid Attempt)
{
    public const string RowKey = "turn";
    public const string Until = nameof(Until);

    public static LedgerTurn Read(TableEntity row) => new(
        row.PartitionKey,
        row.GetString(nameof(FileId))!,
        Enum.Parse<ImportKind>(row.GetString(nameof(Kind))!),
        row.GetString(nameof(File))!,
        row.GetString(nameof(By)),
        row.GetDateTimeOffset(nameof(Since))!.Value,
        row.GetString(nameof(Holder))!,
        row.GetGuid(nameof(Attempt))!.Value);

    public TableEntity ToRow(DateTimeOffset until)
    {
        TableEntity row = new(Partition, RowKey)
        {
            [nameof(FileId)] = FileId,
            [nameof(Kind)] = Kind.ToString(),
            [nameof(File)] = File,
            [nameof(Since)] = Since,
            [nameof(Holder)] = Holder,
            [nameof(Attempt)] = Attempt,
            [Until] = until,
        };
        if (By is not null)
        {
            row[nameof(By)] = By;
        }

        return row;
    }

    /// <summary>For answers and alarms: which file it is and since when.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{File}{(By is null ? string.Empty : $" of {By}")}, since {Since.ToOffset(Compensation.Common.JapanTime.Offset):yyyy-MM-dd HH:mm:ss zzz}");
}
