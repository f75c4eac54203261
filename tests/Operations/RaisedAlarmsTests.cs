using System.Net.Http.Json;
using Azure.Data.Tables;
using Compensation.Campaigns;
using Compensation.Closing;
using Compensation.Common;
using Compensation.Common.Files;
using Compensation.Common.Http;
using Compensation.Lifecycle;
using Compensation.Notices;
using Compensation.Operations.Alarms;
using Compensation.Tests.Sending;
using Compensation.Waves;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;

namespace Compensation.Tests.Operations;

/// <summary>What wants a person is on the list, whatever found it.</summary>
public sealed class RaisedAlarmsTests
{
    [Fact]
    public async Task A_wave_that_a_stop_rule_has_paused_is_an_alarm_and_one_that_an_operator_paused_is_none()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        await world.OweAsync(60, index => SendingWorld.Phone(index, ending: "01"));
        WavePlan plan = SendingWorld.Plan() with { Canary = new Canary(20, TimeSpan.FromMinutes(30)), StopRule = new StopRule(20, 100) };
        await world.BeginAsync(plan);
        await world.UntilAsync(plan, WaveStanding.Paused);

        Alarm alarm = Assert.Single(await AlarmsAsync(world));
        Assert.Equal((AlarmKind.WaveStopped, plan.Campaign, plan.WaveId), (alarm.Kind, alarm.Campaign, alarm.Matter));
        Assert.Contains("canary", alarm.Text, StringComparison.Ordinal);

        // Whoever finds it paused says so too, in case the first died before it could.
        await world.Get<WaveControl>().MoveAsync(plan.Id, WaveStanding.Paused, "again", Wave.Itself, CancellationToken.None);
        await world.ControlAsync(plan, "pause");
        Assert.Equal(alarm.Times + 1, Assert.Single(await AlarmsAsync(world)).Times);
    }

    [Fact]
    public async Task Books_that_do_not_add_up_are_an_alarm()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        await CloseAsync("as-sealed", PeopleAndYen.Nobody);
        Assert.Empty(await AlarmsAsync(world));

        await CloseAsync("one-lost", new PeopleAndYen(1, new Yen(3_000)));

        Alarm alarm = Assert.Single(await AlarmsAsync(world));
        Assert.Equal((AlarmKind.BooksDoNotAddUp, SendingWorld.Campaign.Id), (alarm.Kind, alarm.Campaign));
        Assert.DoesNotContain("3", alarm.Text, StringComparison.Ordinal);

        async Task CloseAsync(string instance, PeopleAndYen entitled)
        {
            CloseOrder order = new(SendingWorld.Campaign.Id, SendingWorld.Campaign.Shards, "5ea1", entitled);
            await world.Orchestrations.ScheduleNewOrchestrationInstanceAsync(nameof(CloseBooks), order, new Microsoft.DurableTask.StartOrchestrationOptions(instance));
            await world.UntilAsync(instance, books => books.IsCompleted);
        }
    }

    [Fact]
    public async Task What_has_failed_and_should_run_unattended_is_an_alarm_for_a_day()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        const string Instance = "kumamoto:issue-app";
        await world.Orchestrations.ScheduleNewOrchestrationInstanceAsync(nameof(CloseBooks), input: null, new Microsoft.DurableTask.StartOrchestrationOptions(Instance));
        OrchestrationMetadata failed = await world.UntilAsync(Instance, books => books.IsCompleted);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);

        await world.Get<WatchCampaigns>().LookAsync(SendingWorld.Campaign, codesAreLate: false, world.Orchestrations, CancellationToken.None);
        Alarm alarm = Assert.Single(await AlarmsAsync(world));
        Assert.Equal((AlarmKind.RunFailed, Instance, 1), (alarm.Kind, alarm.Matter, alarm.Times));

        await world.PassAsync(TimeSpan.FromDays(1));
        await world.Get<WatchCampaigns>().LookAsync(SendingWorld.Campaign, codesAreLate: false, world.Orchestrations, CancellationToken.None);
        Assert.Equal(1, Assert.Single(await AlarmsAsync(world)).Times);
    }

    [Fact]
    public async Task An_import_that_died_is_an_alarm_for_a_day_and_one_that_is_under_way_is_none()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        ImportLeases dead = new(world.Get<TableServiceClient>(), new ClaimHolders($"{Environment.MachineName}/999999999/1"), Options.Create(new ImportOptions()), world.Clock);
        ImportLease codes = (await dead.TakeAsync(new ImportWork(SendingWorld.Campaign.Id, ImportKind.Codes, "codes.csv", "佐藤") { Sha256 = new string('a', 64) }, CancellationToken.None))!;
        await using ImportLease underWay = (await world.Get<ImportLeases>().TakeAsync(new ImportWork(SendingWorld.Campaign.Id, ImportKind.TransferResults, "results.csv", null) { Sha256 = new string('b', 64) }, CancellationToken.None))!;

        await LookAsync();
        await LookAsync();
        Alarm alarm = Assert.Single(await AlarmsAsync(world));
        Assert.Equal((AlarmKind.ImportStuck, codes.FileId, 2), (alarm.Kind, alarm.Matter, alarm.Times));
        Assert.Contains("codes.csv was begun at 2023-04-10 09:00 +09:00", alarm.Text, StringComparison.Ordinal);

        await world.Get<TableServiceClient>().GetTableClient(ImportBook.TableName).UpdateEntityAsync(
            new TableEntity("0:book", "turn:Codes") { ["Since"] = SendingWorld.Start.AddDays(-1) }, Azure.ETag.All);
        await LookAsync();
        Assert.Equal(2, Assert.Single(await AlarmsAsync(world)).Times);

        Task LookAsync() => world.Get<WatchCampaigns>().LookAsync(SendingWorld.Campaign, codesAreLate: false, world.Orchestrations, CancellationToken.None);
    }

    [Fact]
    public async Task A_new_alarm_is_written_to_the_operators_by_the_way_that_notices_take()
    {
        await using SendingWorld world = await SendingWorld.StartAsync(storage: null, "--Alarms:EmailTo=operators@example.jp", "--Alarms:EmailFrom=office@example.jp");

        await world.Get<IAlarms>().RaiseAsync(AlarmKind.LinksGuessed, SendingWorld.Campaign.Id, string.Empty, "200 links were tried.", CancellationToken.None);
        await world.Get<IAlarms>().RaiseAsync(AlarmKind.LinksGuessed, SendingWorld.Campaign.Id, string.Empty, "200 links were tried.", CancellationToken.None);

        Compensation.Emulators.Communication.EmulatedMessage mail = Assert.Single(await world.MessagesAsync());
        Assert.Equal(("operators@example.jp", "[kumamoto] LinksGuessed"), (mail.To, mail.Subject));
        Assert.Contains("200 links were tried.", mail.Text, StringComparison.Ordinal);
        Assert.Contains("2023-04-10 09:00:00 +09:00", mail.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2023-04-09T00:00:00Z", true)]
    [InlineData("2023-04-09T00:59:59Z", true)]
    [InlineData("2023-04-08T23:59:59Z", false)]
    [InlineData("2023-04-09T01:00:00Z", false)]
    [InlineData("2023-04-10T00:00:00Z", true)]
    [InlineData("2023-04-23T00:00:00Z", false)]
    [InlineData("2023-04-27T00:00:00Z", true)]
    [InlineData("2023-05-16T00:00:00Z", true)]
    public void The_stock_is_counted_in_the_first_hour_of_the_day_before_people_are_written_to_and_of_each_day_of_a_wave(string now, bool counted) =>
        Assert.Equal(counted, WatchCampaigns.StockIsCountedAt(SendingWorld.Campaign, DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture)));

    private static async Task<IReadOnlyList<Alarm>> AlarmsAsync(SendingWorld world) => (await world.Http.GetFromJsonAsync<AlarmPage>("alarms", JsonBody.Format))!.Alarms;
}
