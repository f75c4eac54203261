using System.Net;
using System.Net.Http.Json;
using Compensation.CallCentre;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Entitlements;
using Compensation.Notices;

namespace Compensation.Tests.Sending;

/// <summary>Who gets a resend, and what the answer says of those who get none.</summary>
public class ResendAudienceTests
{
    [Fact]
    public async Task A_filter_leaves_alone_whom_a_message_is_on_its_way_to_and_who_was_never_written_to()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        await world.OweAsync(5, index => SendingWorld.Phone(index, ending: "01"));
        await world.SealAsync();
        await world.RunAsync(SendingWorld.Plan());
        await world.OweAsync(2, index => SendingWorld.Phone(100 + index));

        ResendView atOnce = await world.ResendAsync("key-1", ResendOrders.ByFilter());
        int before = (await world.MessagesAsync()).Count;
        await world.PassAsync(TimeSpan.FromMinutes(10));
        ResendView later = await world.ResendAsync("key-2", ResendOrders.ByFilter());

        Assert.Equal((0, 5, 2), (atOnce.Outlook.People, atOnce.Outlook.LeftOut[ResendVerdict.AwaitsReport], atOnce.Outlook.LeftOut[ResendVerdict.NotWrittenTo]));
        Assert.Equal((5, 5, 10), (before, later.Outlook.People, (await world.MessagesAsync()).Count));
    }

    [Fact]
    public async Task What_stays_unreported_for_the_stated_time_counts_as_not_delivered_and_nobody_gets_two_resends_within_the_spacing()
    {
        await using SendingWorld world = await SendingWorld.StartAsync(storage: null, "--CallCentre:UnreportedAfter=02:00:00", "--CallCentre:MinimumSpacing=04:00:00");
        await world.OweAsync(3, index => SendingWorld.Phone(index, ending: "03"));
        await world.SealAsync();
        world.Emulator.Webhook = null;
        await world.RunAsync(SendingWorld.Plan());

        await world.PassAsync(TimeSpan.FromMinutes(110));
        ResendOutlook young = await PlannedAsync(world);
        await world.PassAsync(TimeSpan.FromMinutes(20));
        ResendOutlook due = (await world.ResendAsync("key-1", ResendOrders.ByFilter())).Outlook;
        DateTimeOffset sent = (await world.NoticesAsync()).Where(notice => notice.Id.Kind == NoticeKind.Resend).Max(notice => notice.SettledAt!.Value);
        await world.PassAsync(sent.AddMinutes(239) - world.Clock.GetUtcNow());
        ResendOutlook spaced = await PlannedAsync(world);
        await world.PassAsync(TimeSpan.FromMinutes(2));
        ResendOutlook again = await PlannedAsync(world);

        Assert.Equal([0, 3, 0, 3], new[] { young, due, spaced, again }.Select(outlook => outlook.People));
        Assert.Equal((3, 3), (young.LeftOut[ResendVerdict.AwaitsReport], spaced.LeftOut[ResendVerdict.Spaced]));
    }

    [Fact]
    public async Task Before_the_printed_period_a_named_person_is_corrected_and_waits_for_the_wave()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        Entitlement person = (await world.OweAsync(1, index => SendingWorld.Phone(index)))[0];
        person = await world.ChangeAsync(person, before => before with { Route = EntitlementRoute.Application });
        await world.SealAsync();

        ResendView resend = await world.ResendAsync("key-1", new { people = new[] { new { entitlement = $"{person.Id}", phone = "090-8765-4310" } }, reason = "typo", by = "Sato" });
        ResendView filter = await world.ResendAsync("key-2", ResendOrders.ByFilter());
        Assert.Empty(await world.MessagesAsync());
        await world.RunAsync(SendingWorld.Plan("issue-application", new NoticeOrder(NoticeKind.Issue, 1, EntitlementRoute.Application)));

        Assert.Equal((ResendVerdict.WaitsForWave, true), (resend.Named![0].Verdict, resend.Named[0].Corrected));
        Assert.Equal(1, filter.Outlook.LeftOut[ResendVerdict.WaitsForWave]);
        Assert.Equal("+819087654310", Assert.Single(await world.MessagesAsync()).To);
    }

    [Fact]
    public async Task While_the_wave_goes_on_who_has_had_nothing_waits_for_it_but_whom_it_has_passed_does_not()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        IReadOnlyList<Entitlement> people = await world.OweAsync(2, index => index == 0 ? SendingWorld.Phone(0) : new Contact(null, null));
        await world.SealAsync();
        await world.Get<Unreached>().ListAsync(SendingWorld.Campaign.Id, [people[1].Id], CancellationToken.None);

        ResendView waits = await world.ResendAsync("key-1", ResendOrders.Named(people[0]));
        ResendView passed = await world.ResendAsync("key-2", new { people = new[] { new { entitlement = $"{people[1].Id}", phone = "090-8765-4310" } }, reason = "found", by = "Sato" });

        Assert.Equal((ResendVerdict.WaitsForWave, ResendVerdict.Send), (waits.Named![0].Verdict, passed.Named![0].Verdict));
        Assert.Equal("+819087654310", Assert.Single(await world.MessagesAsync()).To);
    }

    [Fact]
    public async Task A_dry_run_says_how_many_for_how_much_and_the_order_names_it()
    {
        await using SendingWorld world = await SendingWorld.StartAsync(storage: null, "--CallCentre:PeopleWithoutPlan=2", "--Prices:YenPerSmsSegment=12");
        await world.OweAsync(4, index => SendingWorld.Phone(index, ending: index == 3 ? "10" : "01"));
        await world.SealAsync();
        await world.RunAsync(SendingWorld.Plan());
        await world.PassAsync(TimeSpan.FromMinutes(10));

        using HttpResponseMessage asked = await world.PostResendAsync("unused", ResendOrders.ByFilter(), "?dryRun=true");
        ResendPlanView plan = (await asked.Content.ReadFromJsonAsync<ResendPlanView>(JsonBody.Format))!;
        using HttpResponseMessage without = await world.PostResendAsync("key-1", ResendOrders.ByFilter());
        using HttpResponseMessage another = await world.PostResendAsync("key-1", new { filter = "notClaimedAndNotDelivered", plan = plan.Plan, reason = "second try", by = "Sato" });
        int sentBefore = (await world.MessagesAsync()).Count;
        ResendView started = await world.ResendAsync("key-1", new { filter = "notDelivered", plan = plan.Plan, reason = "second try", by = "Sato" });

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Conflict, HttpStatusCode.Conflict, 4), (asked.StatusCode, without.StatusCode, another.StatusCode, sentBefore));
        Assert.Equal((3, 3, plan.Outlook.SmsSegments * 12), (plan.Outlook.People, plan.Outlook.Sms, plan.Outlook.CostYen));
        Assert.Equal((3, 1, 7), (started.Outlook.People, started.Outlook.LeftOut[ResendVerdict.Delivered], (await world.MessagesAsync()).Count));
    }

    [Fact]
    public async Task A_late_bounce_puts_a_delivered_person_on_the_list_and_a_filter_reaches_him()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        Entitlement person = (await world.OweAsync(1, index => SendingWorld.Email(index)))[0];
        await world.SealAsync();
        await world.RunAsync(SendingWorld.Plan());
        await world.PassAsync(TimeSpan.FromMinutes(10));
        Assert.Equal(NoticeOutcome.Delivered, Assert.Single(await world.NoticesAsync()).Outcome);

        await world.ReportAsync([new
        {
            specversion = "1.0", id = "e1", source = "/subscriptions/s", type = "Microsoft.Communication.EmailDeliveryReportReceived", datacontenttype = "application/json", time = world.Clock.GetUtcNow(),
            data = new { messageId = $"{world.Get<RequestIds>().For(new NoticeId(person.Campaign, person.Id, NoticeKind.Issue, 1))}", status = "Bounced", deliveryAttemptTimestamp = world.Clock.GetUtcNow() },
        }]);

        Assert.Equal(person.Id, Assert.Single(await world.UnreachedAsync()).Entitlement);
        Assert.Equal(1, (await world.ResendAsync("key-1", ResendOrders.ByFilter())).Outlook.People);
        Assert.Equal(2, (await world.MessagesAsync()).Count);
    }

    [Fact]
    public async Task After_the_deadline_who_claimed_in_time_is_sent_the_link_and_nobody_else()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        IReadOnlyList<Entitlement> people = await world.OweAsync(2, index => SendingWorld.Phone(index));
        await world.SealAsync();
        await world.RunAsync(SendingWorld.Plan());
        await world.ChangeAsync(people[0], before => before with { State = EntitlementState.Claimed, Product = "amazon" });
        await world.PassAsync(SendingWorld.Campaign.ReceiptEndsAt.AddHours(33) - world.Clock.GetUtcNow());

        using HttpResponseMessage open = await world.PostResendAsync("key-1", ResendOrders.Named(people[1]));
        using HttpResponseMessage filter = await world.PostResendAsync("key-2", ResendOrders.ByFilter());
        ResendView claimed = await world.ResendAsync("key-3", ResendOrders.Named(people[0]));

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Conflict), (open.StatusCode, filter.StatusCode));
        Assert.Equal(ResendVerdict.Send, claimed.Named![0].Verdict);
        Assert.Equal(["+819010000010"], (await world.MessagesAsync()).Skip(2).Select(message => message.To));
    }

    [Theory]
    [InlineData("2023-06-30", false)]
    [InlineData("2024-06-30", true)]
    public async Task After_the_deadline_a_code_that_has_lapsed_is_not_worth_a_link(string expiresOn, bool isSent)
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        Entitlement person = (await world.OweAsync(1, index => SendingWorld.Phone(index)))[0];
        await world.SealAsync();
        await world.RunAsync(SendingWorld.Plan());
        using StringContent codes = new($"product,value,code,expires_on,lot\namazon,{person.Amount.Amount},AAAA-BBBBBB-CCCC,{expiresOn},L-1\n");
        using HttpResponseMessage imported = await world.Http.PostAsync("campaigns/kumamoto/codes", codes);
        Assert.True(imported.IsSuccessStatusCode, await imported.Content.ReadAsStringAsync());
        using FormUrlEncodedContent choice = new([new("product", "amazon")]);
        using HttpResponseMessage claimed = await world.Http.PostAsync(new Uri(world.Get<ReceiptLinks>().LinkFor(person)).AbsolutePath, choice);
        Assert.Equal(EntitlementState.Paid, (await world.ReadAsync(person))!.State);
        await world.PassAsync(SendingWorld.Campaign.ReceiptEndsAt.AddDays(31).AddHours(10) - world.Clock.GetUtcNow());

        using HttpResponseMessage answer = await world.PostResendAsync("key-1", ResendOrders.Named(person));
        await world.PassAsync(TimeSpan.FromHours(1));

        Assert.Equal(isSent ? HttpStatusCode.Accepted : HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal(isSent ? 2 : 1, (await world.MessagesAsync()).Count);
    }

    [Fact]
    public async Task Who_is_suppressed_and_named_is_told_so()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        Entitlement person = (await world.OweAsync(1, index => SendingWorld.Phone(index)))[0];
        await world.SealAsync();
        await world.RunAsync(SendingWorld.Plan());
        await world.Get<SuppressionList>().AddAsync("+819010000010", "asked", "Sato", CancellationToken.None);

        ResendView resend = await world.ResendAsync("key-1", ResendOrders.Named(person));

        Assert.Equal((ResendVerdict.Suppressed, 0), (resend.Named![0].Verdict, resend.Outlook.People));
        Assert.Single(await world.MessagesAsync());
    }

    [Fact]
    public async Task On_the_last_evening_what_can_never_be_sent_is_refused_and_what_stays_open_goes_out_in_the_morning()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        IReadOnlyList<Entitlement> people = await world.OweAsync(2, index => SendingWorld.Phone(index));
        await world.SealAsync();
        await world.RunAsync(SendingWorld.Plan());
        await world.ChangeAsync(people[0], before => before with { State = EntitlementState.Claimed, Product = "amazon" });
        await world.PassAsync(SendingWorld.Campaign.ReceiptEndsAt.AddHours(-4) - world.Clock.GetUtcNow());

        using HttpResponseMessage open = await world.PostResendAsync("key-1", ResendOrders.Named(people[1]));
        ResendView claimed = await world.ResendAsync("key-2", ResendOrders.Named(people[0]));

        Assert.Equal(HttpStatusCode.Conflict, open.StatusCode);
        Assert.Equal(JapanTime.At(SendingWorld.Campaign.ReceiptEndsAt.DateInJapan(), SendingWorld.Campaign.Sending.DayStart), claimed.Outlook.BeginsAt);
        Assert.Equal(3, (await world.MessagesAsync()).Count);
    }

    [Fact]
    public async Task Fifty_at_once_with_one_key_make_one_order_and_other_bodies_are_refused()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        Entitlement person = (await world.OweAsync(1, index => SendingWorld.Phone(index)))[0];
        await world.SealAsync();
        await world.RunAsync(SendingWorld.Plan());
        object Body(int index) => new { people = new[] { new { entitlement = $"{person.Id}", phone = $"090-8765-43{index + 10}" } }, reason = "wrong", by = "Sato" };

        HttpResponseMessage[] same = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => world.PostResendAsync("one-body", Body(0))));
        HttpResponseMessage[] other = await Task.WhenAll(Enumerable.Range(0, 50).Select(index => world.PostResendAsync("fifty-bodies", Body(index))));
        string[] orders = await Task.WhenAll(same.Select(async answer => (await answer.Content.ReadFromJsonAsync<ResendView>(JsonBody.Format))!.Order));
        await world.PassAsync(TimeSpan.FromMinutes(5));

        Assert.All(same, answer => Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode));
        Assert.Single(orders.Distinct());
        Assert.Equal((1, 49), (other.Count(answer => answer.StatusCode == HttpStatusCode.Accepted), other.Count(answer => answer.StatusCode == HttpStatusCode.UnprocessableEntity)));
        Assert.Equal((3, 3), ((await world.MessagesAsync()).Count, (await world.ReadAsync(person))!.LinkVersion));
    }

    private static async Task<ResendOutlook> PlannedAsync(SendingWorld world)
    {
        using HttpResponseMessage answer = await world.PostResendAsync("unused", ResendOrders.ByFilter(), "?dryRun=true");
        return (await answer.Content.ReadFromJsonAsync<ResendPlanView>(JsonBody.Format))!.Outlook;
    }
}
