using System.Collections.Concurrent;
using Compensation.Campaigns;
using Compensation.Entitlements;
using Compensation.Notices.Providers;
using Microsoft.Extensions.Options;

namespace Compensation.Notices;

/// <summary>
/// The sending protocol for a chunk of people of one shard: claim in one transaction, send with bounded concurrency, record in one transaction.
/// Whatever dies in between leaves claims behind, and claims are settled by repeating with the same request id.
/// </summary>
public sealed class NoticeDispatcher(
    NoticeStore notices,
    NoticeMessages messages,
    ProviderChoice providers,
    TimeProvider time,
    IOptions<NoticeOptions> options)
{
    private readonly NoticeOptions _options = options.Value;

    /// <summary>Sends one chunk.</summary>
    /// <returns>The notices as recorded, or null where another sender had claimed one of them in between: then nothing was sent.</returns>
    internal async Task<IReadOnlyList<Notice>?> SendAsync(Campaign campaign, IReadOnlyList<(NoticeDecision.Send Decision, Entitlement Person)> chunk, CancellationToken cancellationToken)
    {
        if (!await notices.TryClaimAsync([.. chunk.Select(item => item.Decision.Claim)], cancellationToken))
        {
            return null;
        }

        ConcurrentBag<Notice> outcomes = [];
        ParallelOptions bounded = new() { MaxDegreeOfParallelism = _options.SendConcurrency, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(chunk, bounded, async (item, token) =>
            outcomes.Add(await SendOneAsync(campaign, item.Decision, item.Person, token)));
        List<Notice> recorded = [.. outcomes];
        await notices.RecordAsync(recorded, cancellationToken);
        return recorded;
    }

    private async Task<Notice> SendOneAsync(Campaign campaign, NoticeDecision.Send decision, Entitlement person, CancellationToken cancellationToken)
    {
        Notice claim = decision.Claim;
        (OutgoingMessage message, int segments) = messages.Compose(campaign, person, claim);
        INoticeSender provider = providers.Choose(claim.Channel, message.RequestId, triedWith: null);
        if (providers.Remaining(claim.Channel, provider.Provider) is { Ticks: > 0 } remaining)
        {
            return Recorded(claim, new SendOutcome.Throttled(remaining), segments: 0);
        }

        long began = time.GetTimestamp();
        SendOutcome outcome = await provider.SendAsync(message, decision.MayBeRepeat, cancellationToken);
        providers.Heard(claim.Channel, provider.Provider, outcome, time.GetElapsedTime(began));
        if (outcome is SendOutcome.Unsettled)
        {
            // Most lost answers are found by asking once more, before anybody has to wait.
            outcome = await provider.SendAsync(message, mayBeRepeat: true, cancellationToken);
        }

        return Recorded(claim, outcome, segments);
    }

    private Notice Recorded(Notice claim, SendOutcome outcome, int segments)
    {
        DateTimeOffset now = time.GetUtcNow();
        return outcome switch
        {
            SendOutcome.Accepted accepted => claim.MoveTo(NoticeState.Accepted) with { ProviderReference = accepted.ProviderReference, SettledAt = now, Segments = segments },
            SendOutcome.Refused refused => claim.MoveTo(NoticeState.Failed) with { Reason = refused.Reason, SettledAt = now },
            SendOutcome.Throttled throttled => claim.MoveTo(NoticeState.Deferred) with { NotBefore = now + throttled.RetryAfter },
            SendOutcome.TryLater later => Deferred(claim, later.Reason, now),
            SendOutcome.Unsettled unsettled when claim.FirstTriedAt + _options.SettleWithin <= now =>
                claim.MoveTo(NoticeState.Unknown) with { Reason = unsettled.Reason, SettledAt = now, Segments = segments },
            SendOutcome.Unsettled unsettled => Deferred(claim, unsettled.Reason, now),
            _ => throw new InvalidOperationException($"{outcome.GetType().Name} has no place in the record."),
        };
    }

    private Notice Deferred(Notice claim, string reason, DateTimeOffset now) =>
        claim.MoveTo(NoticeState.Deferred) with { Tries = claim.Tries + 1, Reason = reason, NotBefore = now + _options.RetryInterval };
}
