using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AngleSharp.Dom;
using Azure.Data.Tables;
using Compensation.CallCentre;
using Compensation.CallCentre.Bulk;
using Compensation.CallCentre.Cases;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Access;
using Compensation.Common.Http;
using Compensation.Emulators.Communication;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Operations.Acts;
using Compensation.Operations.Acts.Chain;
using Compensation.Tests.Applications;
using Compensation.Tests.Applications.IntoAccounts;
using Compensation.Tests.ConsolePages;
using Compensation.Tests.Sending;
using Compensation.Transfers;
using Compensation.Transfers.BankAnswers;
using Compensation.Waves;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Tests.CallCentre;

/// <summary>What is done to a whole list is said before, done once, row by row, can be stopped, and stands in the acts.</summary>
public sealed class BulkTests
{
    private const string Kumamoto = "/console/kumamoto/bulk";

    [Theory]
    [InlineData("send-elsewhere", 1)]
    [InlineData("take-off-contact", 2)]
    public async Task Those_who_bounced_at_one_contact_are_reached_at_the_other(string kind, int linkVersion)
    {
        await using SendingWorld world = await SendingWorld.StartAsync(storage: null, Desk.Settings);
        IReadOnlyList<Entitlement> people = await BouncedAsync(world);
        using Desk desk = await Desk.SitDownAsync(world.Services, world.Http.BaseAddress!, "sato", Roles.Supervisor);
        IDocument plan = await desk.LookAsync($"{Kumamoto}/{kind}/start");
        string words = Desk.TextOf(plan);
        Assert.Contains("SMS 0（0通分）、メール 5", words, StringComparison.Ordinal);
        Assert.Equal("2", plan.QuerySelectorAll("tbody tr").Single(row => row.TextContent.Contains("ほかの連絡先がない", StringComparison.Ordinal)).QuerySelector("td")!.TextContent);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await desk.SendAsync(plan, $"{Kumamoto}/{kind}/start")).Status);

        (HttpStatusCode started, string? page, _) = await desk.SendAsync(plan, $"{Kumamoto}/{kind}/start", ("reason", "不達の手当て"));
        Assert.Equal(HttpStatusCode.SeeOther, started);
        Assert.Equal(page, (await desk.SendAsync(plan, $"{Kumamoto}/{kind}/start", ("reason", "不達の手当て"))).Next);
        Assert.Null((await desk.SendAsync(plan, $"{Kumamoto}/{kind}/start", ("reason", "別のわけ"))).Next);
        string id = page!.Split('/')[^1];
        await world.UntilAsync($"kumamoto:bulk-{id}", run => run.IsCompleted);
        await world.PassAsync(TimeSpan.FromHours(1));

        Assert.Equal(people.Take(5).Select(person => person.Id.ToString()).Order(StringComparer.Ordinal), (await RowsAsync(world, id)).Select(row => row.Target.On).Order(StringComparer.Ordinal));
        Assert.All(await RowsAsync(world, id), row => Assert.Equal("sent", row.Outcome));
        Assert.Equal(Enumerable.Range(0, 5).Select(index => $"person{index}@example.jp"), (await world.MessagesAsync()).Where(message => message.Channel == MessageChannel.Email).Select(message => message.To).Order(StringComparer.Ordinal));
        Assert.Equal(linkVersion, (await world.ReadAsync(people[0]))!.LinkVersion);
        Assert.Equal(kind == "take-off-contact" ? ContactKinds.Email : ContactKinds.Sms | ContactKinds.Email, (await world.ReadAsync(people[0]))!.Contacts);
        Assert.Equal(5, (await desk.LookAsync(page)).QuerySelectorAll("tbody tr").Count(row => row.TextContent.Contains("送信に回した", StringComparison.Ordinal)));
        Assert.All(await MessagesNowAsync(), message => Assert.Equal("delivered", message.Value));
        Notice resent = Assert.Single(await world.NoticesAsync(), notice => notice.Id.Entitlement == people[1].Id && notice.Id.Kind == NoticeKind.Resend);
        await world.ReportAsync([new
        {
            specversion = "1.0", id = "e1", source = "/subscriptions/s", type = "Microsoft.Communication.EmailDeliveryReportReceived", datacontenttype = "application/json", time = world.Clock.GetUtcNow(),
            data = new { messageId = $"{world.Get<RequestIds>().For(resent.Id)}", status = "Bounced", deliveryAttemptTimestamp = world.Clock.GetUtcNow() },
        }]);
        Dictionary<string, string?> now = await MessagesNowAsync();
        Assert.Equal(("failed", "delivered"), (now[$"{people[1].Id}"], now[$"{people[0].Id}"]));
        IElement row1 = Assert.Single((await desk.LookAsync(page)).QuerySelectorAll("tbody tr"), row => row.TextContent.Contains($"{people[1].Id}", StringComparison.Ordinal));
        Assert.Equal("届きませんでした", row1.QuerySelector("td:last-child")!.TextContent);
        Assert.Equal(HttpStatusCode.NotFound, await desk.StatusOfAsync($"{page}?from=5"));

        async Task<Dictionary<string, string?>> MessagesNowAsync() => (await desk.ReadAsync($"/campaigns/kumamoto/bulk/{id}")).GetProperty("outcomes").EnumerateArray()
            .ToDictionary(one => one.GetProperty("on").GetString()!, one => one.GetProperty("message").GetString(), StringComparer.Ordinal);

        ActPage acts = (await world.Http.GetFromJsonAsync<ActPage>("campaigns/kumamoto/acts", JsonBody.Format))!;
        Act started1 = acts.Acts.Last(act => act is { Operation: "DoConsoleBulkTask", Status: 303 });
        Assert.Equal(("sato", "不達の手当て", 5), (started1.By, started1.Reason, started1.Rows));
        Assert.Equal(5, Assert.Single(acts.Acts, act => act.Operation == $"FinishBulk {kind}").Rows);
        Assert.True((await world.Http.GetFromJsonAsync<ChainCheck>("campaigns/kumamoto/acts/verify", JsonBody.Format))!.Holds);
    }

    [Fact]
    public async Task Of_whom_nobody_knows_whether_it_went_out_gets_it_once_more_and_nobody_else()
    {
        await using SendingWorld world = await SendingWorld.StartAsync(storage: null, Desk.Settings);
        IReadOnlyList<Entitlement> people = await BouncedAsync(world);
        Entitlement silent = Assert.Single(await world.OweAsync(1, _ => SendingWorld.Phone(40, "03")));
        await world.RunAsync(SendingWorld.Plan("issue-late"));
        await world.PassAsync(TimeSpan.FromHours(1));
        Notice lost = Assert.Single(await world.Get<NoticeStore>().ReadOfAsync(silent, CancellationToken.None));
        TableClient table = world.Get<TableServiceClient>().GetTableClient(EntitlementStore.TableName);
        await table.UpdateEntityAsync(new TableEntity(Shards.PartitionKey(silent.Campaign, silent.Id.ShardOf(SendingWorld.Campaign.Shards)), NoticeRow.KeyOf(NoticeKind.Issue, silent.Id, 1)) { [nameof(Notice.State)] = "Unknown" }, Azure.ETag.All);
        await world.Get<Unreached>().MarkAsync(silent.Campaign, [lost.Id], CancellationToken.None);
        using Desk desk = await Desk.SitDownAsync(world.Services, world.Http.BaseAddress!, "sato", Roles.Supervisor);

        BulkPlan? plan = await world.Get<BulkDesk>().PlanAsync(SendingWorld.Campaign, "send-again", CancellationToken.None);
        Assert.Equal(($"{silent.Id}", people.Count + 2), (Assert.Single(plan!.Targets).On, plan.LeftOut["notUnknown"]));
        (HttpStatusCode started, string? page, _) = await desk.DoAsync($"{Kumamoto}/send-again/start", ("reason", "不明の手当て"));
        Assert.Equal(HttpStatusCode.SeeOther, started);
        await world.UntilAsync($"kumamoto:bulk-{page!.Split('/')[^1]}", run => run.IsCompleted);
        await world.PassAsync(TimeSpan.FromHours(1));

        Assert.Equal(2, (await world.MessagesAsync()).Count(message => message.To == SendingWorld.Phone(40, "03").Phone));
        Assert.DoesNotContain(await world.MessagesAsync(), message => message.Channel == MessageChannel.Email);
        Assert.Equal("送信済み（到着は未確認）", Assert.Single((await desk.LookAsync(page)).QuerySelectorAll("tbody td:last-child")).TextContent);
    }

    [Theory]
    [InlineData("before its line")]
    [InlineData("in its line")]
    [InlineData("after its line")]
    public async Task An_end_that_a_kill_interrupts_is_on_record_once_when_it_is_repeated(string killed)
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        (BulkStore store, ActTrail trail) = (world.Get<BulkStore>(), world.Get<ActTrail>());
        CampaignId campaign = SendingWorld.Campaign.Id;
        BulkRecord act = new(campaign, "0123456789abcdef", "ask-shops", new Signature("local:x", "sato", world.Clock.GetUtcNow()), "期限前に", 2) { EndPlace = trail.PlaceOfOwn(world.Clock.GetUtcNow()) };
        await store.TryAddAsync(act, [new BulkTarget("1", ""), new BulkTarget("2", "")], CancellationToken.None);
        if (killed != "before its line")
        {
            await trail.BeginAsync(campaign.Value, new Act(act.EndPlace, "FinishBulk ask-shops", "", "", "app", "", "", world.Clock.GetUtcNow(), Status: null));
        }

        if (killed == "after its line")
        {
            await trail.RecordOwnOnceAsync(campaign.Value, act.EndPlace, "FinishBulk ask-shops", [new ActNoteRow("1", "stopped"), new ActNoteRow("2", "stopped")], world.Clock.GetUtcNow());
        }

        CloseBulk close = new(store, trail, world.Clock);
        await close.Run(new BulkRun(campaign, act.Id, From: 2), CancellationToken.None);
        await close.Run(new BulkRun(campaign, act.Id, From: 2), CancellationToken.None);

        Assert.NotNull((await store.FindAsync(campaign, act.Id, CancellationToken.None))!.EndedAt);
        ActPage acts = (await world.Http.GetFromJsonAsync<ActPage>("campaigns/kumamoto/acts", JsonBody.Format))!;
        Assert.Equal((200, 2), Assert.Single(acts.Acts, one => one.Operation == "FinishBulk ask-shops") is var end ? (end.Status, end.Rows) : default);
        Assert.True((await world.Http.GetFromJsonAsync<ChainCheck>("campaigns/kumamoto/acts/verify", JsonBody.Format))!.Holds);
    }

    [Fact]
    public async Task What_is_stopped_before_it_goes_out_reaches_nobody_and_what_has_changed_since_it_was_looked_at_is_not_begun()
    {
        await using SendingWorld world = await SendingWorld.StartAsync(storage: null, Desk.Settings);
        await BouncedAsync(world);
        using Desk desk = await Desk.SitDownAsync(world.Services, world.Http.BaseAddress!, "sato", Roles.Supervisor);
        IDocument before = await desk.LookAsync($"{Kumamoto}/send-elsewhere/start");
        await world.OweAsync(1, _ => SendingWorld.Phone(90, "01") with { Email = "late@example.jp" });
        await world.RunAsync(SendingWorld.Plan("issue-late"));
        await world.PassAsync(TimeSpan.FromHours(1));
        Assert.Equal(HttpStatusCode.Conflict, (await desk.SendAsync(before, $"{Kumamoto}/send-elsewhere/start", ("reason", "不達"))).Status);

        await world.PassAsync(SendingWorld.Start.AddHours(12) - world.Clock.GetUtcNow());
        (_, string? page, _) = await desk.DoAsync($"{Kumamoto}/send-elsewhere/start", ("reason", "不達"));
        string id = page!.Split('/')[^1];
        await world.UntilAsync($"kumamoto:bulk-{id}", run => run.IsCompleted);
        Assert.Equal(HttpStatusCode.SeeOther, (await desk.DoAsync($"{page}/stop", ("reason", "文面の誤り"))).Status);
        await world.PassAsync(TimeSpan.FromHours(24));

        Assert.DoesNotContain(await world.MessagesAsync(), message => message.Channel == MessageChannel.Email);
        Assert.Contains("satoが止めました", Desk.TextOf(await desk.LookAsync(page)), StringComparison.Ordinal);
        Assert.Equal(6, (await desk.LookAsync(page)).QuerySelectorAll("tbody td:last-child").Count(message => message.TextContent == "まだ送っていない"));
        Assert.Equal(HttpStatusCode.SeeOther, (await desk.DoAsync($"{page}/stop", ("reason", "もう一度"))).Status);
        (_, string? second, _) = await desk.DoAsync($"{Kumamoto}/send-elsewhere/start", ("reason", "直した文面で"));
        await world.UntilAsync($"kumamoto:bulk-{second!.Split('/')[^1]}", run => run.IsCompleted);
        await world.PassAsync(TimeSpan.FromHours(24));
        Assert.Equal(6, (await world.MessagesAsync()).Count(message => message.Channel == MessageChannel.Email));
        Assert.Equal(HttpStatusCode.NotFound, await desk.StatusOfAsync($"{Kumamoto}/ask-nobody/start"));
    }

    [Theory]
    [InlineData("send-elsewhere")]
    [InlineData("take-off-contact")]
    public async Task Whom_an_act_of_the_evening_writes_to_in_the_morning_no_second_one_writes_to(string second)
    {
        await using SendingWorld world = await SendingWorld.StartAsync(storage: null, Desk.Settings);
        await BouncedAsync(world);
        await world.PassAsync(SendingWorld.Start.AddHours(12) - world.Clock.GetUtcNow());
        IBulkAction[] actions = [.. world.Get<IEnumerable<IBulkAction>>()];
        BulkPlan seen = await actions.Single(one => one.Kind == second).PlanAsync(SendingWorld.Campaign, CancellationToken.None);
        using Desk desk = await Desk.SitDownAsync(world.Services, world.Http.BaseAddress!, "sato", Roles.Supervisor);
        (_, string? page, _) = await desk.DoAsync($"{Kumamoto}/send-elsewhere/start", ("reason", "不達"));
        await world.UntilAsync($"kumamoto:bulk-{page!.Split('/')[^1]}", run => run.IsCompleted);

        BulkPlan planned = await actions.Single(one => one.Kind == second).PlanAsync(SendingWorld.Campaign, CancellationToken.None);
        Assert.Equal((5, 0, 5), (seen.Targets.Count, planned.Targets.Count, planned.LeftOut["spaced"]));
        BulkRecord raced = new(SendingWorld.Campaign.Id, "0123456789abcdef", second, new Signature("local:x", "suzuki", world.Clock.GetUtcNow()), "不達", seen.Targets.Count);
        await world.Get<BulkStore>().TryAddAsync(raced, seen.Targets, CancellationToken.None);
        BulkWorked worked = await actions.Single(one => one.Kind == second).WorkAsync(new BulkPage(SendingWorld.Campaign, raced, seen.Targets), world.Orchestrations, CancellationToken.None);
        await world.PassAsync(TimeSpan.FromHours(14));

        Assert.Equal(Enumerable.Repeat("spaced", 5), worked.Outcomes);
        Assert.Null(worked.Wave);
        Assert.Equal(5, (await world.MessagesAsync()).Count(message => message.Channel == MessageChannel.Email));
    }

    [Theory]
    [InlineData("send-elsewhere")]
    [InlineData("take-off-contact")]
    public async Task Who_waits_for_a_resend_of_the_evening_is_left_out_of_a_bulk_act(string kind)
    {
        await using SendingWorld world = await SendingWorld.StartAsync(storage: null, Desk.Settings);
        IReadOnlyList<Entitlement> people = await BouncedAsync(world);
        await world.PassAsync(SendingWorld.Start.AddHours(12) - world.Clock.GetUtcNow());
        IBulkAction action = world.Get<IEnumerable<IBulkAction>>().Single(one => one.Kind == kind);
        BulkPlan seen = await action.PlanAsync(SendingWorld.Campaign, CancellationToken.None);
        Assert.Equal(ResendVerdict.Send, Assert.Single((await OrderAsync(world, "evening", people[0])).Named!).Verdict);

        BulkPlan planned = await action.PlanAsync(SendingWorld.Campaign, CancellationToken.None);
        BulkRecord raced = new(SendingWorld.Campaign.Id, "0123456789abcdef", kind, new Signature("local:x", "suzuki", world.Clock.GetUtcNow()), "不達", seen.Targets.Count);
        await world.Get<BulkStore>().TryAddAsync(raced, seen.Targets, CancellationToken.None);
        BulkPage page = new(SendingWorld.Campaign, raced, seen.Targets);
        BulkWorked worked = await action.WorkAsync(page, world.Orchestrations, CancellationToken.None);
        BulkWorked repeated = await action.WorkAsync(page, world.Orchestrations, CancellationToken.None);
        await world.PassAsync(TimeSpan.FromHours(14));

        Assert.Equal((4, 1), (planned.Targets.Count, planned.LeftOut["ordered"]));
        Assert.Equal("ordered", Assert.Single(seen.Targets.Zip(worked.Outcomes), row => row.Second != "sent").Second);
        Assert.Equal((4, worked.Wave), (repeated.Outcomes.Count(outcome => outcome == "sent"), repeated.Wave));
        Assert.Equal(Enumerable.Range(0, 5).Select(index => $"person{index}@example.jp"), await MailedAsync(world));
    }

    [Theory]
    [InlineData(null, 1, 0)]
    [InlineData("090-8765-4310", 0, 1)]
    public async Task Who_waits_for_a_bulk_act_of_the_evening_is_not_sent_a_second_link_and_with_a_corrected_number_only_that_one(string? corrected, int mails, int sms)
    {
        await using SendingWorld world = await SendingWorld.StartAsync(storage: null, Desk.Settings);
        IReadOnlyList<Entitlement> people = await BouncedAsync(world);
        await world.PassAsync(SendingWorld.Start.AddHours(12) - world.Clock.GetUtcNow());
        using Desk desk = await Desk.SitDownAsync(world.Services, world.Http.BaseAddress!, "sato", Roles.Supervisor);
        (_, string? page, _) = await desk.DoAsync($"{Kumamoto}/take-off-contact/start", ("reason", "不達"));
        await world.UntilAsync($"kumamoto:bulk-{page!.Split('/')[^1]}", run => run.IsCompleted);

        ResendView named = await OrderAsync(world, "evening", people[0], corrected);
        await world.PassAsync(TimeSpan.FromHours(14));

        Assert.Equal(corrected is null ? ResendVerdict.Ordered : ResendVerdict.Send, Assert.Single(named.Named!).Verdict);
        Assert.Equal((mails, sms), ((await MailedAsync(world)).Count(to => to == "person0@example.jp"), (await world.MessagesAsync()).Count(message => message.To == "+819087654310")));
        Assert.Equal(4 + mails, (await MailedAsync(world)).Count);
    }

    [Fact]
    public async Task Whom_a_filter_of_the_evening_writes_to_at_the_corrected_number_is_not_written_to_twice()
    {
        await using SendingWorld world = await SendingWorld.StartAsync(storage: null, Desk.Settings);
        IReadOnlyList<Entitlement> people = await BouncedAsync(world);
        await world.PassAsync(SendingWorld.Start.AddHours(12) - world.Clock.GetUtcNow());
        using HttpResponseMessage filter = await world.PostResendAsync("filter", ResendOrders.ByFilter());
        Assert.Equal(HttpStatusCode.Accepted, filter.StatusCode);
        await OrderAsync(world, "evening", people[0], "090-8765-4310");

        await world.PassAsync(TimeSpan.FromHours(14));

        Assert.Single(await world.MessagesAsync(), message => message.To is "+819087654310" or "person0@example.jp");
    }

    [Fact]
    public async Task As_many_are_planned_as_can_be_sent_to_however_many_before_them_cannot()
    {
        await using SendingWorld world = await SendingWorld.StartAsync(storage: null, [.. Desk.Settings, "--CallCentre:PeoplePerRequest=1"]);
        IReadOnlyList<Entitlement> people = [.. (await BouncedAsync(world)).OrderBy(person => person.Id)];
        foreach (Entitlement person in people.Take(3))
        {
            await world.Http.PostAsJsonAsync("suppressions", new { address = world.Get<EntitlementContacts>().ContactOf((await world.ReadAsync(person))!)!.Email, reason = "asked not to be written to", by = "Sato" });
        }

        BulkPlan plan = await world.Get<IEnumerable<IBulkAction>>().Single(one => one.Kind == "send-elsewhere").PlanAsync(SendingWorld.Campaign, CancellationToken.None);

        Assert.Equal($"{people[3].Id}", Assert.Single(plan.Targets).On);
        Assert.Equal((3, 1), (plan.LeftOut["suppressed"], plan.LeftOut["later"]));
        Assert.Null(plan.WhyNot);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whoever_stops_it_while_its_wave_is_being_started_stops_the_wave_too(bool before)
    {
        const string id = "0123456789abcdef";
        await using SendingWorld world = await SendingWorld.StartAsync(storage: null, Desk.Settings);
        await BouncedAsync(world);
        await world.PassAsync(SendingWorld.Start.AddHours(12) - world.Clock.GetUtcNow());
        (BulkStore store, BulkDesk desk, CampaignId campaign) = (world.Get<BulkStore>(), world.Get<BulkDesk>(), SendingWorld.Campaign.Id);
        StoppedMeanwhile action = new(world.Get<IEnumerable<IBulkAction>>().Single(one => one.Kind == "send-elsewhere"), before, StopAsync);
        BulkPlan plan = await action.PlanAsync(SendingWorld.Campaign, CancellationToken.None);
        BulkRecord act = new(campaign, id, action.Kind, new Signature("local:x", "sato", world.Clock.GetUtcNow()), "不達", plan.Targets.Count);
        Assert.True(await store.TryAddAsync(act, plan.Targets, CancellationToken.None));

        await new WorkBulkPage(world.Get<CampaignCatalog>(), store, [action], world.Get<WaveControl>()).Run(new BulkRun(campaign, act.Id, From: 0), world.Orchestrations, CancellationToken.None);
        await world.PassAsync(TimeSpan.FromHours(24));

        BulkRecord stopped = (await desk.FindAsync(campaign, act.Id, CancellationToken.None))!;
        Assert.Equal((action.WaveOf(act), "sato"), (stopped.Wave, stopped.StoppedBy));
        Assert.DoesNotContain(await world.MessagesAsync(), message => message.Channel == MessageChannel.Email);

        Task StopAsync() => desk.StopAsync(campaign, id, "文面の誤り", "sato", world.Orchestrations, CancellationToken.None);
    }

    [Fact]
    public async Task What_is_stopped_in_the_middle_keeps_what_is_done_leaves_the_rest_untouched_and_a_new_act_does_it()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        (BulkStore store, CampaignId campaign, List<string> done) = (world.Get<BulkStore>(), SendingWorld.Campaign.Id, []);
        TwoAtATime action = new(["1", "2", "3", "4", "5"], done);
        BulkDesk desk = new(store, [action], world.Get<WaveControl>(), world.Get<KeyedHash>(), world.Clock);
        WorkBulkPage work = new(world.Get<CampaignCatalog>(), store, [action], world.Get<WaveControl>());
        CloseBulk close = new(store, world.Get<ActTrail>(), world.Clock);
        BulkRecord first = await BeginAsync("0123456789abcdef");
        Assert.Equal(2, await work.Run(new BulkRun(campaign, first.Id, From: 0), world.Orchestrations, CancellationToken.None));

        await StopAsync("sato");
        Assert.Null(await work.Run(new BulkRun(campaign, first.Id, From: 2), world.Orchestrations, CancellationToken.None));
        await close.Run(new BulkRun(campaign, first.Id, From: 2), CancellationToken.None);
        BulkRecord stopped = (await store.FindAsync(campaign, first.Id, CancellationToken.None))!;
        await StopAsync("suzuki");

        Assert.Equal(stopped, await store.FindAsync(campaign, first.Id, CancellationToken.None));
        Assert.Equal(("sato", true), (stopped.StoppedBy, stopped.EndedAt is not null));
        Assert.Equal(["done", "done", "stopped", "stopped", "stopped"], (await RowsAsync(world, first.Id)).Select(row => row.Outcome));
        Assert.Equal(["1", "2"], done);

        BulkRecord second = await BeginAsync("fedcba9876543210");
        for (int? from = 0; from is { } next; from = await work.Run(new BulkRun(campaign, second.Id, next), world.Orchestrations, CancellationToken.None))
        {
            // Page by page.
        }

        await close.Run(new BulkRun(campaign, second.Id, From: 0), CancellationToken.None);
        Assert.Equal(["1", "2", "3", "4", "5"], done);
        Assert.Equal([("3", "done"), ("4", "done"), ("5", "done")], (await RowsAsync(world, second.Id)).Select(row => (row.Target.On, row.Outcome)));

        Task StopAsync(string by) => desk.StopAsync(campaign, first.Id, "文面の誤り", by, world.Orchestrations, CancellationToken.None);

        async Task<BulkRecord> BeginAsync(string id)
        {
            BulkPlan plan = await action.PlanAsync(SendingWorld.Campaign, CancellationToken.None);
            BulkRecord act = new(campaign, id, action.Kind, new Signature("local:x", "sato", world.Clock.GetUtcNow()), "期限前に", plan.Targets.Count);
            Assert.True(await store.TryAddAsync(act, plan.Targets, CancellationToken.None));
            return act;
        }
    }

    [Fact]
    public async Task The_list_of_acts_goes_on_from_page_to_page_the_newest_first()
    {
        await using SendingWorld world = await SendingWorld.StartAsync(storage: null, Desk.Settings);
        string[] ids = [.. Enumerable.Range(0, BulkDesk.PageSize + 3).Select(number => $"{number * 7919 % 1000:x16}")];
        foreach ((int number, string id) in ids.Index())
        {
            BulkRecord act = new(SendingWorld.Campaign.Id, id, "ask-shops", new Signature("local:x", "sato", world.Clock.GetUtcNow().AddMinutes(number)), "期限前に", 1);
            Assert.True(await world.Get<BulkStore>().TryAddAsync(act, [new BulkTarget("1", string.Empty)], CancellationToken.None));
        }

        using Desk desk = await Desk.SitDownAsync(world.Services, world.Http.BaseAddress!, "sato", Roles.Supervisor);
        BulkActsPage newest = await ReadAsync("/campaigns/kumamoto/bulk");
        BulkActsPage rest = await ReadAsync($"/campaigns/kumamoto/bulk?from={newest.Next}");
        Assert.Equal(ids.Reverse(), newest.Acts.Concat(rest.Acts).Select(act => act.Act));
        Assert.Equal((BulkDesk.PageSize, null), (newest.Acts.Count, rest.Next));
        Assert.Equal(HttpStatusCode.BadRequest, await desk.StatusOfAsync("/campaigns/kumamoto/bulk?from=ffffffffffffffff"));

        IDocument first = await desk.LookAsync(Kumamoto);
        Assert.Equal(BulkDesk.PageSize, first.QuerySelectorAll("tbody tr").Length);
        Assert.Equal(3, (await desk.LookAsync(first.QuerySelectorAll("a").Single(link => link.TextContent == "つづき").GetAttribute("href")!)).QuerySelectorAll("tbody tr").Length);
        Assert.Equal(HttpStatusCode.NotFound, await desk.StatusOfAsync($"{Kumamoto}?from=ffffffffffffffff"));

        async Task<BulkActsPage> ReadAsync(string address) => JsonSerializer.Deserialize<BulkActsPage>((await desk.LookAsync(address)).Body!.TextContent, JsonBody.Format)!;
    }

    [Fact]
    public async Task After_a_death_between_a_waves_start_and_its_being_noted_the_act_stops_it_all_the_same()
    {
        await using SendingWorld world = await SendingWorld.StartAsync(storage: null, Desk.Settings);
        await BouncedAsync(world);
        await world.PassAsync(SendingWorld.Start.AddHours(12) - world.Clock.GetUtcNow());
        IBulkAction action = world.Get<IEnumerable<IBulkAction>>().Single(one => one.Kind == "send-elsewhere");
        BulkPlan plan = await action.PlanAsync(SendingWorld.Campaign, CancellationToken.None);
        BulkRecord act = new(SendingWorld.Campaign.Id, "0123456789abcdef", action.Kind, new Signature("local:x", "sato", world.Clock.GetUtcNow()), "不達", plan.Targets.Count);
        Assert.True(await world.Get<BulkStore>().TryAddAsync(act, plan.Targets, CancellationToken.None));
        await action.WorkAsync(new BulkPage(SendingWorld.Campaign, act, plan.Targets), world.Orchestrations, CancellationToken.None);

        using Desk desk = await Desk.SitDownAsync(world.Services, world.Http.BaseAddress!, "sato", Roles.Supervisor);
        Assert.Equal(HttpStatusCode.SeeOther, (await desk.DoAsync($"{Kumamoto}/{act.Id}/stop", ("reason", "文面の誤り"))).Status);
        await world.PassAsync(TimeSpan.FromHours(24));

        Assert.DoesNotContain(await world.MessagesAsync(), message => message.Channel == MessageChannel.Email);
    }

    [Fact]
    public async Task Shops_that_were_silent_are_asked_again_and_others_are_left_in_peace()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: ["YM-000001,2023-02-24,1000,true,false,,,090-1234-5678,", "YM-000002,2023-02-24,1000,true,false,,,090-1234-5679,"], settings: Desk.Settings);
        DoubleChargeCase silent = await CaseJourneyTests.OpenAsync(world, "call-1", "YM-000001");
        await world.UntilAsync(ApplicationsWorld.Japan("2023-03-29T12:00:00"));
        await CaseJourneyTests.OpenAsync(world, "call-2", "YM-000002", "other-shop@example.jp");
        await world.UntilAsync(ApplicationsWorld.Japan("2023-03-29T13:00:00"));
        int before = world.MessagesTo(CaseJourneyTests.Shop).Count();
        using Desk desk = await Desk.SitDownAsync(world.App.Services, world.Http.BaseAddress!, "sato", Roles.Supervisor);
        Assert.Equal(silent.Number.Value, Assert.Single((await desk.LookAsync("/console/yamaguchi/cases?only=stuck")).QuerySelectorAll("tbody th a")).TextContent);

        IDocument plan = await desk.LookAsync("/console/yamaguchi/bulk/ask-shops/start");
        Assert.Contains("メール 1", Desk.TextOf(plan), StringComparison.Ordinal);
        (HttpStatusCode started, string? page, _) = await desk.SendAsync(plan, "/console/yamaguchi/bulk/ask-shops/start", ("reason", "期限前に"));
        Assert.Equal(HttpStatusCode.SeeOther, started);
        await world.UntilAsync(ApplicationsWorld.Japan("2023-03-29T14:00:00"));

        DoubleChargeCase asked = (await world.App.Services.GetRequiredService<CaseStore>().FindAsync(world.Campaign.Id, silent.Number, CancellationToken.None))!;
        Assert.Equal((CaseState.AskingShop, before + 1), (asked.State, world.MessagesTo(CaseJourneyTests.Shop).Count()));
        Assert.Contains("もう一度たずねた", Desk.TextOf(await desk.LookAsync(page!)), StringComparison.Ordinal);
        Assert.Equal("送信済み（到着は未確認）", Assert.Single((await desk.LookAsync(page!)).QuerySelectorAll("tbody tr")).QuerySelector("td:last-child")!.TextContent);
        Assert.Equal(HttpStatusCode.SeeOther, (await desk.DoAsync($"{page}/stop", ("reason", "おそい"))).Status);
        Assert.DoesNotContain("止めました", Desk.TextOf(await desk.LookAsync(page!)), StringComparison.Ordinal);
        Assert.Single(world.MessagesTo("other-shop@example.jp"));
    }

    [Fact]
    public async Task Who_was_told_of_a_returned_transfer_is_told_once_more()
    {
        const string phone = "+819012345610";
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: ["YM-000001,2023-02-24,1000,true,false,,,090-9999-9910,"], settings: [.. TransferSite.Settings, .. Desk.Settings]);
        await world.UntilAsync(world.Campaign.BankTransfer!.StartsAt.AddDays(2).AddHours(3));
        EntitlementId id = EntitlementId.FromValue(7UL << 12);
        Entitlement failed = new() { Campaign = world.Campaign.Id, Id = id, Route = Compensation.Campaigns.EntitlementRoute.App, Amount = new Yen(700), State = EntitlementState.TransferFailed, Contacts = ContactKinds.Sms, ProtectedContact = world.App.Services.GetRequiredService<ProtectedFields>().ProtectJson(new Contact(phone, null)), TransferReturnedAt = world.Clock.GetUtcNow() };
        await world.App.Services.GetRequiredService<EntitlementStore>().CreateAsync([failed], CancellationToken.None);
        Transfer returned = new() { Campaign = world.Campaign.Id, Id = id, Amount = failed.Amount, State = TransferState.Returned, ReturnedBecause = ReturnReason.AccountClosed, ToldAttempt = 1, AskedAt = world.Clock.GetUtcNow(), ChangedAt = world.Clock.GetUtcNow() };
        await world.App.Services.GetRequiredService<TableServiceClient>().GetTableClient(EntitlementStore.TableName).AddEntityAsync(TransferRow.Write(returned, world.Campaign));
        using Desk desk = await Desk.SitDownAsync(world.App.Services, world.Http.BaseAddress!, "sato", Roles.Supervisor);

        (HttpStatusCode started, _, _) = await desk.DoAsync("/console/yamaguchi/bulk/write-again/start", ("reason", "期限前に"));
        Assert.Equal(HttpStatusCode.SeeOther, started);
        await world.UntilAsync(world.Clock.GetUtcNow().AddHours(1));
        BulkPlan anHourLater = await PlanAsync(world, "write-again");
        await world.UntilAsync(world.Clock.GetUtcNow().AddDays(1));

        Assert.Empty(anHourLater.Targets);
        Assert.Equal(1, anHourLater.LeftOut["spaced"]);
        Assert.Single(world.MessagesTo(phone));
        Assert.Contains(world.Campaign.ApplicationSite!.Name, world.MessagesTo(phone).Single().Text, StringComparison.Ordinal);
        await world.UntilAsync(world.Clock.GetUtcNow().AddDays(1));
        Assert.Single((await PlanAsync(world, "write-again")).Targets);
    }

    [Fact]
    public async Task Who_was_just_told_of_a_returned_transfer_on_the_other_channel_is_left_out()
    {
        Contact contact = new("+819012345601", "taro@example.jp");
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: ["YM-000001,2023-02-24,1000,true,false,,,090-9999-9910,"], settings: [.. TransferSite.Settings, .. Desk.Settings]);
        await world.UntilAsync(world.Campaign.BankTransfer!.StartsAt.AddDays(2).AddHours(3));
        (IServiceProvider services, DateTimeOffset now) = (world.App.Services, world.Clock.GetUtcNow());
        EntitlementId id = EntitlementId.FromValue(7UL << 12);
        Entitlement failed = new() { Campaign = world.Campaign.Id, Id = id, Route = Compensation.Campaigns.EntitlementRoute.App, Amount = new Yen(700), State = EntitlementState.TransferFailed, Contacts = contact.Kinds, ProtectedContact = services.GetRequiredService<ProtectedFields>().ProtectJson(contact), TransferReturnedAt = now };
        await services.GetRequiredService<EntitlementStore>().CreateAsync([failed], CancellationToken.None);
        Transfer returned = new() { Campaign = world.Campaign.Id, Id = id, Amount = failed.Amount, State = TransferState.Returned, ReturnedBecause = ReturnReason.AccountClosed, ToldAttempt = 1, AskedAt = now, ChangedAt = now };
        TableClient table = services.GetRequiredService<TableServiceClient>().GetTableClient(EntitlementStore.TableName);
        await table.AddEntityAsync(TransferRow.Write(returned, world.Campaign));
        Notice bounced = new() { Id = new NoticeId(world.Campaign.Id, id, NoticeKind.TransferResult, 1), State = NoticeState.Failed, Channel = NoticeChannel.Sms, ClaimedAt = now.AddDays(-1) };
        await table.AddEntityAsync(NoticeRow.From(bounced, world.Campaign.Shards));

        BulkPlan before = await PlanAsync(world, "write-again");
        await table.AddEntityAsync(NoticeRow.From(bounced with { Id = bounced.Id with { Kind = NoticeKind.TransferResultAgain }, State = NoticeState.Accepted, Channel = NoticeChannel.Email, ClaimedAt = now }, world.Campaign.Shards));
        BulkPlan after = await PlanAsync(world, "write-again");

        Assert.Single(before.Targets);
        Assert.Empty(after.Targets);
        Assert.Equal(1, after.LeftOut["spaced"]);
    }

    /// <summary>What is known of an address is known of it in every message: who was reached by e-mail, because the number takes nothing, is told there too.</summary>
    [Fact]
    public async Task Who_is_told_of_a_transfer_is_told_where_something_has_reached_him()
    {
        Contact contact = new("+819012345611", "taro@example.jp");
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: ["YM-000001,2023-02-24,1000,true,false,,,090-9999-9910,"], settings: [.. TransferSite.Settings, .. Desk.Settings]);
        await world.UntilAsync(world.Campaign.BankTransfer!.StartsAt.AddDays(2).AddHours(3));
        (IServiceProvider services, DateTimeOffset now) = (world.App.Services, world.Clock.GetUtcNow());
        EntitlementId id = EntitlementId.FromValue(7UL << 12);
        Entitlement failed = new() { Campaign = world.Campaign.Id, Id = id, Route = Compensation.Campaigns.EntitlementRoute.App, Amount = new Yen(700), State = EntitlementState.TransferFailed, Contacts = contact.Kinds, ProtectedContact = services.GetRequiredService<ProtectedFields>().ProtectJson(contact), TransferReturnedAt = now };
        await services.GetRequiredService<EntitlementStore>().CreateAsync([failed], CancellationToken.None);
        Transfer returned = new() { Campaign = world.Campaign.Id, Id = id, Amount = failed.Amount, State = TransferState.Returned, ReturnedBecause = ReturnReason.AccountClosed, ToldAttempt = 1, AskedAt = now, ChangedAt = now };
        TableClient table = services.GetRequiredService<TableServiceClient>().GetTableClient(EntitlementStore.TableName);
        await table.AddEntityAsync(TransferRow.Write(returned, world.Campaign));
        AddressBook book = services.GetRequiredService<AddressBook>();
        Notice bounced = new() { Id = new NoticeId(world.Campaign.Id, id, NoticeKind.Issue, 1), State = NoticeState.Failed, Channel = NoticeChannel.Sms, Address = book.KeyOf(contact.Phone!), ClaimedAt = now.AddDays(-20) };
        Notice arrived = bounced with { Id = new NoticeId(world.Campaign.Id, id, NoticeKind.Fallback, 1), State = NoticeState.Accepted, Channel = NoticeChannel.Email, Address = book.KeyOf(contact.Email!) };
        await table.AddEntityAsync(NoticeRow.From(bounced, world.Campaign.Shards));
        await table.AddEntityAsync(NoticeRow.From(arrived, world.Campaign.Shards));
        using Desk desk = await Desk.SitDownAsync(services, world.Http.BaseAddress!, "sato", Roles.Supervisor);

        await desk.DoAsync("/console/yamaguchi/bulk/write-again/start", ("reason", "期限前に"));
        await world.UntilAsync(now.AddDays(1));

        Assert.Empty(world.MessagesTo(contact.Phone!));
        Assert.Single(world.MessagesTo(contact.Email!));
    }

    /// <summary>Somebody stops the act right before its wave is started, or right after.</summary>
    private sealed class StoppedMeanwhile(IBulkAction action, bool before, Func<Task> stop) : IBulkAction
    {
        public string Kind => action.Kind;

        public int PageSize => action.PageSize;

        public bool IsOffered(Campaign campaign) => action.IsOffered(campaign);

        public Task<BulkPlan> PlanAsync(Campaign campaign, CancellationToken cancellationToken) => action.PlanAsync(campaign, cancellationToken);

        public string? WaveOf(BulkRecord act) => action.WaveOf(act);

        public Task<IReadOnlyDictionary<string, NoticeOutcome>> MessagesAsync(BulkPage page, CancellationToken cancellationToken) => action.MessagesAsync(page, cancellationToken);

        public async Task<BulkWorked> WorkAsync(BulkPage page, DurableTaskClient orchestrations, CancellationToken cancellationToken)
        {
            await (before ? stop() : Task.CompletedTask);
            BulkWorked worked = await action.WorkAsync(page, orchestrations, cancellationToken);
            await (before ? Task.CompletedTask : stop());
            return worked;
        }
    }

    /// <summary>Does what nobody has done yet, two rows at a time, without a wave.</summary>
    private sealed class TwoAtATime(IReadOnlyList<string> all, List<string> done) : IBulkAction
    {
        public string Kind => "ask-shops";

        public int PageSize => 2;

        public bool IsOffered(Campaign campaign) => true;

        public Task<BulkPlan> PlanAsync(Campaign campaign, CancellationToken cancellationToken) =>
            Task.FromResult(new BulkPlan([.. all.Except(done).Select(one => new BulkTarget(one, string.Empty))], new Dictionary<string, int>()));

        public string? WaveOf(BulkRecord act) => null;

        public Task<IReadOnlyDictionary<string, NoticeOutcome>> MessagesAsync(BulkPage page, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyDictionary<string, NoticeOutcome>>(new Dictionary<string, NoticeOutcome>(StringComparer.Ordinal));

        public Task<BulkWorked> WorkAsync(BulkPage page, DurableTaskClient orchestrations, CancellationToken cancellationToken)
        {
            done.AddRange(page.Targets.Select(target => target.On));
            return Task.FromResult(new BulkWorked([.. page.Targets.Select(_ => "done")]));
        }
    }

    private static Task<BulkPlan> PlanAsync(ApplicationsWorld world, string kind) =>
        world.App.Services.GetRequiredService<IEnumerable<IBulkAction>>().Single(action => action.Kind == kind).PlanAsync(world.Campaign, CancellationToken.None);

    /// <summary>Five who have bounced and have another address, two who have none, and one who was reached.</summary>
    private static async Task<IReadOnlyList<Entitlement>> BouncedAsync(SendingWorld world)
    {
        IReadOnlyList<Entitlement> two = await world.OweAsync(5, index => SendingWorld.Phone(index, "01") with { Email = $"person{index}@example.jp" });
        await world.OweAsync(2, index => SendingWorld.Phone(20 + index, "01"));
        await world.OweAsync(1, _ => SendingWorld.Phone(30));
        await world.SealAsync();
        await world.RunAsync(SendingWorld.Plan());
        await world.PassAsync(TimeSpan.FromHours(1));
        return two;
    }

    private static async Task<ResendView> OrderAsync(SendingWorld world, string key, Entitlement person, string? phone = null)
    {
        using HttpResponseMessage answer = await world.PostResendAsync(key, new { people = new[] { new { entitlement = $"{person.Id}", phone } }, reason = "asked", by = "Sato" });
        return (await answer.Content.ReadFromJsonAsync<ResendView>(JsonBody.Format))!;
    }

    private static async Task<IReadOnlyList<string>> MailedAsync(SendingWorld world) =>
        [.. (await world.MessagesAsync()).Where(message => message.Channel == MessageChannel.Email).Select(message => message.To).Order(StringComparer.Ordinal)];

    private static Task<IReadOnlyList<BulkRow>> RowsAsync(SendingWorld world, string id) =>
        world.Get<BulkStore>().ReadRowsAsync(new BulkRecord(SendingWorld.Campaign.Id, id, string.Empty, new Signature(string.Empty, string.Empty, default), string.Empty, 0), 0, 100, CancellationToken.None);
}
