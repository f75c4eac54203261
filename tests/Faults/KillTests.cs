using System.Globalization;
using System.Text.Json;
using Compensation.Tests.Rehearsal;

namespace Compensation.Tests.Faults;

/// <summary>The whole campaign under the hardest fault there is: the process is killed, fourteen times in a row, wherever it happens to be.</summary>
public sealed class KillTests(UndisturbedRehearsal undisturbed) : IClassFixture<UndisturbedRehearsal>, IDisposable
{
    private const int Kills = 14;

    private static readonly string[] Campaign = ["kumamoto", "--people", "400", "--seed", "3", "--hasty-timers"];

    private readonly string _folder = Directory.CreateTempSubdirectory("rehearsal-tests-").FullName;

    private string Data => Path.Combine(_folder, "data");

    [Theory]
    [InlineData(11)]
    public async Task However_often_it_is_killed_a_campaign_ends_with_the_same_books_and_one_notice_to_each(int seed)
    {
        await undisturbed.RunOnceAsync(Campaign);
        long requests = RehearsalProcess.RequestsSoFar(undisturbed.Data);
        Random random = new(seed);

        foreach (double share in Enumerable.Range(0, Kills).Select(_ => random.NextDouble()).Order().ToList())
        {
            await KillWhenReachedAsync((long)(requests * share), TimeSpan.FromMilliseconds(1 + random.Next(200)));
        }

        (await RehearsalProcess.RunAsync(Continued())).AssertClean();

        Assert.Equal(BooksIn(undisturbed.Report), BooksIn(Report));
        Assert.Equal(ProviderLog.NoticesOverKillsIn(undisturbed.Log), ProviderLog.NoticesOverKillsIn(Log));
    }

    /// <summary>The disk is full twice: while the ledger comes in, and later in the middle of the campaign.</summary>
    [Fact]
    public async Task A_full_disk_ends_a_rehearsal_with_one_sentence_and_with_room_it_comes_to_the_same_books()
    {
        await undisturbed.RunOnceAsync(Campaign);

        foreach (string limit in (string[])["600000", "1600000"])
        {
            RehearsalEnd full = await RehearsalProcess.RunAsync([.. Continued(), "--store-limit", limit]);

            Assert.Equal(1, full.ExitCode);
            Assert.StartsWith($"rehearse: {Path.Combine(Data, "store", "tables.db")} cannot be written (database or disk is full)", full.Error, StringComparison.Ordinal);
            Assert.Contains("--resume", full.Error, StringComparison.Ordinal);
        }

        (await RehearsalProcess.RunAsync(Continued())).AssertClean();

        Assert.Equal(BooksIn(undisturbed.Report), BooksIn(Report));
        Assert.Equal(ProviderLog.NoticesOverKillsIn(undisturbed.Log), ProviderLog.NoticesOverKillsIn(Log));
    }

    /// <summary>The provider's disk is full: it answers nobody from then on, and time stands still.</summary>
    [Fact]
    public async Task A_full_disk_at_the_provider_ends_a_rehearsal_with_one_sentence_and_with_room_it_comes_to_the_same_books()
    {
        await undisturbed.RunOnceAsync(Campaign);

        RehearsalEnd full = await RehearsalProcess.RunAsync([.. Continued(), "--outside-limit", "150000"]);

        Assert.Equal(1, full.ExitCode);
        Assert.StartsWith($"rehearse: {Path.Combine(Data, "emulator", "messages.db")} cannot be written (", full.Error, StringComparison.Ordinal);
        Assert.Contains("--resume", full.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", full.Error, StringComparison.Ordinal);

        (await RehearsalProcess.RunAsync(Continued())).AssertClean();

        Assert.Equal(BooksIn(undisturbed.Report), BooksIn(Report));
        Assert.Equal(ProviderLog.NoticesOverKillsIn(undisturbed.Log), ProviderLog.NoticesOverKillsIn(Log));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string[] Continued() =>
        [.. Campaign, "--report", Report, "--provider-log", Log, "--data", Data, .. File.Exists(Path.Combine(Data, "rehearsal.json")) ? new[] { "--resume" } : []];

    private string Report => Path.Combine(_folder, "report.json");

    private string Log => Path.Combine(_folder, "messages.ndjson");

    /// <summary>Starts the rehearsal where it was left, and kills it a little after it has made so many storage requests.</summary>
    private async Task KillWhenReachedAsync(long requests, TimeSpan later)
    {
        using RehearsalProcess process = RehearsalProcess.Start(Continued());
        await process.KillWhenReachedAsync(Data, requests, later);
    }

    /// <summary>The books and the notices by kind, channel and outcome, as text.</summary>
    private static string BooksIn(string file)
    {
        JsonElement report = JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(file));
        string[] lines = ["people", "seal", "entitled", "issued", "transferred", "expired", "revoked", "waiting", "notices", "smsSegments", "duplicates", "losses"];
        return string.Join('\n', lines.Select(line => string.Create(CultureInfo.InvariantCulture, $"{line}: {report.GetProperty(line).GetRawText()}")));
    }
}
