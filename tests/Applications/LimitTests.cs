using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Compensation.Tests.Applications;

/// <summary>What limits codes over all journeys: delays, rows of numbers, and the ceiling of SMS. Each over HTTP, as a visitor meets it.</summary>
public sealed class LimitTests
{
    private const string Owner = "090-1234-5678";
    private const string OwnersPhone = "+819012345678";

    [Fact]
    public async Task Journeys_that_write_to_one_address_wait_longer_each_time_and_never_longer_than_stated()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync();
        await AskAsync(world, Owner);
        foreach (TimeSpan delay in new[] { 0.5, 1, 2, 4, 8, 15, 15, 15 }.Select(TimeSpan.FromMinutes))
        {
            DateTimeOffset last = world.MessagesTo(OwnersPhone).Last().At;
            int before = world.MessagesTo(OwnersPhone).Count();
            Assert.Contains(Until(last + delay), (await AskAsync(world, Owner)).Page, StringComparison.Ordinal);
            await world.UntilAsync(last + delay - TimeSpan.FromSeconds(1));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await AskAsync(world, Owner)).Status);
            Assert.Equal(before, world.MessagesTo(OwnersPhone).Count());
            await world.UntilAsync(last + delay);
            Assert.Equal(HttpStatusCode.SeeOther, (await AskAsync(world, Owner)).Status);
            Assert.Equal(before + 1, world.MessagesTo(OwnersPhone).Count());
        }
    }

    [Fact]
    public async Task A_stranger_who_keeps_asking_does_not_shut_the_owner_out_and_who_has_proved_waits_for_nothing()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync();
        DateTimeOffset next = world.Clock.GetUtcNow();
        for (int stranger = 0; stranger < 8; stranger++)
        {
            await world.UntilAsync(next);
            await AskAsync(world, Owner);
            next = world.MessagesTo(OwnersPhone).Last().At + TimeSpan.FromMinutes(Math.Min(15, 0.5 * Math.Pow(2, stranger)));
        }

        // The owner is told when to send again, does so, and is in.
        Uri summary = await world.SummaryAsync(ApplicationsWorld.Answers("YM-000001", delivery: Owner));
        SiteAnswer refused = await world.SendAsync(summary, []);
        Assert.Contains(Until(next), refused.Page, StringComparison.Ordinal);
        await world.UntilAsync(next);
        Uri code = (await world.SendAsync(summary, [])).Next!;
        Assert.EndsWith("received", (await world.SendAsync(code, [KeyValuePair.Create("code", world.CodeFor(OwnersPhone)!)])).Next!.AbsolutePath, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await AskAsync(world, Owner)).Status);
    }

    /// <summary>The provider takes none for this number: the applicant stays where he can give another, and is told nothing of a code.</summary>
    [Fact]
    public async Task Of_a_code_that_no_provider_took_nobody_is_told_that_it_was_sent()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync();

        SiteAnswer refused = await AskAsync(world, "090-7777-0000");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("確認番号をお送りできませんでした", refused.Page, StringComparison.Ordinal);
        Assert.Empty(world.MessagesTo("+819077770000"));
    }

    [Fact]
    public async Task A_row_of_neighbouring_numbers_is_stopped_with_an_alarm_and_asking_again_does_not_help()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync();
        for (int number = 0; number < 6; number++)
        {
            Assert.Equal(HttpStatusCode.SeeOther, (await AskAsync(world, Neighbour(number))).Status);
        }

        Uri summary = await world.SummaryAsync(ApplicationsWorld.Answers("YM-000001", delivery: Neighbour(6)));
        for (int attempt = 0; attempt < 3; attempt++)
        {
            SiteAnswer stopped = await world.SendAsync(summary, []);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, stopped.Status);
            Assert.Contains("SMSをお送りできません", stopped.Page, StringComparison.Ordinal);
        }

        Assert.Empty(world.MessagesTo("+819077770016"));
        Assert.Equal(["numbersInSequence"], await AlarmsAsync(world));

        // Who has asked already, other numbers, and e-mail go on; so do neighbours after an hour.
        await world.UntilAsync(world.Clock.GetUtcNow().AddMinutes(1));
        Assert.Equal(HttpStatusCode.SeeOther, (await AskAsync(world, Neighbour(0))).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await AskAsync(world, "090-7778-0010")).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await AskAsync(world, "taro@example.jp")).Status);
        await world.UntilAsync(world.Clock.GetUtcNow().AddHours(1));
        Assert.Equal(HttpStatusCode.SeeOther, (await world.SendAsync(summary = await world.SummaryAsync(ApplicationsWorld.Answers("YM-000001", delivery: Neighbour(6))), [])).Status);
        Assert.Single(world.MessagesTo("+819077770016"));
    }

    /// <summary>Whoever asks for a whole row, over and over, keeps nobody in it out: each waits until a time of his own, at most as long as is stated.</summary>
    [Fact]
    public async Task Whose_neighbours_are_being_tried_waits_until_a_stated_time_that_nobody_can_put_off()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync();
        for (int number = 0; number < 6; number++)
        {
            await AskAsync(world, Neighbour(number));
        }

        for (int number = 6; number < 14; number++)
        {
            double minutes = Math.Min(15, Math.Pow(2, number - 6));
            Assert.Contains(Until(world.Clock.GetUtcNow().AddMinutes(minutes)), (await AskAsync(world, Neighbour(number))).Page, StringComparison.Ordinal);
        }

        Uri summary = await world.SummaryAsync(ApplicationsWorld.Answers("YM-000001", delivery: Neighbour(50)));
        DateTimeOffset mine = world.Clock.GetUtcNow().AddMinutes(15);
        SiteAnswer stopped = await world.SendAsync(summary, []);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, stopped.Status);
        Assert.Contains(Until(mine), stopped.Page, StringComparison.Ordinal);
        Assert.Contains("メールアドレスを入力", stopped.Page, StringComparison.Ordinal);

        // The stranger goes on with the rest of the row, and with those that have come to their turn.
        for (int number = 6; number < 40; number++)
        {
            await world.UntilAsync(mine - TimeSpan.FromMinutes(15) + TimeSpan.FromSeconds(20 * (number - 5)));
            await AskAsync(world, Neighbour(number));
        }

        await world.UntilAsync(mine - TimeSpan.FromSeconds(1));
        Assert.Contains(Until(mine), (await world.SendAsync(summary, [])).Page, StringComparison.Ordinal);
        await world.UntilAsync(mine);
        Uri code = (await world.SendAsync(summary, [])).Next!;
        Assert.EndsWith("received", (await world.SendAsync(code, [KeyValuePair.Create("code", world.CodeFor("+819077770060")!)])).Next!.AbsolutePath, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sms_end_at_the_campaigns_ceiling_with_an_alarm_before_and_at_it_while_e_mail_goes_on()
    {
        const string Ceiling = "--Applications:SmsPerDay=20";
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(settings: Ceiling);
        for (int number = 0; number < 16; number++)
        {
            Assert.Empty(await AlarmsAsync(world));
            Assert.Equal(HttpStatusCode.SeeOther, (await AskAsync(world, Distant(number))).Status);
        }

        Assert.Equal(["codeSmsCeiling"], await AlarmsAsync(world));

        // Another instance goes on where this one was.
        await world.RestartAsync(Ceiling);
        for (int number = 16; number < 20; number++)
        {
            Assert.Equal(HttpStatusCode.SeeOther, (await AskAsync(world, Distant(number))).Status);
        }

        Assert.Contains("SMSをお送りできません", (await AskAsync(world, Distant(20))).Page, StringComparison.Ordinal);
        Assert.Equal(["codeSmsCeiling", "codeSmsCeiling"], await AlarmsAsync(world));
        Assert.Equal(HttpStatusCode.SeeOther, (await AskAsync(world, "taro@example.jp")).Status);
        Assert.Equal(21, world.Messages.Count);
        await world.UntilAsync(world.Clock.GetUtcNow().AddDays(1));
        Assert.Equal(HttpStatusCode.SeeOther, (await AskAsync(world, Distant(21))).Status);
    }

    [Fact]
    public async Task An_older_code_counts_within_its_time_and_a_new_one_takes_no_wrong_try_off()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync();
        Uri code = (await AskAsync(world, Owner)).Next!;
        string first = world.CodeFor(OwnersPhone)!;
        string wrong = first == "111111" ? "222222" : "111111";
        for (int attempt = 0; attempt < 4; attempt++)
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await world.SendAsync(code, [KeyValuePair.Create("code", wrong)])).Status);
        }

        await world.UntilAsync(world.Clock.GetUtcNow().AddMinutes(1));
        await world.SendAsync(new Uri(code, "again"), []);
        Assert.NotEqual(first, world.CodeFor(OwnersPhone));
        await world.UntilAsync(world.Clock.GetUtcNow().AddMinutes(13));
        Assert.EndsWith("received", (await world.SendAsync(code, [KeyValuePair.Create("code", first)])).Next!.AbsolutePath, StringComparison.Ordinal);
    }

    /// <summary>Wrong codes that come at the same moment are counted one by one: nobody gets more tries by being quick.</summary>
    [Fact]
    public async Task Codes_tried_at_the_same_moment_are_counted_one_by_one()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync();
        Uri code = (await AskAsync(world, Owner)).Next!;
        string right = world.CodeFor(OwnersPhone)!;
        IEnumerable<string> wrong = Enumerable.Range(0, 20).Select(number => ((int.Parse(right, CultureInfo.InvariantCulture) + 1 + number) % 1_000_000).ToString("d6", CultureInfo.InvariantCulture));
        await Task.WhenAll(wrong.Select(guess => world.SendAsync(code, [KeyValuePair.Create("code", guess)])));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await world.SendAsync(code, [KeyValuePair.Create("code", right)])).Status);
    }

    /// <summary>Numbers that take messages: the emulated provider refuses some endings.</summary>
    private static string Neighbour(int number) => string.Create(CultureInfo.InvariantCulture, $"090-7777-{number + 10:d4}");

    private static string Distant(int number) => string.Create(CultureInfo.InvariantCulture, $"080-{1000 + number}-5510");

    private static string Until(DateTimeOffset instant) => instant.ToOffset(TimeSpan.FromHours(9)).ToString("H時mm分ss秒", CultureInfo.InvariantCulture);

    /// <summary>Somebody fills the form in anew and sends it.</summary>
    private static async Task<SiteAnswer> AskAsync(ApplicationsWorld world, string delivery) =>
        await world.SendAsync(await world.SummaryAsync(ApplicationsWorld.Answers("YM-000001", delivery: delivery)), []);

    private static async Task<string[]> AlarmsAsync(ApplicationsWorld world)
    {
        JsonElement alarms = JsonSerializer.Deserialize<JsonElement>(await world.Http.GetStringAsync(new Uri("alarms", UriKind.Relative)));
        return [.. alarms.GetProperty("alarms").EnumerateArray().Select(alarm => alarm.GetProperty("kind").GetString()!)];
    }
}
