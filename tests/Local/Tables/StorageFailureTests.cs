using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Compensation.Local.Tables;

namespace Compensation.Tests.Local.Tables;

/// <summary>What a full disk is to the tables: an honest error, once told, after which nothing that was acknowledged is missing.</summary>
public sealed class StorageFailureTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("full-").FullName;
    private readonly List<StorageFailure> _failures = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_full_disk_is_answered_and_told_once_and_with_room_everything_acknowledged_is_there()
    {
        int acknowledged;
        using (EmbeddedTables small = EmbeddedTables.Open(_folder, new EmbeddedTablesOptions { MaxBytes = 256 * 1024, StorageFailed = _failures.Add }))
        {
            Attempts attempts = new();
            TableClientOptions options = new();
            options.AddPolicy(attempts, HttpPipelinePosition.PerRetry);
            TableClient table = small.Connect(options).GetTableClient("Rows");
            await table.CreateAsync();
            acknowledged = await FillAsync(table);
            int before = attempts.Count;

            RequestFailedException again = await Assert.ThrowsAsync<RequestFailedException>(() => table.SubmitTransactionAsync(Rows(acknowledged)));

            Assert.Equal((507, "InsufficientStorage"), (again.Status, again.ErrorCode));
            Assert.Equal(1, attempts.Count - before);
            Assert.Equal(acknowledged * 10, table.Query<TableEntity>(select: ["RowKey"]).Count());
        }

        StorageFailure failure = Assert.Single(_failures);
        Assert.Equal((Path.Combine(_folder, "tables.db"), "database or disk is full"), (failure.File, failure.Reason));
        using EmbeddedTables roomy = EmbeddedTables.Open(_folder);
        TableClient resumed = roomy.Connect().GetTableClient("Rows");
        await resumed.SubmitTransactionAsync(Rows(acknowledged));
        Assert.Equal((acknowledged + 1) * 10, resumed.Query<TableEntity>(select: ["RowKey"]).Count());
    }

    private static async Task<int> FillAsync(TableClient table)
    {
        for (int number = 0; number < 1_000; number++)
        {
            try
            {
                await table.SubmitTransactionAsync(Rows(number));
            }
            catch (RequestFailedException full) when (full.Status == 507)
            {
                return number;
            }
        }

        throw new InvalidOperationException("The disk never became full.");
    }

    private static IEnumerable<TableTransactionAction> Rows(int number) => Enumerable.Range(0, 10).Select(row =>
        new TableTransactionAction(TableTransactionActionType.Add, new TableEntity($"{number:D4}", $"{row}") { ["Filling"] = new byte[1_000] }));

    private sealed class Attempts : HttpPipelineSynchronousPolicy
    {
        public int Count { get; private set; }

        public override void OnSendingRequest(HttpMessage message) => Count++;
    }
}
