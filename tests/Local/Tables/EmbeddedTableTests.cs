using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Compensation.Local.Tables;
using static Azure.Data.Tables.TableTransactionActionType;

namespace Compensation.Tests.Local.Tables;

/// <summary>The embedded store, and what Azurite does differently from the service.</summary>
public sealed class EmbeddedTableTests : TableConformance
{
    private readonly TestStore _store = new();

    protected override TableServiceClient Connect(TableClientOptions? options = null) => _store.Connect(options);

    public override Task DisposeAsync()
    {
        _store.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_transaction_stays_in_one_partition()
    {
        TableTransactionFailedException refusal = await TransactionRefusedAsync(1, 400, new(Add, At("p", "a")), new(Add, At("q", "b")));

        Assert.Equal("CommandsInBatchActOnDifferentPartitions", refusal.ErrorCode);
        Assert.Empty(Table.Query<Person>());
    }

    [Fact]
    public async Task A_transaction_takes_no_more_than_a_hundred_operations()
    {
        await TransactionRefusedAsync(100, 400, [.. Enumerable.Range(0, 101).Select(i => new TableTransactionAction(Add, At("p", $"{i:D3}")))]);

        Assert.Empty(Table.Query<Person>());
    }

    [Fact]
    public async Task Large_and_small_requests_side_by_side_keep_what_they_were_sent()
    {
        string ValueOf(int transaction, int row) => new((char)('a' + ((transaction + row) % 26)), 1 + ((transaction * 97 + row * 311) % 12_000));

        await Parallel.ForEachAsync(Enumerable.Range(0, 40), async (transaction, stop) =>
        {
            await Table.AddEntityAsync(new TableEntity($"p{transaction}", "000") { ["Value"] = ValueOf(transaction, 0) }, stop);
            await Table.SubmitTransactionAsync(
                Enumerable.Range(1, 60).Select(row => new TableTransactionAction(Add, new TableEntity($"p{transaction}", $"{row:d3}") { ["Value"] = ValueOf(transaction, row) })), stop);
        });

        List<TableEntity> rows = await Table.QueryAsync<TableEntity>().ToListAsync();
        Assert.Equal(40 * 61, rows.Count);
        Assert.All(rows, row => Assert.Equal(ValueOf(int.Parse(row.PartitionKey[1..], CultureInfo.InvariantCulture), int.Parse(row.RowKey, CultureInfo.InvariantCulture)), row.GetString("Value")));
    }

    [Fact]
    public async Task A_row_has_at_most_252_properties_of_its_own_even_after_a_merge()
    {
        TableEntity row = new("p", "r");
        for (int i = 0; i < 252; i++)
        {
            row[$"P{i}"] = i;
        }

        await Table.AddEntityAsync(row);

        await RefusedAsync(Table.UpsertEntityAsync(new TableEntity("p", "r") { ["Extra"] = 1 }), 400, "TooManyProperties");
        await RefusedAsync(Table.AddEntityAsync(new TableEntity(row) { RowKey = "s", ["Extra"] = 1 }), 400, "TooManyProperties");
    }

    [Fact]
    public async Task A_row_has_at_most_one_mebibyte()
    {
        TableEntity row = new("p", "r");
        for (int i = 0; i < 17; i++)
        {
            row[$"P{i}"] = new string('x', 32 * 1024 - 64);
        }

        await RefusedAsync(Table.AddEntityAsync(row), 400, "EntityTooLarge");
    }

    /// <summary>By the bytes of each value's type, not by the letters in which it travels: a text's UTF-16, binary data's own bytes, both with four for their length.</summary>
    [Fact]
    public async Task A_row_may_have_exactly_one_mebibyte_as_the_service_counts_it()
    {
        TableEntity RowOf(int filler)
        {
            TableEntity row = new("p", "r")
            {
                ["Guid"] = Guid.NewGuid(), // 8 + 2 × 4 + 16
                ["At"] = DateTimeOffset.UnixEpoch, // 8 + 2 × 2 + 8
                ["Long"] = long.MaxValue, // 8 + 2 × 4 + 8
                ["Double"] = 0.125, // 8 + 2 × 6 + 8
                ["Int"] = 1, // 8 + 2 × 3 + 4
                ["Bool"] = true, // 8 + 2 × 4 + 1
                ["Text"] = new string('字', 30_000), // 8 + 2 × 4 + 4 + 60,000
                ["P15"] = new byte[filler], // 8 + 2 × 3 + 4 + filler
            };
            for (int i = 0; i < 15; i++)
            {
                row[$"P{i:d2}"] = new byte[64 * 1024]; // 8 + 2 × 3 + 4 + 65,536
            }

            return row;
        }

        // 1,048,576 less 8 of the keys, the above and 15 × 65,554.
        const int Filler = 5_081;
        await Table.AddEntityAsync(RowOf(Filler));

        await RefusedAsync(Table.UpsertEntityAsync(RowOf(Filler + 1), TableUpdateMode.Replace), 400, "EntityTooLarge");
        await RefusedAsync(Table.UpsertEntityAsync(new TableEntity("p", "r") { ["P15"] = new byte[Filler + 1] }), 400, "EntityTooLarge");
        Assert.Equal(Filler, (await Table.GetEntityAsync<TableEntity>("p", "r", ["P15"])).Value.GetBinary("P15")!.Length);
    }

    [Fact]
    public async Task Sixteen_long_texts_in_Japanese_are_no_mebibyte()
    {
        TableEntity row = new("p", "r");
        for (int i = 0; i < 16; i++)
        {
            row[$"P{i:d2}"] = new string('字', 32_000);
        }

        await Table.AddEntityAsync(row);

        Assert.Equal(row["P15"], (await Table.GetEntityAsync<TableEntity>("p", "r")).Value["P15"]);
    }

    [Fact]
    public async Task A_value_may_have_exactly_64_kibibytes_as_the_service_counts_them()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = new string('字', 32 * 1024), ["B"] = new byte[64 * 1024] });

        await RefusedAsync(Table.UpsertEntityAsync(new TableEntity("p", "r") { ["A"] = new string('字', 32 * 1024 + 1) }), 400, "PropertyValueTooLarge");
    }

    [Fact]
    public async Task A_request_has_at_most_four_mebibytes()
    {
        IEnumerable<TableTransactionAction> actions = Enumerable.Range(0, 90).Select(i =>
            new TableTransactionAction(Add, new TableEntity("p", $"{i}") { ["A"] = new byte[40_000] }));

        await RefusedAsync(Table.SubmitTransactionAsync(actions), 413, "RequestBodyTooLarge");
    }

    [Fact]
    public async Task A_key_has_at_most_one_kibibyte()
    {
        await Table.AddEntityAsync(At("p", new string('k', 512)));

        await RefusedAsync(Table.AddEntityAsync(At("p", new string('k', 513))), 400, "KeyValueTooLarge");
    }

    [Fact]
    public async Task Names_and_instants_must_be_those_of_the_service()
    {
        await RefusedAsync(Table.AddEntityAsync(new TableEntity("p", "r") { ["no-name"] = 1 }), 400, "PropertyNameInvalid");
        await RefusedAsync(Table.AddEntityAsync(new TableEntity("p", "r") { [new string('n', 256)] = 1 }), 400, "PropertyNameTooLong");
        await RefusedAsync(Table.AddEntityAsync(new TableEntity("p", "r") { ["Old"] = new DateTime(1600, 1, 1, 0, 0, 0, DateTimeKind.Utc) }), 400, "OutOfRangeInput");
    }

    [Fact]
    public async Task Requests_to_a_table_that_is_not_there_name_the_table()
    {
        TableClient other = Service.GetTableClient("NotThere");

        await RefusedAsync(other.AddEntityAsync(At("p", "r")), 404, "TableNotFound");
        await RefusedAsync(other.QueryAsync<Person>().ToListAsync().AsTask(), 404, "TableNotFound");
    }

    [Fact]
    public async Task Table_names_are_the_same_whatever_their_case()
    {
        await Table.AddEntityAsync(At("p", "r"));

        TableClient other = Service.GetTableClient(Table.Name.ToUpperInvariant());

        Assert.Single(await other.QueryAsync<Person>().ToListAsync());
        await RefusedAsync(other.CreateAsync(), 409, "TableAlreadyExists");
    }

    [Fact]
    public async Task What_was_written_is_there_after_the_store_was_closed()
    {
        string folder = Path.Combine(_store.Folder, "closed");
        ETag version;
        using (EmbeddedTables first = EmbeddedTables.Open(folder))
        {
            TableClient table = first.Connect().GetTableClient(Table.Name);
            await table.CreateAsync();
            version = (await table.AddEntityAsync(At("p", "r"))).Headers.ETag!.Value;
        }

        using EmbeddedTables second = EmbeddedTables.Open(folder, new EmbeddedTablesOptions { SurvivesPowerFailure = true });
        TableClient again = second.Connect().GetTableClient(Table.Name);

        Assert.Equal(version, (await again.GetEntityAsync<Person>("p", "r")).Value.ETag);
    }

    [Fact]
    public async Task Many_writers_at_once_lose_nothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (int i = 0; i < 100; i++)
            {
                await Table.AddEntityAsync(At($"p{i % 3}", $"{writer}-{i}"));
            }
        })));

        List<Person> all = await Table.QueryAsync<Person>().ToListAsync();

        Assert.Equal(800, all.Count);
        Assert.Equal(800, all.Select(person => person.ETag).Distinct().Count());
    }
}
