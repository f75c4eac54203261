using System.Diagnostics;
using Azure.Data.Tables;

namespace Compensation.Tests.Local.Tables;

/// <summary>A process that writes is killed in the middle.</summary>
public sealed class EmbeddedKillTests : IDisposable
{
    private readonly TestStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task What_was_acknowledged_is_there_for_others_and_after_the_kill_and_no_transaction_is_halved()
    {
        using Process writer = Start();
        HashSet<string> acknowledged = await AcknowledgedAsync(writer, atLeast: 100);
        TableClient table = _store.Connect().GetTableClient(WriteUntilKilled.Table);
        await AssertWholeAsync(table, acknowledged);

        writer.Kill();
        acknowledged.UnionWith((await writer.StandardOutput.ReadToEndAsync().InTimeAsync()).Split('\n').SkipLast(1));
        await writer.EndInTimeAsync();

        await AssertWholeAsync(table, acknowledged);
    }

    private static async Task AssertWholeAsync(TableClient table, HashSet<string> acknowledged)
    {
        Dictionary<string, int> rows = [];
        await foreach (TableEntity row in table.QueryAsync<TableEntity>(select: ["PartitionKey"]))
        {
            rows[row.PartitionKey] = rows.GetValueOrDefault(row.PartitionKey) + 1;
        }

        Assert.Subset(rows.Keys.ToHashSet(), acknowledged);
        Assert.All(rows.Values, count => Assert.Equal(WriteUntilKilled.RowsPerTransaction, count));
    }

    private static async Task<HashSet<string>> AcknowledgedAsync(Process writer, int atLeast)
    {
        HashSet<string> acknowledged = [];
        while (acknowledged.Count < atLeast)
        {
            string line = await writer.StandardOutput.ReadLineAsync().InTimeAsync("a line of the writer")
                ?? throw new InvalidOperationException($"The writer ended by itself: {await writer.StandardError.ReadToEndAsync()}");
            acknowledged.Add(line);
        }

        return acknowledged;
    }

    private Process Start()
    {
        ProcessStartInfo start = new("dotnet", ["exec", typeof(EmbeddedKillTests).Assembly.Location, "write-until-killed", _store.Folder])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        return Process.Start(start) ?? throw new InvalidOperationException("The writer did not start.");
    }
}
