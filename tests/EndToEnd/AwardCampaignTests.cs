using System.Text.Json;
using Compensation.Tests.Rehearsal;

namespace Compensation.Tests.EndToEnd;

/// <summary>The whole points award, from purchases to the closing report, as <c>./rehearse wester</c> runs it, with timers as hasty as on Azure.</summary>
public sealed class AwardCampaignTests : IDisposable
{
    private const string People = "150";

    private readonly string _folder = Directory.CreateTempSubdirectory("rehearsal-tests-").FullName;

    [Fact]
    public async Task The_points_add_up_and_a_run_that_tells_members_of_them_and_is_killed_on_its_way_ends_with_the_same_ledger()
    {
        (await RehearsalProcess.RunAsync(Arguments("undisturbed"))).AssertClean();
        string[] telling = [.. Arguments("killed"), "--notices"];
        using (RehearsalProcess process = RehearsalProcess.Start(telling))
        {
            // While points are granted and members told.
            await process.KillWhenReachedAsync(Data("killed"), RehearsalProcess.RequestsSoFar(Data("undisturbed")) / 4, TimeSpan.FromMilliseconds(20));
        }

        RehearsalEnd end = await RehearsalProcess.RunAsync([.. telling, "--resume"]);

        end.AssertClean();
        Assert.Contains("0 duplicates, 0 losses, 0 to strangers, 0 with other points, 0 out of hours, 0 unrecognised", end.Output, StringComparison.Ordinal);
        Assert.Contains("Closing report: wester", end.Output, StringComparison.Ordinal);
        JsonElement books = Books("undisturbed");
        string[] lines = ["granted", "waiting", "withdrawn", "overdrawn", "refused", "unknown"];
        Assert.Equal(Points(books, "computed"), lines.Sum(line => Points(books, line)));
        Assert.All(["granted", "withdrawn", "overdrawn", "refused"], line => Assert.True(Points(books, line) > 0, line));
        Assert.Equal(books.GetRawText(), Books("killed").GetRawText());
        Assert.Equal(Ledger("undisturbed"), Ledger("killed"));
    }

    [Fact]
    public async Task With_requests_throttled_failed_and_unanswered_members_end_with_the_same_points_and_one_seed_has_one_course()
    {
        (await RehearsalProcess.RunAsync(Arguments("undisturbed"))).AssertClean();
        (await RehearsalProcess.RunAsync([.. Arguments("disturbed"), "--notices", "--provider-log", Log("disturbed"), "--faults"])).AssertClean();
        (await RehearsalProcess.RunAsync([.. Arguments("disturbed-again"), "--notices", "--provider-log", Log("disturbed-again"), "--faults"])).AssertClean();

        Disturbances.AssertMet(Report("disturbed"));
        (JsonElement undisturbed, JsonElement disturbed) = (Books("undisturbed"), Books("disturbed"));

        // Who is disturbed follows from the messages and postings, so the same seed has the same course.
        Assert.Equal(disturbed.GetRawText(), Books("disturbed-again").GetRawText());
        Assert.Equal(Disturbances.In(Report("disturbed")), Disturbances.In(Report("disturbed-again")));
        Assert.Equal(Ledger("disturbed"), Ledger("disturbed-again"));
        Assert.Equal(ProviderLog.NoticesIn(Log("disturbed")), ProviderLog.NoticesIn(Log("disturbed-again")));
        Assert.NotEmpty(ProviderLog.NoticesIn(Log("disturbed")));

        // What was withdrawn may differ: a grant that came later has some cancellations in it already.
        Assert.All(["owed", "granted", "waiting", "refused", "unknown"], line => Assert.Equal(undisturbed.GetProperty(line).GetRawText(), disturbed.GetProperty(line).GetRawText()));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static long Points(JsonElement books, string line) => books.GetProperty(line).GetProperty("points").GetInt64();

    private string Data(string name) => Path.Combine(_folder, name);

    private string Report(string name) => Path.Combine(_folder, $"{name}.json");

    private string Log(string name) => Path.Combine(_folder, $"{name}.ndjson");

    private string[] Arguments(string name) => ["wester", "--people", People, "--seed", "5", "--hasty-timers", "--data", Data(name), "--report", Report(name)];

    private JsonElement Books(string name) => JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Report(name))).GetProperty("books");

    /// <summary>Who was granted or lost how many points under which key.</summary>
    private IReadOnlyList<(string Key, string Kind, string Member, long Points)> Ledger(string name) =>
    [
        .. File.ReadLines(Path.Combine(Data(name), "points-system", "points-ledger.ndjson"))
            .Select(line => JsonSerializer.Deserialize<JsonElement>(line))
            .Select(booking => (booking.GetProperty("key").GetString()!, booking.GetProperty("kind").GetString()!, booking.GetProperty("member").GetString()!, booking.GetProperty("points").GetInt64()))
            .Order(),
    ];
}
