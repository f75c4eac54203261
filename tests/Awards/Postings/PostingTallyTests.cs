using Compensation.Awards.Postings;
using Compensation.Common;
using Compensation.Waves;

namespace Compensation.Tests.Awards.Postings;

/// <summary>How a page of members stands, each by the newest posting.</summary>
public sealed class PostingTallyTests
{
    private static readonly DateTimeOffset s_noon = JapanTime.At(new DateOnly(2023, 4, 10), new TimeOnly(12, 0));

    [Fact]
    public void Each_member_is_counted_by_the_newest_posting_and_tried_where_the_points_system_has_answered()
    {
        PostingState[] states = Enum.GetValues<PostingState>();
        PostingTally tally = new(states.Select((state, number) => new PostingHistory([Of(number, PostingState.Done), Of(number, state)])));

        PageOutcome outcome = tally.ToOutcome();

        Assert.Equal("done=1 refused=1 short=1 unknown=1 waiting=3", Shown(outcome.Counts));
        Assert.Equal((new Tries(4, 2), 0, false), (outcome.Tries, outcome.Deferred, outcome.Halted));
        Assert.Empty(outcome.Load);
        Assert.Null(outcome.RepeatAt);
    }

    [Fact]
    public void What_was_posted_takes_the_place_of_what_was_known_and_is_the_load_of_the_run()
    {
        PostingTally tally = new([new PostingHistory([Of(1, PostingState.Done)])]);
        tally.Add([Of(1, PostingState.Deferred), Of(2, PostingState.Done)]);
        tally.Add([Of(3, PostingState.Refused)]);
        tally.Defer();

        PageOutcome outcome = tally.ToOutcome();

        Assert.Equal(("done=1 refused=1 waiting=1", "points=3"), (Shown(outcome.Counts), Shown(outcome.Load)));
        Assert.Equal((2, new Tries(2, 1)), (outcome.Deferred, outcome.Tries));
    }

    [Fact]
    public void A_page_comes_again_when_all_that_it_waits_for_is_over()
    {
        PostingTally tally = new([]);
        Assert.False(tally.IsCutShort);
        tally.RepeatNotBefore(s_noon);
        tally.RepeatNotBefore(s_noon.AddMinutes(-1));
        Assert.False(tally.IsCutShort);
        Assert.Equal(s_noon, tally.ToOutcome().RepeatAt);

        tally.CutShort(s_noon.AddMinutes(1));
        Assert.True(tally.IsCutShort);
        Assert.Equal(s_noon.AddMinutes(1), tally.ToOutcome().RepeatAt);

        PostingTally halted = new([]);
        halted.Halt();
        Assert.True(halted.IsCutShort && halted.ToOutcome().Halted);
        Assert.Null(halted.ToOutcome().RepeatAt);
    }

    private static string Shown(IReadOnlyDictionary<string, long> counts) => string.Join(' ', counts.OrderBy(count => count.Key, StringComparer.Ordinal).Select(count => $"{count.Key}={count.Value}"));

    private static Posting Of(int member, PostingState state) => new() { Id = new PostingId(PostingHarness.Campaign.Id, PostingHarness.IdOf(member), 1), State = state, Points = new Yen(40), RulesVersion = 1 };
}
