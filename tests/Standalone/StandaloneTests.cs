using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Compensation.Local.Durable;
using Compensation.Local.Host;
using Compensation.Notices.EventGrid;
using Compensation.Standalone;
using Microsoft.Extensions.Configuration;

namespace Compensation.Tests.Standalone;

/// <summary>The app in a process of its own, as <c>./start</c> runs it.</summary>
public sealed class StandaloneTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("standalone-").FullName;

    private string Data => Path.Combine(_folder, "data");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Delivery_reports_go_where_the_app_hears_them() => Assert.Equal(ReceiveDeliveryReports.Route, StandaloneApp.ReportsPath);

    /// <summary>What the app's host.json does not enable replays on Azure, and so it does here.</summary>
    [Theory]
    [InlineData("""{ "extensions": { "durableTask": { "hubName": "Mine", "maxConcurrentActivityFunctions": 3, "maxConcurrentOrchestratorFunctions": 2 } } }""", false)]
    [InlineData("""{ "extensions": { "durableTask": { "hubName": "Mine", "maxConcurrentActivityFunctions": 3, "maxConcurrentOrchestratorFunctions": 2, "extendedSessionsEnabled": true } } }""", true)]
    public async Task The_engine_runs_as_host_json_says(string hostJson, bool keepsSessions)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "host.json"), hostJson);

        DurableEngineOptions options = StandaloneApp.EngineOptions(new HostJson(_folder, new ConfigurationBuilder().Build()));

        Assert.Equal(("Mine", 3, 2, keepsSessions), (options.HubName, options.MostActivities, options.MostOrchestrators, options.SessionIdleTime > TimeSpan.Zero));
    }

    [Fact]
    public async Task Keys_are_made_once_and_by_nobody_read_who_is_not_their_owner()
    {
        // As if it had been killed while it wrote them.
        await File.WriteAllTextAsync(Path.Combine(_folder, $"{InstallationKeys.FileName}.unfinished"), """{ "HashKey": "abc""");

        InstallationKeys made = InstallationKeys.KeptIn(_folder);

        Assert.Equal(made, InstallationKeys.KeptIn(_folder));
        Assert.Equal([InstallationKeys.FileName], Directory.EnumerateFiles(_folder).Select(Path.GetFileName));
        Assert.True(OperatingSystem.IsWindows() || (File.GetUnixFileMode(Path.Combine(_folder, InstallationKeys.FileName)) & (UnixFileMode)0b000_111_111) == UnixFileMode.None);
    }

    [Fact]
    public async Task A_settings_file_that_is_named_is_there_and_readable()
    {
        string file = Path.Combine(_folder, "mine.json");
        Assert.Contains(file, Assert.Single(StartCommand.Create().Parse(["--app", "app", "--settings", file]).Errors).Message, StringComparison.Ordinal);

        await File.WriteAllTextAsync(file, """{ "IsEncrypted": true, "Values": { "Secrets__HashKey": "CfDJ8AAAA" } }""");

        Assert.Empty(StartCommand.Create().Parse(["--app", "app", "--settings", file]).Errors);
        Assert.Contains("func settings decrypt", Assert.Throws<HostStartException>(() => LocalSettings.Read(file)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-1", false)]
    [InlineData("0", true)]
    [InlineData("65532", true)]
    [InlineData("65533", false)]
    [InlineData("70000", false)]
    public void A_port_that_does_not_exist_is_a_sentence(string port, bool taken) =>
        Assert.Equal(taken, StartCommand.Create().Parse(["--app", "app", "--port", port]).Errors.Count == 0);

    [Fact]
    public async Task The_built_app_answers_keeps_what_it_was_told_and_leaves_nothing_behind()
    {
        int worker;
        await using (StandaloneApp app = await StartAsync())
        {
            using HttpClient http = new() { BaseAddress = app.BaseAddress };
            worker = Workers().Single();

            Assert.Equal(HttpStatusCode.OK, await FirstAnswerAsync(http));
            Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("campaigns/kumamoto/waves")).StatusCode);
            http.DefaultRequestHeaders.Add("x-functions-key", app.FunctionKey);
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("campaigns/kumamoto/waves")).StatusCode);
            using HttpResponseMessage told = await http.PostAsJsonAsync("suppressions", new { address = "090-1234-5678", reason = "asked for it", by = "tester" });
            Assert.True(told.IsSuccessStatusCode, await told.Content.ReadAsStringAsync());
            using StringContent nothing = new("[]", null, "application/cloudevents-batch+json");
            Assert.Equal(HttpStatusCode.OK, (await http.PostAsync(app.Reports, nothing)).StatusCode);
            Assert.False(app.Lost.IsCompleted);
            StandaloneOptions asked = new(AppContext.BaseDirectory, Data, Path.Combine(Data, "none.json"), app.BaseAddress.Port);
            Assert.Contains("installation         as it was written: 1 acts", await VerifyAsync(asked, 0), StringComparison.Ordinal);
            await File.WriteAllTextAsync(Path.Combine(Data, "act-anchors.other.tsv"), AnchorLine());
            Assert.Contains("installation         NOT as it was written", await VerifyAsync(asked, 1), StringComparison.Ordinal);
            Assert.Contains("kumamoto             as it was written: 0 acts", await VerifyAsync(asked, 1), StringComparison.Ordinal);
            Assert.Contains("--port", await VerifyAsync(asked with { Port = 9 }, 2), StringComparison.Ordinal);
            Assert.Contains("--data", await VerifyAsync(asked with { Data = Path.Combine(Data, "nowhere") }, 2), StringComparison.Ordinal);
            Assert.All(
                ["", "store", "phones", "points", "issuers"],
                folder => Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(Path.Combine(Data, folder)) == (UnixFileMode)0b111_000_000, $"'{folder}' is open to others"));
        }

        Assert.Empty(Workers());
        Assert.Throws<ArgumentException>(() => Process.GetProcessById(worker));
    }

    [Fact]
    public async Task The_folder_of_a_rehearsal_is_left_alone()
    {
        Directory.CreateDirectory(Data);
        await File.WriteAllTextAsync(Path.Combine(Data, "rehearsal.json"), "{}");

        HostStartException refused = await Assert.ThrowsAsync<HostStartException>(StartAsync);

        Assert.Contains("holds a rehearsal", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["rehearsal.json"], Directory.EnumerateFileSystemEntries(Data).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_worker_that_dies_is_noticed()
    {
        await using StandaloneApp app = await StartAsync();

        using Process worker = Process.GetProcessById(Workers().Single());
        worker.Kill();

        Assert.Contains("has ended", (await app.Lost.InTimeAsync()).Message, StringComparison.Ordinal);
    }

    private static async Task<string> VerifyAsync(StandaloneOptions options, int code)
    {
        await using StringWriter said = new(CultureInfo.InvariantCulture);
        int ended = await VerifyCommand.RunAsync(options, said, CancellationToken.None);
        Assert.True(ended == code, $"{ended}: {said}");
        return said.ToString();
    }

    /// <summary>As if more had been written once than is there.</summary>
    private static string AnchorLine() => new Compensation.Operations.Acts.Anchors.Anchor("installation", 99, new string('0', 64), DateTimeOffset.UnixEpoch).Line;

    /// <summary>With a settings file whose key of Event Grid is not what an address may hold.</summary>
    private async Task<StandaloneApp> StartAsync()
    {
        string settings = Path.Combine(_folder, "settings.json");
        await File.WriteAllTextAsync(settings, """{ "Values": { "EventGrid__Key": "drawn+by/chance&as=base64%20is+drawn/==" } }""");
        return await StandaloneApp.StartAsync(new StandaloneOptions(AppContext.BaseDirectory, Data, settings, 0), CancellationToken.None);
    }

    /// <summary>The worker gives each request five seconds to be invoked, which on a busy machine its very first may not be.</summary>
    private static async Task<HttpStatusCode> FirstAnswerAsync(HttpClient http)
    {
        HttpStatusCode answer = HttpStatusCode.InternalServerError;
        for (int attempt = 0; attempt < 5 && answer == HttpStatusCode.InternalServerError; attempt++)
        {
            using HttpResponseMessage response = await http.GetAsync("openapi.json");
            answer = response.StatusCode;
        }

        return answer;
    }

    /// <summary>Processes that run the app from this folder as somebody's worker.</summary>
    private static IEnumerable<int> Workers() => Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out int id) ? id : 0)
        .Where(id => id > 0 && CommandOf(id) is [var program, var assembly, "--functions-uri", ..] && program.EndsWith("dotnet", StringComparison.Ordinal) && assembly.StartsWith(AppContext.BaseDirectory, StringComparison.Ordinal));

    private static string[] CommandOf(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline").Split('\0');
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
