using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Waves;

namespace Compensation.Tests.Notices;

public class SendingProtocolTests
{
    [Fact]
    public async Task Everybody_gets_one_message_and_a_repeated_page_sends_nothing()
    {
        await using SendingHarness harness = await SendingHarness.With(people: 250);

        PageOutcome first = await harness.SendPageAsync();
        PageOutcome second = await harness.SendPageAsync();

        Assert.Equal(250, first.Counts[PageTally.Accepted]);
        Assert.Equal(first.Counts, second.Counts);
        Assert.Empty(second.Load);
        Assert.Equal(250, harness.Sms.Calls);
        Assert.Equal(250, harness.Sms.Taken.Values.Distinct(StringComparer.Ordinal).Count());
        Assert.All(await harness.RecordedAsync(), notice => Assert.Equal((NoticeState.Accepted, 1), (notice.State, notice.Segments)));
    }

    [Fact]
    public async Task A_page_of_five_hundred_costs_one_query_and_ten_transactions()
    {
        await using SendingHarness harness = await SendingHarness.With(people: 500);
        harness.Storage.Heal();

        await harness.SendPageAsync();

        Assert.Equal(1 + 10, harness.Storage.Requests);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Wherever_storage_dies_a_later_run_completes_the_page_without_a_second_message(bool afterwards)
    {
        // One query, three claims, three records: seven requests.
        for (int dying = 1; dying <= 7; dying++)
        {
            await using SendingHarness harness = await SendingHarness.With(people: 250);
            harness.Storage.DieAt(dying, afterwards);
            await Assert.ThrowsAnyAsync<Azure.RequestFailedException>(() => harness.SendPageAsync());
            harness.Storage.Heal();

            await CompleteAsync(harness);

            IReadOnlyList<Notice> recorded = await harness.RecordedAsync();
            Assert.Equal(250, recorded.Count(notice => notice.State == NoticeState.Accepted));
            Assert.Equal(250, harness.Sms.Taken.Count);
            Assert.Equal(recorded.Select(notice => harness.RequestIds.For(notice.Id)).Order(), harness.Sms.Taken.Keys.Order());
        }
    }

    [Fact]
    public async Task A_lost_answer_is_settled_by_repeating_with_the_same_id()
    {
        await using SendingHarness harness = await SendingHarness.With(people: 10);
        harness.Sms.After = (call, _) => call == 4 ? new SendOutcome.Unsettled("no answer in time") : null;

        PageOutcome outcome = await harness.SendPageAsync();

        Assert.Equal(10, outcome.Counts[PageTally.Accepted]);
        Assert.Equal((11, 10), (harness.Sms.Calls, harness.Sms.Taken.Count));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_may_have_gone_out_stays_with_its_provider_even_if_that_one_then_turns_us_away(bool throttled)
    {
        await using SendingHarness harness = await SendingHarness.With(people: 1);
        harness.Sms.After = (call, _) => call == 1 ? new SendOutcome.Unsettled("no answer in time") : null;
        harness.Sms.Before = (call, _) => call != 2 ? null : throttled ? new SendOutcome.Throttled(TimeSpan.FromMinutes(1)) : new SendOutcome.TryLater("503");

        await harness.SendPageAsync();

        Notice notice = Assert.Single(await harness.RecordedAsync());
        Assert.Equal((NoticeState.Deferred, "acs", true), (notice.State, notice.Provider, notice.MayHaveGoneOut));
        Assert.Equal(harness.Clock.Now, notice.FirstTriedAt);
    }

    [Fact]
    public async Task A_sender_that_was_frozen_longer_than_its_lease_does_not_undo_what_another_has_settled()
    {
        await using SendingHarness harness = await SendingHarness.With(people: 30);
        bool frozen = false;
        harness.Sms.Before = (_, message) =>
        {
            if (frozen)
            {
                return null;
            }

            // While the first request is under way another process takes the claims over and settles them all.
            (frozen, harness.Holders) = (true, new ClaimHolders());
            harness.SendPageAsync().GetAwaiter().GetResult();
            return new SendOutcome.TryLater("503");
        };

        PageOutcome outcome = await harness.SendPageAsync();

        Assert.All(await harness.RecordedAsync(), notice => Assert.Equal(NoticeState.Accepted, notice.State));
        Assert.Equal((30, 0), (outcome.Counts[PageTally.Accepted], outcome.Deferred));
        Assert.Equal(30, harness.Sms.Taken.Count);
    }

    [Fact]
    public async Task A_provider_that_stays_away_is_asked_ever_more_rarely()
    {
        await using SendingHarness harness = await SendingHarness.With(people: 100);
        harness.Sms.Before = (_, _) => new SendOutcome.TryLater("503");
        List<double> minutes = [];
        for (int run = 0; run < 6; run++)
        {
            DateTimeOffset again = (await harness.SendPageAsync()).HeldBack!.Until;
            minutes.Add((again - harness.Clock.Now).TotalMinutes);
            harness.Clock.Now = again;
        }

        Assert.Equal([5, 10, 20, 40, 60, 60], minutes);
    }

    [Fact]
    public async Task Who_was_turned_away_three_times_is_listed_and_who_was_twice_is_not_yet()
    {
        await using SendingHarness harness = await SendingHarness.With(people: 1);
        harness.Sms.Before = (_, _) => new SendOutcome.TryLater("busy");
        List<int> listed = [];
        for (int attempt = 1; attempt <= 3; attempt++)
        {
            await harness.SendPageAsync();
            listed.Add((await harness.ListedAsync()).Count);
            harness.Clock.Now += TimeSpan.FromHours(1);
        }

        Assert.Equal([0, 0, 1], listed);
    }

    [Fact]
    public async Task Who_waits_for_a_provider_that_asked_to_be_left_alone_is_not_listed()
    {
        await using SendingHarness harness = await SendingHarness.With(people: 1);
        harness.Sms.Before = (_, _) => new SendOutcome.Throttled(TimeSpan.FromMinutes(1));
        for (int attempt = 1; attempt <= 4; attempt++)
        {
            await harness.SendPageAsync();
            harness.Clock.Now += TimeSpan.FromHours(1);
        }

        Assert.Equal((0, NoticeState.Deferred), (Assert.Single(await harness.RecordedAsync()).Tries, Assert.Single(await harness.RecordedAsync()).State));
        Assert.Empty(await harness.ListedAsync());
    }

    [Fact]
    public async Task Where_the_address_cannot_be_read_nobody_can_say_that_it_was_corrected()
    {
        await using SendingHarness harness = await SendingHarness.With(people: 1);
        harness.Sms.Before = (_, _) => new SendOutcome.Unsettled("no answer");
        await harness.SendPageAsync();
        harness.Spoil(harness.People[0]);
        harness.Clock.Now += TimeSpan.FromHours(1);

        await harness.SendPageAsync();

        Notice notice = Assert.Single(await harness.RecordedAsync());
        Assert.Equal((NoticeState.Deferred, true), (notice.State, notice.MayHaveGoneOut));

        harness.Clock.Now = notice.FirstTriedAt!.Value + new NoticeOptions().SettleWithin;
        await harness.SendPageAsync();
        notice = Assert.Single(await harness.RecordedAsync());
        Assert.Equal((NoticeState.Unknown, "the address on file cannot be read", 0, harness.Clock.Now), (notice.State, notice.Reason, notice.Segments, notice.SettledAt));
    }

    [Fact]
    public async Task What_has_certainly_not_gone_out_is_tried_for_as_long_as_it_takes()
    {
        await using SendingHarness harness = await SendingHarness.With(people: 1);
        harness.Sms.Before = (_, _) => new SendOutcome.TryLater("503");
        await harness.SendPageAsync();
        harness.Clock.Now += 2 * new NoticeOptions().SettleWithin;

        await harness.SendPageAsync();
        Assert.Equal(NoticeState.Deferred, Assert.Single(await harness.RecordedAsync()).State);

        harness.Clock.Now += TimeSpan.FromHours(1);
        harness.Sms.Before = (_, _) => null;
        await harness.SendPageAsync();
        Assert.Equal((NoticeState.Accepted, 1), (Assert.Single(await harness.RecordedAsync()).State, harness.Sms.Taken.Count));
    }

    [Fact]
    public async Task Who_has_claimed_and_has_no_address_is_not_out_of_reach()
    {
        await using SendingHarness harness = await SendingHarness.With(people: 2);
        await harness.CorrectAsync(harness.People[0], new Contact(null, null));
        await harness.CorrectAsync(harness.People[1] with { State = EntitlementState.Claimed, Product = "amazon" }, new Contact(null, null));

        await harness.SendPageAsync();

        Assert.Equal([harness.People[0].Id], await harness.ListedAsync());
    }

    [Fact]
    public async Task What_was_turned_away_goes_to_the_address_that_has_been_corrected_since()
    {
        await using SendingHarness harness = await SendingHarness.With(people: 1);
        harness.Sms.Before = (_, _) => new SendOutcome.TryLater("busy");
        await harness.SendPageAsync();
        await harness.CorrectAsync(harness.People[0], new Contact(null, "right@example.jp"));
        harness.Clock.Now += TimeSpan.FromHours(1);

        await harness.SendPageAsync();

        Notice notice = Assert.Single(await harness.RecordedAsync());
        Assert.Equal((NoticeState.Accepted, NoticeChannel.Email, 2), (notice.State, notice.Channel, notice.LinkVersion));
        Assert.Equal("right@example.jp", Assert.Single(harness.Email.Taken).Value);
    }

    [Theory]
    [InlineData("+819087654321", null)]
    [InlineData(null, "right@example.jp")]
    [InlineData(null, null)]
    public async Task What_may_have_gone_to_an_address_that_was_corrected_since_is_not_asked_about_by_writing_to_it_again(string? phone, string? email)
    {
        await using SendingHarness harness = await SendingHarness.With(people: 1);
        harness.Sms.Before = (_, _) => new SendOutcome.Unsettled("no answer");
        await harness.SendPageAsync();
        int asked = harness.Sms.Calls;
        await harness.CorrectAsync(harness.People[0], new Contact(phone, email));
        harness.Clock.Now += TimeSpan.FromHours(1);

        await harness.SendPageAsync();

        Notice notice = Assert.Single(await harness.RecordedAsync());
        Assert.Equal((NoticeState.Unknown, NoticeDispatcher.Corrected, 0, harness.Clock.Now), (notice.State, notice.Reason, notice.Segments, notice.SettledAt));
        Assert.Equal((asked, 0), (harness.Sms.Calls, harness.Email.Calls));
        Assert.Equal([harness.People[0].Id], await harness.ListedAsync());
    }

    [Fact]
    public async Task An_address_that_cannot_be_read_holds_up_nobody_else()
    {
        await using SendingHarness harness = await SendingHarness.With(people: 30);
        harness.Spoil(harness.People[7]);

        PageOutcome outcome = await harness.SendPageAsync();

        Assert.Equal((29, 1), (outcome.Counts[PageTally.Accepted], outcome.Deferred));
        Notice unread = Assert.Single(await harness.RecordedAsync(), notice => notice.State != NoticeState.Accepted);
        Assert.Equal((NoticeState.Deferred, "the address on file cannot be read", false), (unread.State, unread.Reason, unread.MayHaveGoneOut));
    }

    [Fact]
    public async Task What_stays_unsettled_is_deferred_and_after_three_days_closed_as_unknown()
    {
        await using SendingHarness harness = await SendingHarness.With(people: 3);
        string unlucky = string.Empty;
        harness.Sms.After = (_, message) =>
        {
            unlucky = unlucky.Length == 0 ? message.To : unlucky;
            return message.To == unlucky ? new SendOutcome.Unsettled("no answer in time") : null;
        };

        PageOutcome first = await harness.SendPageAsync();
        harness.Clock.Now += TimeSpan.FromHours(71);
        PageOutcome early = await harness.SendPageAsync();
        harness.Clock.Now += TimeSpan.FromHours(1);
        PageOutcome closed = await harness.SendPageAsync();
        PageOutcome afterwards = await harness.SendPageAsync();

        Notice unknown = Assert.Single(await harness.RecordedAsync(), notice => notice.State == NoticeState.Unknown);
        Assert.Equal(("no answer in time", 1, harness.Clock.Now), (unknown.Reason, unknown.Segments, unknown.SettledAt));
        Assert.Equal((2, 1), (first.Counts[PageTally.Accepted], first.Deferred));
        Assert.Equal(1, early.Deferred);
        Assert.Equal((1, 0), (closed.Counts[PageTally.Unknown], closed.Deferred));
        Assert.Equal(closed.Counts, afterwards.Counts);
        Assert.Equal(3, harness.Sms.Taken.Count);
    }

    [Fact]
    public async Task Who_asks_to_be_left_alone_while_a_message_may_be_on_its_way_is_asked_about_no_more()
    {
        await using SendingHarness harness = await SendingHarness.With(people: 1);
        harness.Sms.After = (_, _) => new SendOutcome.Unsettled("no answer in time");
        await harness.SendPageAsync();
        int calls = harness.Sms.Calls;
        await harness.Suppressed.AddAsync("+819010000000", "asked to be left alone", "tester", CancellationToken.None);
        harness.Clock.Now += TimeSpan.FromHours(1);

        PageOutcome outcome = await harness.SendPageAsync();

        Notice closed = Assert.Single(await harness.RecordedAsync());
        Assert.Equal((NoticeState.Unknown, AddressRules.Suppressed, 0, harness.Clock.Now), (closed.State, closed.Reason, closed.Segments, closed.SettledAt));
        Assert.Equal((calls, 1, 0), (harness.Sms.Calls, outcome.Counts[PageTally.Unknown], outcome.Deferred));
    }

    [Fact]
    public async Task A_refused_recipient_is_failed_and_never_tried_again_while_the_others_are_served()
    {
        await using SendingHarness harness = await SendingHarness.With(people: 120);
        string refused = "+819010000007";
        harness.Sms.Before = (_, message) => message.To == refused ? new SendOutcome.Refused("400 Invalid To phone number format.") : null;

        PageOutcome outcome = await harness.SendPageAsync();
        await harness.SendPageAsync();

        Assert.Equal((119, 1), (outcome.Counts[PageTally.Accepted], outcome.Counts[PageTally.Failed]));
        Assert.Equal(120, harness.Sms.Calls);
        Notice failed = Assert.Single(await harness.RecordedAsync(), notice => notice.State == NoticeState.Failed);
        Assert.Equal("400 Invalid To phone number format.", failed.Reason);
    }

    [Fact]
    public async Task Throttling_stops_all_senders_for_as_long_as_the_provider_asks()
    {
        await using SendingHarness harness = await SendingHarness.With(people: 300);
        harness.Sms.Before = (call, _) => call > 150 ? new SendOutcome.Throttled(TimeSpan.FromMinutes(2)) : null;

        PageOutcome throttled = await harness.SendPageAsync();
        int callsUntilThen = harness.Sms.Calls;
        harness.Sms.Before = (_, _) => null;
        harness.Clock.Now += TimeSpan.FromMinutes(2);
        await CompleteAsync(harness);

        Assert.Equal(harness.Clock.Now, throttled.HeldBack?.Until ?? harness.Clock.Now);
        Assert.InRange(callsUntilThen, 151, 150 + 8);
        Assert.Equal(300, harness.Sms.Taken.Count);
        Assert.All(await harness.RecordedAsync(), notice => Assert.Equal(NoticeState.Accepted, notice.State));
    }

    [Fact]
    public async Task A_provider_that_takes_nothing_is_not_knocked_at_by_the_rest_of_the_page()
    {
        await using SendingHarness harness = await SendingHarness.With(people: 500);
        harness.Sms.Before = (_, _) => new SendOutcome.TryLater("503");

        PageOutcome outcome = await harness.SendPageAsync();

        Assert.Equal(100, harness.Sms.Calls);
        Assert.Equal(new HeldBack("sms", harness.Clock.Now + new NoticeOptions().RetryInterval), outcome.HeldBack);
        harness.Sms.Before = (_, _) => null;
        await CompleteAsync(harness);
        Assert.Equal(500, harness.Sms.Taken.Count);
    }

    [Fact]
    public async Task Two_runs_of_the_same_page_at_once_send_each_message_once()
    {
        await using SendingHarness harness = await SendingHarness.With(people: 100);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => harness.SendPageAsync()));
        await CompleteAsync(harness);

        Assert.Equal((100, 100), (harness.Sms.Calls, harness.Sms.Taken.Count));
    }

    [Fact]
    public async Task From_the_deadline_on_nobody_is_sent_a_link()
    {
        await using SendingHarness harness = await SendingHarness.With(people: 5);
        harness.Clock.Now = TestCampaigns.Kumamoto.ReceiptEndsAt;

        PageOutcome outcome = await harness.SendPageAsync();

        Assert.Equal((0, 0, null), (harness.Sms.Calls, outcome.Deferred, outcome.RepeatAt));

        harness.Clock.Now -= TimeSpan.FromTicks(1);
        await harness.SendPageAsync();

        Assert.Equal(5, harness.Sms.Taken.Count);
    }

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(1, 1, 0)]
    public async Task A_resend_ends_at_its_own_time_and_whom_it_leaves_unwritten_is_listed_although_something_reached_them_before(int hoursLeft, int sent, int unsent)
    {
        await using SendingHarness harness = await SendingHarness.With(people: 1);
        await harness.SendPageAsync();
        harness.Clock.Now = TestCampaigns.Kumamoto.ReceiptEndsAt;
        ResendTerms terms = new("order", ResendFilter.All, 5, null) { EndsAt = harness.Clock.Now.AddHours(hoursLeft) };

        await harness.SendPageAsync(new NoticeOrder(NoticeKind.Resend, 0, null) { Resend = terms });

        Assert.Equal(sent, (await harness.RecordedAsync()).Count(notice => notice.Id.Kind == NoticeKind.Resend));
        Assert.Equal(unsent, await harness.Marks.CountAsync(TestCampaigns.Kumamoto.Id, Unreached.Unsent, CancellationToken.None));
        Assert.Equal(unsent, (await harness.ListedAsync()).Count);
    }

    [Fact]
    public async Task Whom_an_outage_has_carried_past_the_deadline_is_listed_and_whoever_was_served_is_not()
    {
        await using SendingHarness harness = await SendingHarness.With(people: 5);
        string unlucky = "+819010000003";
        harness.Sms.Before = (_, message) => message.To == unlucky ? new SendOutcome.TryLater("503") : null;
        await harness.SendPageAsync();
        IReadOnlyList<EntitlementId> before = await harness.ListedAsync();
        harness.Clock.Now = TestCampaigns.Kumamoto.ReceiptEndsAt;

        PageOutcome late = await harness.SendPageAsync();

        Assert.Empty(before);
        Assert.Equal([harness.People[3].Id], await harness.ListedAsync());
        Assert.Equal((4, 5), (late.Counts[PageTally.Accepted], harness.Sms.Calls));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_is_still_waiting_after_the_last_pass_is_listed(bool isLastCall)
    {
        await using SendingHarness harness = await SendingHarness.With(people: 5);
        harness.Sms.Before = (_, message) => message.To is "+819010000001" or "+819010000004" ? new SendOutcome.TryLater("503") : null;

        PageOutcome outcome = await harness.SendPageAsync(isLastCall: isLastCall);

        Assert.Equal(2, outcome.Deferred);
        Assert.Equal(isLastCall ? [harness.People[1].Id, harness.People[4].Id] : (IReadOnlyList<EntitlementId>)[], await harness.ListedAsync());
    }

    [Fact]
    public async Task Who_has_only_an_address_gets_an_e_mail()
    {
        await using SendingHarness harness = await SendingHarness.With(people: 5, byEmail: true);

        await harness.SendPageAsync();

        Assert.Equal((0, 5), (harness.Sms.Calls, harness.Email.Taken.Count));
    }

    /// <summary>Hands the page over again as a lane would: at the time the outcome asks for, until nothing is left.</summary>
    private static async Task CompleteAsync(SendingHarness harness)
    {
        for (int run = 0; run < 10; run++)
        {
            PageOutcome outcome = await harness.SendPageAsync();
            if (outcome is { RepeatAt: null, HeldBack: null, Deferred: 0 })
            {
                return;
            }

            harness.Clock.Now = outcome.RepeatAt ?? outcome.HeldBack?.Until ?? harness.Clock.Now.AddMinutes(15);
        }

        Assert.Fail("The page was not completed in ten runs.");
    }
}
