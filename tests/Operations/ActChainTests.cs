using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Operations;
using Compensation.Operations.Acts;
using Compensation.Operations.Acts.Anchors;
using Compensation.Operations.Acts.Chain;
using Compensation.Tests.Coupons;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Compensation.Tests.Operations;

public sealed class ActChainTests : IDisposable
{
    private const string Partition = "kumamoto";

    private static readonly DateTimeOffset Noon = new(2023, 4, 10, 3, 0, 0, 1, TimeSpan.Zero);

    private readonly TestStore _store = new();
    private readonly string _anchors = Path.Combine(Directory.CreateTempSubdirectory("anchors-tests-").FullName, "act-anchors.tsv");
    private readonly ProtectedFields _fields = new(new EphemeralDataProtectionProvider());
    private readonly List<AnchorKeeper> _keepers = [];

    public ActChainTests() => _store.Connect().CreateTableIfNotExists(ActTrail.TableName);

    private TableClient Table => _store.Connect().GetTableClient(ActTrail.TableName);

    public void Dispose()
    {
        _keepers.ForEach(keeper => keeper.Dispose());
        _store.Dispose();
        Directory.Delete(Path.GetDirectoryName(_anchors)!, recursive: true);
    }

    [Fact]
    public async Task What_was_written_holds_with_and_without_an_end_and_across_a_restart()
    {
        await DoAsync(Instance(), 3);
        await Instance().Trail.BeginAsync(Partition, ActAt(Noon.AddHours(1)));
        await DoAsync(Instance(), 2);

        ChainCheck check = await VerifyAsync();

        Assert.Equal((true, 6L, 11L, null), (check.Holds, check.Acts, check.Links, check.Fault));
        Assert.Equal(11, check.AnchoredUpTo);
    }

    [Fact]
    public async Task An_empty_list_holds() => Assert.Equal((true, 0L), ((await VerifyAsync()).Holds, (await VerifyAsync()).Links));

    [Theory]
    [InlineData(nameof(Act.Operation), "ShowWave")]
    [InlineData(nameof(Act.Path), "/campaigns/kumamoto/elsewhere")]
    [InlineData(nameof(Act.Subject), "person:2")]
    [InlineData(nameof(Act.From), "192.0.2.9")]
    [InlineData(nameof(Act.At), "2023-04-10T03:00:00.0010001Z")]
    [InlineData(nameof(Act.By), "鈴木")]
    [InlineData(nameof(Act.Status), 403)]
    [InlineData(nameof(Act.Status), "200")]
    [InlineData(nameof(Act.Status), 200L)]
    [InlineData(nameof(Act.Rows), "0")]
    [InlineData(nameof(Act.Operation), 7)]
    [InlineData(nameof(Act.Reason), "no cipher")]
    [InlineData(nameof(Act.Reason), 7)]
    [InlineData("BegunLink", "3")]
    [InlineData("BegunHash", "00")]
    [InlineData("BegunBefore", "00")]
    public async Task Any_column_that_was_changed_is_found(string column, object value)
    {
        await DoAsync(Instance(), 4);
        TableEntity row = (await RowsAsync())[2];
        await Table.UpdateEntityAsync(new TableEntity(Partition, row.RowKey) { [column] = value }, Azure.ETag.All, TableUpdateMode.Merge);

        Assert.Equal(ChainFaultKind.Changed, (await VerifyAsync()).Fault?.Kind);
    }

    [Theory]
    [InlineData(nameof(Act.By), "鈴木")]
    [InlineData(nameof(Act.Status), 200)]
    [InlineData(nameof(Act.Rows), 3)]
    [InlineData(nameof(Act.Reason), "x")]
    public async Task An_answer_that_was_written_to_an_act_that_had_none_is_found(string column, object value)
    {
        await Instance().Trail.BeginAsync(Partition, ActAt(Noon));
        await DoAsync(Instance(), 1);
        TableEntity begun = (await RowsAsync()).Single(row => row.GetInt64("EndedLink") is null);
        Assert.True((await VerifyAsync()).Holds);

        await Table.UpdateEntityAsync(new TableEntity(Partition, begun.RowKey) { [column] = value }, Azure.ETag.All, TableUpdateMode.Merge);

        Assert.Equal((ChainFaultKind.Changed, begun.RowKey), ((await VerifyAsync()).Fault?.Kind, (await VerifyAsync()).Fault?.Act));
    }

    [Fact]
    public async Task A_reason_that_was_exchanged_is_found_and_one_that_was_forgotten_is_not_missed()
    {
        await DoAsync(Instance(), 3);
        List<TableEntity> rows = await RowsAsync();
        await Table.UpdateEntityAsync(new TableEntity(Partition, rows[0].RowKey) { [nameof(Act.Reason)] = string.Empty }, Azure.ETag.All, TableUpdateMode.Merge);
        Assert.True((await VerifyAsync()).Holds);

        // Neither what is no cipher nor another cipher of ours keeps the rest of the list from being read.
        foreach (string exchanged in new[] { "no cipher", _fields.Protect("x") })
        {
            await Table.UpdateEntityAsync(new TableEntity(Partition, rows[1].RowKey) { [nameof(Act.Reason)] = exchanged }, Azure.ETag.All, TableUpdateMode.Merge);
            Assert.Equal(["", "(unreadable)", "理由0"], (await Instance().Trail.ReadPageAsync(Partition, PlaceRange.All, 10, CancellationToken.None)).Select(act => act.Reason));
            Assert.Equal((ChainFaultKind.Changed, rows[1].RowKey), ((await VerifyAsync()).Fault?.Kind, (await VerifyAsync()).Fault?.Act));
        }

        await Table.UpdateEntityAsync(new TableEntity(Partition, rows[1].RowKey) { [nameof(Act.Reason)] = rows[2].GetString(nameof(Act.Reason)) }, Azure.ETag.All, TableUpdateMode.Merge);
        Assert.Equal((ChainFaultKind.Changed, rows[1].RowKey), ((await VerifyAsync()).Fault?.Kind, (await VerifyAsync()).Fault?.Act));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_line_that_was_removed_is_found(int index)
    {
        await DoAsync(Instance(), 4);
        await Table.DeleteEntityAsync(Partition, (await RowsAsync())[index].RowKey);

        Assert.False((await VerifyAsync()).Holds);
    }

    [Fact]
    public async Task Lines_that_were_cut_off_together_with_the_head_are_found_by_the_anchor()
    {
        await DoAsync(Instance(), 2);
        TableEntity head = (await Table.GetEntityAsync<TableEntity>(Partition, "head")).Value;
        List<TableEntity> kept = await RowsAsync();
        await DoAsync(Instance(), 2);
        foreach (TableEntity row in (await RowsAsync()).ExceptBy(kept.Select(one => one.RowKey), one => one.RowKey))
        {
            await Table.DeleteEntityAsync(Partition, row.RowKey);
        }

        await Table.UpdateEntityAsync(head, Azure.ETag.All, TableUpdateMode.Replace);

        Assert.Equal((ChainFaultKind.OlderThanAnchor, 8L), ((await VerifyAsync()).Fault?.Kind, (await VerifyAsync()).Fault?.Link));
    }

    [Fact]
    public async Task Yesterdays_copy_is_found_after_others_have_gone_on_with_it_too()
    {
        await DoAsync(Instance(), 2);
        List<TableEntity> yesterday = await RowsAsync();
        TableEntity head = (await Table.GetEntityAsync<TableEntity>(Partition, "head")).Value;
        await DoAsync(Instance(), 2);
        foreach (TableEntity row in (await RowsAsync()).ExceptBy(yesterday.Select(one => one.RowKey), one => one.RowKey))
        {
            await Table.DeleteEntityAsync(Partition, row.RowKey);
        }

        await Table.UpdateEntityAsync(head, Azure.ETag.All, TableUpdateMode.Replace);
        await DoAsync(Instance(), 3);

        Assert.Equal(ChainFaultKind.NotAsAnchored, (await VerifyAsync()).Fault?.Kind);
    }

    [Fact]
    public async Task Lines_that_changed_places_and_lines_that_were_put_in_are_found()
    {
        await DoAsync(Instance(), 3);
        List<TableEntity> rows = await RowsAsync();
        TableEntity copy = new(rows[0]) { RowKey = rows[1].RowKey };
        await Table.UpdateEntityAsync(copy, Azure.ETag.All, TableUpdateMode.Replace);
        Assert.False((await VerifyAsync()).Holds);
        await Table.UpdateEntityAsync(rows[1], Azure.ETag.All, TableUpdateMode.Replace);
        Assert.True((await VerifyAsync()).Holds);

        await Table.AddEntityAsync(new TableEntity(rows[1]) { RowKey = rows[1].RowKey[..^1] + (rows[1].RowKey[^1] == '0' ? '1' : '0') });
        Assert.False((await VerifyAsync()).Holds);
    }

    [Fact]
    public async Task A_forged_line_behind_the_head_is_found()
    {
        await DoAsync(Instance(), 1);
        TableEntity forged = new((await RowsAsync())[0]) { RowKey = new NewestFirst().KeyOf(Noon.AddYears(1)), ["BegunLink"] = 3L, ["EndedLink"] = 4L };
        await Table.AddEntityAsync(forged);

        Assert.Equal(ChainFaultKind.Added, (await VerifyAsync()).Fault?.Kind);
    }

    [Fact]
    public async Task Twenty_writers_in_several_processes_make_one_chain_and_few_requests()
    {
        Writer[] instances = [.. Enumerable.Range(0, 4).Select(_ => Instance())];
        await Task.WhenAll(Enumerable.Range(0, 20).Select(writer => DoAsync(instances[writer % 4], 10)));

        ChainCheck check = await VerifyAsync();

        Assert.Equal((true, 200L, 400L), (check.Holds, check.Acts, check.Links));
    }

    [Fact]
    public async Task Who_writes_alone_asks_storage_twice_for_an_act()
    {
        Requests requests = new();
        Writer writer = Instance(requests);
        await DoAsync(writer, 1);
        int before = requests.Count;

        await DoAsync(writer, 10);

        Assert.Equal(20, requests.Count - before);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(3, true)]
    public async Task Wherever_the_process_dies_the_chain_holds_and_says_what_was_begun(int write, bool afterwards)
    {
        StorageFaults faults = new();
        Writer dying = Instance(faults);
        faults.DieAt(write, afterwards);
        await Assert.ThrowsAnyAsync<Exception>(() => DoAsync(dying, 2, rows: 3));
        await DoAsync(Instance(), 1);

        Assert.True((await VerifyAsync()).Holds);
    }

    [Fact]
    public async Task A_write_whose_answer_is_lost_is_no_second_link()
    {
        LostAnswers lost = new();
        Writer writer = Instance(lost, retries: true);
        foreach (int write in (int[])[1, 2])
        {
            lost.Lose(write);
            await DoAsync(writer, 1);
        }

        Assert.Equal((true, 2L, 4L), ((await VerifyAsync()).Holds, (await VerifyAsync()).Acts, (await VerifyAsync()).Links));
    }

    [Fact]
    public async Task An_act_about_many_is_one_link_with_a_row_for_each_and_any_that_was_changed_is_found()
    {
        await DoAsync(Instance(), 1, rows: 250);
        string act = (await RowsAsync())[0].RowKey;
        Assert.Equal((true, 2L), ((await VerifyAsync()).Holds, (await VerifyAsync()).Links));

        await Table.UpdateEntityAsync(new TableEntity($"{Partition}:{act}", "0000207") { [nameof(ActNoteRow.Outcome)] = "Refused" }, Azure.ETag.All, TableUpdateMode.Merge);
        Assert.Equal(ChainFaultKind.Changed, (await VerifyAsync()).Fault?.Kind);
    }

    [Theory]
    [InlineData("added under an act about nobody")]
    [InlineData("added under an act about many")]
    [InlineData("under no act")]
    [InlineData("moved")]
    [InlineData("one removed")]
    [InlineData("all removed")]
    [InlineData("behind the head")]
    public async Task Rows_that_no_link_covers_and_rows_that_are_gone_are_found(string what)
    {
        Writer writer = Instance();
        await DoAsync(writer, 1, rows: 2);
        await DoAsync(writer, 1);
        List<TableEntity> acts = await RowsAsync();
        (string many, string nobody) = ($"{Partition}:{acts[1].RowKey}", $"{Partition}:{acts[0].RowKey}");
        Assert.True((await VerifyAsync()).Holds);

        TableEntity row = await Table.GetEntityAsync<TableEntity>(many, "0000001");
        string? to = what switch { "added under an act about nobody" or "moved" => nobody, "added under an act about many" => many, "under no act" => $"{Partition}:1", _ => null };
        if (to is not null)
        {
            await Table.AddEntityAsync(new TableEntity(row) { PartitionKey = to, RowKey = "0000002" });
        }

        foreach (string gone in what switch { "moved" or "one removed" => ["0000001"], "all removed" => ["0000000", "0000001"], _ => (string[])[] })
        {
            await Table.DeleteEntityAsync(many, gone);
        }

        if (what == "behind the head")
        {
            await Table.AddEntityAsync(new TableEntity(acts[0]) { RowKey = "header" });
        }

        Assert.False((await VerifyAsync()).Holds);
    }

    [Fact]
    public async Task Rows_of_an_act_that_a_death_left_unanswered_are_shown_to_nobody_and_break_nothing()
    {
        Writer writer = Instance();
        Act act = ActAt(Noon, writer.Places);
        await writer.Trail.BeginAsync(Partition, act);
        ActRows rows = new(_store.Connect());
        await rows.WriteAsync(Partition, act.Id, [new ActNoteRow("e1", "Send")], CancellationToken.None);

        Assert.True((await VerifyAsync()).Holds);
        Assert.Empty(await rows.ReadAsync(Partition, act.Id, CancellationToken.None).ToListAsync());

        await writer.Trail.EndAsync(Partition, act with { Status = 200 }, [new ActNoteRow("e1", "Send")]);
        Assert.Equal([new ActNoteRow("e1", "Send")], await rows.ReadAsync(Partition, act.Id, CancellationToken.None).ToListAsync());
        Assert.True((await VerifyAsync()).Holds);
    }

    [Fact]
    public async Task Days_are_Japans()
    {
        Writer writer = Instance();
        foreach (DateTimeOffset at in (DateTimeOffset[])[JapanTime.At(new DateOnly(2023, 4, 9), new TimeOnly(23, 59)), JapanTime.At(new DateOnly(2023, 4, 10), TimeOnly.MinValue), JapanTime.EndOf(new DateOnly(2023, 4, 10))])
        {
            await writer.Trail.BeginAsync(Partition, ActAt(at));
        }

        IReadOnlyList<Act> found = await writer.Trail.ReadPageAsync(Partition, PlaceRange.OfDay(new DateOnly(2023, 4, 10)), 10, CancellationToken.None);

        Assert.Equal([JapanTime.At(new DateOnly(2023, 4, 10), TimeOnly.MinValue)], found.Select(act => act.At));
    }

    private async Task<ChainCheck> VerifyAsync()
    {
        foreach (AnchorKeeper keeper in _keepers)
        {
            await keeper.WriteAsync(CancellationToken.None);
        }

        return await new VerifyChain(_store.Connect(), _fields, new ActRows(_store.Connect()), new FileAnchors(_anchors)).HandleAsync(Partition, CancellationToken.None);
    }

    private async Task<List<TableEntity>> RowsAsync() => await Table.QueryAsync<TableEntity>($"PartitionKey eq '{Partition}' and RowKey lt 'a'").ToListAsync();

    private static async Task DoAsync(Writer writer, int acts, int rows = 0)
    {
        for (int number = 0; number < acts; number++)
        {
            Act act = ActAt(Noon, writer.Places);
            await writer.Trail.BeginAsync(Partition, act);
            await writer.Trail.EndAsync(Partition, act with { By = "佐藤", Reason = $"理由{number}", Status = 200 }, [.. Enumerable.Range(0, rows).Select(row => new ActNoteRow($"e{row}", "Send"))]);
        }
    }

    private static Act ActAt(DateTimeOffset at, NewestFirst? places = null) => new((places ?? new NewestFirst()).KeyOf(at), "PauseWaveByHand", "/campaigns/kumamoto/waves/1/pause", string.Empty, "person:1", string.Empty, "192.0.2.1", at, null);

    /// <summary>A process of its own.</summary>
    private Writer Instance(HttpPipelinePolicy? policy = null, bool retries = false)
    {
        TableClientOptions options = new();
        options.Retry.MaxRetries = retries ? 3 : 0;
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        if (policy is not null)
        {
            options.AddPolicy(policy, retries ? HttpPipelinePosition.PerRetry : HttpPipelinePosition.PerCall);
        }

        TableServiceClient tables = _store.Connect(options);
        AnchorKeeper keeper = new(new FileAnchors(_anchors), TimeProvider.System, NullLogger<AnchorKeeper>.Instance);
        _keepers.Add(keeper);
        return new Writer(new ActTrail(tables, _fields, new ActChain(tables, keeper), new ActRows(tables)), new NewestFirst());
    }

    private sealed record Writer(ActTrail Trail, NewestFirst Places);

    private sealed class Requests : HttpPipelineSynchronousPolicy
    {
        public int Count { get; private set; }

        public override void OnSendingRequest(HttpMessage message) => Count++;
    }
}
