using System.Text;
using AngleSharp.Dom;
using Compensation.Common.Access;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Notices.Series;
using Compensation.Tests.Sending;

namespace Compensation.Tests.ConsolePages;

/// <summary>What was sent, delivered, failed and claimed is counted hour by hour, drawn, and told in figures.</summary>
public sealed class SeriesChartTests
{
    [Fact]
    public async Task The_waves_page_shows_over_time_what_was_sent_delivered_failed_and_claimed_by_channel_and_provider()
    {
        await using SendingWorld world = await SendingWorld.StartAsync(storage: null, Desk.Settings);
        IReadOnlyList<Entitlement> phones = await world.OweAsync(6, index => SendingWorld.Phone(index, index < 2 ? "01" : "10"));
        await world.OweAsync(3, index => SendingWorld.Email(index));
        await world.RunAsync(SendingWorld.Plan());
        await world.PassAsync(TimeSpan.FromHours(3));
        await ClaimAsync(world, phones[5]);
        NoticeSeries? series = null;
        for (int look = 0; look < 600 && series is null; look++)
        {
            series = await world.Get<CountSeries>().LookAsync(SendingWorld.Campaign.Id, CancellationToken.None);
        }

        long Of(SeriesEvent what, NoticeChannel channel) => series!.Counts.Where(one => one.Key.Event == what && one.Key.Channel == channel).Sum(one => one.Value);
        Assert.Equal((6, 4, 2, 1), (Of(SeriesEvent.Sent, NoticeChannel.Sms), Of(SeriesEvent.Delivered, NoticeChannel.Sms), Of(SeriesEvent.Failed, NoticeChannel.Sms), Of(SeriesEvent.Claimed, NoticeChannel.Sms)));
        Assert.Equal((3, 3, 0, 0), (Of(SeriesEvent.Sent, NoticeChannel.Email), Of(SeriesEvent.Delivered, NoticeChannel.Email), Of(SeriesEvent.Failed, NoticeChannel.Email), Of(SeriesEvent.Claimed, NoticeChannel.Email)));
        Assert.All(series!.Counts.Keys, key => Assert.Equal(0, key.Hour.Ticks % TimeSpan.TicksPerHour));
        Assert.Equal(SendingWorld.Start.AddHours(3), series.Counts.Keys.Single(key => key.Event == SeriesEvent.Claimed).Hour);

        using Desk desk = await Desk.SitDownAsync(world.Services, world.Http.BaseAddress!, "viewer", Roles.Viewer);
        IDocument page = await desk.LookAsync("/console/kumamoto/waves?by=channel&lang=en");
        Assert.Equal(["E-mail", "SMS"], page.QuerySelectorAll("#live h3").Select(head => head.TextContent));
        IElement sms = page.QuerySelectorAll("#live table").Last();
        string[][] rows = [.. sms.QuerySelectorAll("tbody tr").Select(row => row.QuerySelectorAll("td").Select(cell => cell.TextContent).ToArray())];
        Assert.Equal(["0", "0", "0", "0"], rows[0]);
        Assert.Equal(["6", "4", "2", "1"], rows[^1]);
        Assert.Equal(5, rows.Length);
        Assert.Equal(4, page.QuerySelectorAll("#live svg").Last().QuerySelectorAll("polyline").Length);
        Assert.Equal(["4/10 9:00", "4/10 13:00"], sms.QuerySelectorAll("tbody th").Select(hour => hour.TextContent) is var hours ? [hours.First(), hours.Last()] : []);
        Assert.Equal(["熊本県"], (await desk.LookAsync("/console/kumamoto/waves?by=prefecture")).QuerySelectorAll("#live h3").Select(head => head.TextContent));
        Assert.NotEmpty((await desk.LookAsync("/console/kumamoto/waves?by=provider")).QuerySelectorAll("#live polyline"));
    }

    private static async Task ClaimAsync(SendingWorld world, Entitlement person)
    {
        using StringContent codes = new($"product,value,code,expires_on,lot\namazon,{person.Amount.Amount},AAAA-BBBBBB-CCCC,2024-06-30,L1\n", Encoding.UTF8, "text/csv");
        using HttpResponseMessage taken = await world.Http.PostAsync("campaigns/kumamoto/codes", codes);
        Assert.True(taken.IsSuccessStatusCode, await taken.Content.ReadAsStringAsync());
        using FormUrlEncodedContent choice = new(new Dictionary<string, string>(StringComparer.Ordinal) { ["product"] = "amazon" });
        using HttpResponseMessage claimed = await world.Http.PostAsync($"r/{world.Get<ReceiptLinks>().TokenFor(person.Campaign, person.Id, version: 1)}", choice);
        Assert.Equal(System.Net.HttpStatusCode.SeeOther, claimed.StatusCode);
    }
}
