using Azure.Data.Tables;
using Compensation.Campaigns;
using Compensation.Campaigns.Deadlines;
using Compensation.Common.Access;
using Compensation.Operations.Uptime;
using Compensation.Tests.Common;

namespace Compensation.Tests.Lifecycle.Deadlines;

/// <summary>Two processes over one store never disagree on what has passed, and an extension comes before the end or not at all.</summary>
public sealed class ReceiptDeadlinesTests : IDisposable
{
    private static readonly DateTimeOffset s_end = TestCampaigns.Kumamoto.ReceiptEndsAt;

    private readonly TestStore _store = new();
    private readonly SetClock _clock = new(s_end.AddMinutes(-1));

    [Fact]
    public async Task Another_process_that_has_read_before_an_extension_tells_nobody_that_the_end_has_passed()
    {
        (ReceiptDeadlines one, _) = await StartAsync();
        (ReceiptDeadlines other, CampaignCatalog campaigns) = await StartAsync();
        await other.RefreshAsync(CancellationToken.None);
        await ExtendAsync(one, minutes: 30);
        await other.RefreshAsync(CancellationToken.None);
        Assert.Equal(s_end, campaigns[TestCampaigns.Kumamoto.Id].ReceiptEndsAt);

        _clock.Pass(TimeSpan.FromMinutes(1));
        await other.RefreshAsync(CancellationToken.None);

        Assert.Equal((s_end.AddMinutes(30), s_end), (campaigns[TestCampaigns.Kumamoto.Id].ReceiptEndsAt, campaigns[TestCampaigns.Kumamoto.Id].PrintedReceiptEndsAt));
        Assert.Equal(s_end.AddMinutes(30), await other.CloseAsync(TestCampaigns.Kumamoto.Id, CancellationToken.None));
    }

    [Fact]
    public async Task A_timer_that_fires_early_closes_nothing_and_what_is_closed_is_not_extended()
    {
        (ReceiptDeadlines one, _) = await StartAsync();
        (ReceiptDeadlines other, _) = await StartAsync();
        _clock.Pass(TimeSpan.FromSeconds(59.5));
        Assert.Equal(s_end, await one.CloseAsync(TestCampaigns.Kumamoto.Id, CancellationToken.None));
        DeadlineRecord seen = await other.ReadAsync(TestCampaigns.Kumamoto.Id, CancellationToken.None);
        _clock.Pass(TimeSpan.FromSeconds(0.5));

        Assert.Null(await one.CloseAsync(TestCampaigns.Kumamoto.Id, CancellationToken.None));

        Assert.Null(await other.TryChangeAsync(seen, Extended(seen, 30), CancellationToken.None));
        Assert.Equal(s_end, (await other.ReadAsync(TestCampaigns.Kumamoto.Id, CancellationToken.None)).ClosedAt);
        Assert.Null(await other.CloseAsync(TestCampaigns.Kumamoto.Id, CancellationToken.None));
    }

    [Fact]
    public async Task Lost_are_minutes_without_a_heartbeat_after_the_first_and_those_that_a_probe_posts_each_once()
    {
        UptimeStore uptime = await UptimeAsync();
        DateTimeOffset start = s_end.AddMinutes(-60);
        await uptime.AddDownAsync([start.AddMinutes(-3)], CancellationToken.None);
        await uptime.AddBeatsAsync(Enumerable.Range(0, 60).Where(minute => minute is < 10 or >= 15).Select(minute => start.AddMinutes(minute)), CancellationToken.None);
        await uptime.AddDownAsync([start.AddMinutes(14), start.AddMinutes(15), start.AddMinutes(16)], CancellationToken.None);
        await uptime.BeatAsync(start.AddSeconds(30), CancellationToken.None);

        IReadOnlyList<DateTimeOffset> lost = await uptime.ReadDownAsync(start.AddDays(-2), s_end, CancellationToken.None);

        Assert.Equal([-3, 10, 11, 12, 13, 14, 15, 16], lost.Select(minute => (int)(minute - start).TotalMinutes));
        Assert.Equal(4, (await uptime.ReadDownAsync(start, start.AddMinutes(14).AddSeconds(59), CancellationToken.None)).Count);
        Assert.Empty(await uptime.ReadDownAsync(s_end.AddDays(1), s_end, CancellationToken.None));
    }

    public void Dispose() => _store.Dispose();

    private async Task<UptimeStore> UptimeAsync()
    {
        await _store.Connect().CreateTableIfNotExistsAsync(UptimeStore.TableName);
        return new UptimeStore(_store.Connect());
    }

    private async Task<(ReceiptDeadlines Deadlines, CampaignCatalog Campaigns)> StartAsync()
    {
        TableServiceClient tables = _store.Connect();
        await tables.CreateTableIfNotExistsAsync(DeadlineStore.TableName);
        CampaignCatalog campaigns = new([TestCampaigns.Kumamoto]);
        return (new ReceiptDeadlines(new DeadlineStore(tables), campaigns, _clock), campaigns);
    }

    private static async Task ExtendAsync(ReceiptDeadlines deadlines, int minutes)
    {
        DeadlineRecord record = await deadlines.ReadAsync(TestCampaigns.Kumamoto.Id, CancellationToken.None);
        Assert.NotNull(await deadlines.TryChangeAsync(record, Extended(record, minutes), CancellationToken.None));
    }

    private static DeadlineRecord Extended(DeadlineRecord record, int minutes)
    {
        Signature somebody = new("local:1", "somebody", s_end);
        return record with { Extensions = [.. record.Extensions, new DeadlineExtension(record.Revision, minutes, minutes, s_end.AddMinutes(minutes), "障害", somebody, somebody)] };
    }
}
