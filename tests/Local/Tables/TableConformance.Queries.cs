using Azure;
using Azure.Data.Tables;

namespace Compensation.Tests.Local.Tables;

public abstract partial class TableConformance
{
    protected async Task FillAsync(string partitionKey, int count)
    {
        foreach (int[] chunk in Enumerable.Range(0, count).Chunk(100))
        {
            await Table.SubmitTransactionAsync(chunk.Select(i => new TableTransactionAction(
                TableTransactionActionType.Add, new TableEntity(partitionKey, $"{i:D5}") { ["Number"] = i, ["Yen"] = i * 10L })));
        }
    }

    [Fact]
    public async Task A_query_goes_over_more_than_one_page_in_the_order_of_the_keys()
    {
        await FillAsync("b", 1_100);
        await FillAsync("a", 150);

        List<Page<TableEntity>> pages = await Table.QueryAsync<TableEntity>().AsPages().ToListAsync();
        List<(string, string)> keys = [.. pages.SelectMany(page => page.Values).Select(row => (row.PartitionKey, row.RowKey))];

        Assert.True(pages.Count > 1);
        Assert.All(pages, page => Assert.True(page.Values.Count <= 1_000));
        Assert.Equal(keys.Order(), keys);
        Assert.Equal(1_250, keys.Distinct().Count());
    }

    [Fact]
    public async Task A_page_can_be_continued_from_its_token_by_another_client()
    {
        await FillAsync("p", 25);
        Page<TableEntity> first = await Table.QueryAsync<TableEntity>(maxPerPage: 10).AsPages().FirstAsync();

        TableClient other = Connect().GetTableClient(Table.Name);
        List<TableEntity> rest = await other.QueryAsync<TableEntity>().AsPages(first.ContinuationToken, 10).SelectMany(page => page.Values.ToAsyncEnumerable()).ToListAsync();

        Assert.Equal(10, first.Values.Count);
        Assert.Equal(Enumerable.Range(10, 15), rest.Select(row => row.GetInt32("Number")!.Value));
    }

    [Theory]
    [InlineData("PartitionKey eq 'p' and RowKey ge '00003' and RowKey lt '00006'", "3 4 5")]
    [InlineData("PartitionKey eq 'p' and (RowKey eq '00001' or RowKey eq '00008')", "1 8")]
    [InlineData("RowKey gt '00007'", "8 9")]
    [InlineData("PartitionKey eq 'q'", "")]
    [InlineData("PartitionKey gt 'o' and PartitionKey lt 'q' and Number le 1", "0 1")]
    [InlineData("Yen eq 50L", "5")]
    [InlineData("Yen gt 70L and not (Number eq 9)", "8")]
    [InlineData("Number ge 8 or Number lt 1", "0 8 9")]
    [InlineData("Number ne 5 and Number gt 3 and Number lt 7", "4 6")]
    [InlineData("Absent eq 1", "")]
    [InlineData("Absent eq 1 or Number eq 2", "2")]
    public async Task A_filter_finds_what_satisfies_it(string filter, string expected)
    {
        await FillAsync("p", 10);

        List<TableEntity> rows = await Table.QueryAsync<TableEntity>(filter).ToListAsync();

        Assert.Equal(expected, string.Join(' ', rows.Select(row => row["Number"])));
    }

    [Fact]
    public async Task Every_type_can_be_filtered_by()
    {
        Person full = Full("p", "full");
        await Table.AddEntityAsync(full);
        await Table.AddEntityAsync(At("p", "bare"));
        DateTimeOffset? seen = full.Seen;

        Assert.Equal(["full"], RowsOf(Table.Query<Person>(p => p.Id == full.Id)));
        Assert.Equal(["full"], RowsOf(Table.Query<Person>(p => p.Born > new DateTime(1981, 1, 1, 0, 0, 0, DateTimeKind.Utc))));
        Assert.Equal(["full"], RowsOf(Table.Query<Person>(p => p.Seen == seen)));
        Assert.Equal(["full"], RowsOf(Table.Query<Person>(p => p.Reachable == true)));
        Assert.Equal(["bare"], RowsOf(Table.Query<Person>(p => !(p.Reachable == true))));
        Assert.Equal(["full"], RowsOf(Table.Query<Person>(p => p.Score > 0.05 && p.Yen == long.MaxValue && p.Age == -41)));
        Assert.Equal(["full"], RowsOf(Table.Query<Person>(p => p.Name == full.Name)));
        Assert.Equal(["full"], RowsOf(Table.Query<Person>(TableClient.CreateQueryFilter($"Mood eq {nameof(Mood.Angry)}"))));
    }

    [Fact]
    public async Task A_filter_that_cannot_be_read_is_refused()
        => await RefusedAsync(Table.QueryAsync<TableEntity>("PartitionKey eq").ToListAsync().AsTask(), 400);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Whatever_the_filter_it_finds_what_the_same_condition_finds_in_memory(int seed)
    {
        RandomFilters random = new(seed);
        List<TableEntity> all = [.. Enumerable.Range(0, 60).Select(random.Row).DistinctBy(row => (row.PartitionKey, row.RowKey))];
        foreach (TableEntity row in all)
        {
            await Table.UpsertEntityAsync(row);
        }

        for (int i = 0; i < 40; i++)
        {
            (string filter, Func<TableEntity, bool> condition) = random.Condition(depth: 3);
            IEnumerable<(string, string)> expected = all.Where(condition).Select(row => (row.PartitionKey, row.RowKey)).Order();

            List<TableEntity> found = await Table.QueryAsync<TableEntity>(filter, maxPerPage: 7).ToListAsync();

            Assert.True(expected.SequenceEqual(found.Select(row => (row.PartitionKey, row.RowKey))), filter);
        }
    }

    private static IEnumerable<string> RowsOf(IEnumerable<Person> people) => people.Select(person => person.RowKey);
}
