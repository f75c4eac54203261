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

    private static PostingDecision Decided(Posting newest, DateTimeOffset now)
    {
        Entitlement member = new() { Campaign = newest.Id.Campaign, Id = newest.Id.Entitlement, Route = EntitlementRoute.Purchase, Amount = new Yen(40), RulesVersion = 1 };
        return PostingDecision.For(new PostingOrder(PostingAudience.Everybody), member, new PostingHistory([newest]), TermsAt(now));
    }

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
