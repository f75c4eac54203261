using System.Net;
using System.Net.Http.Json;
using Compensation.Awards.Books;
using Compensation.Awards.Postings;
using Compensation.Common;
using Compensation.Common.Http;

namespace Compensation.Tests.Awards.Postings;

/// <summary>Where the points system takes files only.</summary>
public sealed class PostingFileTests
{
    [Fact]
    public async Task Points_go_out_in_batches_come_back_as_results_and_the_books_add_up()
    {
        await using AwardWorld world = await AwardWorld.StartAsync(overHttp: false);
        await world.ImportAsync(Enumerable.Range(0, 130).Select(number => AwardsApp.Shop("T-1", $"W{number:d5}", 1_100)));
        await world.BeginAsync();
        await world.UntilAsync(AwardWorld.GrantStart.AddHours(10));

        string first = await BatchAsync(world, "nov-27?max=100");
        string second = await BatchAsync(world, "nov-28");
        IReadOnlyList<Line> grants = [.. Lines(first), .. Lines(second)];
        Assert.Equal((100, 30), (Lines(first).Count, Lines(second).Count));
        Assert.Equal(130, grants.Select(line => line.Member).Distinct(StringComparer.Ordinal).Count());
        Assert.All(grants, line => Assert.Equal(("grant", 40L), (line.Kind, line.Points)));

        string refused = grants[0].Posting;
        string results = Results(grants.Skip(1).Select(line => $"{line.Posting},done,,REF-1").Append($"{refused},unknownMember,,"));
        PostingResultsTaken taken = await TakeAsync(world, results);
        PostingResultsTaken again = await TakeAsync(world, results);
        Assert.Equal((true, 130, 0), (taken.Taken, taken.Changed, taken.Unchanged));
        Assert.Equal((true, 0, 130), (again.Taken, again.Changed, again.Unchanged));

        await world.ImportAsync(AwardsApp.Shop("T-1", grants[1].Member, 1_100, revision: 2, status: "returned"), AwardsApp.Shop("T-1", grants[2].Member, 1_100, revision: 2, status: "returned"));
        await world.UntilAsync(AwardWorld.GrantStart.AddDays(2));
        IReadOnlyList<Line> revocations = Lines(await BatchAsync(world, "nov-29"));
        Assert.Equal([("revocation", 40L), ("revocation", 40L)], revocations.Select(line => (line.Kind, line.Points)));
        await TakeAsync(world, Results([$"{revocations[0].Posting},done,,R", $"{revocations[1].Posting},balanceShort,7,"]));
        OpenPostings open = await world.ReadAsync<OpenPostings>("postings/open");
        AwardClosingReport report = await world.EndAsync();

        Assert.Equal([PostingState.Refused, PostingState.Short], open.Postings.Select(posting => posting.State).Order());
        Assert.Equal((7L, new Yen(-40)), open.Postings.Where(posting => posting.State == PostingState.Short).Select(posting => (posting.Balance, posting.Due)).Single());
        Assert.True(report.Balanced, string.Join(' ', report.Discrepancies));
        Assert.Equal(
            (new Yen(127 * 40), new Yen(40), new Yen(40), new Yen(40), Yen.Zero),
            (report.Granted.Points, report.Withdrawn.Points, report.Overdrawn.Points, report.Refused.Points, report.Waiting.Points));
    }

    [Fact]
    public async Task The_same_batch_is_the_same_file_whatever_has_happened_since()
    {
        await using AwardWorld world = await BegunAsync();
        string first = await BatchAsync(world, "one?max=3");
        await TakeAsync(world, Results([$"{Lines(first)[0].Posting},done,,R"]));
        await BatchAsync(world, "two");

        Assert.Equal(first, await BatchAsync(world, "one"));
        Assert.Equal(["posting,key,kind,member_id,points,reason"], (await BatchAsync(world, "three")).TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task A_result_file_with_one_fault_changes_nothing_and_names_every_fault()
    {
        await using AwardWorld world = await BegunAsync();
        IReadOnlyList<Line> lines = Lines(await BatchAsync(world, "one"));

        PostingResultsTaken taken = await TakeAsync(
            world,
            Results(
            [
                $"{lines[0].Posting},done,,R",
                $"{lines[1].Posting},paid,,",
                $"{lines[2].Posting},balanceShort,5,",
                $"{lines[3].Posting[..12]}-002,done,,R",
                "00c0ffee0123-001,done,,R",
                "nobody,done,,R",
                $"{lines[0].Posting},done,,R",
            ]));

        Assert.False(taken.Taken);
        Assert.Equal(
            [(3L, "outcome"), (4L, "outcome"), (5L, "posting"), (6L, "posting"), (7L, "posting"), (8L, "posting")],
            taken.Errors.Select(error => (error.Line, error.Field)));
        Assert.Equal(0, (await TakeAsync(world, Results([$"{lines[0].Posting},done,,R"]))).Unchanged);
    }

    [Fact]
    public async Task No_file_is_made_before_the_first_day_nor_while_postings_are_suspended_nor_where_points_are_posted_over_HTTP()
    {
        await using AwardWorld early = await AwardWorld.StartAsync(overHttp: false);
        Assert.Equal(HttpStatusCode.Conflict, await StatusAsync(early));
        await using AwardWorld suspended = await BegunAsync();
        await suspended.Http.PutAsJsonAsync("campaigns/wester/postings/standing", new { suspended = true, by = "organiser", reason = "terms are being changed" });
        Assert.Equal(HttpStatusCode.Conflict, await StatusAsync(suspended));
        await using AwardWorld overHttp = await AwardWorld.StartAsync();
        await overHttp.UntilAsync(AwardWorld.GrantStart);
        Assert.Equal(HttpStatusCode.Conflict, await StatusAsync(overHttp));

        static async Task<HttpStatusCode> StatusAsync(AwardWorld world) => (await world.Http.PutAsync("campaigns/wester/postings/batches/one", null)).StatusCode;
    }

    /// <summary>Ten members are owed forty points each, and granting has begun.</summary>
    private static async Task<AwardWorld> BegunAsync()
    {
        AwardWorld world = await AwardWorld.StartAsync(overHttp: false);
        await world.ImportAsync(Enumerable.Range(0, 10).Select(number => AwardsApp.Shop("T-1", $"W{number:d5}", 1_100)));
        await world.BeginAsync();
        await world.UntilAsync(AwardWorld.GrantStart.AddHours(10));
        return world;
    }

    private static async Task<string> BatchAsync(AwardWorld world, string batch)
    {
        using HttpResponseMessage answer = await world.Http.PutAsync($"campaigns/wester/postings/batches/{batch}", null);
        string body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, body);
        return body;
    }

    private static async Task<PostingResultsTaken> TakeAsync(AwardWorld world, string csv)
    {
        using HttpResponseMessage answer = await world.Http.PostAsync("campaigns/wester/postings/results", AwardWorld.Text(csv));
        PostingResultsTaken taken = (await answer.Content.ReadFromJsonAsync<PostingResultsTaken>(JsonBody.Format))!;
        Assert.Equal(taken.Taken ? HttpStatusCode.OK : HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        return taken;
    }

    private static string Results(IEnumerable<string> rows) => string.Join('\n', ["posting,outcome,balance,reference", .. rows]) + "\n";

    private static IReadOnlyList<Line> Lines(string csv) =>
        [.. csv.TrimEnd().Split('\n').Skip(1).Select(line => line.Split(',')).Select(cells => new Line(cells[0], cells[2], cells[3], long.Parse(cells[4], System.Globalization.CultureInfo.InvariantCulture)))];

    private sealed record Line(string Posting, string Kind, string Member, long Points);
}
