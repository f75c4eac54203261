using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AngleSharp.Dom;
using Azure;
using Azure.Messaging;
using Compensation.CallCentre.Erasing;
using Compensation.Common.Access;
using Compensation.Common.Http;
using Compensation.Emulators.Communication;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Rehearsal.People;
using Compensation.Tests.Applications;
using Compensation.Tests.ConsolePages;
using Compensation.Tests.Notices;
using Compensation.Tests.Sending;

namespace Compensation.Tests.CallCentre;

/// <summary>Somebody asks that nothing personal of him is kept. The books still add up, and nothing brings him back.</summary>
public sealed class ErasureTests
{
    private static readonly string[] s_ledger =
    [
        "YM-000001,2023-02-24,3000,false,,ヤマダ タロウ,2023-02-23,,", "YM-000002,2023-02-24,2000,true,,サトウ ジロウ,,090-2222-3310,jiro@example.jp", "YM-000003,2023-03-10,700,true,,スズキ ハナコ,,090-3333-4410,",
    ];

    [Fact]
    public async Task Before_the_seal_whoever_is_owed_nothing_is_erased_and_no_later_ledger_brings_him_back()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: s_ledger);
        string hanako = await FoundAsync(world, new { phone = "090-3333-4410", by = "佐藤" });
        string jiro = await FoundAsync(world, new { phone = "090-2222-3310", by = "佐藤" });
        JsonElement barred = await world.GetAsync($"people/{jiro}/erase");
        Assert.Equal("owedAtCutoff", Text(Assert.Single(barred.GetProperty("bars").EnumerateArray()), "kind"));
        Assert.Equal(HttpStatusCode.Conflict, (await EraseAsync(world, jiro)).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await world.PostAsync($"people/{hanako}/erase", new { reason = "本人の請求", by = "鈴木" })).Status);
        Assert.Equal(HttpStatusCode.OK, (await EraseAsync(world, hanako)).Status);

        await world.ImportAsync(s_ledger);
        await world.ImportAsync(s_ledger[2].Replace("3333", "4444", StringComparison.Ordinal), "YM-000004,2023-02-24,900,true,,タナカ シロウ,,090-5555-6610,");

        foreach (object asked in new object[] { new { phone = "090-3333-4410", by = "佐藤" }, new { phone = "090-4444-4410", by = "佐藤" }, new { name = "スズキ　ハナコ", numberEnds = "0003", by = "佐藤" } })
        {
            Assert.Empty((await world.PostAsync("people/search", asked)).Body.GetProperty("people").EnumerateArray());
        }

        Assert.NotEmpty(await FoundAsync(world, new { phone = "090-5555-6610", by = "佐藤" }));
        AssertSaysNothing(await world.GetAsync($"people/{hanako}"), "鈴木");
        await world.UntilAsync(ApplicationsWorld.Japan("2023-04-01T12:00"));
        Assert.True((await world.PostAsync("seal/verify", new { })).Body.GetProperty("matches").GetBoolean());
    }

    [Fact]
    public async Task After_the_seal_the_books_add_up_and_neither_application_nor_note_nor_resend_nor_case_brings_him_back()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: s_ledger);
        ApplicationVisit visit = await world.ApplyAsync(ApplicationsWorld.Answers("YM-000001"));
        string taro = await FoundAsync(world, new { inquiryNumber = "YM-000001", by = "佐藤" });
        Assert.Equal(["owedAtCutoff", "applicationOpen"], (await world.GetAsync($"people/{taro}/erase")).GetProperty("bars").EnumerateArray().Select(bar => Text(bar, "kind")));
        await world.UntilAsync(ApplicationsWorld.Japan("2023-04-02T12:00"));
        Assert.Equal(HttpStatusCode.Created, (await world.PostAsync($"people/{taro}/notes", new { text = "ヤマダ様 折り返し", outcome = "followUp", followUpOn = "2023-04-03", by = "佐藤" }, "call-1")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await world.PostAsync("resends", new { people = new[] { new { entitlement = taro, email = "no address" } }, reason = "ヤマダ様のご希望", by = "佐藤" }, "r-0")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await world.PostAsync("resends", new { people = new[] { new { inquiryNumber = "YM-000001" } }, reason = "ヤマダ様のご希望" }, "r-0")).Status);
        Assert.Equal(2, (await world.GetAsync("acts")).GetProperty("acts").EnumerateArray().Count(act => Text(act, "reason") == "ヤマダ様のご希望" && act.GetProperty("rows").GetInt32() == 1));
        JsonElement plan = await world.GetAsync($"people/{taro}/erase");
        Assert.Equal((1, 1, 1), (Count(plan, "contacts"), Count(plan, "applications"), Count(plan, "notes")));
        Assert.Contains("givesUp", Text(plan.GetProperty("bars")[0], "says"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await EraseAsync(world, taro)).Status);
        JsonElement before = await ReportAsync(world);

        (HttpStatusCode erased, JsonElement done) = await EraseAsync(world, taro, givesUp: true);
        (HttpStatusCode again, JsonElement same) = await EraseAsync(world, taro);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, done.GetRawText()), (erased, again, same.GetRawText()));
        AssertSaysNothing(await world.GetAsync($"people/{taro}"), "鈴木");
        Entitlement right = (await world.EntitlementAsync("YM-000001"))!;
        Assert.Equal((EntitlementState.Revoked, 3000, (string?)null, "鈴木"), (right.State, right.Amount.Amount, right.ProtectedContact, right.ErasedBy));
        JsonElement after = await ReportAsync(world);
        Assert.All([before, after], report => Assert.True(report.GetProperty("balanced").GetBoolean()));
        Assert.Equal(Yen(before, "entitled"), Yen(after, "entitled"));
        Assert.Equal((0, 3000), (Yen(before, "revoked"), Yen(after, "revoked")));
        Assert.True((await world.PostAsync("seal/verify", new { })).Body.GetProperty("matches").GetBoolean());

        Assert.Equal(HttpStatusCode.Conflict, (await world.PostAsync("applications", new { family = "ヤマダ", given = "タロウ", inquiryNumbers = new[] { "YM-000001" }, readBack = true, delivery = "090-1234-5678", by = "佐藤", reason = "電話" }, "k-1")).Status);
        Assert.Null((await world.ApplyAsync(ApplicationsWorld.Answers("YM-000001", delivery: "090-7777-8810"), "+819077778810")).Receipt);
        Assert.Equal(HttpStatusCode.BadRequest, (await world.PostAsync($"people/{taro}/notes", new { text = "また電話", outcome = "answered", by = "佐藤" }, "call-2")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await world.PostAsync("resends", new { people = new[] { new { entitlement = taro, phone = "090-1234-5678" } }, reason = "x", by = "佐藤" }, "r-1")).Status);
        await world.UntilAsync(ApplicationsWorld.Japan("2023-04-12T12:00"));
        foreach (object asked in new object[] { new { phone = "090-1234-5678", by = "佐藤" }, new { phone = "090-7777-8810", by = "佐藤" }, new { phone = "083-933-3110", by = "佐藤" }, new { name = "ヤマダ　タロウ", travelDate = "2023-02-23", by = "佐藤" } })
        {
            Assert.Empty((await world.PostAsync("people/search", asked)).Body.GetProperty("people").EnumerateArray());
        }

        Assert.Empty((await world.GetAsync("follow-ups")).GetProperty("followUps").EnumerateArray());
        JsonElement application = await world.GetAsync($"applications/{visit.Receipt!.Replace("-", string.Empty, StringComparison.Ordinal)}-1");
        Assert.DoesNotContain("ヤマダ", application.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("YM-000001", application.GetRawText(), StringComparison.Ordinal);
        JsonElement[] acts = [.. (await world.GetAsync("acts")).GetProperty("acts").EnumerateArray()];
        Assert.Equal("本人の請求", Text(acts.First(act => Text(act, "operation") == "ErasePerson" && act.GetProperty("status").GetInt32() == 200), "reason"));
        Assert.DoesNotContain(acts, act => Text(act, "reason").Contains("ヤマダ", StringComparison.Ordinal));
        Assert.True((await world.GetAsync("acts/verify")).GetProperty("holds").GetBoolean());
    }

    [Fact]
    public async Task Waves_reminders_resends_and_late_reports_pass_over_him_and_his_link_is_nobody_s()
    {
        await using SendingWorld world = await SendingWorld.StartAsync(storage: null, Desk.Settings);
        IReadOnlyList<Entitlement> owed = await world.OweAsync(3, index => SendingWorld.Phone(index));
        await world.SealAsync();
        await world.RunAsync(SendingWorld.Plan());
        await world.PassAsync(TimeSpan.FromHours(1));
        foreach (Entitlement collected in owed.Take(2))
        {
            await MoveAsync(world, collected, one => one with { State = EntitlementState.Claimed, Product = "amazon", ClaimedAt = world.Clock.GetUtcNow() });
            await MoveAsync(world, collected, one => one with { State = EntitlementState.Paid, PaidAt = world.Clock.GetUtcNow(), IssuerReference = "stock:1" });
        }

        using Desk supervisor = await Desk.SitDownAsync(world.Services, world.Http.BaseAddress!, "suzuki", Roles.Supervisor);
        using Desk operators = await Desk.SitDownAsync(world.Services, world.Http.BaseAddress!, "sato", Roles.Operator);
        string page = $"/console/kumamoto/people/{owed[0].Id}";
        Assert.Equal(HttpStatusCode.NotFound, await operators.StatusOfAsync($"{page}/erase"));
        Assert.Contains("まだ受け取れます", Desk.TextOf(await supervisor.LookAsync($"/console/kumamoto/people/{owed[2].Id}/erase")), StringComparison.Ordinal);
        IDocument asked = await supervisor.LookAsync($"{page}/erase");
        Assert.Contains("お知らせの送り先（1件）", Desk.TextOf(asked), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await supervisor.SendAsync(asked, $"{page}/erase")).Status);
        for (int times = 0; times < 2; times++)
        {
            Assert.Equal(HttpStatusCode.SeeOther, (await supervisor.SendAsync(asked, $"{page}/erase", ("reason", "本人の請求"))).Status);
        }

        Notice kept = Assert.Single(await world.Get<NoticeStore>().ReadOfAsync(owed[0], CancellationToken.None));
        Assert.Equal((NoticeOutcome.Delivered, string.Empty, string.Empty), (kept.Outcome, kept.Address, kept.ProviderReference));
        Guid request = world.Get<RequestIds>().For(kept.Id);
        await world.ReportAsync([new CloudEvent("/communication", "Microsoft.Communication.SMSDeliveryReportReceived", new { messageId = $"{request}", from = "x", to = "+819010000010", deliveryStatus = "Failed", tag = $"{request}", receivedTimestamp = world.Clock.GetUtcNow() })]);
        await world.RunAsync(SendingWorld.Plan("reminder-1", new NoticeOrder(NoticeKind.Reminder, 1, null)));
        using HttpRequestMessage resend = new(HttpMethod.Post, "campaigns/kumamoto/resends") { Content = JsonContent.Create(new { filter = "notDelivered", reason = "x", by = "佐藤" }) };
        resend.Headers.Add(IdempotencyKey.Header, "r-1");
        using HttpResponseMessage ordered = await world.Http.SendAsync(resend);
        await world.PassAsync(TimeSpan.FromHours(2));

        IReadOnlyList<EmulatedMessage> messages = await world.MessagesAsync();
        Assert.Single(messages, message => message.To == "+819010000010");
        Assert.Equal("+819010000210", messages[^1].To);
        Assert.Empty(await world.UnreachedAsync());
        Assert.Equal(HttpStatusCode.NotFound, await StatusOfAsync(world, owed[0]));
        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync(world, owed[1]));
        IDocument shown = await supervisor.LookAsync(page);
        Assert.Contains("suzuki", shown.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(shown.QuerySelectorAll("main a"));
        AssertSaysNothing(await world.Http.GetFromJsonAsync<JsonElement>($"campaigns/kumamoto/people/{owed[0].Id}"), "suzuki");
    }

    [Fact]
    public async Task Whenever_storage_dies_he_is_not_half_there_once_the_timer_has_passed()
    {
        BreakableStorage storage = new();
        await using SendingWorld world = await SendingWorld.StartAsync(storage);
        await world.SealAsync();
        for (int dieAt = 1; ; dieAt += 9)
        {
            Entitlement person = (await world.OweAsync(1, _ => SendingWorld.Phone(dieAt)))[0];
            await MoveAsync(world, person, one => one with { State = EntitlementState.Expired });
            storage.DieAt(dieAt, afterwards: dieAt % 2 == 0);
            bool died = await DiesAsync(world, person);
            storage.Heal();
            bool isBegun = await world.Get<Erasures>().FindAsync(person.Campaign, person.Id, CancellationToken.None) is not null;

            await world.Get<CarryOutErasure>().CompleteAsync(SendingWorld.Campaign, CancellationToken.None);

            Entitlement now = (await world.ReadAsync(person))!;
            Assert.Equal((isBegun, isBegun ? null : person.ProtectedContact, isBegun ? "鈴木" : null), (now.ErasedAt is not null, now.ProtectedContact, now.ErasedBy));
            Assert.Equal(isBegun, (await world.Get<Erasures>().FindAsync(person.Campaign, person.Id, CancellationToken.None))?.IsDone ?? false);
            if (!died)
            {
                Assert.True(dieAt > 50);
                return;
            }
        }
    }

    private static async Task<bool> DiesAsync(SendingWorld world, Entitlement person)
    {
        try
        {
            Assert.NotNull(await world.Get<CarryOutErasure>().HandleAsync(SendingWorld.Campaign, [person.Id], givesUp: false, "鈴木", CancellationToken.None));
            return false;
        }
        catch (RequestFailedException)
        {
            return true;
        }
    }

    /// <summary>The timeline says that he was erased, and nothing of him.</summary>
    private static void AssertSaysNothing(JsonElement timeline, string by)
    {
        Assert.All(["name", "phone", "email", "inquiryNumber"], field => Assert.False(timeline.TryGetProperty(field, out JsonElement value) && value.ValueKind != JsonValueKind.Null, field));
        Assert.Empty(timeline.GetProperty("next").EnumerateArray());
        Assert.Equal(by, Text(timeline.GetProperty("erased"), "by"));
        Assert.Equal(by, Text(Assert.Single(timeline.GetProperty("events").EnumerateArray(), one => Text(one, "kind") == "erased"), "by"));
        Assert.DoesNotContain(timeline.GetProperty("events").EnumerateArray(), one => Text(one, "kind") == "note");
        Assert.All(["ヤマダ", "スズキ", "…10", "…0001", "…0003"], said => Assert.DoesNotContain(said, timeline.GetRawText(), StringComparison.Ordinal));
    }

    private static async Task<string> FoundAsync(ApplicationsWorld world, object asked) => Text(Assert.Single((await world.PostAsync("people/search", asked)).Body.GetProperty("people").EnumerateArray()), "person");

    private static async Task<(HttpStatusCode Status, JsonElement Body)> EraseAsync(ApplicationsWorld world, string person, bool givesUp = false) =>
        await world.PostAsync($"people/{person}/erase", new { plan = Text(await world.GetAsync($"people/{person}/erase"), "plan"), reason = "本人の請求", givesUp, by = "鈴木" });

    private static async Task<JsonElement> ReportAsync(ApplicationsWorld world)
    {
        (await world.Http.PostAsync(new Uri($"campaigns/{world.Campaign.Id}/interim-report", UriKind.Relative), null)).Dispose();
        await world.UntilAsync(world.Clock.GetUtcNow().AddMinutes(30));
        return await world.GetAsync("interim-report");
    }

    private static async Task MoveAsync(SendingWorld world, Entitlement person, Func<Entitlement, Entitlement> change)
    {
        Entitlement before = (await world.ReadAsync(person))!;
        Assert.NotNull(await world.Get<EntitlementStore>().TryMoveAsync(before, change(before), CancellationToken.None));
    }

    private static async Task<HttpStatusCode> StatusOfAsync(SendingWorld world, Entitlement person)
    {
        using HttpResponseMessage page = await world.Http.GetAsync(new Uri(world.Get<ReceiptLinks>().LinkFor(person)).AbsolutePath);
        return page.StatusCode;
    }

    private static long Yen(JsonElement report, string line) => report.GetProperty(line).GetProperty("yen").GetInt64();

    private static int Count(JsonElement plan, string thing) => plan.GetProperty("erases").GetProperty(thing).GetInt32();

    private static string Text(JsonElement one, string member) => one.GetProperty(member).GetString()!;
}
