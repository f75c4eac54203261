using Compensation.Emulators.Communication;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Waves;

namespace Compensation.Tests.Sending;

public class FallbackTests
{
    private static readonly NoticeOrder Fallback = new(NoticeKind.Fallback, 1, null);

    [Fact]
    public async Task Whom_the_sms_did_not_reach_gets_one_e_mail_where_an_address_is_on_file()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        await world.OweAsync(40, index => SendingWorld.Phone(index, ending: index % 4 == 0 ? "01" : "10") with { Email = $"person{index}@example.jp" });
        await world.RunAsync(SendingWorld.Plan());
        await world.PassAsync(TimeSpan.FromMinutes(5));

        await RunFallbackAsync(world, "fallback-0411");
        await RunFallbackAsync(world, "fallback-0412");

        IReadOnlyList<EmulatedMessage> messages = await world.MessagesAsync();
        Assert.Equal(40, messages.Count(message => message.Channel == MessageChannel.Sms));
        Assert.Equal(
            Enumerable.Range(0, 10).Select(index => $"person{index * 4}@example.jp").Order(StringComparer.Ordinal),
            messages.Where(message => message.Channel == MessageChannel.Email).Select(message => message.To).Order(StringComparer.Ordinal));
        Assert.Empty(await world.UnreachedAsync());
    }

    [Fact]
    public async Task Whom_neither_channel_reaches_stands_on_the_operators_list_with_both_reasons()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        Entitlement person = (await world.OweAsync(1, index => SendingWorld.Phone(index, ending: "01") with { Email = "bounce.person@example.jp" }))[0];
        await world.OweAsync(5, index => SendingWorld.Phone(100 + index));
        await world.RunAsync(SendingWorld.Plan());
        await world.PassAsync(TimeSpan.FromMinutes(5));

        await RunFallbackAsync(world, "fallback-0411");
        await world.PassAsync(TimeSpan.FromMinutes(5));

        UnreachedPerson listed = Assert.Single(await world.UnreachedAsync());
        Assert.Equal(person.Id, listed.Entitlement);
        Assert.Equal([(NoticeKind.Issue, NoticeChannel.Sms), (NoticeKind.Fallback, NoticeChannel.Email)], listed.Tried.Select(notice => (notice.Kind, notice.Channel)));
        Assert.Contains("4006", listed.Tried[0].Reason, StringComparison.Ordinal);
        Assert.Contains("Bounced", listed.Tried[1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reminder_goes_by_the_way_that_has_proved_good()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        await world.OweAsync(1, index => SendingWorld.Phone(index, ending: "01") with { Email = "person@example.jp" });
        await world.RunAsync(SendingWorld.Plan());
        await world.PassAsync(TimeSpan.FromMinutes(5));
        await RunFallbackAsync(world, "fallback-0411");
        await world.PassAsync(TimeSpan.FromMinutes(5));

        await world.RunAsync(SendingWorld.Plan("reminder-1", new NoticeOrder(NoticeKind.Reminder, 1, null)));

        Assert.Equal(
            [MessageChannel.Sms, MessageChannel.Email, MessageChannel.Email],
            (await world.MessagesAsync()).Select(message => message.Channel));
    }

    private static async Task RunFallbackAsync(SendingWorld world, string id)
    {
        int people = await world.Get<EntitlementMarks>().CountAsync(SendingWorld.Campaign.Id, Unreached.FallbackDue, CancellationToken.None);
        await world.RunAsync(SendingWorld.Plan(id, Fallback) with { Audience = Unreached.FallbackDue, Lanes = 1, ShardSizes = [people] });
        Assert.Equal(0, await world.Get<EntitlementMarks>().CountAsync(SendingWorld.Campaign.Id, Unreached.FallbackDue, CancellationToken.None));
    }
}
