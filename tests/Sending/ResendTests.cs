using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Compensation.CallCentre;
using Compensation.Common.Http;
using Compensation.Emulators.Communication;
using Compensation.Entitlements;
using Compensation.Notices;

namespace Compensation.Tests.Sending;

public class ResendTests
{
    [Fact]
    public async Task One_person_gets_the_link_again_and_the_resend_is_on_record()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        Entitlement person = (await world.OweAsync(3, index => SendingWorld.Phone(index)))[1];
        await world.SealAsync();
        await world.RunAsync(SendingWorld.Plan());

        ResendView resend = await OrderAsync(world, "key-1", new { people = new[] { new { entitlement = $"{person.Id}" } }, reason = "lost the phone", by = "Sato" });
        await EndAsync(world, resend);

        IReadOnlyList<EmulatedMessage> messages = await world.MessagesAsync();
        Assert.Equal(4, messages.Count);
        Assert.Equal("+819010000110", messages[^1].To);
        Assert.Contains(world.Get<ReceiptLinks>().LinkFor(person), messages[^1].Text, StringComparison.Ordinal);
        ResendView[] record = (await world.Http.GetFromJsonAsync<ResendView[]>("campaigns/kumamoto/resends", JsonBody.Format))!;
        ResendView one = (await world.Http.GetFromJsonAsync<ResendView>($"campaigns/kumamoto/resends/{resend.Order}", JsonBody.Format))!;
        Assert.Equal(JsonSerializer.Serialize(resend with { Named = null }, JsonBody.Format), JsonSerializer.Serialize(Assert.Single(record), JsonBody.Format));
        Assert.Equal(("Sato", "lost the phone", 1, 0), (resend.By, resend.Reason, resend.People, resend.Corrected));
        Assert.Equal((person.Id, ResendVerdict.Send, null), (resend.Named![0].Entitlement, resend.Named[0].Verdict, resend.Named[0].Became));
        Assert.Equal(NoticeOutcome.Delivered, one.Named![0].Became);
        Assert.Equal((1, 1, 0), (resend.Outlook.People, resend.Outlook.Sms, resend.Outlook.Emails));
    }

    [Fact]
    public async Task The_same_key_starts_nothing_new_and_with_another_body_it_is_refused()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        Entitlement person = (await world.OweAsync(1, index => SendingWorld.Phone(index)))[0];
        await world.SealAsync();
        await world.RunAsync(SendingWorld.Plan());
        object body = new { people = new[] { new { entitlement = $"{person.Id}" } }, reason = "asked", by = "Sato" };

        ResendView first = await OrderAsync(world, "key-1", body);
        await EndAsync(world, first);
        using HttpResponseMessage again = await PostAsync(world, "key-1", body);
        using HttpResponseMessage other = await PostAsync(world, "key-1", new { people = new[] { new { entitlement = $"{person.Id}" } }, reason = "something else", by = "Sato" });
        await world.PassAsync(TimeSpan.FromHours(1));

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.UnprocessableEntity), (again.StatusCode, other.StatusCode));
        Assert.Equal(JsonSerializer.Serialize(first, JsonBody.Format), JsonSerializer.Serialize(await again.Content.ReadFromJsonAsync<ResendView>(JsonBody.Format), JsonBody.Format));
        Assert.Equal(2, (await world.MessagesAsync()).Count);
    }

    [Fact]
    public async Task A_corrected_number_gets_a_new_link_and_the_old_one_dies()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        Entitlement person = (await world.OweAsync(1, index => SendingWorld.Phone(index, ending: "01")))[0];
        await world.SealAsync();
        await world.RunAsync(SendingWorld.Plan());
        string oldLink = world.Get<ReceiptLinks>().LinkFor(person);

        await EndAsync(world, await OrderAsync(world, "key-1", new { people = new[] { new { entitlement = $"{person.Id}", phone = "090-8765-4321" } }, reason = "wrong digit", by = "Sato" }));

        EmulatedMessage sent = (await world.MessagesAsync())[^1];
        Entitlement corrected = (await world.ReadAsync(person))!;
        string newLink = world.Get<ReceiptLinks>().LinkFor(corrected);
        Assert.Equal(("+819087654321", 2), (sent.To, corrected.LinkVersion));
        Assert.Contains(newLink, sent.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync(world, newLink));
        Assert.NotEqual(HttpStatusCode.OK, await StatusOfAsync(world, oldLink));
    }

    [Fact]
    public async Task A_filter_reaches_those_to_whom_nothing_was_delivered_and_nobody_else()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        await world.OweAsync(20, index => SendingWorld.Phone(index, ending: index % 4 == 0 ? "01" : "10"));
        await world.SealAsync();
        await world.RunAsync(SendingWorld.Plan());
        await world.PassAsync(TimeSpan.FromMinutes(10));

        await EndAsync(world, await OrderAsync(world, "key-1", new { filter = "notDelivered", reason = "second try", by = "Sato" }));

        IEnumerable<string> again = (await world.MessagesAsync()).Skip(20).Select(message => message.To);
        Assert.Equal(5, again.Count());
        Assert.All(again, to => Assert.EndsWith("01", to, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nobody_gets_more_resends_than_the_cap()
    {
        await using SendingWorld world = await SendingWorld.StartAsync(storage: null, "--CallCentre:ResendsPerPerson=2");
        Entitlement person = (await world.OweAsync(1, index => SendingWorld.Phone(index)))[0];
        await world.SealAsync();
        await world.RunAsync(SendingWorld.Plan());

        List<ResendVerdict> verdicts = [];
        for (int order = 1; order <= 4; order++)
        {
            ResendView resend = await OrderAsync(world, $"key-{order}", new { people = new[] { new { entitlement = $"{person.Id}" } }, reason = "again", by = "Sato" });
            await EndAsync(world, resend);
            verdicts.Add(resend.Named![0].Verdict);
        }

        Assert.Equal([ResendVerdict.Send, ResendVerdict.Send, ResendVerdict.Capped, ResendVerdict.Capped], verdicts);
        Assert.Equal(3, (await world.MessagesAsync()).Count);
    }

    [Theory]
    [InlineData("""{ "reason": "x", "by": "Sato" }""", "people, filter")]
    [InlineData("""{ "people": [], "reason": "x", "by": "Sato" }""", "people: holds 0")]
    [InlineData("""{ "people": [{ "entitlement": "000000000000" }], "reason": "x", "by": "Sato" }""", "people[0]: is not owed anything")]
    [InlineData("""{ "people": [{ "entitlement": "zz" }], "reason": "x", "by": "Sato" }""", "people[0].entitlement: expected 12 hex digits")]
    [InlineData("""{ "people": [{ "inquiryNumber": "a" }], "reason": "x", "by": "Sato" }""", "people[0].inquiryNumber")]
    [InlineData("""{ "people": [{ "entitlement": "PERSON", "phone": "0312345678" }], "reason": "x", "by": "Sato" }""", "people[0].phone: expected a Japanese mobile number")]
    [InlineData("""{ "people": [{ "entitlement": "PERSON" }, { "entitlement": "PERSON" }], "reason": "x", "by": "Sato" }""", "people[1]: is named twice")]
    [InlineData("""{ "people": [{ "entitlement": "PERSON" }], "channel": "email", "reason": "x", "by": "Sato" }""", "people[0]: has no e-mail address on file")]
    [InlineData("""{ "filter": "all", "reason": "x", "by": "Sato" }""", "filter: expected")]
    [InlineData("""{ "filter": "notDelivered", "by": "Sato" }""", "reason")]
    [InlineData("""{ "filter": "notDelivered", "reason": "x" }""", "by: is missing")]
    [InlineData("""{ "filter": "everybody", "reason": "x", "by": "Sato" }""", "$.filter")]
    public async Task A_faulty_request_is_refused_as_a_whole_and_says_which_field(string body, string expected)
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        Entitlement person = (await world.OweAsync(1, index => SendingWorld.Phone(index)))[0];
        await world.SealAsync();

        using HttpResponseMessage answer = await PostAsync(world, "key-1", JsonDocument.Parse(body.Replace("PERSON", $"{person.Id}", StringComparison.Ordinal)));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(expected, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Empty((await world.Http.GetFromJsonAsync<ResendView[]>("campaigns/kumamoto/resends", JsonBody.Format))!);
    }

    [Fact]
    public async Task Suppressed_people_are_not_written_to_and_stand_on_the_list_until_they_are_allowed_again()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        IReadOnlyList<Entitlement> people = await world.OweAsync(3, index => SendingWorld.Phone(index));
        await world.SealAsync();
        await world.Http.PostAsJsonAsync("suppressions", new { address = "090-1000-0110", reason = "asked not to be written to", by = "Sato" });

        await world.RunAsync(SendingWorld.Plan());

        Assert.Equal(["+819010000010", "+819010000210"], (await world.MessagesAsync()).Select(message => message.To).Order());
        UnreachedPerson listed = Assert.Single(await world.UnreachedAsync());
        Assert.Equal((people[1].Id, AddressRules.Suppressed), (listed.Entitlement, listed.Tried[0].Reason));

        await world.Http.PostAsJsonAsync("suppressions/remove", new { address = "09010000110", reason = "wants it now", by = "Sato" });
        await EndAsync(world, await OrderAsync(world, "key-1", new { people = new[] { new { entitlement = $"{people[1].Id}" } }, reason = "wants it now", by = "Sato" }));

        Assert.Equal(3, (await world.MessagesAsync()).Count);
        Assert.Empty(await world.UnreachedAsync());
    }

    [Fact]
    public async Task In_test_mode_only_listed_addresses_are_written_to()
    {
        await using SendingWorld world = await SendingWorld.StartAsync(storage: null, "--Notices:OnlyTo=090-1000-0110, Person1@example.jp");
        await world.OweAsync(3, index => SendingWorld.Phone(index));
        await world.OweAsync(3, index => SendingWorld.Email(index));

        await world.RunAsync(SendingWorld.Plan());

        Assert.Equal(["+819010000110", "person1@example.jp"], (await world.MessagesAsync()).Select(message => message.To).Order());
    }

    private static async Task<ResendView> OrderAsync(SendingWorld world, string key, object body)
    {
        using HttpResponseMessage answer = await PostAsync(world, key, body);
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<ResendView>(JsonBody.Format))!;
    }

    private static async Task<HttpResponseMessage> PostAsync(SendingWorld world, string key, object body)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "campaigns/kumamoto/resends") { Content = JsonContent.Create(body) };
        request.Headers.Add(IdempotencyKey.Header, key);
        return await world.Http.SendAsync(request);
    }

    private static async Task EndAsync(SendingWorld world, ResendView resend)
    {
        await world.UntilAsync($"kumamoto:{resend.Wave}", wave => wave.IsCompleted);
        await world.PassAsync(TimeSpan.FromMinutes(2));
    }

    private static async Task<HttpStatusCode> StatusOfAsync(SendingWorld world, string link)
    {
        using HttpResponseMessage page = await world.Http.GetAsync(new Uri(link).AbsolutePath);
        return page.StatusCode;
    }
}
