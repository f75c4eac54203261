using System.Globalization;
using Azure.Data.Tables;
using Compensation.Local.Tables;

namespace Compensation.Tests.Local.Tables;

/// <summary>A process that writes one transaction after the other and says after each that it was acknowledged.</summary>
internal static class WriteUntilKilled
{
    public const string Table = "Killed";
    public const int RowsPerTransaction = 10;

    public static async Task<int> RunAsync(string folder)
    {
        using EmbeddedTables tables = EmbeddedTables.Open(folder);
        TableClient table = tables.Connect().GetTableClient(Table);
        await table.CreateIfNotExistsAsync();
        for (int number = 0; ; number++)
        {
            string partition = number.ToString("D6", CultureInfo.InvariantCulture);
            await table.SubmitTransactionAsync(Enumerable.Range(0, RowsPerTransaction).Select(row =>
                new TableTransactionAction(TableTransactionActionType.Add, new TableEntity(partition, $"{row}") { ["Number"] = number })));
            await Console.Out.WriteLineAsync(partition);
        }
    }
}
