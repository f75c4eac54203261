using Compensation.Notices;
using Compensation.Notices.Direct;
using Compensation.Notices.Providers;

namespace Compensation.Tests.Notices;

/// <summary>When a single message may be tried, and what becomes of it by each answer.</summary>
public sealed class MessageProgressTests
{
    private static readonly DateTimeOffset s_now = new(2023, 4, 10, 1, 0, 0, TimeSpan.Zero);
    private static readonly NoticeOptions s_rules = new();

    private static readonly MessageProgress s_claimed = new() { State = MessageState.Sending, Provider = "acs", FirstTriedAt = s_now.AddHours(-1), LastTriedAt = s_now, Tries = 2 };

    [Theory]
    [InlineData(null, true)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(3600, false)]
    [InlineData(3601, true)]
    public void What_is_due_waits_for_as_long_as_it_was_put_off_unless_the_clock_was_set_back(int? seconds, bool mayBeTried)
    {
        MessageProgress due = new() { NotBefore = seconds is { } some ? s_now.AddSeconds(some) : null };

        Assert.Equal(mayBeTried, due.MayBeTried(s_rules, s_now));
        Assert.Equal(mayBeTried ? null : due.NotBefore, due.MayBeTriedFrom(s_rules, s_now));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(299, false)]
    [InlineData(300, true)]
    [InlineData(-300, false)]
    [InlineData(-301, true)]
    public void What_was_claimed_is_left_for_the_lease_to_whoever_has_claimed_it(int secondsAgo, bool mayBeTried)
    {
        MessageProgress claimed = s_claimed with { LastTriedAt = s_now.AddSeconds(-secondsAgo), NotBefore = s_now.AddMinutes(1) };

        Assert.Equal(mayBeTried, claimed.MayBeTried(s_rules, s_now));
        Assert.Equal(mayBeTried ? null : claimed.LastTriedAt + s_rules.ClaimLease, claimed.MayBeTriedFrom(s_rules, s_now));
    }

    [Fact]
    public void What_is_settled_is_tried_no_more()
    {
        MessageState[] settled = [MessageState.Sent, MessageState.Failed, MessageState.Unknown];

        Assert.All(Enum.GetValues<MessageState>(), state => Assert.Equal(settled.Contains(state), new MessageProgress { State = state }.IsSettled));
        Assert.All(settled, state => Assert.False(new MessageProgress { State = state }.MayBeTried(s_rules, s_now)));
    }

    [Fact]
    public void A_claim_names_the_provider_and_when_it_was_made_and_the_first_one_stays_on_record()
    {
        MessageProgress first = new MessageProgress().Claimed("acs", s_now);
        MessageProgress second = first.Claimed("acs", s_now.AddMinutes(7));

        Assert.Equal(new MessageProgress { State = MessageState.Sending, Provider = "acs", FirstTriedAt = s_now, LastTriedAt = s_now }, first);
        Assert.Equal(first with { LastTriedAt = s_now.AddMinutes(7) }, second);
        Assert.Equal(new EarlierTry("acs", s_now, s_now.AddMinutes(7)), second.EarlierTry);
        Assert.Null(new MessageProgress { FirstTriedAt = s_now, LastTriedAt = s_now }.EarlierTry);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Taken_is_sent_refused_is_failed_and_what_nobody_may_ask_after_any_more_stays_unknown(bool mayBeOut)
    {
        Assert.Equal(s_claimed with { State = MessageState.Sent }, After(new SendOutcome.Accepted("x"), mayBeOut));
        Assert.Equal(s_claimed with { State = MessageState.Failed }, After(new SendOutcome.Refused("x"), mayBeOut));
        Assert.Equal(
            s_claimed with { State = MessageState.Unknown },
            s_claimed.After(new ProviderAnswer(new SendOutcome.Refused("suppressed"), mayBeOut) { Silenced = "suppressed" }, s_rules, s_now));
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, "acs")]
    public void What_came_to_nothing_is_due_again_with_the_same_provider_where_it_may_have_gone_out(bool mayBeOut, string? provider)
    {
        MessageProgress due = s_claimed with { State = MessageState.Due, Provider = provider };

        Assert.Equal(due with { Tries = 3, NotBefore = s_now.AddMinutes(20) }, After(new SendOutcome.TryLater("503"), mayBeOut));
        Assert.Equal(due with { Tries = 3, NotBefore = s_now.AddMinutes(20) }, After(new SendOutcome.Unsettled("lost"), mayBeOut));
        Assert.Equal(due with { NotBefore = s_now.AddSeconds(30) }, After(new SendOutcome.Throttled(TimeSpan.FromSeconds(30)), mayBeOut));
    }

    [Theory]
    [InlineData(false, MessageState.Failed)]
    [InlineData(true, MessageState.Unknown)]
    public void After_three_days_it_is_given_up(bool mayBeOut, MessageState expected)
    {
        MessageProgress old = s_claimed with { FirstTriedAt = s_now - s_rules.SettleWithin };
        ProviderAnswer answer = new(new SendOutcome.TryLater("503"), mayBeOut);

        Assert.Equal(old with { State = expected }, old.After(answer, s_rules, s_now));
        Assert.Equal(MessageState.Due, old.After(answer, s_rules, s_now.AddTicks(-1)).State);
        Assert.Equal(MessageState.Sent, old.After(answer with { Outcome = new SendOutcome.Accepted("x") }, s_rules, s_now).State);
    }

    [Fact]
    public void Somebody_is_told_to_look_for_what_the_provider_has_or_may_have_and_has_not_refused()
    {
        SendOutcome[] open = [new SendOutcome.TryLater("503"), new SendOutcome.Unsettled("lost"), new SendOutcome.Throttled(TimeSpan.FromSeconds(1))];

        Assert.All(open, outcome => Assert.Equal((false, true), (new ProviderAnswer(outcome, MayBeOut: false).IsOnItsWay, new ProviderAnswer(outcome, MayBeOut: true).IsOnItsWay)));
        Assert.All([false, true], mayBeOut => Assert.True(new ProviderAnswer(new SendOutcome.Accepted("x"), mayBeOut).IsOnItsWay));
        Assert.All([false, true], mayBeOut => Assert.False(new ProviderAnswer(new SendOutcome.Refused("x"), mayBeOut).IsOnItsWay));
    }

    private static MessageProgress After(SendOutcome outcome, bool mayBeOut) => s_claimed.After(new ProviderAnswer(outcome, mayBeOut), s_rules, s_now);
}
