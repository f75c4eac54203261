using Compensation.Awards.Books;
using Compensation.Awards.Postings;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices;
using FsCheck;
using FsCheck.Fluent;

namespace Compensation.Tests.Awards.Postings;

/// <summary>A member's life as purchases come and go and the points system answers as it likes; the points system's own truth is kept beside it.</summary>
public sealed class PostingDecisionTests
{
    private static readonly ClaimHolders s_holders = new();
    private static readonly DateTimeOffset s_start = PostingHarness.Campaign.Grant!.StartsAt;

    private static readonly PostingState[] s_answers =
        [PostingState.Done, PostingState.Refused, PostingState.Short, PostingState.Unknown, PostingState.Deferred, PostingState.Sending];

    [Fact]
    public void Whatever_happens_no_member_holds_more_than_was_computed_at_the_time_or_less_than_nothing()
    {
        Gen<(int Points, int Answer, bool Booked)[]> lives =
            Gen.ArrayOf(from points in Gen.Choose(0, 5) from answer in Gen.Choose(0, s_answers.Length - 1) from booked in Gen.Elements(true, false) select (points, answer, booked));
        Check.QuickThrowOnFailure(Prop.ForAll(lives.ToArbitrary(), life =>
        {
            Member member = new();
            foreach ((int points, int answer, bool booked) in life)
            {
                member.Compute(new Yen(points * 10));
                member.Run(s_answers[answer], booked);
                Assert.True(member.Balance >= 0);
                Assert.True(member.Balance <= member.HighestComputed);
                Assert.Equal(member.History.Postings.Count, member.History.Postings.Select(posting => posting.Id.Sequence).Distinct().Count());
                Assert.True(member.History.Postings.Count(posting => posting.MayHaveGoneOut) <= 1);
            }
        }));
    }

    [Fact]
    public void Where_the_points_system_answers_truly_a_member_holds_what_was_computed_and_running_again_changes_nothing()
    {
        Gen<int[]> lives = Gen.ArrayOf(Gen.Choose(0, 5));
        Check.QuickThrowOnFailure(Prop.ForAll(lives.ToArbitrary(), life =>
        {
            Member member = new();
            foreach (int points in life)
            {
                member.Compute(new Yen(points * 10));
                member.Run(PostingState.Done, booked: true);
                Assert.Equal(points * 10, member.Balance);
                Assert.False(member.Run(PostingState.Done, booked: true));
            }
        }));
    }

    [Fact]
    public void Whatever_happens_a_members_books_add_up()
    {
        Gen<(int Points, int Answer)[]> lives = Gen.ArrayOf(from points in Gen.Choose(0, 5) from answer in Gen.Choose(0, s_answers.Length - 1) select (points, answer));
        Check.QuickThrowOnFailure(Prop.ForAll(lives.ToArbitrary(), life =>
        {
            Member member = new();
            AwardTally sum = AwardTally.Nothing;
            foreach ((int points, int answer) in life)
            {
                member.Compute(new Yen(points * 10));
                member.Run(s_answers[answer], booked: s_answers[answer] == PostingState.Done);
                sum = sum.Plus(TallyAwardShard.Of(member.Entitlement, member.History));
            }

            AwardClosingReport report = AwardClosingReport.Of(new CountedAwards(PostingHarness.Campaign.Id, sum with { Earned = sum.Owed }), s_start);
            Assert.True(report.Balanced, string.Join(' ', report.Discrepancies));
            Assert.True(sum.Kept.Points >= Yen.Zero);
        }));
    }

    [Fact]
    public void What_stands_in_a_file_or_has_to_wait_or_has_no_number_left_is_not_posted_now()
    {
        DateTimeOffset later = s_start.AddSeconds(30);
        Posting first = TermsAt(s_start).NewClaim(new PostingId(PostingHarness.Campaign.Id, PostingHarness.IdOf(1), 1), new Yen(10), 1);
        Posting last = first with { Id = first.Id with { Sequence = PostingId.SequenceMax } };
        Posting deferred = first with { State = PostingState.Deferred, NotBefore = later };

        Assert.IsType<PostingDecision.Nothing>(Decided(first with { State = PostingState.Filed }, s_start));
        Assert.IsType<PostingDecision.Nothing>(Decided(last with { State = PostingState.Done }, s_start));
        Assert.IsType<PostingDecision.Later>(Decided(deferred, s_start));
        Assert.IsType<PostingDecision.Later>(Decided(deferred with { IsUnsettled = true }, s_start));
        PostingDecision.Post due = Assert.IsType<PostingDecision.Post>(Decided(deferred, later));
        Assert.Equal((first.Id, new Yen(40), later), (due.Claim.Id, due.Claim.Points, due.Claim.FirstTriedAt));
    }

    [Fact]
    public void A_first_posting_is_claimed_for_all_that_is_owed_and_holds_the_member_to_the_rules_of_now()
    {
        PostingTerms terms = TermsAt(s_start);
        Entitlement member = MemberOwed(40) with { RulesVersion = 3 };

        PostingDecision.Post post = Assert.IsType<PostingDecision.Post>(PostingDecision.For(new PostingOrder(PostingAudience.Everybody), member, PostingHistory.None, terms));

        Assert.Equal(
            new Posting { Id = new PostingId(member.Campaign, member.Id, 1), State = PostingState.Sending, Points = new Yen(40), RulesVersion = 3, Attempt = terms.Attempt, Holder = s_holders.Me, ClaimedAt = s_start, FirstTriedAt = s_start },
            post.Claim);
        Assert.Equal((member, member with { State = EntitlementState.Claimed, ClaimedAt = s_start }, Yen.Zero), (post.Member, post.Claimed, post.GrantedBefore));
    }

    [Theory]
    [InlineData(EntitlementState.Open, EntitlementRoute.Purchase, true, false)]
    [InlineData(EntitlementState.Claimed, EntitlementRoute.Purchase, true, true)]
    [InlineData(EntitlementState.Paid, EntitlementRoute.Purchase, true, true)]
    [InlineData(EntitlementState.Revoked, EntitlementRoute.Purchase, false, false)]
    [InlineData(EntitlementState.Expired, EntitlementRoute.Purchase, false, false)]
    [InlineData(EntitlementState.Open, EntitlementRoute.App, false, false)]
    public void A_wave_posts_to_everybody_of_the_purchases_and_else_to_those_whose_granting_has_begun(EntitlementState state, EntitlementRoute route, bool everybody, bool begun)
    {
        Entitlement member = MemberOwed(40) with { State = state, Route = route, ClaimedAt = s_start.AddDays(-1) };

        Assert.Equal(everybody, PostingDecision.For(new PostingOrder(PostingAudience.Everybody), member, PostingHistory.None, TermsAt(s_start)) is PostingDecision.Post);
        PostingDecision decision = PostingDecision.For(new PostingOrder(PostingAudience.Begun), member, PostingHistory.None, TermsAt(s_start));
        Assert.Equal(begun ? member : null, (decision as PostingDecision.Post)?.Claimed);
    }

    [Fact]
    public void Nothing_new_is_begun_at_the_end_and_what_may_have_gone_out_is_settled_after_it()
    {
        PostingTerms terms = TermsAt(s_start) with { EndsAt = s_start };
        PostingOrder order = new(PostingAudience.Everybody);
        Posting lost = Sent(s_start.AddDays(-1)) with { Holder = "another-machine/1/1" };

        Assert.IsType<PostingDecision.Nothing>(PostingDecision.For(order, MemberOwed(40), PostingHistory.None, terms));
        Assert.IsType<PostingDecision.Post>(PostingDecision.For(order, MemberOwed(40), PostingHistory.None, terms with { EndsAt = s_start.AddTicks(1) }));
        PostingDecision.Post again = Assert.IsType<PostingDecision.Post>(PostingDecision.For(order, MemberOwed(40), new PostingHistory([lost]), terms));
        Assert.Equal(lost with { IsUnsettled = true, Attempt = terms.Attempt, Holder = s_holders.Me, ClaimedAt = s_start }, again.Claim);
        Assert.Equal(again.Member, again.Claimed);
    }

    [Theory]
    [InlineData(10, 40, 30)]
    [InlineData(40, 10, -30)]
    [InlineData(40, 40, null)]
    public void What_was_booked_is_taken_into_account_and_the_rest_goes_under_the_next_number(long booked, long owed, int? due)
    {
        Posting done = Sent(s_start.AddDays(-1)) with { State = PostingState.Done, Points = new Yen(booked) };

        PostingDecision.Post? post = Decided(done, s_start, owed) as PostingDecision.Post;

        Assert.Equal(due, post?.Claim.Points.Amount);
        Assert.Equal(due is null ? default : (2, booked), post is null ? default : (post.Claim.Id.Sequence, post.GrantedBefore.Amount));
    }

    [Theory]
    [InlineData(PostingState.Short, 0, false)]
    [InlineData(PostingState.Short, 20, true)]
    [InlineData(PostingState.Refused, 20, false)]
    [InlineData(PostingState.Unknown, 20, false)]
    public void Whoever_holds_too_little_to_be_withdrawn_is_granted_more_and_not_asked_for_it_again(PostingState state, long owed, bool isPosted)
    {
        Posting booked = Sent(s_start.AddDays(-2)) with { State = PostingState.Done, Points = new Yen(10) };
        Posting newest = booked with { Id = booked.Id with { Sequence = 2 }, State = state, Points = new Yen(-10) };
        Entitlement member = MemberOwed(owed) with { State = EntitlementState.Paid };

        PostingDecision decision = PostingDecision.For(new PostingOrder(PostingAudience.Everybody), member, new PostingHistory([booked, newest]), TermsAt(s_start));

        Assert.Equal(isPosted ? (3, 10L) : default, decision is PostingDecision.Post post ? (post.Claim.Id.Sequence, post.Claim.Points.Amount) : default);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(299, true)]
    [InlineData(300, false)]
    [InlineData(-300, true)]
    [InlineData(-301, false)]
    public void A_claim_is_left_to_whoever_may_be_at_work_for_as_long_as_the_lease_unless_the_clock_was_set_back(int secondsAgo, bool isLeft)
    {
        Posting elsewhere = Sent(s_start.AddSeconds(-secondsAgo)) with { Holder = "another-machine/1/1" };

        Assert.Equal(isLeft ? new PostingDecision.LookAgain(elsewhere.ClaimedAt.AddMinutes(5)) : null, Decided(elsewhere, s_start) as PostingDecision.LookAgain);
        Assert.IsType<PostingDecision.Post>(Decided(elsewhere with { Holder = s_holders.Me }, s_start));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(3600, true)]
    [InlineData(3601, false)]
    public void Nothing_is_put_off_for_longer_than_anything_ever_is(int seconds, bool isPutOff)
    {
        Posting deferred = Sent(s_start.AddDays(-1)) with { State = PostingState.Deferred, NotBefore = s_start.AddSeconds(seconds) };

        Assert.Equal(isPutOff, Decided(deferred, s_start) is PostingDecision.Later);
        Assert.Equal(isPutOff, Decided(deferred with { IsUnsettled = true }, s_start) is PostingDecision.Later);
    }

    [Fact]
    public void A_time_that_was_waited_for_once_is_forgotten_and_nobody_is_at_work_on_what_was_put_off()
    {
        DateTimeOffset later = s_start.AddMinutes(5);
        Posting booked = Sent(s_start.AddDays(-1)) with { State = PostingState.Done, NotBefore = later };
        Posting lost = Sent(s_start.AddMinutes(-1)) with { Holder = s_holders.Me, NotBefore = later };
        Posting putOff = Sent(s_start.AddMinutes(-1)) with { State = PostingState.Deferred, IsUnsettled = true, Holder = "another-machine/1/1" };

        Assert.All(new[] { booked, lost, putOff }, newest => Assert.IsType<PostingDecision.Post>(Decided(newest, s_start)));
    }

    [Fact]
    public void What_has_not_gone_out_yet_takes_what_is_due_now_by_the_rules_of_now()
    {
        Posting reserved = Sent(s_start.AddDays(-1)) with { State = PostingState.Deferred };
        Entitlement member = MemberOwed(25) with { RulesVersion = 2 };

        PostingDecision.Post post = Assert.IsType<PostingDecision.Post>(PostingDecision.For(new PostingOrder(PostingAudience.Everybody), member, new PostingHistory([reserved]), TermsAt(s_start)));

        Assert.Equal((reserved.Id, new Yen(25), 2, s_start, false), (post.Claim.Id, post.Claim.Points, post.Claim.RulesVersion, post.Claim.FirstTriedAt, post.Claim.IsUnsettled));
    }

    private static PostingDecision Decided(Posting newest, DateTimeOffset now, long owed = 40) =>
        PostingDecision.For(new PostingOrder(PostingAudience.Everybody), MemberOwed(owed), new PostingHistory([newest]), TermsAt(now));

    private static Entitlement MemberOwed(long points) =>
        new() { Campaign = PostingHarness.Campaign.Id, Id = PostingHarness.IdOf(1), Route = EntitlementRoute.Purchase, Amount = new Yen(points), RulesVersion = 1 };

    /// <summary>The member's first posting, of which a request may have gone out.</summary>
    private static Posting Sent(DateTimeOffset at) => TermsAt(at).NewClaim(new PostingId(PostingHarness.Campaign.Id, PostingHarness.IdOf(1), 1), new Yen(10), 1);

    private static PostingTerms TermsAt(DateTimeOffset now) => new(now, DateTimeOffset.MaxValue, Guid.NewGuid(), TimeSpan.FromMinutes(5), s_holders);

    private sealed class Member
    {
        private readonly List<Posting> _postings = [];
        private readonly HashSet<int> _booked = [];
        private DateTimeOffset _now = s_start;

        public Entitlement Entitlement { get; private set; } = new()
        {
            Campaign = PostingHarness.Campaign.Id,
            Id = PostingHarness.IdOf(1),
            Route = EntitlementRoute.Purchase,
            Amount = Yen.Zero,
            RulesVersion = 1,
        };

        public PostingHistory History => new(_postings);

        /// <summary>The points system's truth.</summary>
        public long Balance => _postings.Where(posting => _booked.Contains(posting.Id.Sequence)).Sum(posting => posting.Points.Amount);

        public long HighestComputed { get; private set; }

        public void Compute(Yen points)
        {
            Entitlement = Entitlement with { Amount = points };
            HighestComputed = Math.Max(HighestComputed, points.Amount);
        }

        /// <summary>One pass: decide, and have the points system answer. A process that dies leaves the posting as it was sent.</summary>
        /// <returns>Whether anything was posted.</returns>
        public bool Run(PostingState answer, bool booked)
        {
            _now += TimeSpan.FromHours(1);
            PostingTerms terms = new(_now, DateTimeOffset.MaxValue, Guid.NewGuid(), TimeSpan.FromMinutes(5), s_holders);
            if (PostingDecision.For(new PostingOrder(PostingAudience.Everybody), Entitlement, History, terms) is not PostingDecision.Post post)
            {
                return false;
            }

            Assert.NotEqual(Yen.Zero, post.Claim.Points);
            _postings.RemoveAll(posting => posting.Id == post.Claim.Id);
            _postings.Add(Answered(post.Claim, answer, booked));
            Posting now = _postings[^1];
            Entitlement = post.Claimed with { Granted = History.Granted, State = now.State == PostingState.Done ? EntitlementState.Paid : post.Claimed.State };
            return true;
        }

        /// <summary>A key that was booked before answers that it was; else the points system does as it is told.</summary>
        private Posting Answered(Posting claim, PostingState answer, bool booked)
        {
            bool maybeOut = answer is PostingState.Sending or PostingState.Unknown || (answer == PostingState.Deferred && booked);
            if (answer == PostingState.Done || (maybeOut && booked))
            {
                _booked.Add(claim.Id.Sequence);
            }

            PostingState told = _booked.Contains(claim.Id.Sequence) && answer is PostingState.Refused or PostingState.Short ? PostingState.Done : answer;
            return told == PostingState.Deferred
                ? claim.MoveTo(told) with { IsUnsettled = claim.IsUnsettled || booked, NotBefore = _now }
                : claim.MoveTo(told);
        }
    }
}
