using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AngleSharp.Dom;
using Compensation.Campaigns;
using Compensation.Closing;
using Compensation.Common;
using Compensation.Common.Access;
using Compensation.Common.Http;
using Compensation.Entitlements;
using Compensation.Lifecycle;
using Compensation.Lifecycle.Deadlines;
using Compensation.Notices;
using Compensation.Notices.Text;
using Compensation.Operations.Uptime;
using Compensation.Tests.ConsolePages;
using Compensation.Tests.Sending;
using Compensation.Transfers;
using Compensation.Waves;
using Microsoft.DurableTask.Client;

namespace Compensation.Tests.Lifecycle.Deadlines;

/// <summary>Minutes that were lost before the deadline are made good by two persons, for everybody who had been reached; and nothing expires or is paid twice.</summary>
public sealed class DeadlineFairnessTests
{
    private const string Page = "/console/kumamoto/deadline";

    private static readonly DateTimeOffset s_end = SendingWorld.Campaign.ReceiptEndsAt;

    [Fact]
    public async Task An_extension_a_minute_before_the_end_holds_for_pages_messages_expiry_and_report()
    {
        await using SendingWorld world = await SendingWorld.StartAsync(storage: null, [.. Desk.Settings, FunctionsApp.HastyTimers]);
        IReadOnlyList<Entitlement> people = await world.OweAsync(3, index => SendingWorld.Phone(index));
        CampaignRun run = CampaignRun.Of(SendingWorld.Campaign with { Sending = SendingWorld.Campaign.Sending with { Canary = null } }, new WaveOptions(), new NoticeOptions(), new TransferOptions());
        await world.StartCampaignAsync(run);
        await StockAsync(world);
        await world.PassAsync(s_end.AddMinutes(-60) - world.Clock.GetUtcNow());
        await BeatsAsync(world, s_end.AddHours(-50), s_end.AddMinutes(-60), lostFrom: s_end.AddHours(-10), lostMinutes: 90);
        using HttpResponseMessage posted = await world.Http.PostAsJsonAsync("uptime/down", new { by = "probe", down = new[] { new { from = s_end.AddHours(-10).AddMinutes(-5), until = s_end.AddHours(-10).AddMinutes(30) } } });
        Assert.Equal(HttpStatusCode.OK, posted.StatusCode);

        using Desk anna = await Desk.SitDownAsync(world.Services, world.Http.BaseAddress!, "anna", Roles.Supervisor);
        using Desk ben = await Desk.SitDownAsync(world.Services, world.Http.BaseAddress!, "ben", Roles.Supervisor);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await anna.DoAsync($"{Page}/propose", ("minutes", "96"), ("reason", "障害"))).Status);
        IDocument proposal = await anna.LookAsync($"{Page}/propose");
        Assert.Equal(HttpStatusCode.SeeOther, (await anna.SendAsync(proposal, $"{Page}/propose", ("minutes", "９５"), ("reason", "障害"))).Status);
        (HttpStatusCode own, _, IDocument refused) = await anna.DoAsync($"{Page}/approve");
        Assert.Equal(HttpStatusCode.Conflict, own);
        Assert.Contains("別の人が行います", refused.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);

        await world.PassAsync(s_end.AddMinutes(-1) - world.Clock.GetUtcNow());
        await BeatsAsync(world, s_end.AddMinutes(-60), s_end.AddMinutes(-1), s_end, lostMinutes: 0);
        IDocument approval = await ben.LookAsync($"{Page}/approve");
        Assert.Equal(HttpStatusCode.SeeOther, (await ben.SendAsync(approval, $"{Page}/approve")).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await ben.SendAsync(approval, $"{Page}/approve")).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await anna.SendAsync(proposal, $"{Page}/propose", ("minutes", "９５"), ("reason", "障害"))).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await anna.SendAsync(proposal, $"{Page}/propose", ("minutes", "1"), ("reason", "障害"))).Status);
        DateTimeOffset extended = s_end.AddMinutes(95);
        DeadlineView view = (await world.Http.GetFromJsonAsync<DeadlineView>("campaigns/kumamoto/deadline", JsonBody.Format))!;
        Assert.Equal((s_end, extended, 95, 95, 1), (view.PrintedEndsAt, view.EndsAt, view.LostMinutes, view.ExtendedMinutes, view.Extensions.Count));
        Assert.Equal((s_end.AddHours(-10).AddMinutes(-5), s_end.AddHours(-10).AddMinutes(90)), Assert.Single(view.Lost) is var span ? (span.From, span.Until) : default);
        Assert.Equal(HttpStatusCode.NotFound, await anna.StatusOfAsync($"{Page}/nothing"));

        await world.PassAsync(s_end.AddMinutes(94) - world.Clock.GetUtcNow());
        string token = world.Get<ReceiptLinks>().TokenFor(people[0].Campaign, people[0].Id, version: 1);
        Assert.Contains("2023年6月1日(木)01:34", await world.Http.GetStringAsync($"r/{token}"), StringComparison.Ordinal);
        Assert.Equal("6/1", NoticeDeadlineOf(world));
        using FormUrlEncodedContent choice = new(new Dictionary<string, string>(StringComparer.Ordinal) { ["product"] = "amazon" });
        Assert.Equal(HttpStatusCode.SeeOther, (await world.Http.PostAsync($"r/{token}", choice)).StatusCode);
        Assert.Equal(EntitlementState.Paid, (await world.ReadAsync(people[0]))!.State);
        Assert.Equal(EntitlementState.Open, (await world.ReadAsync(people[1]))!.State);

        OrchestrationMetadata ended = await world.UntilAsync("kumamoto", campaign => campaign.IsCompleted);
        ClosingReport report = ended.ReadOutputAs<ClosingReport>()!;
        Assert.InRange(report.ClosedAt, extended, extended.AddSeconds(2));
        Assert.Equal((1, 2, 0), (report.Issued.People, report.Expired.People, report.Waiting.People));
        DeadlineFigures said = report.Chapters["deadline"].Deserialize<DeadlineFigures>(JsonBody.Format)!;
        Assert.Equal((extended, 95, "anna", "ben"), (said.EndsAt, said.Minutes, said.Extensions[0].ProposedBy, said.Extensions[0].ApprovedBy));
        string page = await world.Http.GetStringAsync("campaigns/kumamoto/closing-report.html");
        Assert.Contains("95分、受取期限を2023年5月31日(水)23:59から2023年6月1日(木)01:34に延長しました", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Gone, await StatusOfAsync(world, people[1]));

        (HttpStatusCode late, _, IDocument told) = await anna.DoAsync($"{Page}/propose", ("minutes", "1"), ("reason", "もう一度"));
        Assert.Equal(HttpStatusCode.Conflict, late);
        Assert.Contains("期限切れの処理が始まったため", told.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
    }

    /// <summary>What is lost in the extension can be made good too; the expiry, which already waits for the first new end, goes by the second.</summary>
    [Fact]
    public async Task An_expiry_that_waits_already_goes_by_what_is_approved_meanwhile()
    {
        await using SendingWorld world = await SendingWorld.StartAsync(storage: null, [.. Desk.Settings, FunctionsApp.HastyTimers]);
        IReadOnlyList<Entitlement> people = await world.OweAsync(150, shards: 1, index => SendingWorld.Phone(index));
        await world.StartCampaignAsync(CampaignRun.Of(SendingWorld.Campaign with { Sending = SendingWorld.Campaign.Sending with { Canary = null } }, new WaveOptions(), new NoticeOptions(), new TransferOptions()));
        await world.PassAsync(s_end.AddHours(-1) - world.Clock.GetUtcNow());
        await BeatsAsync(world, s_end.AddHours(-50), s_end.AddHours(-1), lostFrom: s_end.AddHours(-2), lostMinutes: 20);
        using Desk anna = await Desk.SitDownAsync(world.Services, world.Http.BaseAddress!, "anna", Roles.Supervisor);
        using Desk ben = await Desk.SitDownAsync(world.Services, world.Http.BaseAddress!, "ben", Roles.Supervisor);
        await ExtendAsync(20);
        await world.PassAsync(s_end.AddMinutes(15) - world.Clock.GetUtcNow());
        await ExtendAsync(10);

        await world.PassAsync(s_end.AddMinutes(29) - world.Clock.GetUtcNow());
        Assert.All(await Task.WhenAll(people.Select(world.ReadAsync)), person => Assert.Equal(EntitlementState.Open, person!.State));
        await world.UntilAsync("kumamoto", campaign => campaign.IsCompleted);
        Entitlement?[] after = await Task.WhenAll(people.Select(world.ReadAsync));
        Assert.All(after, person => Assert.True(person!.State == EntitlementState.Expired && person.ExpiredAt >= s_end.AddMinutes(30)));

        async Task ExtendAsync(int minutes)
        {
            await BeatsAsync(world, s_end.AddHours(-1), world.Clock.GetUtcNow().AddMinutes(-10), s_end, 0);
            Assert.Equal(HttpStatusCode.SeeOther, (await anna.DoAsync($"{Page}/propose", ("minutes", $"{minutes}"), ("reason", "障害"))).Status);
            Assert.Equal(HttpStatusCode.SeeOther, (await ben.DoAsync($"{Page}/approve")).Status);
        }
    }

    private static string NoticeDeadlineOf(SendingWorld world) =>
        NoticeValues.For(world.Get<CampaignCatalog>()[SendingWorld.Campaign.Id], Yen.Zero, string.Empty)("deadlineShort");

    private static async Task<HttpStatusCode> StatusOfAsync(SendingWorld world, Entitlement person)
    {
        using HttpResponseMessage answer = await world.Http.GetAsync($"r/{world.Get<ReceiptLinks>().TokenFor(person.Campaign, person.Id, version: 1)}");
        return answer.StatusCode;
    }

    private static Task BeatsAsync(SendingWorld world, DateTimeOffset from, DateTimeOffset until, DateTimeOffset lostFrom, int lostMinutes) => world.Get<UptimeStore>().AddBeatsAsync(
        Enumerable.Range(0, Math.Max(0, (int)(until - from).TotalMinutes)).Select(minute => from.AddMinutes(minute)).Where(minute => minute < lostFrom || minute >= lostFrom.AddMinutes(lostMinutes)), CancellationToken.None);

    private static async Task StockAsync(SendingWorld world)
    {
        using StringContent codes = new("product,value,code,expires_on,lot\namazon,1000,AAAA-BBBBBB-CCCC,2024-06-30,L1\n", Encoding.UTF8, "text/csv");
        using HttpResponseMessage taken = await world.Http.PostAsync("campaigns/kumamoto/codes", codes);
        Assert.True(taken.IsSuccessStatusCode, await taken.Content.ReadAsStringAsync());
    }
}
