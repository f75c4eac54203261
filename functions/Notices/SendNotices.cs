using Compensation.Campaigns;
using Compensation.Entitlements;
using Compensation.Waves;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Compensation.Notices;

/// <summary>A wave's action: sends one notice to each person of a page who is in the audience and has not had it.</summary>
public sealed class SendNotices(
    CampaignCatalog campaigns,
    NoticeStore notices,
    NoticeDispatcher dispatcher,
    TimeProvider time,
    IOptions<NoticeOptions> options,
    ILogger<SendNotices> log) : IWaveAction
{
    public const string ActionName = "send-notices";

    public string Name => ActionName;

    public async Task<PageOutcome> WorkAsync(WavePage page, IReadOnlyList<Entitlement> people, CancellationToken cancellationToken)
    {
        if (time.GetUtcNow() >= campaigns[page.Campaign].ReceiptEndsAt)
        {
            // A wave that an outage has carried past the deadline: the link it would send no longer opens.
            return new PageOutcome(Counters.None);
        }

        NoticeOrder order = NoticeOrder.Parse(page.Argument);
        (List<(NoticeDecision.Send Decision, Entitlement Person)> toSend, PageTally tally) = await DecideAsync(order, people, cancellationToken);
        foreach ((NoticeDecision.Send, Entitlement)[] chunk in toSend.Chunk(EntitlementStore.TransactionSizeMax))
        {
            IReadOnlyList<Notice>? recorded = await dispatcher.SendAsync(campaigns[page.Campaign], chunk, cancellationToken);
            if (recorded is null)
            {
                tally.RepeatNotBefore(time.GetUtcNow() + options.Value.RetryInterval);
                log.ChunkRaced(page.WaveId, page.Shard);
                break;
            }

            tally.Add(recorded);
            if (recorded.All(notice => notice.State == NoticeState.Deferred))
            {
                // The provider takes nothing at the moment: knocking on with the rest would only prolong it.
                tally.RepeatNotBefore(recorded.Max(notice => notice.NotBefore!.Value));
                log.ProviderTurnedChunkAway(page.WaveId, page.Shard, recorded.Count);
                break;
            }
        }

        PageOutcome outcome = tally.ToOutcome();
        log.PageSent(page.WaveId, page.Shard, tally.CountOf(PageTally.Accepted), tally.CountOf(PageTally.Failed), outcome.Deferred);
        return outcome;
    }

    private async Task<(List<(NoticeDecision.Send Decision, Entitlement Person)> ToSend, PageTally Tally)> DecideAsync(
        NoticeOrder order, IReadOnlyList<Entitlement> people, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<EntitlementId, Notice> sent = await notices.ReadAsync(order.Kind, order.Sequence, people, cancellationToken);
        IReadOnlyDictionary<EntitlementId, Notice>? issues = order.Kind == NoticeKind.Reminder
            ? await notices.ReadAsync(NoticeKind.Issue, 1, people, cancellationToken)
            : null;
        NoticeClaimTerms terms = new(time.GetUtcNow(), Guid.NewGuid(), options.Value.ClaimLease);
        PageTally tally = new();
        List<(NoticeDecision.Send, Entitlement)> toSend = [];
        foreach (Entitlement person in people)
        {
            switch (NoticeDecision.For(order, person, issues?.GetValueOrDefault(person.Id), sent.GetValueOrDefault(person.Id), terms))
            {
                case NoticeDecision.Send send:
                    toSend.Add((send, person));
                    break;
                case NoticeDecision.LookAgain lookAgain:
                    tally.RepeatNotBefore(lookAgain.At);
                    break;
                case NoticeDecision.Later:
                    tally.Defer();
                    break;
            }
        }

        return (toSend, tally);
    }
}
