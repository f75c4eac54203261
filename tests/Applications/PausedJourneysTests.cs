using Azure.Data.Tables;
using Compensation.Applications;
using Compensation.Applications.Journeys;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.Tests.Coupons;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace Compensation.Tests.Applications;

/// <summary>The timer's look at journeys in which somebody has paused for too long.</summary>
public sealed class PausedJourneysTests : IDisposable
{
    private static readonly CampaignId s_campaign = CampaignId.Parse("kumamoto");

    private readonly TestStore _store = new();
    private readonly StandingClock _clock = new(new DateTimeOffset(2023, 3, 10, 0, 0, 0, TimeSpan.Zero));
    private readonly TableClient _table;
    private readonly JourneyStore _journeys;

    public PausedJourneysTests()
    {
        TableServiceClient tables = _store.Connect();
        tables.CreateTableIfNotExists(JourneyStore.TableName);
        _table = tables.GetTableClient(JourneyStore.TableName);
        _journeys = new JourneyStore(tables, new ProtectedFields(new EphemeralDataProtectionProvider()), Options.Create(new ApplicationOptions()), _clock);
    }

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Who_comes_back_while_the_timer_looks_holds_up_nobody_else()
    {
        Journey[] all = await BeginAsync(4);
        await _journeys.EmptyAsync(all[1], CancellationToken.None);
        await _journeys.EmptyAsync(all[2], CancellationToken.None);
        _clock.Now += TimeSpan.FromDays(3);

        List<string> paused = [];
        await foreach (Journey journey in _journeys.ReadPausedAsync(CancellationToken.None))
        {
            paused.Add(journey.Id);
            if (paused.Count == 1)
            {
                TableEntity back = await _table.GetEntityAsync<TableEntity>($"{s_campaign}:{all[1].Id[..2]}", all[1].Id);
                back["TouchedAt"] = _clock.Now;
                await _table.UpdateEntityAsync(back, back.ETag, TableUpdateMode.Replace);
            }
        }

        Assert.Equal([all[0].Id, all[3].Id], paused);
        Assert.Equal([all[0].Id, all[1].Id, all[3].Id], await IdsAsync());
    }

    [Fact]
    public async Task What_cannot_be_read_holds_up_nobody_else_and_is_deleted_like_the_rest()
    {
        Journey[] all = await BeginAsync(3);
        await _table.UpdateEntityAsync(new TableEntity($"{s_campaign}:{all[0].Id[..2]}", all[0].Id) { ["Answers"] = "no ciphertext" }, Azure.ETag.All, TableUpdateMode.Merge);

        _clock.Now += new ApplicationOptions().PauseAtMost + TimeSpan.FromMinutes(1);
        Assert.Equal([all[1].Id, all[2].Id], await _journeys.ReadPausedAsync(CancellationToken.None).Select(journey => journey.Id).ToListAsync());
        Assert.Equal(3, (await IdsAsync()).Count);
        _clock.Now += TimeSpan.FromDays(1);
        Assert.Equal([all[1].Id, all[2].Id], await _journeys.ReadPausedAsync(CancellationToken.None).Select(journey => journey.Id).ToListAsync());
        Assert.Equal([all[1].Id, all[2].Id], await IdsAsync());
    }

    /// <summary>In the order in which the timer comes to them.</summary>
    private async Task<Journey[]> BeginAsync(int count)
    {
        List<Journey> begun = [];
        for (int number = 0; number < count; number++)
        {
            begun.Add(await _journeys.BeginAsync(s_campaign, JourneyKind.Application, Language.Japanese, CancellationToken.None));
        }

        return [.. begun.OrderBy(journey => journey.Id, StringComparer.Ordinal)];
    }

    private async Task<List<string>> IdsAsync() => await _table.QueryAsync<TableEntity>().Select(row => row.RowKey).ToListAsync();
}
