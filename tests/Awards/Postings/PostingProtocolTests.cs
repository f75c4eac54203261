using Compensation.Awards.Postings;
using Compensation.Common;
using Compensation.Emulators.PointsSystem;
using Compensation.Entitlements;
using Compensation.Operations.Alarms;
using Compensation.Waves;
using Posting = Compensation.Awards.Postings.Posting;

namespace Compensation.Tests.Awards.Postings;

public sealed class PostingProtocolTests
{
    [Fact]
    public async Task Everybody_is_granted_once_and_a_repeated_page_posts_nothing()
    {
        await using PostingHarness harness = await PostingHarness.With(members: 120);

        PageOutcome first = await harness.PostPageAsync();
        PageOutcome second = await harness.PostPageAsync();

        Assert.Equal((120, 120), (first.Counts[PostingTally.Done], first.Load[PostingTally.Load]));
        Assert.Equal(first.Counts, second.Counts);
        Assert.Empty(second.Load);
        Assert.Equal(120, harness.Emulator.Statistics.Requests);
        Assert.All(harness.Balances.Values, balance => Assert.Equal(40, balance));
        Assert.All(await harness.MembersAsync(), member => Assert.Equal((EntitlementState.Paid, new Yen(40), 1), (member.State, member.Granted, member.RulesVersion)));
    }

    [Fact]
    public async Task A_page_of_five_hundred_costs_two_reads_and_three_requests_for_fifty()
    {
        await using PostingHarness harness = await PostingHarness.With(members: 500);

        await harness.PostPageAsync();

        // The page of members itself is one, whether postings are suspended another.
        Assert.Equal(1 + 1 + 1 + (10 * 3), harness.Storage.Requests);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Wherever_storage_dies_a_later_run_completes_the_page_and_nothing_is_granted_twice(bool afterwards)
    {
        // Three reads, then twice: a query, a claim, a record.
        for (int dying = 1; dying <= 9; dying++)
        {
            await using PostingHarness harness = await PostingHarness.With(members: 60);
            harness.Storage.DieAt(dying, afterwards);
            await Assert.ThrowsAnyAsync<Azure.RequestFailedException>(() => harness.PostPageAsync());
            harness.Storage.Heal();

            await harness.CompleteAsync();

            IReadOnlyList<Posting> recorded = await harness.RecordedAsync();
            Assert.Equal(60, recorded.Count(posting => posting.State == PostingState.Done));
            Assert.Equal(recorded.Select(posting => harness.Keys.For(posting.Id)).Order(), harness.Emulator.Postings.Select(posting => posting.Key).Order());
            Assert.All(harness.Balances.Values, balance => Assert.Equal(40, balance));
        }
    }

    [Fact]
    public async Task A_member_who_cannot_be_read_waits_and_holds_nobody_else_up()
    {
        await using PostingHarness harness = await PostingHarness.With(members: 60);
        await harness.DamageAsync(60);

        PageOutcome first = await harness.PostPageAsync();
        harness.Clock.Now += TimeSpan.FromMinutes(10);
        PageOutcome again = await harness.PostPageAsync();

        Assert.Equal((59, 1, null), (first.Counts[PostingTally.Done], first.Deferred, first.RepeatAt));
        Assert.Equal((59, 1, null), (again.Counts[PostingTally.Done], again.Deferred, again.RepeatAt));
        Posting waits = Assert.Single(await harness.RecordedAsync(), posting => posting.State != PostingState.Done);
        Assert.Equal((PostingState.Deferred, PostingHarness.IdOf(60), false), (waits.State, waits.Id.Entitlement, waits.IsUnsettled));
        Assert.Equal([AlarmKind.FieldUnreadable, AlarmKind.FieldUnreadable], harness.Alarms.Raised);
        Assert.Equal(59, harness.Emulator.Statistics.Requests);
    }

    [Fact]
    public async Task A_lost_answer_is_settled_by_repeating_with_the_same_key()
    {
        await using PostingHarness harness = await PostingHarness.With(members: 10);
        harness.Emulator.Faults = new PointsSystemFaults { DropNext = 3 };

        PageOutcome outcome = await harness.PostPageAsync();
        await harness.CompleteAsync();

        Assert.True(outcome.Counts[PostingTally.Done] >= 7);
        Assert.Equal((10, 10L), (harness.Emulator.Postings.Count, harness.Emulator.Statistics.Booked));
        Assert.Equal(3, harness.Emulator.Statistics.Repeated);
    }

    [Fact]
    public async Task Throttling_holds_the_page_for_as_long_as_the_points_system_asks()
    {
        await using PostingHarness harness = await PostingHarness.With(members: 100);
        harness.Emulator.Faults = new PointsSystemFaults { ThrottleNext = 1_000, RetryAfterSeconds = 120 };

        PageOutcome throttled = await harness.PostPageAsync();
        long asked = harness.Emulator.Statistics.Requests;
        harness.Emulator.Faults = new PointsSystemFaults();
        await harness.CompleteAsync();

        Assert.Equal((harness.Clock.Now, 50L), (Campaign().StartsAt + TimeSpan.FromMinutes(10), asked));
        Assert.Equal(Campaign().StartsAt + TimeSpan.FromMinutes(2), throttled.RepeatAt);
        Assert.All(await harness.RecordedAsync(), posting => Assert.Equal((PostingState.Done, 0), (posting.State, posting.Tries)));
    }

    [Fact]
    public async Task A_points_system_that_is_down_for_an_hour_is_not_knocked_at_by_the_rest_of_the_page()
    {
        await using PostingHarness harness = await PostingHarness.With(members: 120);
        harness.Emulator.Faults = new PointsSystemFaults { Down = true };
        for (int minute = 0; minute < 60; minute += 10)
        {
            Assert.NotNull((await harness.PostPageAsync()).RepeatAt);
            harness.Clock.Now += TimeSpan.FromMinutes(10);
        }

        harness.Emulator.Faults = new PointsSystemFaults();
        await harness.CompleteAsync();

        Assert.Equal(120, harness.Emulator.Postings.Count);
        Assert.Equal(50, (await harness.RecordedAsync()).Count(posting => posting.Tries > 0));
    }

    [Fact]
    public async Task Who_left_the_programme_is_refused_once_and_the_others_are_served()
    {
        await using PostingHarness harness = await PostingHarness.With(members: 3, ending: "404");

        PageOutcome outcome = await harness.PostPageAsync();
        await harness.PostPageAsync();

        Assert.Equal((3, new Tries(3, 3)), (outcome.Counts[PostingTally.Refused], outcome.Tries));
        Assert.Equal(3, harness.Emulator.Statistics.Requests);
        Assert.All(await harness.RecordedAsync(), posting => Assert.Equal("unknownMember", posting.Reason));
    }

    [Fact]
    public async Task A_gateways_not_found_says_nothing_about_a_member_and_is_closed_as_unknown_after_three_days()
    {
        await using PostingHarness harness = await PostingHarness.With(members: 1);
        harness.Emulator.Faults = new PointsSystemFaults { FailNext = 1_000, FailStatus = 404 };

        await harness.PostPageAsync();
        Posting deferred = Assert.Single(await harness.RecordedAsync());
        harness.Clock.Now += TimeSpan.FromHours(72);
        PageOutcome closed = await harness.PostPageAsync();
        harness.Emulator.Faults = new PointsSystemFaults();
        await harness.PostPageAsync();

        Assert.Equal((PostingState.Deferred, true), (deferred.State, deferred.IsUnsettled));
        Assert.Equal(1, closed.Counts[PostingTally.Unknown]);
        Assert.Empty(harness.Emulator.Postings);
    }

    [Fact]
    public async Task What_was_cancelled_after_the_grant_is_withdrawn_once()
    {
        await using PostingHarness harness = await PostingHarness.With(members: 2);
        await harness.PostPageAsync();
        await harness.OweAsync(1, points: 15);
        await harness.OweAsync(2, points: 0);

        await harness.PostPageAsync();
        await harness.PostPageAsync();

        Assert.Equal([15, 0], harness.Balances.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => member.Value));
        Assert.Equal([(1, 40L), (2, -25L), (1, 40L), (2, -40L)], (await harness.RecordedAsync()).Select(posting => (posting.Id.Sequence, posting.Points.Amount)));
        Assert.Equal([new Yen(15), Yen.Zero], (await harness.MembersAsync()).Select(member => member.Granted));
    }

    [Fact]
    public async Task What_was_cancelled_before_the_grant_is_never_granted_even_where_a_first_try_was_turned_away()
    {
        await using PostingHarness harness = await PostingHarness.With(members: 2);
        harness.Emulator.Faults = new PointsSystemFaults { ThrottleNext = 2 };
        await harness.PostPageAsync();
        await harness.OweAsync(1, points: 0);
        await harness.OweAsync(2, points: 25);
        harness.Clock.Now += TimeSpan.FromMinutes(1);

        await harness.PostPageAsync();

        Assert.Equal([25L], harness.Emulator.Postings.Select(posting => posting.Points));
    }

    [Fact]
    public async Task What_may_have_been_granted_is_settled_as_it_was_before_it_is_corrected()
    {
        await using PostingHarness harness = await PostingHarness.With(members: 1);
        harness.Emulator.Faults = new PointsSystemFaults { DropNext = 2 };
        await harness.PostPageAsync();
        await harness.OweAsync(1, points: 25);

        await harness.CompleteAsync();
        await harness.CompleteAsync();

        Assert.Equal([(PostingKind.Grant, 40L), (PostingKind.Revocation, 15L)], harness.Emulator.Postings.Select(posting => (posting.Kind, posting.Points)));
    }

    [Fact]
    public async Task A_short_balance_is_asked_about_once_and_a_later_grant_goes_on()
    {
        await using PostingHarness harness = await PostingHarness.With(members: 1, ending: "422");
        await harness.PostPageAsync();
        await harness.OweAsync(1, points: 10);
        await harness.PostPageAsync();
        await harness.PostPageAsync();
        Posting low = (await harness.RecordedAsync())[^1];
        await harness.OweAsync(1, points: 60);

        await harness.PostPageAsync();

        Assert.Equal((PostingState.Short, 0L, new Yen(-30)), (low.State, low.Balance, low.Points));
        Assert.Equal(1, harness.Emulator.Statistics.BalanceShort);
        Assert.Equal([40L, 20L], harness.Emulator.Postings.Select(posting => posting.Points));
    }

    [Fact]
    public async Task A_page_for_those_begun_leaves_the_others_their_turn()
    {
        await using PostingHarness harness = await PostingHarness.With(members: 5);

        PageOutcome outcome = await harness.PostPageAsync(PostingAudience.Begun);

        Assert.Empty(outcome.Counts);
        Assert.Empty(harness.Emulator.Postings);
    }

    [Fact]
    public async Task After_the_end_of_corrections_nothing_new_is_begun_but_what_may_be_out_is_settled()
    {
        await using PostingHarness harness = await PostingHarness.With(members: 2);
        await harness.OweAsync(2, points: 0);
        harness.Emulator.Faults = new PointsSystemFaults { DropNext = 2 };
        await harness.PostPageAsync();
        await harness.OweAsync(1, points: 60);
        await harness.OweAsync(2, points: 40);
        harness.Clock.Now = Campaign().CorrectionsEndAt;

        await harness.CompleteAsync();

        Assert.Equal([40L], harness.Emulator.Postings.Select(posting => posting.Points));
        Assert.Equal(PostingState.Done, Assert.Single(await harness.RecordedAsync()).State);
    }

    [Fact]
    public async Task Several_runs_of_the_same_page_at_once_grant_each_member_once()
    {
        await using PostingHarness harness = await PostingHarness.With(members: 50);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => harness.PostPageAsync()));
        await harness.CompleteAsync();

        Assert.Equal(50, harness.Emulator.Postings.Count);
        Assert.All(harness.Balances.Values, balance => Assert.Equal(40, balance));
    }

    private static Compensation.Campaigns.PointsGrant Campaign() => PostingHarness.Campaign.Grant!;
}
