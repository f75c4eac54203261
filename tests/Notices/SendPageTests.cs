using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Waves;

namespace Compensation.Tests.Notices;

/// <summary>What becomes of each of a page's people, and what the wave is told: in the whole of it and in the part that one channel serves.</summary>
public sealed class SendPageTests
{
    private static readonly SendOutcome s_busy = new SendOutcome.TryLater("503");

    [Fact]
    public async Task While_a_campaigns_notices_are_held_nobody_is_written_to_and_the_page_comes_again_in_a_quarter_of_an_hour_until_its_wave_is_over()
    {
        await using SendingHarness harness = await SendingHarness.With(people: 3);
        harness.Holds = [new Hold(false), new Hold(true)];

        PageOutcome held = await harness.SendPageAsync();
        PageOutcome over = await harness.SendPageAsync(isOver: true);

        Assert.Equal(harness.Clock.Now.AddMinutes(15), held.RepeatAt);
        Assert.Null(over.RepeatAt);
        Assert.Equal((0, 3), (harness.Sms.Calls, (await harness.ListedAsync()).Count));
        harness.Holds = [new Hold(false)];
        Assert.Null((await harness.SendPageAsync()).RepeatAt);
        Assert.Equal(3, harness.Sms.Calls);
    }

    /// <summary>Decided about with the page, and claimed when its turn comes: else a claim would be old when it is taken, and another could take it over.</summary>
    [Fact]
    public async Task The_lease_of_a_claim_begins_when_it_is_taken()
    {
        await using SendingHarness harness = await SendingHarness.With(people: 150);
        DateTimeOffset began = harness.Clock.Now;
        harness.ChunksInFlight = 1;
        harness.Sms.Before = (call, _) =>
        {
            harness.Clock.Now += call == 1 ? TimeSpan.FromMinutes(2) : TimeSpan.Zero;
            return null;
        };

        await harness.SendPageAsync();

        Assert.Equal(
            [(began, 100), (began.AddMinutes(2), 50)],
            (await harness.RecordedAsync()).GroupBy(notice => (notice.ClaimedAt, notice.FirstTriedAt)).Select(chunk => (chunk.Key.FirstTriedAt!.Value, chunk.Count())).Order());
    }

    [Fact]
    public async Task A_wave_that_is_over_lists_who_was_not_written_to_and_its_reminders_lapse()
    {
        await using SendingHarness harness = await SendingHarness.With(people: 3);
        EntitlementId turnedAway = harness.People[1].Id;
        harness.Sms.Before = (_, message) => message.To.EndsWith('1') ? s_busy : null;
        await harness.SendPageAsync();
        Assert.Empty(await harness.ListedAsync());

        PageOutcome reminder = await harness.SendPageAsync(new NoticeOrder(NoticeKind.Reminder, 1, null), isOver: true);
        Assert.Equal(2, reminder.Counts[PageTally.Lapsed]);
        Assert.Empty(await harness.ListedAsync());

        PageOutcome issue = await harness.SendPageAsync(isOver: true);
        Assert.Equal([turnedAway], await harness.ListedAsync());
        Assert.Equal((3, 2, false), (harness.Sms.Calls, issue.Counts[PageTally.Accepted], issue.Counts.ContainsKey(PageTally.Lapsed)));
    }

    [Fact]
    public async Task Each_channel_s_part_of_a_page_is_served_and_counted_by_itself()
    {
        await using SendingHarness harness = await SendingHarness.With(people: 4);
        await harness.CorrectAsync(harness.People[1], new Contact(null, "one@example.jp"));
        await harness.CorrectAsync(harness.People[3], new Contact(null, "three@example.jp"));

        PageOutcome email = await harness.SendPageAsync(except: "sms");
        Assert.Equal((0, 2), (harness.Sms.Calls, harness.Email.Calls));
        PageOutcome sms = await harness.SendPageAsync(only: "sms");
        Assert.Equal((2, 2), (harness.Sms.Calls, harness.Email.Calls));
        PageOutcome whole = await harness.SendPageAsync();

        Assert.Equal([2, 2, 4], new[] { email, sms, whole }.Select(outcome => outcome.Counts[PageTally.Accepted]));
        Assert.Equal([0, 0, 0], new[] { email, sms, whole }.Select(outcome => outcome.Deferred));
        Assert.Equal((2, 2), (harness.Sms.Calls, harness.Email.Calls));
    }

    [Fact]
    public async Task Who_was_held_back_for_one_channel_and_is_reached_by_the_other_now_is_left_to_the_next_pass()
    {
        await using SendingHarness harness = await SendingHarness.With(people: 4);
        await harness.CorrectAsync(harness.People[2], new Contact(null, "two@example.jp"));
        await harness.CorrectAsync(harness.People[3], new Contact(null, "three@example.jp"));
        harness.Sms.Before = harness.Email.Before = (_, _) => s_busy;
        Assert.Equal(4, (await harness.SendPageAsync()).Deferred);
        await harness.CorrectAsync(harness.People[1], new Contact(null, "one@example.jp"));
        Assert.Equal(2, (await harness.SendPageAsync(only: "sms")).Deferred);

        harness.Clock.Now += TimeSpan.FromMinutes(5);
        harness.Sms.Before = harness.Email.Before = (_, _) => null;
        PageOutcome sms = await harness.SendPageAsync(only: "sms");
        Assert.Equal((1, 1, 2), (sms.Counts[PageTally.Accepted], sms.Deferred, harness.Email.Calls));

        PageOutcome whole = await harness.SendPageAsync();
        Assert.Equal((4, 0, 5), (whole.Counts[PageTally.Accepted], whole.Deferred, harness.Email.Calls));
    }

    [Fact]
    public async Task Who_is_spoken_for_has_no_address_or_had_enough_is_counted_with_the_whole_page_alone()
    {
        await using SendingHarness harness = await SendingHarness.With(people: 3);
        await harness.CorrectAsync(harness.People[2], new Contact(null, null));
        Assert.NotNull(await harness.Entitlements.TryMoveAsync(harness.People[1], harness.People[1] with { Lead = harness.People[0].Id }, CancellationToken.None));
        await harness.ReadPeopleAsync();
        NoticeOrder resend = new(NoticeKind.Resend, 0, null) { Resend = new ResendTerms("order", ResendFilter.NotClaimedAndNotDelivered, 0, null) { At = harness.Clock.Now.AddDays(2) } };

        Assert.Empty((await harness.SendPageAsync(only: "email")).Counts);
        Assert.Empty(await harness.ListedAsync());
        PageOutcome whole = await harness.SendPageAsync();
        PageOutcome capped = await harness.SendPageAsync(resend);
        PageOutcome part = await harness.SendPageAsync(resend, only: "sms");

        Assert.Equal([1, 1, 1], new[] { PageTally.Accepted, PageTally.SpokenFor, PageTally.NoAddress }.Select(name => whole.Counts[name]));
        Assert.Equal([harness.People[2].Id], await harness.ListedAsync());
        Assert.Equal([1, 1], new[] { PageTally.OverCap, PageTally.SpokenFor }.Select(name => capped.Counts[name]));
        Assert.DoesNotContain(PageTally.NoAddress, capped.Counts.Keys);
        Assert.Empty(part.Counts);
        Assert.Equal(1, harness.Sms.Calls);
    }

    [Theory]
    [InlineData(19, 19, false)]
    [InlineData(20, 20, true)]
    [InlineData(21, 20, false)]
    public async Task Twenty_who_are_turned_away_together_and_nobody_else_are_the_providers_trouble(int people, int turnedAway, bool isHeldBack)
    {
        await using SendingHarness harness = await SendingHarness.With(people);
        harness.Sms.Before = (call, _) => call <= turnedAway ? s_busy : null;

        PageOutcome outcome = await harness.SendPageAsync();

        Assert.Equal(isHeldBack ? new HeldBack("sms", harness.Clock.Now.AddMinutes(5)) : null, outcome.HeldBack);
        Assert.Equal(isHeldBack ? 0 : turnedAway, outcome.Deferred);
    }

    [Fact]
    public async Task A_reminder_to_a_marked_audience_reaches_its_people_in_whichever_shards_they_are()
    {
        await using SendingHarness harness = await SendingHarness.With(people: 2);
        await harness.AddElsewhereAsync();

        PageOutcome issue = await harness.SendPageAsync(audience: "marked");
        PageOutcome reminder = await harness.SendPageAsync(new NoticeOrder(NoticeKind.Reminder, 1, null), audience: "marked");

        Assert.Equal((3, 3, 6), (issue.Counts[PageTally.Accepted], reminder.Counts[PageTally.Accepted], harness.Sms.Calls));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Of_two_waves_of_reminders_at_once_one_reminds_and_the_other_reads_again_and_leaves_them_in_peace(int people)
    {
        await using SendingHarness harness = await SendingHarness.With(people);
        await harness.SendPageAsync();
        bool raced = false;
        harness.MayGoOn = () =>
        {
            if (!raced)
            {
                // The first has read its people's histories, and has claimed nobody yet.
                raced = true;
                harness.SendPageAsync(new NoticeOrder(NoticeKind.Reminder, 2, null)).GetAwaiter().GetResult();
            }

            return true;
        };

        PageOutcome first = await harness.SendPageAsync(new NoticeOrder(NoticeKind.Reminder, 1, null));
        PageOutcome again = await harness.SendPageAsync(new NoticeOrder(NoticeKind.Reminder, 1, null));

        Assert.Equal(harness.Clock.Now.AddMinutes(5), first.RepeatAt);
        Assert.Equal((people, null), (again.Deferred, again.RepeatAt));
        Assert.Equal(2 * people, harness.Sms.Calls);
    }

    [Fact]
    public async Task Who_is_due_for_the_other_channel_stays_so_until_it_has_been_tried_there()
    {
        await using SendingHarness harness = await SendingHarness.With(people: 1);
        await harness.CorrectAsync(harness.People[0], new Contact("+819010000001", "one@example.jp"));
        harness.Sms.Before = (_, _) => new SendOutcome.Refused("no such number");
        await harness.SendPageAsync();
        NoticeOrder fallback = new(NoticeKind.Fallback, 1, null);
        List<int> due = [await DueAsync()];

        await harness.SendPageAsync(fallback, except: "email");
        due.Add(await DueAsync());
        harness.Email.Before = (_, _) => s_busy;
        await harness.SendPageAsync(fallback);
        due.Add(await DueAsync());
        harness.Clock.Now += TimeSpan.FromHours(1);
        harness.Email.Before = (_, _) => null;
        await harness.SendPageAsync(fallback);
        due.Add(await DueAsync());

        Assert.Equal([1, 1, 1, 0], due);
        Assert.Equal("one@example.jp", Assert.Single(harness.Email.Taken).Value);
        Assert.Equal([harness.People[0].Id], await harness.ListedAsync());

        async Task<int> DueAsync() => (int)await harness.Marks.CountAsync(TestCampaigns.Kumamoto.Id, Unreached.FallbackDue, CancellationToken.None);
    }

    [Fact]
    public async Task Where_the_other_channel_takes_nothing_all_stay_due_for_it_also_those_who_were_not_tried()
    {
        await using SendingHarness harness = await SendingHarness.With(people: 120);
        for (int person = 0; person < 120; person++)
        {
            await harness.CorrectAsync(harness.People[person], new Contact($"+8190{10000000 + person}", $"person{person}@example.jp"));
        }

        harness.Sms.Before = (_, _) => new SendOutcome.Refused("no such number");
        harness.Email.Before = (_, _) => s_busy;
        await harness.SendPageAsync();

        await harness.SendPageAsync(new NoticeOrder(NoticeKind.Fallback, 1, null));

        Assert.Equal(100, harness.Email.Calls);
        Assert.Equal(120, await harness.Marks.CountAsync(TestCampaigns.Kumamoto.Id, Unreached.FallbackDue, CancellationToken.None));
    }

    [Fact]
    public async Task When_a_wave_is_over_whom_another_machine_may_be_writing_to_is_listed_too_and_a_reminder_that_came_too_soon_has_lapsed()
    {
        await using SendingHarness harness = await SendingHarness.With(people: 2);
        Notice held = new()
        {
            Id = new NoticeId(TestCampaigns.Kumamoto.Id, harness.People[1].Id, NoticeKind.Issue, 1),
            State = NoticeState.Sending,
            Channel = NoticeChannel.Sms,
            Holder = "another-machine/1/1",
            Attempt = Guid.NewGuid(),
            ClaimedAt = harness.Clock.Now,
            FirstTriedAt = harness.Clock.Now,
        };
        Assert.NotNull(await harness.Notices.TryClaimAsync([held], CancellationToken.None));

        Assert.Equal(harness.Clock.Now.AddMinutes(5), (await harness.SendPageAsync()).RepeatAt);
        Assert.Null((await harness.SendPageAsync(only: "email")).RepeatAt);
        await harness.SendPageAsync(isOver: true);
        Assert.Equal([harness.People[1].Id], await harness.ListedAsync());

        await harness.SendPageAsync(new NoticeOrder(NoticeKind.Reminder, 1, null));
        NoticeOrder next = new(NoticeKind.Reminder, 2, null);
        Assert.Equal([1, 0], new[] { await harness.SendPageAsync(next, only: "sms"), await harness.SendPageAsync(next, only: "email") }.Select(part => part.Deferred));
        PageOutcome over = await harness.SendPageAsync(next, isOver: true);
        Assert.Equal(1, over.Counts[PageTally.Lapsed]);
    }

    [Fact]
    public async Task A_provider_is_left_alone_for_as_long_as_any_of_its_answers_asks()
    {
        await using SendingHarness harness = await SendingHarness.With(people: 20);
        harness.Sms.Before = (call, _) => call == 20 ? new SendOutcome.Throttled(TimeSpan.FromMinutes(10)) : s_busy;

        Assert.Equal(new HeldBack("sms", harness.Clock.Now.AddMinutes(10)), (await harness.SendPageAsync()).HeldBack);
    }

    [Fact]
    public async Task A_wave_that_is_paused_sends_nothing_and_says_so()
    {
        await using SendingHarness harness = await SendingHarness.With(people: 3);
        harness.MayGoOn = () => false;

        PageOutcome halted = await harness.SendPageAsync();

        Assert.Equal((true, 0), (halted.Halted, harness.Sms.Calls));
        Assert.Empty(await harness.RecordedAsync());
    }

    [Fact]
    public async Task What_is_recorded_says_what_the_provider_said_and_when_it_is_to_be_tried_again()
    {
        await using SendingHarness harness = await SendingHarness.With(people: 5);
        harness.Sms.Before = (_, message) => message.To[^1] switch
        {
            '0' => null,
            '1' => new SendOutcome.Refused("no such number"),
            '2' => s_busy,
            '3' => new SendOutcome.Unsettled("lost"),
            _ => new SendOutcome.Throttled(TimeSpan.FromSeconds(30)),
        };
        DateTimeOffset now = harness.Clock.Now;

        await harness.SendPageAsync();

        Notice[] recorded = [.. (await harness.RecordedAsync()).OrderBy(notice => notice.Id.Entitlement)];
        Assert.Equal([NoticeState.Accepted, NoticeState.Failed, NoticeState.Deferred, NoticeState.Deferred, NoticeState.Deferred], recorded.Select(notice => notice.State));
        Assert.Equal([null, "no such number", "503", "lost", "throttled"], recorded.Select(notice => notice.Reason));
        Assert.Equal([0, 0, 1, 1, 0], recorded.Select(notice => notice.Tries));
        Assert.Equal([null, null, now.AddMinutes(5), now.AddMinutes(5), now.AddSeconds(30)], recorded.Select(notice => notice.NotBefore));
        Assert.Equal(["acs", "acs", null, "acs", null], recorded.Select(notice => notice.Provider));
        Assert.Equal([now, now, null, null, null], recorded.Select(notice => notice.SettledAt));
        Assert.Equal($"provider-{harness.RequestIds.For(recorded[0].Id):N}", recorded[0].ProviderReference);
        Assert.Equal([1, 0, 0, 0, 0], recorded.Select(notice => notice.Segments));
        Assert.Equal([recorded[1].Id.Entitlement], await harness.ListedAsync());
        Assert.Equal(6, harness.Sms.Calls);
    }

    private sealed class Hold(bool holds) : INoticeHold
    {
        public ValueTask<bool> HoldsAsync(CampaignId campaign, CancellationToken cancellationToken) => new(holds);
    }
}
