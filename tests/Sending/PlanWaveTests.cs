using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Compensation.Campaigns;
using Compensation.Closing;
using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Lifecycle;
using Compensation.Notices;
using Compensation.Waves;
using Microsoft.DurableTask;

namespace Compensation.Tests.Sending;

public class PlanWaveTests
{
    private const string Address = "campaigns/kumamoto/waves/reminder-extra";

    private static readonly object Reminder = new
    {
        notice = "reminder",
        number = 10,
        from = SendingWorld.Start.AddDays(2),
        until = SendingWorld.Start.AddDays(3),
        reason = "many have not come yet",
        by = "Sato",
    };

    [Fact]
    public async Task An_operators_wave_is_laid_down_previewed_started_once_and_ends()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        await world.OweAsync(20, index => SendingWorld.Phone(index, ending: index < 5 ? "01" : "10"));
        await world.SealAsync();
        await world.RunAsync(SendingWorld.Plan());
        await world.PassAsync(TimeSpan.FromMinutes(5));

        using HttpResponseMessage planned = await world.Http.PutAsJsonAsync(Address, Reminder);
        using HttpResponseMessage again = await world.Http.PutAsJsonAsync(Address, Reminder);
        WavePreview preview = (await world.Http.GetFromJsonAsync<WavePreview>($"{Address}/preview", JsonBody.Format))!;
        using HttpResponseMessage started = await world.Http.PostAsync($"{Address}/start", null);
        await world.UntilAsync("kumamoto:reminder-extra", wave => wave.IsCompleted);
        using HttpResponseMessage startedAgain = await world.Http.PostAsync($"{Address}/start", null);
        using HttpResponseMessage plannedAgain = await world.Http.PutAsJsonAsync(Address, Reminder);
        using HttpResponseMessage changedAfterwards = await world.Http.PutAsJsonAsync(Address, new { notice = "reminder", number = 10, from = SendingWorld.Start.AddDays(2), until = SendingWorld.Start.AddDays(3), reason = "another", by = "Sato" });

        Assert.Equal(
            [HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.Accepted, HttpStatusCode.Accepted, HttpStatusCode.OK, HttpStatusCode.Conflict],
            [planned.StatusCode, again.StatusCode, started.StatusCode, startedAgain.StatusCode, plannedAgain.StatusCode, changedAfterwards.StatusCode]);
        Assert.Equal((15, 15), (preview.People, preview.Sms));
        Assert.Equal(20 + 15, (await world.MessagesAsync()).Count);
        WaveView view = (await world.Http.GetFromJsonAsync<WaveView>(Address, JsonBody.Format))!;
        Assert.Equal((WaveStanding.Finished, 15), (view.Standing, view.Result!.Counts[PageTally.Accepted]));
        Assert.Equal(["issue-app", "reminder-extra"], (await world.Http.GetFromJsonAsync<WaveView[]>("campaigns/kumamoto/waves", JsonBody.Format))!.Select(wave => wave.Id));
    }

    [Theory]
    [InlineData("notice", "\"resend\"", "notice: expected issue or reminder")]
    [InlineData("number", "1", "number: expected 4 to 63")]
    [InlineData("until", "\"2023-04-01T00:00:00+09:00\"", "until: expected an instant after from")]
    [InlineData("until", "\"2023-07-01T00:00:00+09:00\"", "the deadline of collecting")]
    [InlineData("reason", "\"\"", "reason: expected")]
    [InlineData("by", "\"\"", "by: is missing")]
    [InlineData("canary", """{ "people": 0, "waitMinutes": 1 }""", "canary: expected people")]
    [InlineData("stopRule", """{ "failurePercent": 0, "atLeast": 1 }""", "stopRule: expected")]
    [InlineData("perMinute", """{ "sms": 0, "email": 1 }""", "perMinute: expected")]
    public async Task A_wave_that_cannot_be_is_refused_and_the_field_is_named(string field, string value, string expected)
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        await world.SealAsync();
        Dictionary<string, JsonElement> body = JsonSerializer.SerializeToElement(Reminder).EnumerateObject().ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal);
        body[field] = JsonDocument.Parse(value).RootElement;

        using HttpResponseMessage answer = await world.Http.PutAsJsonAsync(Address, body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(expected, await DetailOf(answer), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await world.Http.GetAsync(Address)).StatusCode);
    }

    /// <summary>Else the campaign's own wave would meet an operator's of its name, and be passed over: nobody would be written to.</summary>
    [Theory]
    [InlineData("issue-app", false)]
    [InlineData("issue-application", false)]
    [InlineData("reminder-1", false)]
    [InlineData("reminder-3", false)]
    [InlineData("fallback-0411", false)]
    [InlineData("accepted-0511", false)]
    [InlineData("codes-20230412-100000", false)]
    [InlineData("late-codes", false)]
    [InlineData("applications", false)]
    [InlineData("issue-again", true)]
    [InlineData("reminder-4", true)]
    [InlineData("reminder-extra", true)]
    [InlineData("fallbackless", true)]
    public void A_wave_does_not_take_the_name_of_one_that_the_app_begins_itself(string wave, bool isFree)
    {
        WaveRequest request = new(NoticeKind.Reminder, 10, SendingWorld.Start.AddDays(2), SendingWorld.Start.AddDays(3), "many have not come yet");

        string[] faults = [.. WaveRules.FaultsOf(SendingWorld.Campaign, wave, request, TimeSpan.FromHours(6), SendingWorld.Start)];

        Assert.Equal(isFree, faults.Length == 0);
        Assert.All(faults, fault => Assert.Contains("the campaign's own waves, or other work of the app, bear it", fault, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(NoticeKind.Issue, "2023-05-31T20:00", "2023-06-01", "2023-05-20T10:00", false)]
    [InlineData(NoticeKind.Issue, "2023-05-31T19:59", "2023-06-01", "2023-05-20T10:00", true)]
    [InlineData(NoticeKind.Issue, "2023-05-31T12:00", "2023-06-01", "2023-05-31T20:30", false)]
    [InlineData(NoticeKind.Issue, "2023-05-20T20:30", "2023-05-21T09:00", "2023-05-20T10:00", false)]
    [InlineData(NoticeKind.Issue, "2023-05-20T20:30", "2023-05-21T09:01", "2023-05-20T10:00", true)]
    [InlineData(NoticeKind.Reminder, "2023-05-21T06:00", "2023-05-21T08:59", "2023-05-20T10:00", false)]
    public void A_wave_between_whose_instants_nobody_may_be_written_to_is_refused(NoticeKind notice, string from, string until, string now, bool isTaken)
    {
        Assert.True(OperatorTime.TryParse(from, out DateTimeOffset starts) & OperatorTime.TryParse(until, out DateTimeOffset ends) & OperatorTime.TryParse(now, out DateTimeOffset at));
        WaveRequest request = new(notice, notice == NoticeKind.Issue ? 1 : 10, starts, ends, "late") { Route = EntitlementRoute.App };

        string[] faults = [.. WaveRules.FaultsOf(SendingWorld.Campaign, "extra", request, TimeSpan.FromHours(6), at)];

        Assert.Equal(isTaken, faults.Length == 0);
        Assert.All(faults, fault => Assert.Contains("expected hours of sending between them, 09:00 to 20:00 in Japan", fault, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wave_is_not_started_once_no_hour_of_sending_is_left_before_the_deadline()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        await world.SealAsync();
        using HttpResponseMessage planned = await world.Http.PutAsJsonAsync(Address, Reminder);
        await world.PassAsync(SendingWorld.Campaign.ReceiptEndsAt.AddHours(-4) - SendingWorld.Start);

        using HttpResponseMessage started = await world.Http.PostAsync($"{Address}/start", null);

        Assert.Equal(HttpStatusCode.Conflict, started.StatusCode);
        Assert.Contains("no hour of sending is left before 2023-05-31 18:00", await DetailOf(started), StringComparison.Ordinal);
        Assert.Equal(WaveStanding.Planned, (await world.Http.GetFromJsonAsync<WaveView>(Address, JsonBody.Format))!.Standing);
    }

    [Fact]
    public async Task Before_the_balances_are_sealed_nothing_can_be_planned()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();

        using HttpResponseMessage answer = await world.Http.PutAsJsonAsync(Address, Reminder);

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
    }

    [Theory]
    [InlineData("2023-05-29", "2023-05-31", "2023-05-28T15:00:00Z", "2023-05-30T15:00:00Z")]
    [InlineData("2023-05-20T09:00:00", "2023-05-21T18:00:00", "2023-05-20T00:00:00Z", "2023-05-21T09:00:00Z")]
    [InlineData("2023-05-20T00:00:00Z", "2023-05-21T18:00:00+09:00", "2023-05-20T00:00:00Z", "2023-05-21T09:00:00Z")]
    public async Task Times_without_an_offset_are_Japans_and_the_answer_repeats_them(string from, string until, string startsAt, string endsAt)
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        await world.SealAsync();

        using HttpResponseMessage answer = await world.Http.PutAsJsonAsync(Address, With(("from", from), ("until", until)));

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        JsonElement window = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("plan").GetProperty("window");
        Assert.Equal((DateTimeOffset.Parse(startsAt, CultureInfo.InvariantCulture), DateTimeOffset.Parse(endsAt, CultureInfo.InvariantCulture)), (window.GetProperty("startsAt").GetDateTimeOffset(), window.GetProperty("endsAt").GetDateTimeOffset()));
        Assert.Matches("[+]00:00$", window.GetProperty("startsAt").GetString());
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00Z", "$.from: expected a date or an instant of the years 2000 to 2099")]
    [InlineData("9999-12-31", "$.from: expected a date or an instant of the years 2000 to 2099")]
    [InlineData("tomorrow", "$.from: expected a date or an instant of the years 2000 to 2099")]
    [InlineData("2022-01-01", "from: expected no earlier than 2023-04-01 00:00 (Japan, +09:00)")]
    public async Task A_time_that_cannot_be_is_refused_in_words(string from, string expected)
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        await world.SealAsync();

        using HttpResponseMessage answer = await world.Http.PutAsJsonAsync(Address, With(("from", from)));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(expected, await DetailOf(answer), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("app", "2023-04-10", "2023-04-22", null)]
    [InlineData("app", "2023-04-05T09:00", "2023-04-12", "it starts at 2023-04-05 09:00 (Japan, +09:00), before the printed start of app at 2023-04-10 00:00")]
    [InlineData("app", "2023-04-12", "2023-04-25", "it lasts until 2023-04-25 00:00 (Japan, +09:00), beyond the printed end of app at 2023-04-22 00:00")]
    [InlineData("application", "2023-04-12", "2023-05-01", "before the printed start of application at 2023-04-28 00:00")]
    [InlineData(null, "2023-04-12", "2023-04-20", "route is left out, so the wave reaches app and application at once")]
    [InlineData("purchase", "2023-04-12", "2023-04-20", "no issue wave is printed for the route Purchase")]
    public async Task An_issue_wave_that_leaves_what_the_file_prints_needs_a_reason_and_is_warned_of(string? route, string from, string until, string? departure)
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        await world.SealAsync();
        Dictionary<string, object?> body = new(StringComparer.Ordinal) { ["notice"] = "issue", ["number"] = 1, ["route"] = route, ["from"] = from, ["until"] = until, ["by"] = "Sato" };

        using HttpResponseMessage without = await world.Http.PutAsJsonAsync(Address, body);
        body["reason"] = "the ministry asked for it";
        using HttpResponseMessage with = await world.Http.PutAsJsonAsync(Address, body);

        WaveView view = (await with.Content.ReadFromJsonAsync<WaveView>(JsonBody.Format))!;
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.Created), (without.StatusCode, with.StatusCode));
        if (departure is not null)
        {
            Assert.Contains(departure, await DetailOf(without), StringComparison.Ordinal);
            Assert.Contains(view.Warnings, warning => warning.Contains(departure, StringComparison.Ordinal));
            Assert.Equal("The reason given by Sato: the ministry asked for it", view.Warnings[^1]);
            Assert.Equal(view.Warnings, (await world.Http.GetFromJsonAsync<WaveView>(Address, JsonBody.Format))!.Warnings);
        }
        else
        {
            Assert.Empty(view.Warnings);
        }
    }

    [Fact]
    public async Task A_wave_that_left_what_the_file_prints_stands_in_the_closing_report_once_it_was_started()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        await world.SealAsync();
        object early = new { notice = "issue", number = 1, route = "application", from = "2023-04-10T09:00", until = "2023-04-20", reason = "r", by = "Sato", departure = "a late list" };
        await world.Http.PutAsJsonAsync("campaigns/kumamoto/waves/early", early);
        await world.Http.PutAsJsonAsync("campaigns/kumamoto/waves/never", early);
        await world.Http.PostAsync("campaigns/kumamoto/waves/early/start", null);
        await world.UntilAsync("kumamoto:early", wave => wave.IsCompleted);

        await world.Orchestrations.ScheduleNewOrchestrationInstanceAsync(
            nameof(CloseBooks), new CloseOrder(SendingWorld.Campaign.Id, SendingWorld.Campaign.Shards, "5ea1", PeopleAndYen.Nobody), new StartOrchestrationOptions("books"));
        ClosingReport report = (await world.UntilAsync("books", books => books.IsCompleted)).ReadOutputAs<ClosingReport>()!;

        DepartedWave departed = Assert.Single(report.Departures);
        Assert.Equal(("early", "a late list", "Sato"), (departed.Wave, departed.Why, departed.By));
    }

    private static Dictionary<string, JsonElement> With(params (string Field, string Value)[] changes)
    {
        Dictionary<string, JsonElement> body = JsonSerializer.SerializeToElement(Reminder).EnumerateObject().ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal);
        foreach ((string field, string value) in changes)
        {
            body[field] = JsonSerializer.SerializeToElement(value);
        }

        return body;
    }

    private static async Task<string?> DetailOf(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("detail").GetString();
}
