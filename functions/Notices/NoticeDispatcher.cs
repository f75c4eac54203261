using Compensation.Campaigns;
using Compensation.Common;
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
    Unreached unreached,
    NoticeMessages messages,
    EntitlementContacts contacts,
    AddressBook book,
    RequestIds requestIds,
    ProviderChoice providers,
    ProviderRequests requests,
    TimeProvider time,
    IOptions<NoticeOptions> options)
{
    internal const string Corrected = "the address was corrected";

    private const int TriesBeforeListed = 3;

    private readonly NoticeOptions _options = options.Value;

    /// <summary>Sends one chunk.</summary>
    /// <param name="campaign">Whose it is.</param>
    /// <param name="chunk">People of one shard.</param>
    /// <param name="turn">Reminders: as it was before the people's histories were read.</param>
    /// <param name="cancellationToken">Stops before anything is sent.</param>
    /// <returns>The notices as recorded, or null where another sender had claimed one of them in between: then nothing was sent.</returns>
    internal async Task<IReadOnlyList<Notice>?> SendAsync(Campaign campaign, IReadOnlyList<(NoticeDecision.Send Decision, Entitlement Person)> chunk, ReminderTurn? turn, CancellationToken cancellationToken)
    {
        // A page's later chunks are claimed long after it was decided about: the lease begins now.
        DateTimeOffset now = time.GetUtcNow();
        Outgoing[] outgoing = [.. chunk.Select(item => Prepare(item.Decision, item.Person, now))];
        Notice[] claims = [.. outgoing.Select(one => one.Claim)];
        Notice[] restOn = [.. chunk.Select(one => one.Decision.RestsOn).OfType<Notice>()];
        if (await (restOn.Length > 0 ? notices.TryClaimAsync(claims, restOn, cancellationToken) : notices.TryClaimAsync(claims, turn, cancellationToken)) is not { } claimed)
        {
            return null;
        }

        Notice[] outcomes = await Task.WhenAll(outgoing.Zip(claimed, (one, claim) => SendOneAsync(campaign, one with { Claim = claim }, cancellationToken)));

        // The mark first: should the process die in between, the notice is still to be settled and will be marked again.
        await unreached.MarkAsync(campaign.Id, [.. outcomes.Where(IsForOperators).Select(notice => notice.Id)], cancellationToken);
        return await notices.RecordAsync(outcomes, cancellationToken);
    }

    /// <summary>Refused, unknown, or turned away so often that somebody should look.</summary>
    private static bool IsForOperators(Notice notice) => notice.State is NoticeState.Failed or NoticeState.Unknown || notice.Tries >= TriesBeforeListed;

    /// <summary>The claim names the provider, so that whoever finds it knows whom to ask, and the address, to which whatever becomes of it belongs.</summary>
    private Outgoing Prepare(NoticeDecision.Send decision, Entitlement person, DateTimeOffset now)
    {
        Guid requestId = requestIds.For(decision.Claim.Id);
        INoticeSender provider = providers.Choose(decision.Claim.Channel, requestId, decision.Claim.Provider);
        string? to = contacts.ContactOf(person)?.By(NoticeAudience.KindOf(decision.Claim.Channel));
        Notice claim = decision.Claim with { Provider = provider.Provider, ClaimedAt = now, FirstTriedAt = decision.MayBeRepeat ? decision.Claim.FirstTriedAt : now };
        return new Outgoing(decision.MayBeRepeat ? claim : Addressed(claim, person, to), decision.MayBeRepeat, person, to, decision.Amount, requestId, provider);
    }

    private Notice Addressed(Notice claim, Entitlement person, string? to) => claim with { Address = to is null ? string.Empty : book.KeyOf(to), LinkVersion = person.LinkVersion };

    private async Task<Notice> SendOneAsync(Campaign campaign, Outgoing outgoing, CancellationToken cancellationToken)
    {
        Notice claim = outgoing.Claim;
        if (outgoing.MayBeRepeat && IsCorrected(outgoing))
        {
            // An earlier request may have gone to another address. To ask by repeating it would write to a stranger.
            return Closed(claim, Corrected, segments: 0);
        }

        if (outgoing.To is not { } to)
        {
            // One row that cannot be read, or keys that are out of reach: neither may hold up the others, and neither is for ever.
            return Recorded(claim, new ProviderAnswer(new SendOutcome.TryLater("the address on file cannot be read"), outgoing.MayBeRepeat), segments: 0);
        }

        int segments = 0;
        ProviderAnswer answer = await requests.AskAsync(outgoing.Provider, to, outgoing.MayBeRepeat, Compose, cancellationToken);
        return answer.Silenced is { } refusal ? Closed(claim, refusal, segments) : Recorded(claim, answer, segments);

        OutgoingMessage Compose()
        {
            (OutgoingMessage message, segments) = messages.Compose(campaign, outgoing.Person, to, outgoing.Amount, claim, outgoing.RequestId);
            return message;
        }
    }

    private Notice Recorded(Notice claim, ProviderAnswer answer, int segments)
    {
        ((SendOutcome outcome, bool maybeOut), DateTimeOffset now) = (answer, time.GetUtcNow());
        string? reason = outcome switch
        {
            SendOutcome.Refused refused => refused.Reason,
            SendOutcome.TryLater later => later.Reason,
            SendOutcome.Unsettled unsettled => unsettled.Reason,
            SendOutcome.Throttled => "throttled",
            _ => null,
        };
        return outcome switch
        {
            SendOutcome.Accepted accepted => claim.MoveTo(NoticeState.Accepted) with { ProviderReference = accepted.ProviderReference, SettledAt = now, Segments = segments },
            SendOutcome.Refused => claim.MoveTo(NoticeState.Failed) with { Reason = reason, SettledAt = now },
            _ when maybeOut && claim.FirstTriedAt + _options.SettleWithin <= now => Closed(claim, reason, segments),
            _ => claim.MoveTo(NoticeState.Deferred) with
            {
                Provider = maybeOut ? claim.Provider : null,
                Tries = claim.Tries + (outcome is SendOutcome.Throttled ? 0 : 1),
                Reason = reason,
                NotBefore = now + (outcome is SendOutcome.Throttled throttled ? throttled.RetryAfter : _options.RetryIntervalAfter(claim.Tries + 1)),
            },
        };
    }

    private Notice Closed(Notice claim, string? reason, int segments) =>
        claim.MoveTo(NoticeState.Unknown) with { Reason = reason, SettledAt = time.GetUtcNow(), Segments = segments };

    /// <summary>An address that is on file and cannot be read may be the same: that is for later to tell.</summary>
    private bool IsCorrected(Outgoing outgoing) => outgoing.To is { } to
        ? !string.Equals(outgoing.Claim.Address, book.KeyOf(to), StringComparison.Ordinal)
        : !outgoing.Person.Contacts.HasFlag(NoticeAudience.KindOf(outgoing.Claim.Channel));

    private sealed record Outgoing(Notice Claim, bool MayBeRepeat, Entitlement Person, string? To, Yen Amount, Guid RequestId, INoticeSender Provider);
}
