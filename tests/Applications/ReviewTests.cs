using System.Net;
using System.Text.Json;
using Compensation.Entitlements;
using Compensation.Rehearsal.People;

namespace Compensation.Tests.Applications;

public sealed class ReviewTests
{
    private static readonly string[] Ledger =
    [
        "YM-000001,2023-02-24,3000,false,,ヤマダ タロウ,2023-02-23,,",
        "YM-000002,2023-02-24,500,false,,スズキ ハナコ,,,",
        "YM-000003,2023-02-24,700,true,,,,070-3333-4410,",
    ];

    [Fact]
    public async Task A_refusal_is_told_in_plain_words_once_and_an_acceptance_after_the_wave_on_the_next_working_day()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: Ledger);
        ApplicationVisit unknown = await world.ApplyAsync(ApplicationsWorld.Answers("YM-999999"));
        ApplicationVisit married = await world.ApplyAsync(ApplicationsWorld.Answers("YM-000002", "サトウ", "ハナコ", "090-2222-1110"), "+819022221110");
        (HttpStatusCode before, _) = await world.PostAsync($"{PathOf(unknown)}/refuse", new { by = "佐藤" });
        Assert.Equal(HttpStatusCode.Conflict, before);

        await world.UntilAsync(ApplicationsWorld.Japan("2023-04-03T12:00"));
        Assert.Equal(HttpStatusCode.OK, (await world.PostAsync($"{PathOf(unknown)}/hold", new { by = "佐藤" })).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await world.PostAsync($"{PathOf(unknown)}/hold", new { by = "鈴木" })).Status);
        Assert.Equal(HttpStatusCode.OK, (await world.PostAsync($"{PathOf(unknown)}/refuse", new { by = "佐藤" })).Status);
        Assert.Equal(HttpStatusCode.OK, (await world.PostAsync($"{PathOf(unknown)}/refuse", new { by = "佐藤" })).Status);
        await world.UntilAsync(ApplicationsWorld.Japan("2023-04-05T12:00"));
        string told = Assert.Single(world.MessagesTo("+819012345678"), message => message.Text.Contains("の結果", StringComparison.Ordinal)).Text;
        Assert.Contains("見つかりませんでした", told, StringComparison.Ordinal);

        // A Saturday: the wave has ended on 10 May, and the next working day is Monday.
        await world.UntilAsync(ApplicationsWorld.Japan("2023-05-13T10:00"));
        Assert.Equal(HttpStatusCode.OK, (await world.PostAsync($"{PathOf(married)}/accept", new { by = "鈴木", reason = "改姓を確認" })).Status);
        Assert.Equal(HttpStatusCode.OK, (await world.PostAsync($"{PathOf(married)}/accept", new { by = "鈴木", reason = "改姓を確認" })).Status);
        await world.UntilAsync(ApplicationsWorld.Japan("2023-05-15T08:59"));
        Assert.DoesNotContain(world.MessagesTo("+819022221110"), message => message.Text.Contains("/r/", StringComparison.Ordinal));
        await world.UntilAsync(ApplicationsWorld.Japan("2023-05-16T12:00"));
        Assert.Single(world.MessagesTo("+819022221110"), message => message.Text.Contains("/r/", StringComparison.Ordinal));
        Assert.Contains("accept", (await world.GetAsync("acts")).GetRawText(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Who_has_neither_mobile_nor_mail_is_entered_during_a_call_and_stands_on_the_operators_list()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: Ledger);
        object entered = new { family = "ヤマダ", given = "タロウ", inquiryNumbers = new[] { "YM-000001" }, travelDate = "令和5年2月23日", readBack = true, by = "佐藤", reason = "電話" };
        (HttpStatusCode unread, _) = await world.PostAsync("applications", new { family = "ヤマダ", given = "タロウ", inquiryNumbers = new[] { "YM-000001" }, readBack = false, by = "佐藤" }, "k-0");
        Assert.Equal(HttpStatusCode.BadRequest, unread);
        (HttpStatusCode early, JsonElement why) = await world.PostAsync("applications", new { family = "ヤマダ", given = "タロウ", inquiryNumbers = new[] { "YM-000001" }, travelDate = "令和3年2月23日", readBack = true, by = "佐藤" }, "k-0");
        Assert.Equal(HttpStatusCode.BadRequest, early);
        Assert.Contains("travelDate", why.GetRawText(), StringComparison.Ordinal);
        (HttpStatusCode status, JsonElement first) = await world.PostAsync("applications", entered, "k-1");
        (_, JsonElement again) = await world.PostAsync("applications", entered, "k-1");
        Assert.Equal((HttpStatusCode.Created, first.GetProperty("receipt").GetString()), (status, again.GetProperty("receipt").GetString()));

        await world.UntilAsync(ApplicationsWorld.Japan("2023-04-01T12:00"));
        Assert.Equal(("accepted", "exact"), await world.StandingAsync(first.GetProperty("receipt").GetString()!));
        Entitlement owed = (await world.EntitlementAsync("YM-000001"))!;
        Assert.Equal((false, ContactKinds.None), (owed.AwaitsApplication, owed.Contacts));
        Assert.Contains(owed.Id.ToString(), (await world.GetAsync("unreached")).GetRawText(), StringComparison.Ordinal);
        Assert.Empty(world.Messages);
    }

    [Fact]
    public async Task Applications_that_have_something_in_common_are_shown_together_and_the_list_goes_by_reason()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: Ledger);
        ApplicationVisit one = await world.ApplyAsync(ApplicationsWorld.Answers("YM-000001"));
        await world.UntilAsync(world.Clock.GetUtcNow().AddMinutes(1));
        ApplicationVisit other = await world.ApplyAsync(ApplicationsWorld.Answers("YM-000001", delivery: "taro@example.jp"), "taro@example.jp");
        await world.UntilAsync(ApplicationsWorld.Japan("2023-04-01T12:00"));
        JsonElement related = (await world.GetAsync(PathOf(other))).GetProperty("related");
        Assert.Contains(IdOf(one), related.GetRawText(), StringComparison.Ordinal);
        JsonElement[] twice = [.. related.EnumerateArray().Where(view => view.GetProperty("relation").GetString() == "name")];
        Assert.Equal(IdOf(one), Assert.Single(twice).GetProperty("application").GetProperty("id").GetString());
        Assert.Equal(IdOf(other), Assert.Single((await world.GetAsync("applications?outcome=alreadyApplied")).GetProperty("applications").EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal(IdOf(one), Assert.Single((await world.GetAsync("applications?state=accepted")).GetProperty("applications").EnumerateArray()).GetProperty("id").GetString());
        Assert.Empty((await world.GetAsync("applications?outcome=spent")).GetProperty("applications").EnumerateArray());
    }

    private static string IdOf(ApplicationVisit visit) => $"{visit.Receipt!.Replace("-", string.Empty, StringComparison.Ordinal)}-1";

    private static string PathOf(ApplicationVisit visit) => $"applications/{IdOf(visit)}";
}
