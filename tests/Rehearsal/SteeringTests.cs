using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.Rehearsal;
using Compensation.Rehearsal.Officials;
using Compensation.Rehearsal.People;
using Compensation.Rehearsal.Purchasing;
using Compensation.Rehearsal.Report;
using Compensation.Rehearsal.State;
using Compensation.Rehearsal.Steering;
using Compensation.Rehearsal.Witness;
using Compensation.Rehearsal.World;
using Compensation.Tests.Campaigns;

namespace Compensation.Tests.Rehearsal;

/// <summary>A newcomer stands in the middle of a campaign with everything up, does something, lets time pass, and sees what follows; and a copy of the store of that day comes to the same end.</summary>
public sealed partial class SteeringTests : IDisposable
{
    private static readonly Campaign s_kumamoto = CampaignFiles.Read("kumamoto");

    private readonly string _folder = Directory.CreateTempSubdirectory("steering-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Time_stands_still_for_somebody_who_claims_and_steers_and_goes_on_to_the_end()
    {
        RehearsalOptions options = Options("first") with { Serve = true, Language = Language.Japanese };
        using RehearsalFolder folder = RehearsalFolder.Open(options);
        await using CompensationRehearsal rehearsal = new(options, s_kumamoto, folder);
        await using SteeringDoor door = new(rehearsal, options.Language, _ => { });
        rehearsal.World.Steering = door;
        using HttpClientHandler handler = new() { AllowAutoRedirect = true };
        using HttpClient http = new(handler);
        using CancellationTokenSource end = new();

        Task played = Task.Run(() => rehearsal.PlayAsync(end.Token));
        await StandsAsync(door, played);
        string page = await http.GetStringAsync(door.Address);
        Assert.Contains("2023年4月12日", page, StringComparison.Ordinal);
        Assert.Contains("action=\"/waves/issue-app/pause\"", page, StringComparison.Ordinal);

        string token = await UnclaimedAsync(rehearsal, folder, http);
        Uri link = new(rehearsal.World.App.BaseAddress, $"r/{token}");
        using ReceiptSiteVisitor guest = new(rehearsal.World.App.BaseAddress);
        await guest.VisitAsync(token, s_kumamoto.Products[0]);
        Assert.Equal((1, null), (guest.Collected, guest.FirstRefusal));
        string code = CodeOrder.CodeIn(await http.GetStringAsync(link))!;

        using HttpRequestMessage rebound = new(HttpMethod.Get, door.Address) { Headers = { Host = "somebody.example" } };
        using HttpResponseMessage refused = await http.SendAsync(rebound);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("issue-app：一時停止中", await PressAsync(http, door, "waves/issue-app/pause"), StringComparison.Ordinal);
        Assert.Contains("issue-app：送信中", await PressAsync(http, door, "waves/issue-app/resume"), StringComparison.Ordinal);
        Assert.Matches("送信[0-9]+、到達[0-9]+", page);
        Assert.Contains("再送を受け付けました", await PressAsync(http, door, "send-again", KeyValuePair.Create("number", rehearsal.SampleNumber!)), StringComparison.Ordinal);
        Assert.Contains("アプリの答え：A resend was refused: 400 people[0].inquiryNumber: expected", WebUtility.HtmlDecode(await PressAsync(http, door, "send-again", KeyValuePair.Create("number", "?"))), StringComparison.Ordinal);

        Assert.Contains("reminder-1：2023年5月", page, StringComparison.Ordinal);
        await InterimAsync(http, door);
        Assert.Contains("くまもと再発見の旅", await LookIntoConsoleAsync(rehearsal, http, door), StringComparison.Ordinal);

        await PressAsync(http, door, "next-day");
        await StandsAsync(door, played);
        Assert.Contains("2023年4月13日", await http.GetStringAsync(door.Address), StringComparison.Ordinal);
        await PressAsync(http, door, "next-wave");
        await StandsAsync(door, played);
        Assert.Contains("2023年4月28日(金)12:00", await http.GetStringAsync(door.Address), StringComparison.Ordinal);
        await PressAsync(http, door, "end");
        await played.InTimeAsync();

        Assert.Equal(code, CodeOrder.CodeIn(await http.GetStringAsync(link)));
        Conclusion conclusion = await rehearsal.ConcludeAsync(end.Token);
        Assert.True(conclusion.Clean, string.Join(' ', conclusion.Faults));
    }

    /// <summary>What is told of it, and in which words, is the same too: each stage once, with its own day and count.</summary>
    [Theory]
    [InlineData("kumamoto", "2023-05-18")]
    [InlineData("wester", "2023-12-22")]
    public async Task A_copy_of_the_store_goes_on_to_the_same_end_and_tells_the_same_story_in_the_readers_language(string campaign, string until)
    {
        string[] command = [campaign, "--people", "40", "--lang", "ja"];
        RehearsalEnd stopped = (await RehearsalProcess.RunAsync([.. command, "--data", At("store"), "--until", until])).AssertClean();
        Copy(At("store"), At("copy"));

        RehearsalEnd goneOn = (await RehearsalProcess.RunAsync([.. command, "--data", At("copy"), "--resume", "--report", At("copy.json")])).AssertClean();
        RehearsalEnd undisturbed = (await RehearsalProcess.RunAsync([.. command, "--data", At("whole"), "--report", At("whole.json")])).AssertClean();

        Assert.Equal(Books(At("whole.json")), Books(At("copy.json")));
        Assert.Equal(StagesOf(undisturbed), StagesOf(goneOn));
        Assert.Contains("--resume", stopped.Output, StringComparison.Ordinal);
        Assert.All([stopped, goneOn, undisturbed], end => Assert.Empty(EnglishIn(end.Output + end.Error)));
    }

    /// <summary>Its own words, and its own levers only: there are no coupons, balances or links.</summary>
    [Fact]
    public async Task A_points_award_is_steered_in_its_own_words_and_after_its_last_file_nothing_is_left_to_begin()
    {
        RehearsalOptions options = new() { Campaign = "wester", People = 20, Data = At("award"), Until = new DateOnly(2023, 12, 20), Serve = true, Language = Language.Japanese };
        using RehearsalFolder folder = RehearsalFolder.Open(options);
        await using AwardRehearsal rehearsal = new(options, CampaignFiles.Read("wester"), folder);
        await using SteeringDoor door = new(rehearsal, options.Language, _ => { });
        rehearsal.World.Steering = door;
        using HttpClient http = new();
        using CancellationTokenSource end = new();

        Task played = Task.Run(() => rehearsal.PlayAsync(end.Token));
        await StandsAsync(door, played);
        string page = WebUtility.HtmlDecode(await http.GetStringAsync(door.Address));
        Assert.Contains("次の付与・購入データの日へ", page, StringComparison.Ordinal);
        Assert.DoesNotMatch("残高|クーポン|リンクを再送|中間報告", page);
        Assert.Equal(HttpStatusCode.NotFound, (await http.PostAsync(new Uri(door.Address!, "send-again"), null)).StatusCode);

        Assert.Contains("止めています", await PressAsync(http, door, "postings/suspend"), StringComparison.Ordinal);
        Assert.Contains("行われています", await PressAsync(http, door, "postings/go-on"), StringComparison.Ordinal);
        foreach (string moment in new[] { "2023年12月20日(水)12:00", "2024年1月23日(火)12:00" })
        {
            await PressAsync(http, door, "next-wave");
            await StandsAsync(door, played);
            Assert.Contains(moment, await http.GetStringAsync(door.Address), StringComparison.Ordinal);
        }

        page = await PressAsync(http, door, "next-wave");
        Assert.Contains("role=\"status\">この後に始まる付与や購入データはありません。", page, StringComparison.Ordinal);
        Assert.DoesNotContain("action=\"/next-wave\"", page, StringComparison.Ordinal);
        Assert.True(door.Stands);
        await PressAsync(http, door, "end");
        await played.InTimeAsync();
        Assert.True((await rehearsal.ConcludeAsync(end.Token)).Clean);
    }

    [Theory]
    [InlineData("2023-04-01T00:00", "2023-04-10T12:00")]
    [InlineData("2023-04-10T12:00", "2023-04-28T12:00")]
    [InlineData("2023-04-28T11:59", "2023-04-28T12:00")]
    [InlineData("2023-05-20T00:00", "2023-05-24T12:00")]
    [InlineData("2023-05-30T12:00", null)]
    public void The_next_wave_is_looked_at_when_it_has_been_under_way_for_some_hours(string now, string? next) => Assert.Equal(
        next is null ? null : InJapan(next), NextStops.NextWave([.. s_kumamoto.Waves.Select(wave => wave.StartsAt), .. s_kumamoto.Reminders], InJapan(now)));

    private static DateTimeOffset InJapan(string moment) =>
        JapanTime.At(DateOnly.Parse(moment[..10], System.Globalization.CultureInfo.InvariantCulture), TimeOnly.Parse(moment[11..], System.Globalization.CultureInfo.InvariantCulture));

    private RehearsalOptions Options(string data) => new() { People = 80, Data = At(data), Until = new DateOnly(2023, 4, 12) };

    private string At(string name) => Path.Combine(_folder, name);

    private static async Task StandsAsync(SteeringDoor door, Task played)
    {
        Task stands = Task.Run(async () =>
        {
            while (!door.Stands && !played.IsCompleted)
            {
                await Task.Delay(50);
            }
        });
        await stands.InTimeAsync();
        Assert.False(played.IsCompleted, played.Exception?.ToString());
    }

    private static async Task<string> PressAsync(HttpClient http, SteeringDoor door, string act, params KeyValuePair<string, string>[] fields)
    {
        using FormUrlEncodedContent form = new(fields);
        using HttpResponseMessage answer = await http.PostAsync(new Uri(door.Address!, act), form);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>As a guest does in his browser: with the number that the page shows him.</summary>
    private static async Task<string> LookIntoConsoleAsync(CompensationRehearsal rehearsal, HttpClient http, SteeringDoor door)
    {
        string number = Number().Match(await http.GetStringAsync(new Uri(door.Address!, "number"))).Groups["number"].Value;
        using HttpClient browser = new(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = rehearsal.World.App.BaseAddress };
        using HttpResponseMessage asked = await browser.GetAsync(new Uri("sign-in", UriKind.Relative));
        string token = WebUtility.HtmlDecode(Token().Match(await asked.Content.ReadAsStringAsync()).Groups["token"].Value);
        using HttpRequestMessage request = new(HttpMethod.Post, "sign-in") { Headers = { { "Origin", rehearsal.World.OperatorsOrigin }, { "Cookie", CookiesOf(asked) } } };
        request.Content = new FormUrlEncodedContent([new("form-token", token), new("name", Guest.SignInName), new("password", Guest.Password), new("code", number)]);
        using HttpResponseMessage answer = await browser.SendAsync(request);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        using HttpRequestMessage console = new(HttpMethod.Get, "console/kumamoto") { Headers = { { "Cookie", CookiesOf(answer) } } };
        using HttpResponseMessage home = await browser.SendAsync(console);
        return await home.Content.ReadAsStringAsync();
    }

    private static string CookiesOf(HttpResponseMessage answer) => string.Join("; ", answer.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0]));

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "lock"))
        {
            string copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private static string Books(string report)
    {
        JsonObject read = JsonNode.Parse(File.ReadAllText(report))!.AsObject();
        string[] ofThisRun = ["storageTransactions", "wallSeconds", "peakMemoryBytes"];
        return string.Join('\n', read.Where(member => !ofThisRun.Contains(member.Key, StringComparer.Ordinal)).Select(member => $"{member.Key} {member.Value?.ToJsonString()}"));
    }

    /// <summary>The stages that the live view tells of, whatever the order in which they were found over.</summary>
    private static IEnumerable<string> StagesOf(RehearsalEnd end) => end.Output.Split('\n').Where(line => Regex.IsMatch(line, "^[0-9]{4}年", RegexOptions.None, TimeSpan.FromSeconds(1))).Order(StringComparer.Ordinal);

    /// <summary>Words of letters that are no names: not of campaigns and waves, options, units, programs, and no paths.</summary>
    private static IEnumerable<string> EnglishIn(string said) => Word().Matches(PathOrHash().Replace(said, string.Empty)).Select(word => word.Value)
        .Except(["app", "application", "kumamoto", "wester", "SMS", "MB", "--serve", "--resume", "--until"], StringComparer.Ordinal);

    /// <summary>Somebody's link who has not collected anything yet.</summary>
    private static async Task<string> UnclaimedAsync(CompensationRehearsal rehearsal, RehearsalFolder folder, HttpClient http)
    {
        using StreamReader log = new(new FileStream(folder.ProviderLog, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        foreach (string token in (await log.ReadToEndAsync()).Split('\n').Select(NoticeRecogniser.TokenIn).OfType<string>())
        {
            if ((await http.GetStringAsync(new Uri(rehearsal.World.App.BaseAddress, $"r/{token}"))).Contains("name=\"chosen\"", StringComparison.Ordinal))
            {
                return token;
            }
        }

        throw new InvalidOperationException("Everybody has collected what they are owed.");
    }

    /// <summary>As a browser does: the button has them made, and the page looks again until they are there.</summary>
    private static async Task InterimAsync(HttpClient http, SteeringDoor door)
    {
        using HttpResponseMessage before = await http.GetAsync(new Uri(door.Address!, "interim"));
        Assert.Equal(door.Address, before.RequestMessage!.RequestUri);
        string page = await PressAsync(http, door, "interim");
        await Task.Run(async () =>
        {
            while (!page.Contains("中間）", StringComparison.Ordinal))
            {
                Assert.Contains("集計しています", page, StringComparison.Ordinal);
                await Task.Delay(50);
                page = await http.GetStringAsync(new Uri(door.Address!, "interim"));
            }
        }).InTimeAsync();
    }

    [GeneratedRegex(@"(?<![A-Za-z])(--)?[A-Za-z]{2,}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();

    [GeneratedRegex(@"[：（]?/\S+|\b[0-9a-f]{64}\b", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PathOrHash();

    [GeneratedRegex("<code>(?<number>[0-9]{6})</code>", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();

    [GeneratedRegex("name=\"form-token\" value=\"(?<token>[^\"]+)\"", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();
}
