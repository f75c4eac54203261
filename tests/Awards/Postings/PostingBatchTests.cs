using System.Text;
using Azure.Data.Tables;
using Compensation.Awards.Postings;
using Compensation.Common;
using Compensation.Common.Files;
using Compensation.Emulators.PointsSystem;
using Compensation.Entitlements;
using Compensation.Operations.Alarms;
using Microsoft.Extensions.Options;
using Posting = Compensation.Awards.Postings.Posting;

namespace Compensation.Tests.Awards.Postings;

/// <summary>Which postings a batch takes, and what the rows of a result file make of them.</summary>
public sealed class PostingBatchTests
{
    [Theory]
    [InlineData("nobody,done,,R", "posting")]
    [InlineData("000000001000-000,done,,R", "posting")]
    [InlineData("000000001000-002,done,,R", "posting")]
    [InlineData("000000009000-001,done,,R", "posting")]
    [InlineData("000000001000-001,paid,,R", "outcome")]
    [InlineData("000000001000-001,balanceShort,3,", "outcome")]
    [InlineData("000000001000-001,done,x,R", "balance")]
    [InlineData("000000001000-001,done,-1,R", "balance")]
    [InlineData("000000001000-001,done,,two words", "reference")]
    [InlineData("000000001000-001,done,,R1234567890123456789012345678901234567890123456789012345678901234", "reference")]
    [InlineData("000000001000-001,done,,R,5", "")]
    public async Task One_faulty_row_is_named_by_line_and_field_and_nothing_of_its_file_is_taken(string row, string field)
    {
        await using PostingHarness harness = await FiledAsync(members: 2);

        PostingResultsTaken taken = await TakeAsync(harness, "000000002000-001,done,,R", row);

        Assert.Equal((false, 0, 0, 1L), (taken.Taken, taken.Changed, taken.Unchanged, taken.ErrorCount));
        Assert.Equal((3L, field), (Assert.Single(taken.Errors).Line, taken.Errors[0].Field));
        Assert.All(await harness.RecordedAsync(), posting => Assert.Equal(PostingState.Filed, posting.State));
    }

    [Fact]
    public async Task A_member_who_cannot_be_read_is_missing_in_the_file_and_an_alarm()
    {
        await using PostingHarness harness = await FiledAsync(members: 3);
        await harness.DamageAsync(2);

        string[] rows = (await harness.FileAsync("one")).TrimEnd().Split('\n');

        Assert.Equal(["posting", "000000001000-001", "000000003000-001"], rows.Select(row => row.Split(',')[0]));
        Assert.Equal([AlarmKind.FieldUnreadable], harness.Alarms.Raised);
    }

    [Fact]
    public async Task What_a_row_says_stands_on_the_posting_and_only_what_is_booked_in_the_members_account()
    {
        await using PostingHarness harness = await FiledAsync(members: 5);
        string reference = new('~', 64);
        harness.Clock.Now += TimeSpan.FromHours(3);
        PostingResultsTaken first = await TakeAsync(harness, $"000000001000-001,done,7,{reference}", "000000002000-001,unknownMember,,R", "000000003000-001,invalid,,", "000000004000-001,done,,R");
        await harness.OweAsync(1, 0);
        await harness.OweAsync(4, 10);
        Assert.True(await CompleteAsync(harness, "two", 100));
        await TakeAsync(harness, "000000001000-002,balanceShort,0,", "000000004000-002,balanceShort,,");

        Assert.Equal((true, 4, 4, 0, 0L), (first.Taken, first.Rows, first.Changed, first.Unchanged, first.ErrorCount));
        Posting[] postings = [.. (await harness.RecordedAsync()).OrderBy(posting => posting.Id.ToString(), StringComparer.Ordinal)];
        Assert.Equal(
            [
                (PostingState.Done, 40L, reference, null, null),
                (PostingState.Short, -40L, null, "balanceShort", 0L),
                (PostingState.Refused, 40L, null, "unknownMember", null),
                (PostingState.Refused, 40L, null, "invalid", null),
                (PostingState.Done, 40L, "R", null, null),
                (PostingState.Short, -30L, null, "balanceShort", null),
                (PostingState.Filed, 40L, null, null, (long?)null),
            ],
            postings.Select(posting => (posting.State, posting.Points.Amount, posting.Reference, posting.Reason, posting.Balance)));
        Assert.Equal([harness.Clock.Now, null], new[] { postings[0], postings[6] }.Select(posting => posting.SettledAt));
        Assert.Equal([40, 0, 0, 40, 0], (await harness.MembersAsync()).Select(member => member.Granted.Amount));
    }

    [Fact]
    public async Task Batches_and_results_reach_the_members_of_every_shard_and_page()
    {
        await using PostingHarness harness = await PostingHarness.With(members: 1_001);
        Entitlement model = (await harness.MembersAsync())[0];
        Entitlement[] elsewhere = [.. new[] { 1, 2, 63 }.Select(shard => new Entitlement { Campaign = model.Campaign, Id = EntitlementId.FromValue((1UL << 12) + (ulong)shard), Route = model.Route, Amount = model.Amount, RulesVersion = 1 })];
        foreach (Entitlement member in elsewhere)
        {
            await harness.Entitlements.CreateAsync([member], CancellationToken.None);
        }

        Assert.True(await CompleteAsync(harness, "one", 501));
        Assert.True(await CompleteAsync(harness, "two", 502));
        Assert.True(await CompleteAsync(harness, "three", 100));
        PostingResultsTaken taken = await TakeAsync(harness, "000000001000-001,done,,R", "0000003e9000-001,done,,R", "00000000103f-001,done,,R");

        IReadOnlyList<Posting> postings = [.. await harness.RecordedAsync(), .. await Task.WhenAll(elsewhere.Select(async member => (await harness.Postings.ReadHistoryAsync(member, CancellationToken.None)).Newest!))];
        Assert.Equal([501, 502, 1], new[] { "one", "two", "three" }.Select(batch => postings.Count(posting => posting.Batch == batch)));
        Assert.Equal(["three", "two", "two"], postings.TakeLast(3).Select(posting => posting.Batch).Order(StringComparer.Ordinal));
        Assert.Equal((true, 3), (taken.Taken, taken.Changed));
        Assert.Equal(2, postings.Take(1_001).Count(posting => posting.State == PostingState.Done));
        Assert.Equal(new Yen(40), (await harness.Entitlements.FindAsync(model.Campaign, elsewhere[2].Id, CancellationToken.None))!.Granted);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_batch_that_was_cut_off_is_completed_at_once_with_as_many_as_were_asked_for_first(int chunks)
    {
        await using PostingHarness harness = await PostingHarness.With(members: 120);

        // What is there of the batch, its row, a page of members with their postings; then chunk after chunk.
        harness.Storage.DieAt(4 + chunks, afterwards: true);
        await Assert.ThrowsAnyAsync<Azure.RequestFailedException>(() => CompleteAsync(harness, "one", 110));
        harness.Storage.Heal();
        Assert.Equal(chunks * 50, (await harness.RecordedAsync()).Count);

        Assert.True(await CompleteAsync(harness, "one", 5));
        Assert.True(await CompleteAsync(harness, "one", 120));

        Assert.Equal(110, (await harness.RecordedAsync()).Count(posting => posting is { Batch: "one", State: PostingState.Filed }));
    }

    [Fact]
    public async Task A_batch_that_another_machine_is_making_is_left_to_it_for_an_hour()
    {
        await using PostingHarness harness = await PostingHarness.With(members: 3);
        TableEntity row = new(PostingHarness.Campaign.Id.Value, "b:one") { ["Max"] = 2, ["Complete"] = false, ["Holder"] = "another-machine/1/1", ["Attempt"] = Guid.NewGuid(), ["ClaimedAt"] = harness.Clock.Now };
        await harness.Tables.GetTableClient(PostingStandings.TableName).AddEntityAsync(row);

        harness.Clock.Now += TimeSpan.FromHours(1) - TimeSpan.FromTicks(1);
        Assert.False(await CompleteAsync(harness, "one", 3));
        Assert.Empty(await harness.RecordedAsync());
        harness.Clock.Now += TimeSpan.FromTicks(1);
        Assert.True(await CompleteAsync(harness, "one", 3));

        Assert.Equal(2, (await harness.RecordedAsync()).Count);
    }

    [Fact]
    public async Task What_may_have_been_booked_over_HTTP_is_in_no_file()
    {
        await using PostingHarness harness = await PostingHarness.With(members: 1);
        harness.Emulator.Faults = new PointsSystemFaults { DropNext = 2 };
        await harness.PostPageAsync();
        harness.Clock.Now += TimeSpan.FromHours(1);

        Assert.True(await CompleteAsync(harness, "one", 10));

        Assert.Equal((PostingState.Deferred, null, true), Assert.Single(await harness.RecordedAsync()) is var posting ? (posting.State, posting.Batch, posting.IsUnsettled) : default);
    }

    /// <summary>All members' points stand in a file whose results are waited for.</summary>
    private static async Task<PostingHarness> FiledAsync(int members)
    {
        PostingHarness harness = await PostingHarness.With(members);
        Assert.True(await CompleteAsync(harness, "one", members));
        return harness;
    }

    private static Task<bool> CompleteAsync(PostingHarness harness, string batch, int max) =>
        new PostingBatches(harness.Tables, harness.Entitlements, harness.Postings, harness.Holders, harness.Clock).TryCompleteAsync(PostingHarness.Campaign, batch, max, CancellationToken.None);

    private static async Task<PostingResultsTaken> TakeAsync(PostingHarness harness, params string[] rows)
    {
        using MemoryStream csv = new(Encoding.UTF8.GetBytes(string.Join('\n', ["posting,outcome,balance,reference", .. rows])));
        await using ReceivedFile file = await ReceivedFile.ReceiveAsync(csv, long.MaxValue, CancellationToken.None);
        ImportLeases leases = new(harness.Tables, harness.Holders, Options.Create(new ImportOptions()), harness.Clock);
        return await new PostingResults(harness.Entitlements, harness.Postings, leases, harness.Clock).TakeAsync(PostingHarness.Campaign, file, by: null, CancellationToken.None);
    }
}
