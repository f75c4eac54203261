using System.Net;
using System.Net.Http.Json;
using Compensation.Emulators.Communication;
using Compensation.Lifecycle;
using Compensation.Notices;
using Compensation.Transfers;
using Compensation.Waves;

namespace Compensation.Tests.Sending;

/// <summary>Reminders do not pile up: one lapses when the next is due or the deadline is near, and nobody gets two within a day.</summary>
public class ReminderTests
{
    private static readonly DateTimeOffset First = SendingWorld.Campaign.Reminders[0];

    [Fact]
    public async Task After_an_outage_over_several_reminders_people_get_the_last_of_them_only()
    {
        await using SendingWorld world = await IssuedAsync();
        await StartCampaignAsync(world);
        await world.PassAsync(First.AddHours(-1) - world.Clock.GetUtcNow());
        await world.StopAppAsync();
        await world.PassAsync(SendingWorld.Campaign.Reminders[^1].AddHours(1) - world.Clock.GetUtcNow());

        await world.StartAppAgainAsync();
        await world.UntilAsync("kumamoto", campaign => campaign.IsCompleted);

        Assert.Equal(60, (await RemindersAsync(world)).Count);
        Assert.All(await RemindersAsync(world), reminder => Assert.Equal(SendingWorld.Campaign.Reminders.Count, reminder.Id.Sequence));
        Assert.Equal(60, (await world.ShowAsync(SendingWorld.Plan("reminder-1"))).Result!.Counts[PageTally.Lapsed]);
        Assert.Empty(await world.UnreachedAsync());
    }

    [Fact]
    public async Task After_an_outage_until_shortly_before_the_deadline_nobody_is_reminded()
    {
        await using SendingWorld world = await IssuedAsync();
        await StartCampaignAsync(world);
        await world.PassAsync(First.AddHours(-1) - world.Clock.GetUtcNow());
        await world.StopAppAsync();
        await world.PassAsync(SendingWorld.Campaign.ReceiptEndsAt.AddHours(-5) - world.Clock.GetUtcNow());

        await world.StartAppAgainAsync();
        await world.UntilAsync("kumamoto", campaign => campaign.IsCompleted);

        Assert.Empty(await RemindersAsync(world));
    }

    [Fact]
    public async Task Undisturbed_everybody_who_has_not_come_gets_each_reminder_once()
    {
        await using SendingWorld world = await IssuedAsync();
        await StartCampaignAsync(world);

        await world.UntilAsync("kumamoto", campaign => campaign.IsCompleted);

        Assert.All((await RemindersAsync(world)).GroupBy(reminder => reminder.Id.Entitlement), person => Assert.Equal([1, 2, 3], person.Select(reminder => reminder.Id.Sequence).Order()));
        Assert.Equal(180, (await RemindersAsync(world)).Count);
    }

    [Fact]
    public async Task Two_waves_of_reminders_at_one_instant_remind_nobody_twice_within_a_day()
    {
        await using SendingWorld world = await IssuedAsync();
        WavePlan[] plans = [Reminder("reminder-10", 10), Reminder("reminder-11", 11), Reminder("reminder-12", 12)];
        await Task.WhenAll(plans.Select(world.BeginAsync));

        foreach (WavePlan plan in plans)
        {
            await world.EndOfAsync(plan);
        }

        IReadOnlyList<EmulatedMessage> reminders = [.. (await world.MessagesAsync()).Where(message => message.At > SendingWorld.Start.AddHours(1))];
        Assert.Equal(60, reminders.Select(message => message.To).Distinct(StringComparer.Ordinal).Count());
        foreach (IGrouping<string, EmulatedMessage> person in reminders.GroupBy(message => message.To))
        {
            DateTimeOffset[] at = [.. person.Select(message => message.At).Order()];
            Assert.All(at.Zip(at.Skip(1)), pair => Assert.True(pair.Second - pair.First >= TimeSpan.FromDays(1), $"{pair.First:u} and {pair.Second:u}"));
        }
    }

    [Theory]
    [InlineData(19, HttpStatusCode.BadRequest)]
    [InlineData(17, HttpStatusCode.Created)]
    public async Task An_operators_reminder_may_not_begin_when_the_deadline_is_near(int hour, HttpStatusCode expected)
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        await world.SealAsync();

        using HttpResponseMessage answer = await world.Http.PutAsJsonAsync(
            "campaigns/kumamoto/waves/late", new { notice = "reminder", number = 10, from = $"2023-05-31T{hour}:00", until = "2023-05-31T20:00", reason = "r", by = "Sato" });

        Assert.Equal(expected, answer.StatusCode);
    }

    private static async Task<SendingWorld> IssuedAsync()
    {
        SendingWorld world = await SendingWorld.StartAsync();
        await world.OweAsync(60, index => SendingWorld.Phone(index));
        await world.RunAsync(SendingWorld.Plan());
        await world.PassAsync(TimeSpan.FromHours(1));
        return world;
    }

    private static Task StartCampaignAsync(SendingWorld world) => world.StartCampaignAsync(CampaignRun.Of(SendingWorld.Campaign, new WaveOptions(), new NoticeOptions(), new TransferOptions()));

    private static WavePlan Reminder(string id, int number) => SendingWorld.Plan(id, new NoticeOrder(NoticeKind.Reminder, number, null)) with
    {
        Window = SendingWorld.Plan().Window with { StartsAt = SendingWorld.Start.AddDays(3) },
    };

    private static async Task<IReadOnlyList<Notice>> RemindersAsync(SendingWorld world) => [.. (await world.NoticesAsync()).Where(notice => notice.Id.Kind == NoticeKind.Reminder && notice.State == NoticeState.Accepted)];
}
