using System.Text.Json;
using Compensation.Notices;
using Compensation.Rehearsal.Witness;
using Compensation.Tests.Campaigns;
using Compensation.Tests.Rehearsal;

namespace Compensation.Tests.EndToEnd;

/// <summary>The whole campaign, from the ledger to the closing report, as <c>./rehearse</c> runs it, with timers as hasty as on Azure.</summary>
public sealed class SameSeedTests(UndisturbedRehearsal undisturbed) : IClassFixture<UndisturbedRehearsal>, IDisposable
{
    private static readonly string[] Campaign = ["kumamoto", "--people", "300", "--seed", "5", "--hasty-timers"];

    private readonly string _folder = Directory.CreateTempSubdirectory("rehearsal-tests-").FullName;

    [Fact]
    public async Task The_same_seed_sends_the_same_messages_at_the_same_time_to_the_same_people()
    {
        (HashSet<(string At, string To, string Text)> first, JsonElement firstReport) = await UndisturbedAsync();
        (HashSet<(string At, string To, string Text)> second, JsonElement secondReport) = await RehearseAsync("second");

        Assert.True(first.Count > 300, $"{first.Count} messages");
        Assert.Empty(first.Except(second));
        Assert.Empty(second.Except(first));
        Assert.Equal(firstReport.GetProperty("issued").GetRawText(), secondReport.GetProperty("issued").GetRawText());
    }

    [Fact]
    public async Task With_requests_throttled_failed_and_unanswered_the_same_people_get_the_same_issue_notices()
    {
        (_, JsonElement undisturbedReport) = await UndisturbedAsync();
        (_, JsonElement disturbedReport) = await RehearseAsync("disturbed", "--faults");
        (_, JsonElement againReport) = await RehearseAsync("disturbed-again", "--faults");

        Disturbances.AssertMet(Report("disturbed"));

        // Who is disturbed follows from the messages, so the same seed has the same course.
        Assert.Equal(ProviderLog.NoticesIn(Log("disturbed")), ProviderLog.NoticesIn(Log("disturbed-again")));
        Assert.All(["disturbed", "issued", "expired", "notices"], line => Assert.Equal(disturbedReport.GetProperty(line).GetRawText(), againReport.GetProperty(line).GetRawText()));

        // Only these: whether somebody is reminded depends on the minute at which they read theirs.
        Assert.Equal(IssueNoticesIn(undisturbed.Log), IssueNoticesIn(Log("disturbed")));
        Assert.All(["seal", "entitled"], line => Assert.Equal(undisturbedReport.GetProperty(line).GetRawText(), disturbedReport.GetProperty(line).GetRawText()));
    }

    [Fact]
    public async Task The_same_seed_brings_the_bank_the_same_files_and_ends_with_the_same_books()
    {
        (HashSet<(string At, string To, string Text)> first, JsonElement firstReport) = await RehearseTochigiAsync("first", "one");
        (HashSet<(string At, string To, string Text)> second, JsonElement secondReport) = await RehearseTochigiAsync("second", "two");

        Assert.Empty(first.Except(second));
        Assert.Empty(second.Except(first));
        Assert.All(["transfers", "transferred", "issued", "expired", "failed"], line => Assert.Equal(firstReport.GetProperty(line).GetRawText(), secondReport.GetProperty(line).GetRawText()));
        Assert.NotEmpty(BankFiles("one"));
        Assert.Equal(BankFiles("one"), BankFiles("two"));
    }

    [Fact]
    public async Task The_yen_of_the_closing_report_add_up_and_nobody_is_written_to_twice_or_not_at_all()
    {
        (_, JsonElement report) = await UndisturbedAsync();

        string[] lines = ["issued", "transferred", "expired", "revoked", "waiting", "failed"];
        Assert.Equal(People("entitled"), lines.Sum(People));
        Assert.Equal(Yen("entitled"), lines.Sum(Yen));
        Assert.Equal((0, 0), (report.GetProperty("duplicates").GetInt64(), report.GetProperty("losses").GetInt64()));
        Assert.True(People("issued") > 0 && People("expired") > 0);

        long People(string line) => report.GetProperty(line).GetProperty("people").GetInt64();
        long Yen(string line) => report.GetProperty(line).GetProperty("yen").GetInt64();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private IEnumerable<(string To, string RequestId, string Text)> IssueNoticesIn(string log)
    {
        NoticeRecogniser recogniser = new(CampaignFiles.Read("kumamoto"));
        return ProviderLog.NoticesIn(log).Where(notice => recogniser.KindOf(notice.Text) == NoticeKind.Issue);
    }

    private string Log(string name) => Path.Combine(_folder, $"{name}.ndjson");

    private string Report(string name) => Path.Combine(_folder, $"{name}.json");

    private List<string> BankFiles(string data) =>
        [.. Directory.EnumerateFiles(Path.Combine(_folder, data, "bank", "files"), "*.txt").Order(StringComparer.Ordinal).Select(file => Convert.ToHexStringLower(File.ReadAllBytes(file)))];

    private async Task<(HashSet<(string At, string To, string Text)> Messages, JsonElement Report)> UndisturbedAsync()
    {
        await undisturbed.RunOnceAsync(Campaign);
        return (await MessagesInAsync(undisturbed.Log), ReportIn(undisturbed.Report));
    }

    private Task<(HashSet<(string At, string To, string Text)> Messages, JsonElement Report)> RehearseTochigiAsync(string name, string data) =>
        RehearseAsync(["tochigi", .. Campaign[1..], "--data", Path.Combine(_folder, data)], name);

    private Task<(HashSet<(string At, string To, string Text)> Messages, JsonElement Report)> RehearseAsync(string name, params string[] more) => RehearseAsync([.. Campaign, .. more], name);

    private async Task<(HashSet<(string At, string To, string Text)> Messages, JsonElement Report)> RehearseAsync(string[] campaign, string name)
    {
        (await RehearsalProcess.RunAsync([.. campaign, "--provider-log", Log(name), "--report", Report(name)])).AssertClean();
        return (await MessagesInAsync(Log(name)), ReportIn(Report(name)));
    }

    private static async Task<HashSet<(string At, string To, string Text)>> MessagesInAsync(string log)
    {
        HashSet<(string, string, string)> messages = [];
        await foreach (string line in File.ReadLinesAsync(log))
        {
            JsonElement message = JsonSerializer.Deserialize<JsonElement>(line);
            messages.Add((message.GetProperty("at").GetString()!, message.GetProperty("to").GetString()!, message.GetProperty("text").GetString()!));
        }

        return messages;
    }

    private static JsonElement ReportIn(string file) => JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(file));
}
