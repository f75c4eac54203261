using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Entitlements;
using Compensation.Rehearsal.People;
using Compensation.Tests.Applications;
using Compensation.Tests.Applications.IntoAccounts;
using Compensation.Tests.Sending;

namespace Compensation.Tests.CallCentre;

/// <summary>One page says what became of a person, what can be done, and why the rest cannot.</summary>
public sealed class TimelineTests
{
    [Fact]
    public async Task Messages_their_outcomes_and_the_safe_next_action_stand_together_and_nothing_is_in_clear()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        IReadOnlyList<Entitlement> people = await world.OweAsync(2, index => SendingWorld.Phone(index, ending: index == 0 ? "10" : "01"));
        await world.SealAsync();
        await world.RunAsync(SendingWorld.Plan());
        await world.PassAsync(TimeSpan.FromMinutes(30));
        JsonElement reached = await GetAsync(world, $"people/{people[0].Id}");
        JsonElement notice = Assert.Single(Of(reached, "notice")).GetProperty("notice");
        Assert.Equal(("issue", "sms", "delivered", "+8190…10"), (Text(notice, "kind"), Text(notice, "channel"), Text(notice, "outcome"), Text(notice, "to")));
        Assert.Equal(("resend", true), (Text(reached.GetProperty("next")[0], "action"), reached.GetProperty("next")[0].GetProperty("isAdvised").GetBoolean()));
        Assert.Equal("needsNoApplication", Text(Assert.Single(reached.GetProperty("next").EnumerateArray(), action => Text(action, "action") == "apply"), "bar"));
        Assert.DoesNotContain("9010000010", reached.GetRawText(), StringComparison.Ordinal);
        Assert.Empty(Of(reached, "linkOpened"));
        using (HttpResponseMessage page = await world.Http.GetAsync(new Uri($"r/{world.Get<ReceiptLinks>().LinkFor(people[0]).Split('/')[^1]}", UriKind.Relative)))
        {
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        }

        Assert.Single(Of(await GetAsync(world, $"people/{people[0].Id}"), "linkOpened"));
        Assert.Equal("failed", Text(Of(await GetAsync(world, $"people/{people[1].Id}"), "notice")[0].GetProperty("notice"), "outcome"));
        using HttpResponseMessage nobody = await world.Http.GetAsync(new Uri("campaigns/kumamoto/people/000000000000", UriKind.Relative));
        using HttpResponseMessage nowhere = await world.Http.GetAsync(new Uri($"campaigns/nowhere/people/{people[0].Id}", UriKind.Relative));
        Assert.Equal((HttpStatusCode.NotFound, await nobody.Content.ReadAsStringAsync()), (nowhere.StatusCode, await nowhere.Content.ReadAsStringAsync()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Where_the_settings_of_transfers_are_missing_the_page_and_the_preflight_say_so_and_nothing_else(bool isSetUp)
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: ["YM-000001,2023-02-24,1000,true,,,,090-1234-5610,"], settings: isSetUp ? TransferSite.Settings : []);
        await world.UntilAsync(ApplicationsWorld.Japan("2023-04-12T12:00"));
        JsonElement person = await world.GetAsync($"people/{(await world.EntitlementAsync("YM-000001"))!.Id}");
        JsonElement asked = Assert.Single(person.GetProperty("next").EnumerateArray(), action => Text(action, "action") == "askForTransfer");
        JsonElement check = Assert.Single((await world.PostAsync("preflight", new { by = "佐藤" })).Body.GetProperty("checks").EnumerateArray(), check => Text(check, "name") == "transfers");

        Assert.Equal(isSetUp, check.GetProperty("green").GetBoolean());
        Assert.Equal(isSetUp ? null : "notSetUp", asked.TryGetProperty("bar", out JsonElement bar) ? bar.GetString() : null);
    }

    [Fact]
    public async Task One_field_is_shown_in_clear_to_who_says_why_and_it_is_on_record()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        Entitlement person = (await world.OweAsync(1, index => SendingWorld.Phone(index)))[0];
        (HttpStatusCode without, _) = await PostAsync(world, $"people/{person.Id}/unmask", new { field = "phone", reason = "", by = "佐藤" });
        (HttpStatusCode shown, JsonElement value) = await PostAsync(world, $"people/{person.Id}/unmask", new { field = "phone", reason = "番号の確認", by = "佐藤" });
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.OK, "+819010000010"), (without, shown, Text(value, "value")));
        JsonElement act = (await GetAsync(world, "acts")).GetProperty("acts")[0];
        Assert.Equal(("UnmaskField", "Phone: 番号の確認"), (Text(act, "operation"), Text(act, "reason")));
        Assert.DoesNotContain("9010000010", act.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_note_is_written_once_and_what_it_asks_for_stands_on_the_list_until_it_is_done()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        Entitlement person = (await world.OweAsync(1, index => SendingWorld.Phone(index)))[0];
        object note = new { text = "明日かけなおす", outcome = "followUp", followUpOn = "2023-04-11", by = "佐藤" };
        (HttpStatusCode first, JsonElement written) = await PostAsync(world, $"people/{person.Id}/notes", note, "call-1");
        (HttpStatusCode again, _) = await PostAsync(world, $"people/{person.Id}/notes", note, "call-1");
        (HttpStatusCode other, _) = await PostAsync(world, $"people/{person.Id}/notes", new { text = "別の話", outcome = "answered", by = "佐藤" }, "call-1");
        (HttpStatusCode undated, _) = await PostAsync(world, $"people/{person.Id}/notes", new { text = "いつか", outcome = "followUp", by = "佐藤" }, "call-2");
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created, HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (first, again, other, undated));
        Assert.Equal("明日かけなおす", Text(Assert.Single(Of(await GetAsync(world, $"people/{person.Id}"), "note")).GetProperty("note"), "text"));
        Assert.Equal(1, (await GetAsync(world, "follow-ups")).GetProperty("followUps").GetArrayLength());
        (HttpStatusCode done, _) = await PostAsync(world, $"people/{person.Id}/notes/{Text(written, "key")}/done", new { by = "鈴木" });
        Assert.Equal((HttpStatusCode.NoContent, 0), (done, (await GetAsync(world, "follow-ups")).GetProperty("followUps").GetArrayLength()));
        Assert.DoesNotContain("明日", string.Join('\n', world.Log.Lines.Select(line => line.Text)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_note_that_is_sent_again_after_its_day_is_answered_as_it_was_first()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        Entitlement person = (await world.OweAsync(1, index => SendingWorld.Phone(index)))[0];
        string today = world.Clock.GetUtcNow().DateInJapan().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        object note = new { text = "今日かけなおす", outcome = "followUp", followUpOn = today, by = "佐藤" };
        (HttpStatusCode first, JsonElement written) = await PostAsync(world, $"people/{person.Id}/notes", note, "call-1");
        await PostAsync(world, $"people/{person.Id}/notes/{Text(written, "key")}/done", new { by = "鈴木" });

        await world.PassAsync(TimeSpan.FromDays(1));
        (HttpStatusCode again, JsonElement repeated) = await PostAsync(world, $"people/{person.Id}/notes", note, "call-1");
        (HttpStatusCode other, _) = await PostAsync(world, $"people/{person.Id}/notes", note, "call-2");

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created, HttpStatusCode.BadRequest), (first, again, other));
        Assert.Equal(written.GetRawText(), repeated.GetRawText());
        Assert.Empty((await GetAsync(world, "follow-ups")).GetProperty("followUps").EnumerateArray());
    }

    [Fact]
    public async Task Before_the_seal_a_coupon_shows_its_ledger_and_who_has_to_apply_is_led_there()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: ["YM-000001,2023-02-24,3000,false,,ヤマダ タロウ,2023-02-23,,"]);
        (_, JsonElement found) = await world.PostAsync("people/search", new { inquiryNumber = "YM-000001", by = "佐藤" });
        string person = Text(found.GetProperty("people")[0], "person")!;
        JsonElement before = await world.GetAsync($"people/{person}");
        Assert.Equal((3000, "apply"), (before.GetProperty("coupon").GetProperty("balance").GetInt64(), Text(before.GetProperty("next")[0], "action")));
        ApplicationVisit visit = await world.ApplyAsync(ApplicationsWorld.Answers("YM-000001"));
        await world.UntilAsync(ApplicationsWorld.Japan("2023-04-01T12:00"));
        JsonElement after = await world.GetAsync($"people/{person}");
        Assert.Equal((3000, "accepted"), (after.GetProperty("seal").GetProperty("owed").GetInt64(), Text(Of(after, "applied")[0], "applicationState")));
        Assert.Contains("sealed", Kinds(after));
        Assert.Equal(visit.Receipt!.Replace("-", string.Empty, StringComparison.Ordinal) + "-1", Text(Of(after, "applied")[0], "application"));
    }

    [Fact]
    public async Task A_name_that_only_an_application_states_is_masked_and_shown_to_who_says_why_and_the_application_shows_no_contact()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: ["YM-000001,2023-02-24,3000,false,,,,,"]);
        ApplicationVisit visit = await world.ApplyAsync(ApplicationsWorld.Answers("YM-000001"));
        (_, JsonElement found) = await world.PostAsync("people/search", new { receipt = visit.Receipt, by = "佐藤" });
        string person = Text(Assert.Single(found.GetProperty("people").EnumerateArray()), "person")!;
        Assert.Equal("ヤ… タ…", Text(await world.GetAsync($"people/{person}"), "name"));
        (_, JsonElement shown) = await world.PostAsync($"people/{person}/unmask", new { field = "name", reason = "お名前の確認", by = "佐藤" });
        Assert.Equal("ヤマダ タロウ", Text(shown, "value"));

        JsonElement application = await world.GetAsync($"applications/{visit.Receipt!.Replace("-", string.Empty, StringComparison.Ordinal)}-1");
        Assert.Equal(("…0001", "ヤマダ"), (Text(application, "inquiryNumber"), Text(application.GetProperty("form"), "family")));
        Assert.All(["9012345678", "0839333110", "YM-000001"], clear => Assert.DoesNotContain(clear, application.GetRawText(), StringComparison.Ordinal));
    }

    private static JsonElement[] Of(JsonElement timeline, string kind) => [.. timeline.GetProperty("events").EnumerateArray().Where(one => Text(one, "kind") == kind)];

    private static string?[] Kinds(JsonElement timeline) => [.. timeline.GetProperty("events").EnumerateArray().Select(one => Text(one, "kind"))];

    private static async Task<JsonElement> GetAsync(SendingWorld world, string path) => await world.Http.GetFromJsonAsync<JsonElement>($"campaigns/kumamoto/{path}");

    private static async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(SendingWorld world, string path, object body, string? key = null)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, $"campaigns/kumamoto/{path}") { Content = JsonContent.Create(body) };
        if (key is not null)
        {
            request.Headers.Add(IdempotencyKey.Header, key);
        }

        using HttpResponseMessage answer = await world.Http.SendAsync(request);
        string text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text));
    }

    private static string? Text(JsonElement one, string member) => one.GetProperty(member).GetString();
}
