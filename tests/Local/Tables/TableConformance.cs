using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Compensation.Tests.Local.Tables;

/// <summary>What the table service does, asked by the official client of each service. Every test has a table of its own.</summary>
public abstract partial class TableConformance : IAsyncLifetime
{
    /// <summary>A client of the service under test.</summary>
    protected abstract TableServiceClient Connect(TableClientOptions? options = null);

    protected TableServiceClient Service { get; private set; } = null!;

    protected TableClient Table { get; private set; } = null!;

    public virtual async Task InitializeAsync()
    {
        Service = Connect();
        Table = Service.GetTableClient("T" + Guid.NewGuid().ToString("N"));
        await Table.CreateAsync();
    }

    public virtual async Task DisposeAsync() => await Table.DeleteAsync();

    protected static Person At(string partitionKey, string rowKey) => new() { PartitionKey = partitionKey, RowKey = rowKey };

    protected static async Task<RequestFailedException> RefusedAsync(Task request, int status, string? code = null)
    {
        RequestFailedException refusal = await Assert.ThrowsAnyAsync<RequestFailedException>(() => request);
        Assert.Equal(status, refusal.Status);
        Assert.Equal(code ?? refusal.ErrorCode, refusal.ErrorCode);
        return refusal;
    }

    /// <summary>The official JavaScript client reads what the .NET one has written, and the other way round.</summary>
    protected async Task ReadEachOtherAsync(string connectionString)
    {
        await Table.AddEntityAsync(Full("p", "ours"));

        string printed = await NodePeers.RunAsync("table-peer.mjs", connectionString, Table.Name);
        TableEntity theirs = (await Table.GetEntityAsync<TableEntity>("p", "theirs")).Value;

        Assert.Equal("山田 \"太郎\" \\ \n😀|9223372036854775807|0.1|6f9619ff-8b86-d011-b42d-00c04fc964ff|1981-02-03T04:05:06.000Z|0,1,255|Angry", printed.TrimEnd('\n'));
        Assert.Equal((12L, "it's", new DateTimeOffset(2023, 4, 1, 0, 0, 0, TimeSpan.Zero)), (theirs["Yen"], theirs["Name"], theirs["At"]));
        Assert.Equal(["batch1", "batch2"], Table.Query<TableEntity>("PartitionKey eq 'batch'").Select(row => row.RowKey));
    }

    [Fact]
    public async Task A_table_that_exists_cannot_be_created_again()
    {
        await RefusedAsync(Table.CreateAsync(), 409, "TableAlreadyExists");

        Response<TableItem> again = await Table.CreateIfNotExistsAsync();

        Assert.Equal(409, again.GetRawResponse().Status);
        Assert.Equal(Table.Name, again.Value.Name);
    }

    [Fact]
    public async Task Deleting_a_table_that_is_not_there_is_a_normal_answer()
    {
        TableClient other = Service.GetTableClient("NotThere" + Guid.NewGuid().ToString("N"));

        Assert.Equal(404, (await other.DeleteAsync()).Status);
        Assert.Equal(404, Service.DeleteTable(other.Name).Status);
    }

    [Fact]
    public async Task A_deleted_table_takes_its_rows_with_it()
    {
        await Table.AddEntityAsync(At("p", "r"));

        Assert.Equal(204, (await Table.DeleteAsync()).Status);
        await RefusedAsync(Table.GetEntityAsync<Person>("p", "r"), 404);
        await RefusedAsync(Table.QueryAsync<Person>().ToListAsync().AsTask(), 404);
        await RefusedAsync(Table.UpsertEntityAsync(At("p", "r")), 404);
        await Table.CreateAsync();

        Assert.Empty(await Table.QueryAsync<Person>().ToListAsync());
    }

    [Fact]
    public async Task Tables_are_listed_and_filtered_by_name()
    {
        string name = Table.Name;

        Assert.Contains(name, Service.Query().Select(table => table.Name));
        Assert.Equal([name], Service.Query(table => table.Name == name).Select(table => table.Name));
        Assert.Equal([name], (await Service.QueryAsync((FormattableString)$"TableName eq {name}").ToListAsync()).Select(table => table.Name));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("1abc")]
    [InlineData("with-dash")]
    public async Task A_bad_table_name_is_refused(string name)
        => await RefusedAsync(Service.CreateTableAsync(name), 400);

    [Fact]
    public async Task Every_type_comes_back_as_it_was()
    {
        Person sent = Full("p", "r");

        await Table.AddEntityAsync(sent);
        Person read = (await Table.GetEntityAsync<Person>("p", "r")).Value;

        Assert.Equal(sent.Name, read.Name);
        Assert.Equal((sent.Reachable, sent.Age, sent.Floor, sent.Yen, sent.Bonus), (read.Reachable, read.Age, read.Floor, read.Yen, read.Bonus));
        Assert.Equal((sent.Score, sent.Id, sent.Born, sent.Seen), (read.Score, read.Id, read.Born, read.Seen));
        Assert.Equal(DateTimeKind.Utc, read.Born.Kind);
        Assert.Equal(sent.Photo, read.Photo);
        Assert.Equal(sent.Voice!.ToArray(), read.Voice!.ToArray());
        Assert.Equal((sent.Mood, sent.Before, sent.Alias, sent.Field), (read.Mood, read.Before, read.Alias, read.Field));
        Assert.Equal((null, 0m), (read.Secret, read.Weight));
    }

    [Fact]
    public async Task A_dictionary_reads_back_with_the_types_it_was_written_with()
    {
        DateTimeOffset instant = new(2023, 3, 31, 14, 59, 0, TimeSpan.Zero);
        Guid id = Guid.NewGuid();
        await Table.AddEntityAsync(new TableEntity("p", "r")
        {
            ["Text"] = "県",
            ["Yes"] = true,
            ["Small"] = 1,
            ["Large"] = 5_000_000_000L,
            ["Whole"] = 2.0,
            ["Part"] = 0.1,
            ["Id"] = id,
            ["At"] = instant,
            ["Bytes"] = new byte[] { 1, 2 },
            ["Nothing"] = null,
        });

        TableEntity read = (await Table.GetEntityAsync<TableEntity>("p", "r")).Value;

        Assert.Equal(("県", true, 1, 5_000_000_000L), (read.GetString("Text"), read.GetBoolean("Yes"), read.GetInt32("Small"), read.GetInt64("Large")));
        Assert.Equal((2.0, 0.1, id), (read.GetDouble("Whole"), read.GetDouble("Part"), read.GetGuid("Id")));
        Assert.Equal((instant, instant.UtcDateTime), (read.GetDateTimeOffset("At"), read.GetDateTime("At")));
        Assert.Equal([1, 2], read.GetBinary("Bytes")!);
        Assert.False(read.ContainsKey("Nothing"));
        Assert.Throws<InvalidOperationException>(() => read.GetInt32("Text"));
    }

    [Theory]
    [InlineData("it's", "o'clock")]
    [InlineData("a b+c&d=e", "100%25")]
    [InlineData("熊本", "くまモン")]
    [InlineData("k:0", "")]
    [InlineData("(a,b)", "\"quoted\"")]
    public async Task Keys_may_hold_what_addresses_must_escape(string partitionKey, string rowKey)
    {
        Person person = At(partitionKey, rowKey);
        await Table.AddEntityAsync(person);
        await Table.UpsertEntityAsync(person, TableUpdateMode.Replace);
        await Table.SubmitTransactionAsync([new TableTransactionAction(TableTransactionActionType.UpdateReplace, person, ETag.All)]);

        Person read = (await Table.GetEntityAsync<Person>(partitionKey, rowKey)).Value;
        Person found = Assert.Single(await Table.QueryAsync<Person>(p => p.PartitionKey == partitionKey && p.RowKey == rowKey).ToListAsync());

        Assert.Equal((partitionKey, rowKey), (read.PartitionKey, read.RowKey));
        Assert.Equal((partitionKey, rowKey), (found.PartitionKey, found.RowKey));
        Assert.Equal(204, (await Table.DeleteEntityAsync(partitionKey, rowKey, read.ETag)).Status);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-0.0)]
    [InlineData(1e300)]
    [InlineData(3)]
    [InlineData(5_000_000_000)]
    public async Task Doubles_of_every_kind_come_back(double value)
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["D"] = value });

        Assert.Equal(value, (await Table.GetEntityAsync<TableEntity>("p", "r")).Value.GetDouble("D"));
    }

    [Fact]
    public async Task Every_request_passes_the_policies_of_the_options()
    {
        CountingPolicy requests = new();
        TableClientOptions options = new();
        options.AddPolicy(requests, HttpPipelinePosition.PerRetry);
        TableClient counted = Connect(options).GetTableClient(Table.Name);

        await counted.AddEntityAsync(At("p", "r"));
        await counted.SubmitTransactionAsync([new(TableTransactionActionType.Add, At("p", "s")), new(TableTransactionActionType.Add, At("p", "t"))]);
        await counted.QueryAsync<Person>(maxPerPage: 2).ToListAsync();

        Assert.Equal(4, requests.Count);
    }

    private sealed class CountingPolicy : HttpPipelineSynchronousPolicy
    {
        public int Count { get; private set; }

        public override void OnSendingRequest(HttpMessage message) => Count++;
    }

    protected static Person Full(string partitionKey, string rowKey) => new()
    {
        PartitionKey = partitionKey,
        RowKey = rowKey,
        Name = "山田 \"太郎\" \\ \n😀",
        Reachable = true,
        Age = -41,
        Floor = 3,
        Yen = long.MaxValue,
        Bonus = -1,
        Score = 0.1,
        Id = Guid.Parse("6f9619ff-8b86-d011-b42d-00c04fc964ff"),
        Born = new DateTime(1981, 2, 3, 4, 5, 6, DateTimeKind.Utc).AddTicks(7),
        Seen = new DateTimeOffset(2023, 3, 31, 23, 59, 0, TimeSpan.FromHours(9)),
        Photo = [0, 1, 255],
        Voice = BinaryData.FromBytes("voice"u8.ToArray()),
        Mood = Mood.Angry,
        Before = Mood.Calm,
        Alias = "other",
        Secret = "never sent",
        Weight = 70.5m,
        Field = "a field",
    };
}
