using Compensation.Awards.Postings;
using Compensation.Common;

namespace Compensation.Tests.Awards.Postings;

/// <summary>Which results a posting can still have, and what becomes of it.</summary>
public sealed class PostingResultTests
{
    private static readonly DateTimeOffset s_noon = JapanTime.At(new DateOnly(2023, 4, 10), new TimeOnly(12, 0));

    [Theory]
    [InlineData(PostingState.Sending, "")]
    [InlineData(PostingState.Deferred, "")]
    [InlineData(PostingState.Filed, "Done Refused Short")]
    [InlineData(PostingState.Done, "Done")]
    [InlineData(PostingState.Refused, "Done Refused")]
    [InlineData(PostingState.Short, "Done Short")]
    [InlineData(PostingState.Unknown, "Done Refused Short")]
    public void A_result_follows_from_what_is_on_file_or_is_known_already(PostingState state, string expected)
    {
        PostingHistory history = new([Of(1) with { State = PostingState.Done }, Of(2) with { State = state, Points = new Yen(-5) }]);
        PostingState[] possible = [PostingState.Done, PostingState.Refused, PostingState.Short];

        Assert.Equal(expected, string.Join(' ', possible.Where(outcome => Result(2, outcome).FaultIn(history) is null)));
        Assert.All(possible.Where(outcome => Result(2, outcome).FaultIn(history) is not null), outcome => Assert.Equal(new RowError(7, "outcome", $"does not follow from {state}", "a result that the posting can still have"), Result(2, outcome).FaultIn(history)));
    }

    [Fact]
    public void A_result_is_of_the_members_newest_posting_and_no_grant_is_short()
    {
        PostingHistory history = new([Of(1) with { State = PostingState.Filed }, Of(2) with { State = PostingState.Filed }]);

        Assert.Equal("is not the member's newest", Result(1, PostingState.Done).FaultIn(history)!.Problem);
        Assert.Equal("is not known", Result(3, PostingState.Done).FaultIn(history)!.Problem);
        Assert.Equal("is balanceShort for a grant", Result(2, PostingState.Short).FaultIn(history)!.Problem);
        Assert.Null(Result(2, PostingState.Done).FaultIn(history));
        Assert.Null(Result(2, PostingState.Short).FaultIn(new PostingHistory([Of(2) with { State = PostingState.Filed, Points = Yen.Zero }])));
    }

    [Fact]
    public void What_is_booked_has_a_reference_what_is_not_has_a_reason_and_what_is_short_a_balance()
    {
        Posting filed = Of(2) with { State = PostingState.Filed, Batch = "one" };

        Assert.Equal(filed with { State = PostingState.Done, SettledAt = s_noon, Reference = "R" }, Result(2, PostingState.Done).Settled(filed, s_noon));
        Assert.Equal(filed with { State = PostingState.Refused, SettledAt = s_noon, Reason = "word" }, Result(2, PostingState.Refused).Settled(filed, s_noon));
        Assert.Equal(filed with { State = PostingState.Short, SettledAt = s_noon, Reason = "word", Balance = 3 }, Result(2, PostingState.Short).Settled(filed, s_noon));
        Assert.Equal(filed with { State = PostingState.Done, SettledAt = s_noon, Reference = "R" }, Result(2, PostingState.Done).Settled(filed with { State = PostingState.Short, Reason = "word", Balance = 3 }, s_noon));
    }

    private static PostingResult Result(int sequence, PostingState outcome) => new(7, IdOf(sequence), outcome, "word", 3, "R");

    private static Posting Of(int sequence) => new() { Id = IdOf(sequence), State = PostingState.Sending, Points = new Yen(40), RulesVersion = 1 };

    private static PostingId IdOf(int sequence) => new(PostingHarness.Campaign.Id, PostingHarness.IdOf(1), sequence);
}
