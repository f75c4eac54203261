using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Compensation.Common.Http;
using Compensation.Notices;
using Compensation.Waves;

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
        using HttpResponseMessage changedAfterwards = await world.Http.PutAsJsonAsync(Address, Reminder);

        Assert.Equal(
            [HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.Accepted, HttpStatusCode.Conflict, HttpStatusCode.Conflict],
            [planned.StatusCode, again.StatusCode, started.StatusCode, startedAgain.StatusCode, changedAfterwards.StatusCode]);
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

    [Fact]
    public async Task Before_the_balances_are_sealed_nothing_can_be_planned()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();

        using HttpResponseMessage answer = await world.Http.PutAsJsonAsync(Address, Reminder);

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
    }

    private static async Task<string?> DetailOf(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("detail").GetString();
}
