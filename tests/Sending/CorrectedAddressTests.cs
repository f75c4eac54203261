using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Compensation.CallCentre;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices;

namespace Compensation.Tests.Sending;

/// <summary>What was reached or failed belongs to one address. Numbers that end in 01 take nothing.</summary>
public class CorrectedAddressTests
{
    private static readonly NoticeOrder Reminder = new(NoticeKind.Reminder, 1, null);

    [Fact]
    public async Task After_a_correction_from_a_number_to_an_address_nothing_goes_to_the_number_that_had_been_reached()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        Entitlement person = await IssuedAsync(world, SendingWorld.Phone(1));

        await world.ResendAsync("key-1", Corrected(person, email: "right@example.jp"));
        await world.ResendAsync("key-2", ResendOrders.Named(person));
        await world.RunAsync(SendingWorld.Plan("reminder-1", Reminder));

        Assert.Equal(["+819010000110", "right@example.jp", "right@example.jp", "right@example.jp"], await AddressesAsync(world));
        Assert.Equal(HttpStatusCode.Gone, await world.StatusOfLinkAsync(person));
    }

    [Fact]
    public async Task A_corrected_number_is_written_to_although_the_old_one_took_nothing()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        Entitlement person = await IssuedAsync(world, SendingWorld.Phone(1, ending: "01") with { Email = "person@example.jp" });

        await world.ResendAsync("key-1", Corrected(person, phone: "090-8765-4310"));
        await world.RunAsync(SendingWorld.Plan("reminder-1", Reminder));

        Assert.Equal(["+819010000101", "+819087654310", "+819087654310"], await AddressesAsync(world));
        Assert.Empty(await world.UnreachedAsync());
    }

    [Fact]
    public async Task A_corrected_address_is_where_the_resend_goes_although_the_number_on_file_was_reached()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        Entitlement person = await IssuedAsync(world, SendingWorld.Phone(1) with { Email = "typo@example.jp" });

        await world.ResendAsync("key-1", Corrected(person, email: "right@example.jp"));

        Assert.Equal(["+819010000110", "right@example.jp"], await AddressesAsync(world));
    }

    [Fact]
    public async Task A_contact_that_cannot_be_read_is_said_to_be_so_and_a_correction_takes_its_place()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        Entitlement person = await IssuedAsync(world, SendingWorld.Phone(1));
        TableEntity broken = new(Shards.PartitionKey(person.Campaign, person.Id.ShardOf(SendingWorld.Campaign.Shards)), EntitlementRow.KeyOf(person.Id)) { [nameof(EntitlementRow.Contact)] = "no cipher" };
        await world.Get<TableServiceClient>().GetTableClient(EntitlementStore.TableName).UpdateEntityAsync(broken, ETag.All);

        JsonElement page = await world.Http.GetFromJsonAsync<JsonElement>($"campaigns/kumamoto/people/{person.Id}");
        await world.ResendAsync("key-1", Corrected(person, phone: "090-8765-4310"));

        Assert.Equal(["contact"], page.GetProperty("unreadable").EnumerateArray().Select(field => field.GetString()));
        Assert.Equal(["+819010000110", "+819087654310"], await AddressesAsync(world));
        Assert.Equal(HttpStatusCode.Gone, await world.StatusOfLinkAsync(person));
    }

    [Fact]
    public async Task A_wrong_number_is_taken_off_file_without_another_being_given()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        Entitlement person = await IssuedAsync(world, SendingWorld.Phone(1) with { Email = "person@example.jp" });

        await world.ResendAsync("key-1", Corrected(person, phoneIsWrong: true));
        await world.RunAsync(SendingWorld.Plan("reminder-1", Reminder));

        Assert.Equal(["+819010000110", "person@example.jp", "person@example.jp"], await AddressesAsync(world));
        Assert.Equal((ContactKinds.Email, 2), ((await world.ReadAsync(person))!.Contacts, (await world.ReadAsync(person))!.LinkVersion));
    }

    [Fact]
    public async Task Whose_only_number_is_taken_off_file_stands_on_the_list_and_the_answer_says_that_nothing_is_sent()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        Entitlement person = await IssuedAsync(world, SendingWorld.Phone(1));

        ResendView resend = await world.ResendAsync("key-1", Corrected(person, phoneIsWrong: true));
        await world.RunAsync(SendingWorld.Plan("reminder-1", Reminder));

        Assert.Equal((ResendVerdict.NoAddress, true, 0), (resend.Named![0].Verdict, resend.Named[0].Corrected, resend.Outlook.People));
        Assert.Single(await world.MessagesAsync());
        Assert.Equal((person.Id, ContactKinds.None), (Assert.Single(await world.UnreachedAsync()).Entitlement, (await world.ReadAsync(person))!.Contacts));
        Assert.Equal(HttpStatusCode.Gone, await world.StatusOfLinkAsync(person));
    }

    [Fact]
    public async Task Where_the_corrected_number_takes_nothing_either_the_other_way_on_file_is_tried_once()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        Entitlement person = await IssuedAsync(world, SendingWorld.Phone(1, ending: "01") with { Email = "person@example.jp" });
        await world.ResendAsync("key-1", Corrected(person, phone: "090-8765-4301"));
        await world.PassAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(person.Id, Assert.Single(await world.UnreachedAsync()).Entitlement);

        await world.RunAsync(SendingWorld.Plan("fallback-0411", new NoticeOrder(NoticeKind.Fallback, 1, null)));
        await world.RunAsync(SendingWorld.Plan("fallback-0412", new NoticeOrder(NoticeKind.Fallback, 1, null)));

        Assert.Equal(["+819010000101", "+819087654301", "person@example.jp"], await AddressesAsync(world));
        Assert.Empty(await world.UnreachedAsync());
    }

    [Fact]
    public async Task A_failure_that_is_reported_of_the_old_number_later_brings_no_fallback_to_the_corrected_one()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        Entitlement person = await IssuedAsync(world, SendingWorld.Phone(1, ending: "01") with { Email = "person@example.jp" });
        await world.ResendAsync("key-1", Corrected(person, phone: "090-8765-4310"));

        await world.RunAsync(SendingWorld.Plan("fallback-0411", new NoticeOrder(NoticeKind.Fallback, 1, null)));

        Assert.Equal(["+819010000101", "+819087654310"], await AddressesAsync(world));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_correction_to_a_number_that_is_not_written_to_is_refused_and_the_old_link_lives(bool enteredElsewhere)
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        Entitlement person = await IssuedAsync(world, SendingWorld.Phone(1));
        using SuppressionList elsewhere = new(world.Get<TableServiceClient>(), world.Get<KeyedHash>(), world.Clock);
        await world.Get<SuppressionList>().ContainsAsync("+819087654310", CancellationToken.None);
        await (enteredElsewhere ? elsewhere : world.Get<SuppressionList>()).AddAsync("+819087654310", "asked", "Sato", CancellationToken.None);

        using HttpResponseMessage answer = await world.PostResendAsync("key-1", Corrected(person, phone: "090-8765-4310"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("people[0]: the number or address is on the list of those that are not written to", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal((1, HttpStatusCode.OK), ((await world.ReadAsync(person))!.LinkVersion, await world.StatusOfLinkAsync(person)));
    }

    [Fact]
    public async Task A_number_that_is_a_strangers_is_taken_off_though_nothing_can_be_sent_to_the_address_that_is_left()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        Entitlement person = await IssuedAsync(world, SendingWorld.Phone(1) with { Email = "person@example.jp" });
        await world.Get<SuppressionList>().AddAsync("person@example.jp", "asked", "Sato", CancellationToken.None);

        ResendView resend = await world.ResendAsync("key-1", Corrected(person, phoneIsWrong: true));
        await world.RunAsync(SendingWorld.Plan("reminder-1", Reminder));

        Assert.Equal((ResendVerdict.Suppressed, true, 0), (resend.Named![0].Verdict, resend.Named[0].Corrected, resend.Outlook.People));
        Assert.Single(await world.MessagesAsync());
        Assert.Equal((person.Id, ContactKinds.Email), (Assert.Single(await world.UnreachedAsync()).Entitlement, (await world.ReadAsync(person))!.Contacts));
        Assert.Equal(HttpStatusCode.Gone, await world.StatusOfLinkAsync(person));
    }

    [Fact]
    public async Task On_the_last_evening_too_a_strangers_link_dies_once_the_number_is_known_to_be_his()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        Entitlement person = await IssuedAsync(world, SendingWorld.Phone(1) with { Email = "person@example.jp" });
        await world.PassAsync(SendingWorld.Campaign.ReceiptEndsAt.AddHours(-3) - SendingWorld.Start - TimeSpan.FromMinutes(5));

        using HttpResponseMessage asked = await world.PostResendAsync("key-1", Corrected(person, phone: "090-8765-4310"));
        HttpStatusCode meanwhile = await world.StatusOfLinkAsync(person);
        using HttpResponseMessage told = await world.PostResendAsync("key-2", Corrected(person, phoneIsWrong: true));

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.OK), (asked.StatusCode, meanwhile));
        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Gone), (told.StatusCode, await world.StatusOfLinkAsync(person)));
        Assert.Equal((ContactKinds.Email, 2), ((await world.ReadAsync(person))!.Contacts, (await world.ReadAsync(person))!.LinkVersion));
    }

    [Fact]
    public async Task A_correction_passes_the_cap_and_a_resend_without_one_says_that_it_does_nothing()
    {
        await using SendingWorld world = await SendingWorld.StartAsync(storage: null, "--CallCentre:ResendsPerPerson=1");
        Entitlement person = await IssuedAsync(world, SendingWorld.Phone(1));
        await world.ResendAsync("key-1", ResendOrders.Named(person));

        ResendView capped = await world.ResendAsync("key-2", ResendOrders.Named(person));
        ResendView corrected = await world.ResendAsync("key-3", Corrected(person, phone: "090-8765-4310"));

        Assert.Equal((ResendVerdict.Capped, ResendVerdict.Send), (capped.Named![0].Verdict, corrected.Named![0].Verdict));
        Assert.Equal(["+819010000110", "+819010000110", "+819087654310"], await AddressesAsync(world));
    }

    private static async Task<Entitlement> IssuedAsync(SendingWorld world, Contact contact)
    {
        Entitlement person = (await world.OweAsync(1, _ => contact))[0];
        await world.SealAsync();
        await world.RunAsync(SendingWorld.Plan());
        await world.PassAsync(TimeSpan.FromMinutes(5));
        return person;
    }

    private static object Corrected(Entitlement person, string? phone = null, string? email = null, bool phoneIsWrong = false) =>
        new { people = new[] { new { entitlement = $"{person.Id}", phone, email, phoneIsWrong } }, reason = "wrong", by = "Sato" };

    private static async Task<IEnumerable<string>> AddressesAsync(SendingWorld world) => (await world.MessagesAsync()).Select(message => message.To);
}
