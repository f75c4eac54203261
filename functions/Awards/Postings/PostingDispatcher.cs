using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Operations.Alarms;
using Microsoft.Extensions.Options;

namespace Compensation.Awards.Postings;

/// <summary>
/// The sending protocol for a chunk of members of one shard: claim in one transaction, post with bounded concurrency, record in one transaction.
/// Whatever dies in between leaves claims behind, and claims are settled by repeating with the same key.
/// </summary>
public sealed class PostingDispatcher(
    PostingStore postings, PurchaseStore purchases, IPointsSystem system, PostingKeys keys, IAlarms alarms, TimeProvider time, IOptions<PointsSystemOptions> options) : IDisposable
{
    /// <summary>Why a posting waits that the points system was not asked for.</summary>
    internal const string MemberUnreadable = "the member's id cannot be read";

    private readonly PointsSystemOptions _options = options.Value;
    private readonly SemaphoreSlim _requests = new(options.Value.Concurrency);

    public void Dispose() => _requests.Dispose();

    /// <summary>Posts one chunk.</summary>
    /// <returns>The postings as recorded, or null where somebody was faster with one of them: then nothing was posted.</returns>
    internal async Task<IReadOnlyList<Posting>?> SendAsync(Campaign campaign, IReadOnlyList<PostingDecision.Post> decided, CancellationToken cancellationToken)
    {
        // A page's later chunks are claimed long after it was decided about: the lease begins now.
        DateTimeOffset now = time.GetUtcNow();
        PostingDecision.Post[] chunk = [.. decided.Select(one => one with { Claim = one.Claim with { ClaimedAt = now } })];
        IReadOnlyDictionary<EntitlementId, PurchaseRow> members = await purchases.ReadMembersAsync(campaign.Id, chunk[0].Member.Id, chunk[^1].Member.Id, cancellationToken);
        if (!await postings.TryClaimAsync(chunk, cancellationToken))
        {
            return null;
        }

        (PostingDecision.Post Claimed, Posting Outcome)[] outcomes = await Task.WhenAll(chunk.Select(async claimed => (claimed, await PostOneAsync(campaign, claimed.Claim, members[claimed.Member.Id], cancellationToken))));
        await postings.RecordAsync(outcomes, cancellationToken);
        return [.. outcomes.Select(one => one.Outcome)];
    }

    private async Task<Posting> PostOneAsync(Campaign campaign, Posting claim, PurchaseRow member, CancellationToken cancellationToken)
    {
        if (purchases.MemberIdOf(member) is not { } whose)
        {
            // Its key may come back: the points stay owed, and nobody else waits for that.
            await alarms.RaiseAsync(AlarmKind.FieldUnreadable, campaign.Id, $"{claim.Id}", $"The member of posting {claim.Id} cannot be read: his points are neither granted nor withdrawn until he can be.", cancellationToken);
            return Unfinished(claim, new PostingOutcome.TryLater(MemberUnreadable), time.GetUtcNow());
        }

        PointsInstruction instruction = new(keys.For(claim.Id), whose, campaign.Id, claim.Points, PostingReason.Of(campaign, claim));
        await _requests.WaitAsync(cancellationToken);
        try
        {
            PostingOutcome outcome = await system.PostAsync(instruction, cancellationToken);
            if (outcome is PostingOutcome.Unsettled)
            {
                // Most lost answers are found by asking once more, before anybody has to wait.
                PostingOutcome again = await system.PostAsync(instruction, cancellationToken);
                return Recorded(claim with { IsUnsettled = true }, again);
            }

            return Recorded(claim, outcome);
        }
        finally
        {
            _requests.Release();
        }
    }

    private Posting Recorded(Posting claim, PostingOutcome outcome)
    {
        DateTimeOffset now = time.GetUtcNow();
        return outcome switch
        {
            PostingOutcome.Done done => claim.MoveTo(PostingState.Done) with { Reference = done.Reference, SettledAt = now },
            PostingOutcome.Refused refused => claim.MoveTo(PostingState.Refused) with { Reason = refused.Reason, SettledAt = now },
            PostingOutcome.Short low => claim.MoveTo(PostingState.Short) with { Reason = "balanceShort", Balance = low.Balance, SettledAt = now },
            PostingOutcome.Contradicted contradicted => claim.MoveTo(PostingState.Unknown) with { Reason = contradicted.Reason, SettledAt = now },
            _ => Unfinished(claim, outcome, now),
        };
    }

    /// <summary>Where a request may have been booked, only an answer that settles it ends the search for it.</summary>
    private Posting Unfinished(Posting claim, PostingOutcome outcome, DateTimeOffset now)
    {
        bool unsettled = claim.IsUnsettled || outcome is PostingOutcome.Unsettled;
        string? reason = outcome switch
        {
            PostingOutcome.TryLater later => later.Reason,
            PostingOutcome.Unsettled lost => lost.Reason,
            _ => null,
        };
        return unsettled && claim.FirstTriedAt + _options.SettleWithin <= now
            ? claim.MoveTo(PostingState.Unknown) with { Reason = reason, SettledAt = now }
            : claim.MoveTo(PostingState.Deferred) with
            {
                IsUnsettled = unsettled,
                Tries = claim.Tries + (outcome is PostingOutcome.Throttled ? 0 : 1),
                Reason = reason,
                NotBefore = now + (outcome is PostingOutcome.Throttled throttled ? throttled.RetryAfter : _options.RetryInterval),
            };
    }
}

/// <summary>What the points system's records say of a posting.</summary>
internal static class PostingReason
{
    private const int LengthMax = 200;

    public static string Of(Campaign campaign, Posting posting)
    {
        string reason = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{campaign.Programme} ({posting.RulesVersion})");
        return reason.Length > LengthMax ? reason[^LengthMax..] : reason;
    }
}
