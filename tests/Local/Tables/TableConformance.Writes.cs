using Azure;
using Azure.Data.Tables;

namespace Compensation.Tests.Local.Tables;

public abstract partial class TableConformance
{
    [Fact]
    public async Task A_second_insert_is_refused()
    {
        await Table.AddEntityAsync(At("p", "r"));

        await RefusedAsync(Table.AddEntityAsync(At("p", "r")), 409, "EntityAlreadyExists");
    }

    [Fact]
    public async Task A_missing_row_is_an_error_or_no_value_as_asked()
    {
        await RefusedAsync(Table.GetEntityAsync<Person>("p", "none"), 404, "ResourceNotFound");

        NullableResponse<Person> answer = await Table.GetEntityIfExistsAsync<Person>("p", "none");

        Assert.False(answer.HasValue);
        Assert.Equal(404, answer.GetRawResponse().Status);
    }

    [Fact]
    public async Task A_replace_drops_what_it_does_not_name_and_a_merge_keeps_it()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 2L });

        await Table.UpsertEntityAsync(new TableEntity("p", "r") { ["B"] = "two", ["C"] = 3.5 }, TableUpdateMode.Merge);
        TableEntity merged = (await Table.GetEntityAsync<TableEntity>("p", "r")).Value;
        await Table.UpsertEntityAsync(new TableEntity("p", "r") { ["C"] = true }, TableUpdateMode.Replace);
        TableEntity replaced = (await Table.GetEntityAsync<TableEntity>("p", "r")).Value;

        Assert.Equal((1, "two", 3.5), (merged["A"], merged["B"], merged["C"]));
        Assert.Equal((false, false, true), (replaced.ContainsKey("A"), replaced.ContainsKey("B"), replaced["C"]));
    }

    [Fact]
    public async Task A_null_in_a_merge_leaves_what_was_there()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1 });

        await Table.UpsertEntityAsync(new TableEntity("p", "r") { ["A"] = null });

        Assert.Equal(1, (await Table.GetEntityAsync<TableEntity>("p", "r")).Value["A"]);
    }

    [Fact]
    public async Task An_update_needs_the_version_that_is_there()
    {
        Person person = At("p", "r");
        ETag first = (await Table.AddEntityAsync(person)).Headers.ETag!.Value;
        ETag second = (await Table.UpdateEntityAsync(person, first, TableUpdateMode.Replace)).Headers.ETag!.Value;

        Assert.NotEqual(first, second);
        await RefusedAsync(Table.UpdateEntityAsync(person, first), 412, "UpdateConditionNotSatisfied");
        await RefusedAsync(Table.DeleteEntityAsync("p", "r", first), 412, "UpdateConditionNotSatisfied");
        Assert.Equal(204, (await Table.UpdateEntityAsync(person, ETag.All)).Status);
        Assert.NotEqual(second, (await Table.GetEntityAsync<Person>("p", "r")).Value.ETag);
    }

    [Fact]
    public async Task The_version_of_an_answer_is_the_one_that_is_read()
    {
        ETag written = (await Table.AddEntityAsync(At("p", "r"))).Headers.ETag!.Value;

        Response<Person> read = await Table.GetEntityAsync<Person>("p", "r");

        Assert.Equal(written, read.Value.ETag);
        Assert.Equal(written, Assert.Single(Table.Query<Person>()).ETag);
        Assert.NotNull(read.Value.Timestamp);
    }

    [Fact]
    public async Task An_update_of_a_missing_row_is_refused()
    {
        await RefusedAsync(Table.UpdateEntityAsync(At("p", "none"), ETag.All), 404);
        await Assert.ThrowsAsync<ArgumentException>(() => Table.UpdateEntityAsync(At("p", "none"), default));
    }

    [Fact]
    public async Task Deleting_a_missing_row_is_a_normal_answer()
    {
        Assert.Equal(404, (await Table.DeleteEntityAsync("p", "none")).Status);
        Assert.Equal(404, Table.DeleteEntity(At("p", "none"), new ETag("W/\"datetime'2020-01-01T00%3A00%3A00.0000000Z'\"")).Status);
    }

    [Fact]
    public async Task Only_what_is_selected_comes_back()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 2L, ["C"] = "c" });

        TableEntity one = (await Table.GetEntityAsync<TableEntity>("p", "r", ["B", "RowKey"])).Value;
        TableEntity listed = Assert.Single(await Table.QueryAsync<TableEntity>(select: ["C"]).ToListAsync());

        Assert.Equal((2L, "r", false), (one["B"], one.RowKey, one.ContainsKey("A")));
        Assert.Equal(("c", false), (listed["C"], listed.ContainsKey("B")));
        Assert.NotEqual(default, listed.ETag);
    }

    [Fact]
    public async Task What_is_too_large_is_refused()
    {
        await RefusedAsync(Table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = new string('a', 32 * 1024 + 1) }), 400, "PropertyValueTooLarge");
        await RefusedAsync(Table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = new byte[64 * 1024 + 1] }), 400, "PropertyValueTooLarge");

        // Latin letters: Azurite breaks longer ones that lie across two chunks of a request.
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = new string('a', 20_000), ["B"] = new byte[48_000] });

        TableEntity read = (await Table.GetEntityAsync<TableEntity>("p", "r")).Value;

        Assert.Equal((20_000, 48_000), (read.GetString("A")!.Length, read.GetBinary("B")!.Length));
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a#b")]
    [InlineData("a?b")]
    [InlineData("a\tb")]
    public async Task A_key_with_a_forbidden_character_is_refused(string key)
        => await RefusedAsync(Table.AddEntityAsync(At("p", key)), 400);

    [Fact]
    public async Task The_synchronous_calls_do_the_same()
    {
        Assert.Equal(204, Table.AddEntity(At("p", "r")).Status);
        Assert.Equal("r", Table.GetEntity<Person>("p", "r").Value.RowKey);
        Assert.Equal(204, Table.UpsertEntity(At("p", "r")).Status);
        Assert.Equal(204, Table.UpdateEntity(At("p", "r"), ETag.All).Status);
        Assert.True(Table.GetEntityIfExists<Person>("p", "r").HasValue);
        Assert.Single(Table.SubmitTransaction([new(TableTransactionActionType.Add, At("p", "s"))]).Value);
        Assert.Equal(2, Table.Query<Person>(p => p.PartitionKey == "p").Count());
        Assert.Equal(204, Table.DeleteEntity("p", "r").Status);
    }

    [Fact]
    public async Task Of_many_that_update_one_version_exactly_one_wins()
    {
        ETag seen = (await Table.AddEntityAsync(At("p", "r"))).Headers.ETag!.Value;

        int[] statuses = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(async () =>
        {
            try
            {
                Person mine = At("p", "r");
                mine.Age = i;
                return (await Table.UpdateEntityAsync(mine, seen)).Status;
            }
            catch (RequestFailedException refused)
            {
                return refused.Status;
            }
        })));

        Assert.Equal(1, statuses.Count(status => status == 204));
        Assert.Equal(31, statuses.Count(status => status == 412));
    }
}
