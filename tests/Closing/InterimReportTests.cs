using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Compensation.Closing;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Tests.Campaigns;
using Microsoft.DurableTask.Client;

namespace Compensation.Tests.Closing;

/// <summary>How it stands today: asked for over HTTP, with the figures of the closing report, kept beside it.</summary>
public sealed class InterimReportTests
{
    [Fact]
    public async Task An_interim_report_of_any_day_has_the_figures_of_the_closing_report_in_every_form_and_leaves_that_alone()
    {
        await using ClosingApp app = await ClosingApp.StartAsync(now: ClosingApp.Campaign.ReceiptEndsAt.AddDays(-20), sealedBooks: new PeopleAndYen(3, new Yen(1600)));
        Entitlement paid = await app.OweAsync(1000, EntitlementState.Paid, shard: 1);
        await app.Entitlements.TryMoveAsync(paid, paid with { Product = "edy", ClaimedAt = ClosingApp.Campaign.ReceiptEndsAt.AddDays(-21) }, CancellationToken.None);
        Entitlement written = await app.OweAsync(500, shard: 2, contact: new Contact("+819012345678", null));
        await app.NotifyAsync(written, NoticeKind.Issue, NoticeChannel.Sms, NoticeState.Failed, segments: 1);
        await app.NotifyAsync(written, NoticeKind.Resend, NoticeChannel.Sms, NoticeState.Accepted, segments: 2);
        await app.OweAsync(100, shard: 3);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Http.GetAsync("campaigns/kumamoto/interim-report")).StatusCode);

        using HttpResponseMessage begun = await app.Http.PostAsync("campaigns/kumamoto/interim-report", null);
        await app.Get<DurableTaskClient>().WaitForInstanceCompletionAsync("kumamoto:interim-report");

        Assert.Equal((HttpStatusCode.Accepted, "/campaigns/kumamoto/interim-report"), (begun.StatusCode, begun.Headers.Location!.OriginalString));
        JsonNode json = JsonNode.Parse(await app.Http.GetStringAsync("campaigns/kumamoto/interim-report"))!;
        Assert.Equal((true, true, "熊本県"), ((bool)json["interim"]!, (bool)json["balanced"]!, (string)json["prefecture"]!));
        Assert.Equal("""{"people":1,"yen":1000}""", json["parts"]!["products"]![0]!["sum"]!.ToJsonString());
        Assert.Equal("""{"people":1,"yen":500}""", json["parts"]!["unclaimed"]!["sentNotOpened"]!.ToJsonString());
        Assert.Equal("""{"people":1,"yen":100}""", json["parts"]!["unclaimed"]!["noContact"]!.ToJsonString());
        Assert.Equal("""{"smsSegments":2,"smsYen":20,"emails":0,"emailYen":0}""", json["costs"]!.ToJsonString());
        Assert.Equal(HttpStatusCode.NotFound, (await app.Http.GetAsync("campaigns/kumamoto/closing-report")).StatusCode);

        IHtmlDocument page = new HtmlParser().ParseDocument(await app.Http.GetStringAsync("campaigns/kumamoto/interim-report.html"));
        Assert.EndsWith("精算報告（中間）", page.Title, StringComparison.Ordinal);
        Assert.Contains("連絡先なし", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(page.QuerySelectorAll("[id]").Length, page.QuerySelectorAll("[id]").Select(element => element.Id).Distinct(StringComparer.Ordinal).Count());

        byte[] csv = await app.Http.GetByteArrayAsync("campaigns/kumamoto/interim-report.csv");
        Assert.Equal(Encoding.UTF8.Preamble.ToArray(), csv[..3]);
        string[] lines = Encoding.UTF8.GetString(csv[3..]).Split("\r\n");
        Assert.Equal("都道府県,キャンペーン,時点,区分,項目,件数,人数,金額（円）,報告,a_leading_apostrophe_marks_text", lines[0]);
        Assert.Contains(lines, line => line.StartsWith("熊本県,くまもと再発見の旅,2023-05-12 00:00:00,結果,ポイント受取済,1,1,1000,中間", StringComparison.Ordinal));
        Assert.All(lines[1..^1], line => Assert.Equal(9, line.Count(character => character == ',')));

        string shortForm = new HtmlParser().ParseDocument(await app.Http.GetStringAsync("campaigns/kumamoto/interim-report/public.html")).Body!.TextContent;
        Assert.Contains("実施結果（中間）", shortForm, StringComparison.Ordinal);
        Assert.Contains("お手続き中・受取前2件600円", string.Concat(shortForm.Where(letter => !char.IsWhiteSpace(letter))), StringComparison.Ordinal);

        JsonNode together = JsonNode.Parse(await app.Http.GetStringAsync("reports"))!;
        Assert.Equal(("熊本県", 1600L), ((string)together["campaigns"]![0]!["prefecture"]!, (long)together["together"]!["entitled"]!["yen"]!));
        Assert.Contains("熊本県", await app.Http.GetStringAsync("reports.html"), StringComparison.Ordinal);
        Assert.Contains("熊本県", await app.Http.GetStringAsync("reports.csv"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_the_seal_there_is_nothing_to_count()
    {
        await using ClosingApp app = await ClosingApp.StartAsync();

        using HttpResponseMessage answer = await app.Http.PostAsync("campaigns/kumamoto/interim-report", null);

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("2023年3月31日(金)23:59", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_short_form_says_how_much_has_reached_people_and_nothing_for_the_house()
    {
        await using ClosingApp app = await ClosingApp.StartAsync();
        await app.OweAsync(3000, EntitlementState.Paid);
        await app.OweAsync(1000, EntitlementState.Expired);
        await app.CloseAsync(people: 2, yen: 4000);

        string text = new HtmlParser().ParseDocument(await app.Http.GetStringAsync("campaigns/kumamoto/closing-report/public.html")).Body!.TextContent;

        Assert.Contains("補償の対象は2件、4,000円でした。このうち1件、3,000円（金額の75.0%）を、キャッシュレスポイントでお渡ししました。", text, StringComparison.Ordinal);
        Assert.Contains("割合は四捨五入しているため", text, StringComparison.Ordinal);
        Assert.DoesNotContain("封印", text, StringComparison.Ordinal);
        Assert.Contains("受取済", await app.Http.GetStringAsync("campaigns/kumamoto/closing-report.csv"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_longer_than_a_column_is_kept_whole()
    {
        await using ClosingApp app = await ClosingApp.StartAsync();
        ClosingReport report = await app.CloseAsync(people: 0, yen: 0);
        ClosingReport large = report with { Parts = new ReportParts { Days = [.. Enumerable.Range(0, 900).Select(day => new Compensation.Closing.Counting.DayCount(new DateOnly(2023, 1, 1).AddDays(day), day, PeopleAndYen.Nobody))] } };

        await app.Get<ClosingReportStore>().KeepAsync(large, CancellationToken.None);

        Assert.True(ClosingReportStore.SaySame(large, (await app.Get<ClosingReportStore>().FindAsync(report.Campaign, CancellationToken.None))!));
    }
}
