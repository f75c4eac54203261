using System.Net;
using System.Text.RegularExpressions;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.Rehearsal;
using Compensation.Rehearsal.Officials;
using Compensation.Rehearsal.State;
using Compensation.Rehearsal.Steering;
using Compensation.Rehearsal.World;
using Compensation.Tests.Campaigns;

namespace Compensation.Tests.Rehearsal;

/// <summary>A newcomer stands in the middle of a campaign with everything up, does something, lets time pass, and sees what follows; and a copy of the store of that day comes to the same end.</summary>
public sealed partial class SteeringTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("steering-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Time_stands_still_for_somebody_who_claims_and_steers_and_goes_on_to_the_end()
    {
        RehearsalOptions options = Options("first") with { Serve = true, Language = Language.Japanese };
        using RehearsalFolder folder = RehearsalFolder.Open(options);
        await using CompensationRehearsal rehearsal = new(options, CampaignFiles.Read("kumamoto"), folder);
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

        string link = ReceiptLink().Match(WebUtility.HtmlDecode(page)).Value;
        string offered = await http.GetStringAsync(link);
        if (offered.Contains("name=\"chosen\"", StringComparison.Ordinal))
        {
            using FormUrlEncodedContent choice = new([new("product", "edy")]);
            using HttpResponseMessage code = await http.PostAsync(link, choice);
            Assert.Equal(HttpStatusCode.OK, code.StatusCode);
            Assert.Contains("class=\"code\"", await code.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        using HttpRequestMessage rebound = new(HttpMethod.Get, door.Address) { Headers = { Host = "somebody.example" } };
        using HttpResponseMessage refused = await http.SendAsync(rebound);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("issue-app：一時停止中", await PressAsync(http, door, "waves/issue-app/pause"), StringComparison.Ordinal);
        Assert.Contains("issue-app：送信中", await PressAsync(http, door, "waves/issue-app/resume"), StringComparison.Ordinal);
        Assert.Contains("再送を受け付けました", await PressAsync(http, door, "send-again", KeyValuePair.Create("number", rehearsal.SampleNumber!)), StringComparison.Ordinal);
        Assert.Contains("A resend was refused: 400", WebUtility.HtmlDecode(await PressAsync(http, door, "send-again", KeyValuePair.Create("number", "?"))), StringComparison.Ordinal);

        Assert.Contains("reminder-1：2023年5月", page, StringComparison.Ordinal);
        Assert.Contains("中間", await http.GetStringAsync(new Uri(door.Address!, "interim")), StringComparison.Ordinal);
        Assert.Contains("くまもと再発見の旅", await LookIntoConsoleAsync(rehearsal, http, door), StringComparison.Ordinal);

        await PressAsync(http, door, "next-day");
        await StandsAsync(door, played);
        Assert.Contains("2023年4月13日", await http.GetStringAsync(door.Address), StringComparison.Ordinal);
        await PressAsync(http, door, "next-wave");
        await StandsAsync(door, played);
        Assert.Contains("2023年4月28日(金)12:00", await http.GetStringAsync(door.Address), StringComparison.Ordinal);
        await PressAsync(http, door, "end");
        await played.InTimeAsync();

        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(link)).StatusCode);
    }

    [Fact]
    public async Task A_copy_of_the_store_comes_to_the_same_books_as_the_store_itself()
    {
        string report = Path.Combine(_folder, "report.json");
        Assert.Equal(0, await RehearsalRun.RunAsync(Options("store"), CancellationToken.None));
        Copy(Path.Combine(_folder, "store"), Path.Combine(_folder, "copy"));

        Assert.Equal(0, await RehearsalRun.RunAsync(Options("store") with { Until = null, Resume = true, Report = report }, CancellationToken.None));
        string books = Books(report);
        Assert.Equal(0, await RehearsalRun.RunAsync(Options("copy") with { Until = null, Resume = true, Report = report }, CancellationToken.None));

        Assert.Equal(books, Books(report));
    }

    [Theory]
    [InlineData("2023-04-01T00:00", "2023-04-10T12:00")]
    [InlineData("2023-04-10T12:00", "2023-04-28T12:00")]
    [InlineData("2023-04-28T11:59", "2023-04-28T12:00")]
    [InlineData("2023-05-20T00:00", "2023-05-24T12:00")]
    [InlineData("2023-05-30T12:00", null)]
    public void The_next_wave_is_looked_at_when_it_has_been_under_way_for_some_hours(string now, string? next) => Assert.Equal(
        next is null ? null : InJapan(next), NextStops.NextWave(CampaignFiles.Read("kumamoto"), InJapan(now)));

    private static DateTimeOffset InJapan(string moment) =>
        JapanTime.At(DateOnly.Parse(moment[..10], System.Globalization.CultureInfo.InvariantCulture), TimeOnly.Parse(moment[11..], System.Globalization.CultureInfo.InvariantCulture));

    private RehearsalOptions Options(string data) => new() { People = 40, Data = Path.Combine(_folder, data), Until = new DateOnly(2023, 4, 12) };

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
        System.Text.Json.JsonElement read = System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(File.ReadAllText(report));
        return string.Join('\n', new[] { "seal", "entitled", "issued", "expired", "waiting", "duplicates", "losses" }.Select(member => $"{member} {read.GetProperty(member).GetRawText()}"));
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/r/[A-Za-z0-9_-]{20}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ReceiptLink();

    [GeneratedRegex("<code>(?<number>[0-9]{6})</code>", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();

    [GeneratedRegex("name=\"form-token\" value=\"(?<token>[^\"]+)\"", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();
}
