using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Compensation.CallCentre;
using Compensation.Common.Http;
using Compensation.Emulators.Communication;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Notices.Persons;
using Compensation.Tests.Campaigns;
using Compensation.Waves;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Compensation.Tests.Sending;

/// <summary>People with several coupons. In these worlds the first ones owed are 1,000 yen, 1,001 yen and so on.</summary>
public sealed class DuplicatePersonTests : IDisposable
{
    private const int Shards = 4;

    private static readonly NoticeOrder Reminder = new(NoticeKind.Reminder, 1, null);

    private readonly string _files = Directory.CreateTempSubdirectory("campaign-files-").FullName;

    public void Dispose() => Directory.Delete(_files, recursive: true);

    [Fact]
    public async Task Three_coupons_on_one_phone_get_one_sms_with_the_sum_and_others_are_not_joined()
    {
        await using SendingWorld world = await StartAsync();
        IReadOnlyList<Entitlement> owed = await world.OweAsync(5, index => SendingWorld.Phone(index % 2 == 0 ? 0 : index));

        JoinedPersons joined = await JoinAsync(world);
        WavePlan plan = Plan() with { Window = Plan().Window with { StartsAt = SendingWorld.Start.AddHours(1) } };
        await world.BeginAsync(plan);
        await world.PassAsync(TimeSpan.FromMinutes(1));
        WavePreview preview = (await world.Http.GetFromJsonAsync<WavePreview>($"campaigns/kumamoto/waves/{plan.WaveId}/preview", JsonBody.Format))!;
        WaveResult result = await world.EndOfAsync(plan);

        IReadOnlyList<EmulatedMessage> messages = await world.MessagesAsync();
        Assert.Equal(new JoinedPersons(1, 2), joined);
        Assert.Equal(["+819010000010", "+819010000110", "+819010000310"], messages.Select(message => message.To).Order(StringComparer.Ordinal));
        AssertTells(world, messages.Single(message => message.To == "+819010000010"), "3,006円", owed[0]);
        AssertTells(world, messages.Single(message => message.To == "+819010000110"), "1,001円", owed[1]);
        Assert.Equal((3, 2, 3), (result.Counts["accepted"], result.Counts["spokenFor"], preview.People));
    }

    [Theory]
    [InlineData("oneEach", new[] { "1,000円", "2,000円", "3,000円" })]
    [InlineData("oneForAll", new[] { "6,000円" })]
    public async Task The_campaign_file_says_which(string rule, string[] amounts)
    {
        await using SendingWorld world = await StartAsync(rule, "--Lifecycle:Campaigns=kumamoto");
        using StringContent ledger = new("""
            inquiry_number,expiry,balance,charged_to_app,phone,email
            KM-0000001,2023-02-24,1000,true,090-1000-0110,
            KM-0000002,2023-02-24,2000,true,+81 90 1000 0110,
            KM-0000003,2023-02-24,3000,true,09010000110,
            """);
        using HttpResponseMessage imported = await world.Http.PostAsync("campaigns/kumamoto/ledger", ledger);
        Assert.True(imported.IsSuccessStatusCode, await imported.Content.ReadAsStringAsync());

        await world.UntilAsync("kumamoto:issue-app", wave => wave.IsCompleted);

        IReadOnlyList<EmulatedMessage> messages = await world.MessagesAsync();
        Assert.All(messages, message => Assert.Equal("+819010000110", message.To));
        Assert.Equal(amounts, messages.Select(message => message.Text.Split(' ', '\n')[1]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Whose_lead_has_claimed_is_reminded_once_of_the_rest_and_who_has_all_is_left_alone()
    {
        await using SendingWorld world = await StartAsync();
        IReadOnlyList<Entitlement> owed = await world.OweAsync(5, index => SendingWorld.Phone(index < 3 ? 0 : 1));
        await JoinAsync(world);
        await world.RunAsync(Plan());
        foreach (Entitlement claimed in new[] { owed[0], owed[1], owed[3], owed[4] })
        {
            await MoveAsync(world, claimed, before => before with { State = EntitlementState.Claimed, Product = "amazon" });
        }

        await world.RunAsync(Plan("reminder-1", Reminder));

        EmulatedMessage reminder = Assert.Single((await world.MessagesAsync()).Skip(2));
        AssertTells(world, reminder, "1,002円", owed[0]);
    }

    [Fact]
    public async Task A_fallback_speaks_for_all_because_the_lead_is_the_one_with_both_ways_on_file()
    {
        await using SendingWorld world = await StartAsync();
        IReadOnlyList<Entitlement> owed = await world.OweAsync(3, index => SendingWorld.Phone(0, ending: "01") with { Email = index == 1 ? "person@example.jp" : null });
        await JoinAsync(world);
        await world.RunAsync(Plan());
        await world.PassAsync(TimeSpan.FromMinutes(5));
        UnreachedPerson unreached = Assert.Single(await world.UnreachedAsync());

        await world.RunAsync(Plan("fallback-0411", new NoticeOrder(NoticeKind.Fallback, 1, null)));
        await world.PassAsync(TimeSpan.FromMinutes(5));

        IReadOnlyList<EmulatedMessage> messages = await world.MessagesAsync();
        Assert.Equal((owed[1].Id, 2), (unreached.Entitlement, unreached.Companions));
        Assert.Equal(["+819010000001", "person@example.jp"], messages.Select(message => message.To));
        AssertTells(world, messages[1], "3,003円", owed[1]);
        Assert.Empty(await world.UnreachedAsync());
    }

    [Fact]
    public async Task A_resend_by_filter_goes_to_the_lead_and_one_by_name_to_that_entitlement_alone()
    {
        await using SendingWorld world = await StartAsync();
        IReadOnlyList<Entitlement> owed = await world.OweAsync(2, _ => SendingWorld.Phone(0, ending: "01"));
        await world.SealAsync();
        await JoinAsync(world);
        await world.RunAsync(Plan());
        await world.PassAsync(TimeSpan.FromMinutes(5));

        await ResendAsync(world, "key-1", new { filter = "notDelivered", reason = "first", by = "Sato" });
        await ResendAsync(world, "key-2", new { people = new[] { new { entitlement = $"{owed[1].Id}" } }, reason = "asked", by = "Sato" });

        IReadOnlyList<EmulatedMessage> messages = [.. (await world.MessagesAsync()).Skip(1)];
        Assert.Equal(2, messages.Count);
        AssertTells(world, messages[0], "2,001円", owed[0]);
        AssertTells(world, messages[1], "1,001円", owed[1]);
    }

    [Fact]
    public async Task A_lead_s_corrected_number_takes_the_others_along_and_kills_their_links_but_not_what_was_paid()
    {
        await using SendingWorld world = await StartAsync();
        IReadOnlyList<Entitlement> owed = await world.OweAsync(3, _ => SendingWorld.Phone(0, ending: "01"));
        await world.SealAsync();
        await JoinAsync(world);
        await world.RunAsync(Plan());
        await MoveAsync(world, owed[2], before => before with { State = EntitlementState.Claimed, Product = "amazon" });
        await MoveAsync(world, owed[2], before => before with { State = EntitlementState.Paid });
        object order = new { people = new[] { new { entitlement = $"{owed[0].Id}", phone = "090-8765-4321" } }, reason = "wrong digit", by = "Sato" };

        await ResendAsync(world, "key-1", order);
        using HttpResponseMessage repeated = await PostAsync(world, "key-1", order);

        EmulatedMessage sent = (await world.MessagesAsync())[^1];
        Entitlement[] now = [(await world.ReadAsync(owed[0]))!, (await world.ReadAsync(owed[1]))!, (await world.ReadAsync(owed[2]))!];
        Assert.Equal([2, 2, 1], now.Select(one => one.LinkVersion));
        Assert.Equal([null, owed[0].Id, null], now.Select(one => one.Lead));
        Assert.Equal("+819087654321", sent.To);
        AssertTells(world, sent, "2,001円", now[0]);
        string page = await world.Http.GetStringAsync(PathOf(world, now[0]));
        Assert.Contains(PathOf(world, now[1])["/r/".Length..], page, StringComparison.Ordinal);
        Assert.DoesNotContain(PathOf(world, owed[2])["/r/".Length..], page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Gone, await StatusOfAsync(world, owed[0]));
        Assert.Equal(HttpStatusCode.Gone, await StatusOfAsync(world, owed[1]));
    }

    [Fact]
    public async Task Whose_own_number_is_corrected_leaves_the_lead_and_is_reminded_alone()
    {
        await using SendingWorld world = await StartAsync();
        IReadOnlyList<Entitlement> owed = await world.OweAsync(3, _ => SendingWorld.Phone(0));
        await world.SealAsync();
        await JoinAsync(world);
        await world.RunAsync(Plan());

        await ResendAsync(world, "key-1", new { people = new[] { new { entitlement = $"{owed[2].Id}", phone = "090-8765-4310" } }, reason = "another's", by = "Sato" });
        await world.RunAsync(Plan("reminder-1", Reminder));

        IReadOnlyList<EmulatedMessage> reminders = [.. (await world.MessagesAsync()).Skip(2).OrderBy(message => message.To, StringComparer.Ordinal)];
        Assert.Equal(["+819010000010", "+819087654310"], reminders.Select(message => message.To));
        AssertTells(world, reminders[0], "2,001円", owed[0]);
        AssertTells(world, reminders[1], "1,002円", (await world.ReadAsync(owed[2]))!);
    }

    [Fact]
    public async Task All_of_a_person_s_coupons_named_with_one_new_number_stay_together()
    {
        await using SendingWorld world = await StartAsync();
        IReadOnlyList<Entitlement> owed = await world.OweAsync(3, _ => SendingWorld.Phone(0, ending: "01"));
        await world.SealAsync();
        await JoinAsync(world);
        await world.RunAsync(Plan());

        await ResendAsync(world, "key-1", new { people = owed.Reverse().Select(one => new { entitlement = $"{one.Id}", phone = "090-8765-4310" }), reason = "wrong digit", by = "Sato" });
        await world.RunAsync(Plan("reminder-1", Reminder));

        IReadOnlyList<EmulatedMessage> messages = await world.MessagesAsync();
        Assert.Equal(5, messages.Count);
        AssertTells(world, messages[^1], "3,003円", (await world.ReadAsync(owed[0]))!);
    }

    /// <summary>Kumamoto with few shards and messages that name the amount.</summary>
    private Task<SendingWorld> StartAsync(string rule = "oneForAll", params string[] settings)
    {
        JsonNode file = CampaignFiles.Json("kumamoto");
        file["shards"] = Shards;
        file["sending"]!["duplicatePersons"] = rule;
        if (settings.Length > 0)
        {
            // A campaign that runs by itself has its cutoff before it.
            file["cutoff"]!["on"] = "2023-04-10";
            file["waves"]![0]!["startsOn"] = "2023-04-11";
        }

        foreach (string kind in new[] { "issue", "reminder", "resend" })
        {
            file["texts"]![kind]!["sms"] = "{programme} {amount}\n{link}";
        }

        File.WriteAllText(Path.Combine(_files, "kumamoto.json"), file.ToJsonString());
        return SendingWorld.StartAsync(storage: null, [$"--Campaigns:Folder={_files}", .. settings]);
    }

    [Fact]
    public async Task A_companion_whose_address_alone_is_corrected_is_not_shown_by_the_old_link_of_a_lead_that_has_claimed()
    {
        await using SendingWorld world = await StartAsync();
        IReadOnlyList<Entitlement> owed = await world.OweAsync(2, index => SendingWorld.Phone(0) with { Email = "typo@example.jp" });
        await world.SealAsync();
        await JoinAsync(world);
        await world.RunAsync(Plan());
        await MoveAsync(world, owed[0], before => before with { State = EntitlementState.Claimed, Product = "amazon" });
        await MoveAsync(world, owed[0], before => before with { State = EntitlementState.Paid, IssuerReference = "stock:1" });

        await ResendAsync(world, "key-1", new { people = new[] { new { entitlement = $"{owed[1].Id}", email = "right@example.jp" } }, reason = "typo", by = "Sato" });

        Entitlement companion = (await world.ReadAsync(owed[1]))!;
        Assert.Equal((null, 2), (companion.Lead, companion.LinkVersion));
        Assert.Equal("right@example.jp", (await world.MessagesAsync())[^1].To);
        Assert.Empty(await world.Get<EntitlementStore>().ReadCompanionsAsync((await world.ReadAsync(owed[0]))!, CancellationToken.None));
        Assert.DoesNotContain(PathOf(world, companion)["/r/".Length..], await world.Http.GetStringAsync(PathOf(world, owed[0])), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_open_lead_s_old_link_does_not_show_a_companion_that_alone_was_corrected_either()
    {
        await using SendingWorld world = await StartAsync();
        IReadOnlyList<Entitlement> owed = await world.OweAsync(3, index => SendingWorld.Phone(0) with { Email = "typo@example.jp" });
        await world.SealAsync();
        await JoinAsync(world);
        await world.RunAsync(Plan());

        await ResendAsync(world, "key-1", new { people = new[] { new { entitlement = $"{owed[2].Id}", email = "right@example.jp" } }, reason = "typo", by = "Sato" });

        string page = await world.Http.GetStringAsync(PathOf(world, owed[0]));
        Assert.Contains(PathOf(world, owed[1])["/r/".Length..], page, StringComparison.Ordinal);
        Assert.DoesNotContain(PathOf(world, (await world.ReadAsync(owed[2]))!)["/r/".Length..], page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whose_number_is_taken_off_keeps_the_others_and_the_number_that_is_given_later_is_for_all_of_them()
    {
        await using SendingWorld world = await StartAsync();
        IReadOnlyList<Entitlement> owed = await world.OweAsync(2, _ => SendingWorld.Phone(0, ending: "01"));
        await world.SealAsync();
        await JoinAsync(world);
        await world.RunAsync(Plan());

        await ResendAsync(world, "key-1", new { people = new[] { new { entitlement = $"{owed[0].Id}", phoneIsWrong = true } }, reason = "a stranger's", by = "Sato" });
        Assert.Equal((owed[0].Id, 1), Assert.Single(await world.UnreachedAsync()) is var listed ? (listed.Entitlement, listed.Companions) : default);
        await ResendAsync(world, "key-2", new { people = new[] { new { entitlement = $"{owed[0].Id}", phone = "090-8765-4310" } }, reason = "rang again", by = "Sato" });

        Entitlement[] now = [(await world.ReadAsync(owed[0]))!, (await world.ReadAsync(owed[1]))!];
        EmulatedMessage sent = (await world.MessagesAsync())[^1];
        Assert.Equal("+819087654310", sent.To);
        AssertTells(world, sent, "2,001円", now[0]);
        Assert.Equal((owed[0].Id, ContactKinds.Sms, 3), (now[1].Lead!.Value, now[1].Contacts, now[1].LinkVersion));
        Assert.Contains(PathOf(world, now[1])["/r/".Length..], await world.Http.GetStringAsync(PathOf(world, now[0])), StringComparison.Ordinal);
        Assert.Equal([HttpStatusCode.Gone, HttpStatusCode.Gone], new[] { await StatusOfAsync(world, owed[0]), await StatusOfAsync(world, owed[1]) });
    }

    [Fact]
    public async Task A_companion_of_whom_nothing_is_left_on_file_is_on_the_list_of_the_unreached()
    {
        await using SendingWorld world = await StartAsync();
        IReadOnlyList<Entitlement> owed = await world.OweAsync(2, index => SendingWorld.Phone(0) with { Email = index == 0 ? "person@example.jp" : null });
        await world.SealAsync();
        await JoinAsync(world);
        await world.RunAsync(Plan());

        await ResendAsync(world, "key-1", new { people = new[] { new { entitlement = $"{owed[0].Id}", phoneIsWrong = true } }, reason = "a stranger's", by = "Sato" });

        Entitlement companion = (await world.ReadAsync(owed[1]))!;
        Assert.Equal((null, ContactKinds.None, 2), (companion.Lead, companion.Contacts, companion.LinkVersion));
        Assert.Equal("person@example.jp", (await world.MessagesAsync())[^1].To);
        Assert.Contains(await world.UnreachedAsync(), person => person.Entitlement == companion.Id && person.Contacts == ContactKinds.None);
    }

    private static WavePlan Plan(string id = "issue-app", NoticeOrder? order = null) => SendingWorld.Plan(id, order) with { ShardSizes = [.. Enumerable.Repeat(5, Shards)] };

    private static async Task<JoinedPersons> JoinAsync(SendingWorld world)
    {
        PersonsToJoin order = new(SendingWorld.Campaign.Id, Shards);
        await world.Orchestrations.ScheduleNewOrchestrationInstanceAsync(nameof(JoinPersons), order, new StartOrchestrationOptions("kumamoto:persons"));
        OrchestrationMetadata ended = await world.UntilAsync("kumamoto:persons", join => join.IsCompleted);
        Assert.True(ended.RuntimeStatus == OrchestrationRuntimeStatus.Completed, ended.FailureDetails?.ToString());
        return ended.ReadOutputAs<JoinedPersons>()!;
    }

    private static void AssertTells(SendingWorld world, EmulatedMessage message, string amount, Entitlement whose)
    {
        Assert.Contains(amount, message.Text, StringComparison.Ordinal);
        Assert.Contains(world.Get<ReceiptLinks>().LinkFor(whose), message.Text, StringComparison.Ordinal);
    }

    private static async Task MoveAsync(SendingWorld world, Entitlement person, Func<Entitlement, Entitlement> change)
    {
        Entitlement before = (await world.ReadAsync(person))!;
        Assert.NotNull(await world.Get<EntitlementStore>().TryMoveAsync(before, change(before), CancellationToken.None));
    }

    private static async Task ResendAsync(SendingWorld world, string key, object body)
    {
        using HttpResponseMessage answer = await PostAsync(world, key, body);
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
        ResendView resend = (await answer.Content.ReadFromJsonAsync<ResendView>(JsonBody.Format))!;
        await world.UntilAsync($"kumamoto:{resend.Wave}", wave => wave.IsCompleted);
        await world.PassAsync(TimeSpan.FromMinutes(2));
    }

    private static async Task<HttpResponseMessage> PostAsync(SendingWorld world, string key, object body)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "campaigns/kumamoto/resends") { Content = JsonContent.Create(body) };
        request.Headers.Add(IdempotencyKey.Header, key);
        return await world.Http.SendAsync(request);
    }

    private static string PathOf(SendingWorld world, Entitlement person) => new Uri(world.Get<ReceiptLinks>().LinkFor(person)).AbsolutePath;

    private static async Task<HttpStatusCode> StatusOfAsync(SendingWorld world, Entitlement person)
    {
        using HttpResponseMessage page = await world.Http.GetAsync(PathOf(world, person));
        return page.StatusCode;
    }
}
