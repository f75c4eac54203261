using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using Azure;
using Azure.Data.Tables;
using Compensation.Access;
using Compensation.CallCentre;
using Compensation.CallCentre.Notes;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Access;
using Compensation.Common.Http;
using Compensation.Emulators.Communication;
using Compensation.Entitlements;
using Compensation.Operations.Acts;
using Compensation.Operations.Alarms;
using Compensation.Tests.Sending;
using Compensation.Waves;

namespace Compensation.Tests.ConsolePages;

/// <summary>Operators serve a person on pages: they see what a task does before it is done, and a page that is sent twice does it once.</summary>
public sealed class PersonPageTests
{
    private const string Home = "/console/kumamoto";

    [Fact]
    public async Task A_link_is_sent_again_once_however_often_the_page_is_sent_and_to_the_corrected_number_after_its_plan()
    {
        await using SendingWorld world = await SendingWorld.StartAsync(storage: null, [.. Desk.Settings, "--CallCentre:ResendsPerPerson=1"]);
        Entitlement person = (await world.OweAsync(1, index => SendingWorld.Phone(index)))[0];
        await world.SealAsync();
        await world.RunAsync(SendingWorld.Plan());
        await world.PassAsync(TimeSpan.FromHours(1));
        using Desk desk = await SitDownAsync(world, Roles.Operator);
        string page = $"{Home}/people/{person.Id}";
        IDocument shown = await desk.LookAsync(page);
        Assert.Contains("届きました", Desk.TextOf(shown), StringComparison.Ordinal);
        Assert.DoesNotContain("9010000010", shown.DocumentElement.OuterHtml, StringComparison.Ordinal);

        IDocument stale = await desk.LookAsync($"{page}/resend");
        IDocument plan = await desk.LookAsync($"{page}/resend");
        Assert.Contains("SMSで、すぐに送ります", Desk.TextOf(plan), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await desk.SendAsync(plan, $"{page}/resend")).Status);
        for (int times = 0; times < 2; times++)
        {
            Assert.Equal((HttpStatusCode.SeeOther, page), (await desk.SendAsync(plan, $"{page}/resend", ("reason", "紛失"))) is var sent ? (sent.Status, sent.Next!) : default);
        }

        await world.PassAsync(TimeSpan.FromHours(2));
        int orders = await OrdersAsync();
        (HttpStatusCode refused, string? next, IDocument nothing) = await desk.SendAsync(stale, $"{page}/resend", ("reason", "紛失"));
        Assert.Equal((HttpStatusCode.Conflict, null, orders), (refused, next, await OrdersAsync()));
        Assert.Equal((HttpStatusCode.SeeOther, page), (await desk.SendAsync(plan, $"{page}/resend", ("reason", "紛失"))) is var repeated ? (repeated.Status, repeated.Next!) : default);
        foreach (IDocument told in new[] { nothing, await desk.LookAsync($"{page}/resend") })
        {
            Assert.Contains("再送の上限に達しています", Desk.TextOf(told), StringComparison.Ordinal);
            Assert.Empty(told.QuerySelectorAll("main form"));
        }

        Assert.Equal(2, (await world.MessagesAsync()).Count);

        (HttpStatusCode status, _, IDocument planned) = await desk.DoAsync($"{page}/correct", ("phone", "090-8765-4321"), ("reason", "番号の訂正"));
        Assert.True(status == HttpStatusCode.OK, Desk.TextOf(planned));
        EmulatedMessage code = (await world.MessagesAsync())[^1];
        Assert.Equal((3, "+819087654321"), ((await world.MessagesAsync()).Count, code.To));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await desk.SendAsync(planned, $"{page}/correct", ("reason", "番号の訂正"), ("code", "000000"))).Status);
        string digits = Regex.Match(code.Text, "[0-9]{6}", RegexOptions.None, TimeSpan.FromSeconds(1)).Value;
        Assert.Equal(HttpStatusCode.SeeOther, (await desk.SendAsync(planned, $"{page}/correct", ("reason", "番号の訂正"), ("code", digits))).Status);
        await world.PassAsync(TimeSpan.FromHours(1));
        EmulatedMessage link = (await world.MessagesAsync())[^1];
        Assert.Equal("+819087654321", link.To);
        Assert.Contains("/r/", link.Text, StringComparison.Ordinal);
        Assert.Contains("このリンクはもう開けません", Desk.TextOf(await desk.LookAsync(page)), StringComparison.Ordinal);
        Assert.DoesNotContain(await world.Connect().GetTableClient(ResendStore.TableName).QueryAsync<TableEntity>().ToListAsync(), order => order.GetString(nameof(ResendRecord.Reason)) is "紛失" or "番号の訂正");

        async Task<int> OrdersAsync() => await world.Get<ResendStore>().ListAsync(SendingWorld.Campaign.Id, CancellationToken.None).CountAsync(order => order.Reason == "紛失");
    }

    [Fact]
    public async Task One_field_is_shown_for_a_reason_and_a_note_stands_on_the_page_and_on_the_list()
    {
        await using SendingWorld world = await SendingWorld.StartAsync(storage: null, Desk.Settings);
        Entitlement person = (await world.OweAsync(1, index => SendingWorld.Phone(index)))[0];
        using Desk desk = await SitDownAsync(world, Roles.Operator);
        string page = $"{Home}/people/{person.Id}";
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await desk.DoAsync($"{page}/unmask-phone")).Status);
        (_, _, IDocument clear) = await desk.DoAsync($"{page}/unmask-phone", ("reason", "番号の確認"));
        Assert.Contains("+819010000010", Desk.TextOf(clear), StringComparison.Ordinal);
        Assert.DoesNotContain("9010000010", clear.Title, StringComparison.Ordinal);

        IDocument note = await desk.LookAsync($"{page}/note");
        (string, string)[] said = [("outcome", "FollowUp"), ("text", "明日かけなおす"), ("follow-up", "2023年4月11日")];
        Assert.Equal(HttpStatusCode.SeeOther, (await desk.SendAsync(note, $"{page}/note", said)).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await desk.SendAsync(note, $"{page}/note", said)).Status);
        IElement done = Assert.Single((await desk.LookAsync(page)).QuerySelectorAll("main a"), link => link.TextContent == "対応済みにする");
        Assert.Single((await desk.LookAsync($"{Home}/follow-ups")).QuerySelectorAll("tbody tr"));
        Assert.Equal(HttpStatusCode.SeeOther, (await desk.DoAsync(done.GetAttribute("href")!)).Status);
        Assert.Empty((await desk.LookAsync($"{Home}/follow-ups")).QuerySelectorAll("tbody tr"));
    }

    [Fact]
    public async Task A_code_proves_one_new_contact_and_a_second_is_not_taken_beside_it()
    {
        await using SendingWorld world = await SendingWorld.StartAsync(storage: null, Desk.Settings);
        Entitlement person = (await world.OweAsync(1, index => SendingWorld.Phone(index)))[0];
        await world.SealAsync();
        await world.RunAsync(SendingWorld.Plan());
        await world.PassAsync(TimeSpan.FromHours(1));
        int before = (await world.MessagesAsync()).Count;
        using Desk desk = await SitDownAsync(world, Roles.Operator);
        (HttpStatusCode status, _, IDocument page) = await desk.DoAsync($"{Home}/people/{person.Id}/correct", ("phone", "090-8765-4321"), ("email", "stranger@example.jp"), ("reason", "番号の訂正"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("一つずつ", Desk.TextOf(page), StringComparison.Ordinal);
        Assert.Equal((before, ContactKinds.Sms), ((await world.MessagesAsync()).Count, (await world.ReadAsync(person))!.Contacts));

        // Beside the number on file an address may be added: the code goes to what is new.
        Assert.Equal(HttpStatusCode.OK, (await desk.DoAsync($"{Home}/people/{person.Id}/correct", ("phone", "090-1000-0010"), ("email", "taro@example.jp"), ("reason", "メールの追加"))).Status);
        Assert.Equal("taro@example.jp", (await world.MessagesAsync())[^1].To);
    }

    [Fact]
    public async Task What_has_to_be_looked_after_goes_on_from_page_to_page_over_http_too_and_home_counts_what_is_due()
    {
        await using SendingWorld world = await SendingWorld.StartAsync(storage: null, Desk.Settings);
        EntitlementId person = (await world.OweAsync(1, index => SendingWorld.Phone(index)))[0].Id;
        DateOnly today = world.Clock.GetUtcNow().DateInJapan();
        foreach (int index in Enumerable.Range(0, 502))
        {
            Note note = new(person, $"{index:x16}", world.Clock.GetUtcNow(), "佐藤", CallOutcome.FollowUp, $"その{index}") { FollowUpOn = today.AddDays(index < 101 ? 0 : 1) };
            Assert.True(await world.Get<NoteStore>().AddAsync(SendingWorld.Campaign.Id, note, CancellationToken.None));
        }

        using Desk desk = await SitDownAsync(world, Roles.Operator);
        Assert.Equal("101件", Assert.Single((await desk.LookAsync(Home)).QuerySelectorAll("main dl.facts a"), link => link.GetAttribute("href")!.Contains("follow-ups", StringComparison.Ordinal)).TextContent);
        List<int> pages = [];
        for (string? next = $"{Home}/follow-ups"; next is not null;)
        {
            IDocument shown = await desk.LookAsync(next);
            pages.Add(shown.QuerySelectorAll("tbody tr").Length);
            next = shown.QuerySelectorAll("main a").SingleOrDefault(link => link.TextContent == "つづき")?.GetAttribute("href");
        }

        FollowUpPage first = (await world.Http.GetFromJsonAsync<FollowUpPage>("campaigns/kumamoto/follow-ups", JsonBody.Format))!;
        FollowUpPage second = (await world.Http.GetFromJsonAsync<FollowUpPage>($"campaigns/kumamoto/follow-ups?from={first.Next}", JsonBody.Format))!;
        using HttpResponseMessage nowhere = await world.Http.GetAsync(new Uri("campaigns/kumamoto/follow-ups?from=2023-02-30:x", UriKind.Relative));

        Assert.Equal([100, 100, 100, 100, 100, 2], pages);
        Assert.Equal(Enumerable.Range(0, 502).Select(index => $"その{index}"), first.FollowUps.Concat(second.FollowUps).Select(note => note.Text));
        Assert.Equal((null, HttpStatusCode.BadRequest, HttpStatusCode.NotFound), (second.Next, nowhere.StatusCode, await desk.StatusOfAsync($"{Home}/follow-ups?from=x")));
    }

    [Fact]
    public async Task However_many_alarms_others_have_home_and_list_show_a_campaigns_own()
    {
        await using SendingWorld world = await SendingWorld.StartAsync(storage: null, Desk.Settings);
        IAlarms alarms = world.Get<IAlarms>();
        await alarms.RaiseAsync(AlarmKind.CodeStockLow, SendingWorld.Campaign.Id, "amazon", "Codes are missing.", CancellationToken.None);
        await world.PassAsync(TimeSpan.FromMinutes(1));
        foreach (int index in Enumerable.Range(0, 120))
        {
            await alarms.RaiseAsync(AlarmKind.WaveStopped, CampaignId.Parse("tochigi"), $"{index}", "It has stopped.", CancellationToken.None);
        }

        using Desk desk = await SitDownAsync(world, Roles.Supervisor);
        IHtmlCollection<IElement> lines = (await desk.LookAsync(Home)).QuerySelectorAll("main dl.facts a");
        Assert.Equal(("足りません（2023年4月10日(月)9時00分現在）", "1件"), (LineOf("stock"), LineOf("alarms")));
        Assert.Contains("Codes are missing.", Assert.Single((await desk.LookAsync($"{Home}/alarms")).QuerySelectorAll("tbody tr")).TextContent, StringComparison.Ordinal);
        await world.PassAsync(TimeSpan.FromDays(1));
        lines = (await desk.LookAsync(Home)).QuerySelectorAll("main dl.facts a");
        Assert.Equal("警報はありません", LineOf("stock"));

        string LineOf(string list) => Assert.Single(lines, link => link.GetAttribute("href")!.Split('/')[^1].Split('?')[0] == list).TextContent;
    }

    [Fact]
    public async Task A_day_of_acts_stays_that_day_from_page_to_page()
    {
        await using SendingWorld world = await SendingWorld.StartAsync(storage: null, Desk.Settings);
        DateTimeOffset day = JapanTime.At(new DateOnly(2023, 3, 1), new TimeOnly(10, 0));
        foreach (DateTimeOffset at in Enumerable.Range(0, 102).Select(index => day.AddMinutes(index)).Prepend(day.AddDays(-1)))
        {
            await world.Get<ActTrail>().RecordOwnAsync("kumamoto", "Test", [], at);
        }

        using Desk desk = await SitDownAsync(world, Roles.Supervisor);
        IDocument first = await desk.LookAsync($"{Home}/acts?day=2023-03-01");
        IDocument second = await desk.LookAsync(Assert.Single(first.QuerySelectorAll("main a"), link => link.TextContent == "つづき").GetAttribute("href")!);
        Assert.Equal((100, 2), (first.QuerySelectorAll("tbody tr").Length, second.QuerySelectorAll("tbody tr").Length));
        Assert.Equal(HttpStatusCode.NotFound, await desk.StatusOfAsync($"{Home}/acts?day=2023-02-30"));
    }

    [Fact]
    public async Task A_correction_over_the_api_takes_the_code_that_the_caller_reads_back_as_its_page_does()
    {
        await using SendingWorld world = await SendingWorld.StartAsync(storage: null, Desk.Settings);
        Entitlement person = (await world.OweAsync(1, index => SendingWorld.Phone(index)))[0];
        await world.SealAsync();
        await world.RunAsync(SendingWorld.Plan());
        await world.PassAsync(TimeSpan.FromHours(1));
        using Desk desk = await SitDownAsync(world, Roles.Operator);
        string at = $"campaigns/kumamoto/people/{person.Id}/contact-code";
        (HttpStatusCode status, string said) = await ResendAsync(code: null);
        Assert.True(status == HttpStatusCode.BadRequest && said.Contains("people[0].code", StringComparison.Ordinal), said);
        Assert.Equal(HttpStatusCode.BadRequest, (await desk.CallAsync(at, new { phone = "090-8765-4321", email = "taro@example.jp" })).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await desk.CallAsync("campaigns/kumamoto/people/x/contact-code", new { phone = "090-8765-4321" })).Status);

        // What the provider does not take was not sent, in the next moment neither.
        Assert.Equal(HttpStatusCode.Conflict, (await desk.CallAsync(at, new { phone = "090-8765-4300" })).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await desk.CallAsync(at, new { phone = "090-8765-4300" })).Status);
        await world.PassAsync(TimeSpan.FromMinutes(1));

        (status, said) = await desk.CallAsync(at, new { phone = "090-8765-4321" });
        Assert.True(status == HttpStatusCode.OK && said.Contains("+8190…21", StringComparison.Ordinal), said);
        EmulatedMessage code = (await world.MessagesAsync())[^1];
        Assert.Equal("+819087654321", code.To);
        Assert.Equal(HttpStatusCode.BadRequest, (await ResendAsync("000000")).Status);

        // What cannot be read any more is over: another code goes out.
        TableClient notes = world.Get<TableServiceClient>().GetTableClient(NoteStore.TableName);
        await notes.UpdateEntityAsync(new TableEntity("kumamoto", $"{NoteStore.CodesPrefix}{person.Id}") { ["Proof"] = "no cipher" }, ETag.All);
        Assert.Equal(HttpStatusCode.BadRequest, (await ResendAsync(code.Text)).Status);
        Assert.Equal(HttpStatusCode.OK, (await desk.CallAsync(at, new { phone = "090-8765-4321" })).Status);
        code = (await world.MessagesAsync())[^1];
        Assert.Equal((1, ContactKinds.Sms), ((await world.ReadAsync(person))!.LinkVersion, (await world.ReadAsync(person))!.Contacts));
        string digits = Regex.Match(code.Text, "[0-9]{6}", RegexOptions.None, TimeSpan.FromSeconds(1)).Value;
        Assert.Equal(HttpStatusCode.Accepted, (await ResendAsync(digits)).Status);

        // Again after the code's time it is the same order; and a resend to what is on file needs none.
        await world.PassAsync(TimeSpan.FromHours(2));
        Assert.Equal(HttpStatusCode.Accepted, (await ResendAsync(digits)).Status);
        Assert.Single(await world.MessagesAsync(), message => message.To == code.To && message.Text.Contains("/r/", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Accepted, (await desk.CallAsync("campaigns/kumamoto/resends", new { people = new[] { new { entitlement = $"{person.Id}" } }, reason = "紛失" }, "k-2")).Status);

        Task<(HttpStatusCode Status, string Said)> ResendAsync(string? code) =>
            desk.CallAsync("campaigns/kumamoto/resends", new { people = new[] { new { entitlement = $"{person.Id}", phone = "090-8765-4321", code } }, reason = "番号の訂正" }, "k-1");
    }

    [Fact]
    public async Task Whom_a_list_does_not_open_to_reads_nothing_of_its_length_at_home()
    {
        await using SendingWorld world = await SendingWorld.StartAsync(storage: null, Desk.Settings);
        (Roles Roles, string[] Lists)[] seen =
        [
            (Roles.Viewer, ["waves", "stock", "alarms"]), (Roles.Finance, ["waves", "stock", "alarms"]), (Roles.Operator, ["waves", "unreached", "stock", "cases", "follow-ups", "alarms"]),
        ];
        foreach ((Roles roles, string[] lists) in seen)
        {
            using Desk desk = await SitDownAsync(world, roles, $"{roles}".ToLowerInvariant());
            IDocument home = await desk.LookAsync(Home);
            Assert.Equal(lists, home.QuerySelectorAll("main dl.facts a").Select(link => link.GetAttribute("href")!.Split('/')[^1].Split('?')[0]).Where(list => list != "applications"));
        }
    }

    [Fact]
    public async Task Whether_the_acts_are_what_was_written_stands_on_a_page()
    {
        await using SendingWorld world = await SendingWorld.StartAsync(storage: null, Desk.Settings);
        Entitlement person = (await world.OweAsync(1, index => SendingWorld.Phone(index)))[0];
        using Desk desk = await SitDownAsync(world, Roles.Supervisor);
        Assert.Equal(HttpStatusCode.OK, (await desk.DoAsync($"{Home}/people/{person.Id}/unmask-phone", ("reason", "番号の確認"))).Status);
        IElement way = Assert.Single((await desk.LookAsync($"{Home}/acts")).QuerySelectorAll("main a"), link => link.GetAttribute("href")!.EndsWith("/verify", StringComparison.Ordinal));
        Assert.DoesNotContain("ままではありません", Desk.TextOf(await desk.LookAsync(way.GetAttribute("href")!)), StringComparison.Ordinal);

        TableClient acts = world.Connect().GetTableClient(ActTrail.TableName);
        TableEntity row = await acts.QueryAsync<TableEntity>("PartitionKey eq 'kumamoto' and Operation eq 'DoConsolePersonTask'").FirstAsync();
        await acts.UpdateEntityAsync(new TableEntity(row.PartitionKey, row.RowKey) { ["Subject"] = "local:another" }, ETag.All);
        Assert.Contains("書き換えられた行があります", Desk.TextOf(await desk.LookAsync($"{Home}/acts/verify")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_caller_reads_out_is_judged_by_the_link_and_never_by_a_sender_alone()
    {
        await using SendingWorld world = await SendingWorld.StartAsync(storage: null, Desk.Settings);
        Entitlement person = (await world.OweAsync(1, index => SendingWorld.Phone(index)))[0];
        string ours = world.Get<ReceiptLinks>().LinkFor(person);
        using Desk desk = await SitDownAsync(world, Roles.Operator);
        (string Field, string Read, string Answer)[] cases =
        [
            ("link", ours, "はい"), ("text", $"こちら→{ours} をご覧ください", "はい"), ("number", SendingWorld.Campaign.Senders.SmsDisplay, "わかりません"), ("sender", SendingWorld.Campaign.Senders.Email, "わかりません"),
            ("link", ours.Replace("example.jp", "example.jp.evil.test", StringComparison.Ordinal), "いいえ"), ("link", ours.Replace("https://", "https://r.example.jp@evil.test/", StringComparison.Ordinal), "いいえ"),
            ("link", ours[..^4] + "AAAA", "わかりません"), ("number", "090-0000-0000", "いいえ"), ("text", "暗証番号を入力してください", "いいえ"),
        ];
        foreach ((string field, string read, string answer) in cases)
        {
            (_, _, IDocument page) = await desk.DoAsync($"{Home}/genuine", (field, read));
            Assert.Contains(answer, page.QuerySelector("[role=status] strong")!.TextContent, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_supervisor_sees_whether_the_campaign_is_well_and_pauses_and_resumes_a_wave()
    {
        await using SendingWorld world = await SendingWorld.StartAsync(storage: null, Desk.Settings);
        await world.OweAsync(40, index => SendingWorld.Phone(index));
        await world.SealAsync();
        WavePlan plan = SendingWorld.Plan() with { Canary = new Canary(5, TimeSpan.FromHours(1)) };
        await world.BeginAsync(plan);
        await world.UntilAsync(plan, WaveStanding.Running);
        using Desk desk = await SitDownAsync(world, Roles.Supervisor);
        IDocument home = await desk.LookAsync(Home);
        Assert.All(new[] { "帳簿", "送信", "いまここ", "届いていない方" }, words => Assert.Contains(words, Desk.TextOf(home), StringComparison.Ordinal));
        string page = $"{Home}/waves/{plan.WaveId}";
        IDocument pause = await desk.LookAsync($"{page}/pause");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await desk.SendAsync(pause, $"{page}/pause")).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await desk.SendAsync(pause, $"{page}/pause", ("reason", "文面の確認"))).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await desk.SendAsync(pause, $"{page}/pause", ("reason", "文面の確認"))).Status);
        Assert.Contains("一時停止：文面の確認", Desk.TextOf(await desk.LookAsync(page)), StringComparison.Ordinal);
        Assert.Contains("要対応", Desk.TextOf(await desk.LookAsync(Home)), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await desk.DoAsync($"{page}/resume", ("reason", "よし"))).Status);
        await world.EndOfAsync(plan);
        Assert.NotNull((await desk.LookAsync($"{page}?count=yes")).QuerySelector("svg.chart rect"));
        Assert.Equal(HttpStatusCode.Conflict, (await desk.SendAsync(pause, $"{page}/pause", ("reason", "おそい"))).Status);
    }

    [Fact]
    public async Task A_wave_is_resumed_by_who_has_read_what_it_is_paused_for_and_not_by_a_page_of_an_earlier_pause()
    {
        await using SendingWorld world = await SendingWorld.StartAsync(storage: null, Desk.Settings);
        WavePlan plan = SendingWorld.Plan();
        await world.Get<WaveStore>().TryAddAsync(new Wave(plan, WaveStanding.Paused, "文面の確認", "佐藤", SendingWorld.Start, null, default), CancellationToken.None);
        using Desk desk = await SitDownAsync(world, Roles.Supervisor);
        string page = $"{Home}/waves/{plan.WaveId}/resume";
        IDocument stale = await desk.LookAsync(page);
        await world.Get<WaveControl>().MoveAsync(plan.Id, WaveStanding.Running, "よし", "佐藤", CancellationToken.None);
        await world.PassAsync(TimeSpan.FromMinutes(1));
        await world.Get<WaveControl>().MoveAsync(plan.Id, WaveStanding.Paused, "不達が多い", Wave.Itself, CancellationToken.None);

        Assert.Equal(HttpStatusCode.Conflict, (await desk.SendAsync(stale, page, ("reason", "よし"))).Status);
        IDocument now = await desk.LookAsync(page);
        for (int times = 0; times < 2; times++)
        {
            Assert.Equal(HttpStatusCode.SeeOther, (await desk.SendAsync(now, page, ("reason", "よし"))).Status);
        }

        await world.SealAsync();
        WavePlan extra = SendingWorld.Plan("extra");
        await world.Get<WaveStore>().TryAddAsync(new Wave(extra, WaveStanding.Planned, "追加", "佐藤", SendingWorld.Start, null, default), CancellationToken.None);
        IDocument start = await desk.LookAsync($"{Home}/waves/extra/start");
        Wave laid = (await world.Get<WaveStore>().FindAsync(extra.Id, CancellationToken.None))!;
        Assert.True(await world.Get<WaveStore>().TryReplaceAsync(laid with { ChangedBy = "鈴木", ChangedAt = laid.ChangedAt.AddMinutes(1) }, CancellationToken.None));
        Assert.Equal(HttpStatusCode.Conflict, (await desk.SendAsync(start, $"{Home}/waves/extra/start", ("reason", "よし"))).Status);
    }

    [Fact]
    public async Task Every_page_opens_in_both_languages_to_whom_the_table_names_with_nothing_personal_in_its_title()
    {
        await using SendingWorld world = await SendingWorld.StartAsync(storage: null, Desk.Settings);
        Entitlement person = (await world.OweAsync(1, index => SendingWorld.Phone(index)))[0];
        await world.SealAsync();
        using Desk desk = await SitDownAsync(world, Roles.Operator | Roles.Supervisor | Roles.Finance);
        string[] pages = ["", "/search", $"/people/{person.Id}", $"/people/{person.Id}/resend", $"/people/{person.Id}/correct", $"/people/{person.Id}/note", $"/people/{person.Id}/unmask-name", "/cases", "/new-case", "/applications", "/waves", "/waves/new/plan", "/unreached", "/follow-ups", "/genuine", "/stock", "/acts", "/acts/verify", "/alarms"];
        foreach (string page in pages.SelectMany(page => new[] { Home + page, $"{Home}{page}?lang=en" }))
        {
            IDocument shown = await desk.LookAsync(page);
            Assert.DoesNotContain(person.Id.ToString(), shown.Title, StringComparison.Ordinal);
            Assert.NotNull(shown.QuerySelector("main h1"));
        }

        Assert.Equal(HttpStatusCode.NotFound, await desk.StatusOfAsync($"{Home}/people/000000000000"));
        Assert.Equal(HttpStatusCode.NotFound, await desk.StatusOfAsync("/console/nowhere/search"));
        using Desk viewer = await SitDownAsync(world, Roles.Viewer, "viewer");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden), (await viewer.StatusOfAsync(Home), await viewer.StatusOfAsync($"{Home}/people/{person.Id}")));
        Assert.DoesNotContain($"{Home}/search", (await viewer.LookAsync(Home)).QuerySelectorAll("nav a").Select(link => link.GetAttribute("href")));
    }

    private static Task<Desk> SitDownAsync(SendingWorld world, Roles roles, string name = "sato") => Desk.SitDownAsync(world.Services, world.Http.BaseAddress!, name, roles);
}
