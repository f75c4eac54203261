using Azure;
using Azure.Data.Tables;
using static Azure.Data.Tables.TableTransactionActionType;

namespace Compensation.Tests.Local.Tables;

public abstract partial class TableConformance
{
    protected async Task<TableTransactionFailedException> TransactionRefusedAsync(int index, int status, params TableTransactionAction[] actions)
    {
        TableTransactionFailedException refusal = await Assert.ThrowsAsync<TableTransactionFailedException>(() => Table.SubmitTransactionAsync(actions));
        Assert.Equal((index, status), (refusal.FailedTransactionActionIndex, refusal.Status));
        return refusal;
    }

    [Fact]
    public async Task A_transaction_does_all_its_operations()
    {
        foreach (string row in (string[])["merge", "replace", "delete"])
        {
            await Table.AddEntityAsync(new TableEntity("p", row) { ["Old"] = row });
        }

        ETag version = (await Table.GetEntityAsync<TableEntity>("p", "replace")).Value.ETag;
        Response<IReadOnlyList<Response>> answer = await Table.SubmitTransactionAsync([
            new(Add, new TableEntity("p", "add") { ["New"] = 1 }),
            new(UpdateMerge, new TableEntity("p", "merge") { ["New"] = 2 }, ETag.All),
            new(UpdateReplace, new TableEntity("p", "replace") { ["New"] = 3 }, version),
            new(UpsertMerge, new TableEntity("p", "upsert") { ["New"] = 4 }),
            new(UpsertReplace, new TableEntity("p", "upsert2") { ["New"] = 5 }),
            new(Delete, new TableEntity("p", "delete")),
        ]);
        List<TableEntity> rows = await Table.QueryAsync<TableEntity>().ToListAsync();

        Assert.Equal(202, answer.GetRawResponse().Status);
        Assert.All(answer.Value, response => Assert.Equal(204, response.Status));
        Assert.Equal(["add", "merge", "replace", "upsert", "upsert2"], rows.Select(row => row.RowKey));
        Assert.Equal([1, 2, 3, 4, 5], rows.Select(row => row.GetInt32("New")));
        Assert.Equal([false, true, false, false, false], rows.Select(row => row.ContainsKey("Old")));
        Assert.Equal(rows[2].ETag, answer.Value[2].Headers.ETag);
    }

    [Fact]
    public async Task A_transaction_of_which_one_operation_fails_does_nothing()
    {
        await Table.AddEntityAsync(At("p", "taken"));

        TableTransactionFailedException refusal = await TransactionRefusedAsync(
            2, 409, new(Add, At("p", "a")), new(UpsertReplace, At("p", "b")), new(Add, At("p", "taken")), new(Add, At("p", "c")));

        Assert.Equal("EntityAlreadyExists", refusal.ErrorCode);
        Assert.Equal(["taken"], Table.Query<Person>().Select(person => person.RowKey));
    }

    [Fact]
    public async Task A_transaction_checks_versions()
    {
        Person person = At("p", "r");
        ETag old = (await Table.AddEntityAsync(person)).Headers.ETag!.Value;
        await Table.UpsertEntityAsync(person);

        await TransactionRefusedAsync(1, 412, new(Add, At("p", "a")), new(UpdateMerge, person, old));
        await TransactionRefusedAsync(0, 412, new(Delete, person, old), new(Add, At("p", "a")));
        await TransactionRefusedAsync(0, 404, [new(UpdateReplace, At("p", "none"), ETag.All)]);
        await TransactionRefusedAsync(1, 404, new(Add, At("p", "a")), new(Delete, At("p", "none")));

        Assert.Single(Table.Query<Person>());
    }

    [Fact]
    public async Task An_update_without_a_version_in_a_transaction_inserts_what_is_missing()
    {
        await Table.SubmitTransactionAsync([new(UpdateMerge, At("p", "a")), new(UpdateReplace, At("p", "b"))]);

        Assert.Equal(["a", "b"], Table.Query<Person>().Select(person => person.RowKey));
    }

    [Fact]
    public async Task A_transaction_takes_a_row_once_only()
    {
        TableTransactionFailedException refusal = await Assert.ThrowsAsync<TableTransactionFailedException>(
            () => Table.SubmitTransactionAsync([new(Add, At("p", "a")), new(UpsertMerge, At("p", "a"))]));

        Assert.Equal((400, "InvalidDuplicateRow"), (refusal.Status, refusal.ErrorCode));
        Assert.Empty(Table.Query<Person>());
    }

    [Fact]
    public async Task A_transaction_takes_a_hundred_operations()
    {
        IEnumerable<TableTransactionAction> actions = Enumerable.Range(0, 100).Select(i => new TableTransactionAction(Add, At("p", $"{i:D3}")));

        Response<IReadOnlyList<Response>> answer = await Table.SubmitTransactionAsync(actions);

        Assert.Equal(100, answer.Value.Count);
        Assert.Equal(100, Table.Query<Person>().Count());
    }

    [Fact]
    public async Task Readers_see_all_of_a_transaction_or_nothing()
    {
        using CancellationTokenSource stop = new();
        Task writer = Task.Run(async () =>
        {
            for (int version = 0; version < 30; version++)
            {
                await Table.SubmitTransactionAsync(Enumerable.Range(0, 20).Select(i =>
                    new TableTransactionAction(UpsertReplace, new TableEntity("p", $"{i:D2}") { ["Version"] = version })));
            }

            await stop.CancelAsync();
        });

        while (!stop.IsCancellationRequested)
        {
            List<TableEntity> rows = await Table.QueryAsync<TableEntity>(p => p.PartitionKey == "p").ToListAsync();
            Assert.True(rows.Count is 0 or 20);
            Assert.True(rows.Select(row => row["Version"]).Distinct().Count() <= 1);
        }

        await writer;
    }
}
