using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Waves;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Compensation.Notices;

/// <summary>A wave's action: sends one notice to each person of a page who is in the audience and has not had it.</summary>
public sealed class SendNotices(
    CampaignCatalog campaigns,
    NoticeStore notices,
    Recipients recipients,
    AddressBook book,
    NoticeDispatcher dispatcher,
    Unreached unreached,
    ClaimHolders holders,
    WaveOutcomes outcomes,
    IEnumerable<INoticeHold> holds,
    TimeProvider time,
    IOptions<NoticeOptions> options,
    ILogger<SendNotices> log) : IWaveAction
{
    public const string ActionName = "send-notices";

    /// <summary>When so many are turned away together it is the provider's trouble, not the recipients'.</summary>
    private const int ManyAtOnce = 20;

    private static readonly Dictionary<EntitlementId, NoticeHistory> NoHistories = [];

    /// <summary>How often a campaign whose notices are held is looked at.</summary>
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMinutes(15);

    public string Name => ActionName;

    public async Task<PageOutcome> WorkAsync(WavePage page, IReadOnlyList<Entitlement> people, WaveGate gate, CancellationToken cancellationToken)
    {
        NoticeOrder order = NoticeOrder.Parse(page.Argument);
        IReadOnlyList<Entitlement> covered = order.CoveredOf(people);
        using ReminderTurn? turn = order.Kind == NoticeKind.Reminder && page.Audience is null && covered.Count > 0 ? await notices.ReadTurnAsync(page.Campaign, page.Shard, cancellationToken) : null;
        IReadOnlyDictionary<EntitlementId, NoticeHistory> histories = await HistoriesAsync(order, covered, cancellationToken);
        PagePart part = PagePart.Of(page);
        PageTally tally = TallyOf(page, histories);
        if (!page.IsOver && await AreHeldAsync(page.Campaign, cancellationToken))
        {
            tally.CutShort(time.GetUtcNow() + LookAgainAfter);
            return tally.ToOutcome();
        }

        NoticeClaimTerms terms = options.Value.TermsOf(page.WaveId, time.GetUtcNow(), holders);
        if (part.Only is null)
        {
            await ListOutOfReachAsync(page, order, covered, tally, cancellationToken);
        }

        IReadOnlyList<Recipient> addressees = await recipients.ReadAsync(covered, cancellationToken);
        histories = book.SeenFromToday(covered, histories);
        if (page.IsOver || terms.Now >= order.EndIn(campaigns[page.Campaign]))
        {
            await LeaveAsync(page, [.. TooLateFor(order, addressees, histories, terms)], order, tally, cancellationToken);
            return tally.ToOutcome();
        }

        using IDisposable atWork = holders.Begin(terms.Attempt);
        List<(NoticeDecision.Send, Entitlement)> toSend = Decide(order, part, addressees, histories, terms, tally);
        await SendAsync(page, toSend, turn, gate, tally, cancellationToken);
        if (order.IsFallback)
        {
            await unreached.SettleFallbackAsync(order, page.Campaign, tally.Settled(people), cancellationToken);
        }

        if (page.IsLastCall)
        {
            await ListAsync(page, order, tally.Pending, cancellationToken);
        }

        PageOutcome outcome = tally.ToOutcome();
        log.PageSent(page.WaveId, page.Shard, outcome.Tries.Attempted, outcome.Tries.Failed, outcome.Deferred);
        return outcome;
    }

    public async Task<Tries> LookBackAsync(WavePage page, IReadOnlyList<Entitlement> people, CancellationToken cancellationToken)
    {
        NoticeOrder order = NoticeOrder.Parse(page.Argument);
        return TallyOf(page, await HistoriesAsync(order, order.CoveredOf(people), cancellationToken)).Tries;
    }

    public Task<IReadOnlyDictionary<string, long>> RecountAsync(WaveId wave, CancellationToken cancellationToken) => outcomes.CountAsync(wave, cancellationToken);

    private async Task<IReadOnlyDictionary<EntitlementId, NoticeHistory>> HistoriesAsync(NoticeOrder order, IReadOnlyList<Entitlement> people, CancellationToken cancellationToken) =>
        people.Count == 0 ? NoHistories : await notices.ReadHistoriesAsync(order, people, cancellationToken);

    private static PageTally TallyOf(WavePage page, IReadOnlyDictionary<EntitlementId, NoticeHistory> histories) =>
        new(PagePart.Of(page), page.WaveId, histories.Values.Select(history => history.Ordered).OfType<Notice>());

    /// <summary>
    /// A wave whose time is over, or that an outage has carried past the deadline: the link it would send no longer opens. Operators see who was owed a message;
    /// a reminder lapses, because whoever was to be reminded has been reached before.
    /// </summary>
    private async Task LeaveAsync(WavePage page, IReadOnlyCollection<EntitlementId> people, NoticeOrder order, PageTally tally, CancellationToken cancellationToken)
    {
        if (order.Kind == NoticeKind.Reminder)
        {
            tally.CountLapsed(people.Count);
        }
        else
        {
            await ListAsync(page, order, people, cancellationToken);
        }
    }

    private async Task<bool> AreHeldAsync(CampaignId campaign, CancellationToken cancellationToken)
    {
        foreach (INoticeHold hold in holds)
        {
            if (await hold.HoldsAsync(campaign, cancellationToken))
            {
                return true;
            }
        }

        return false;
    }

    private async Task ListOutOfReachAsync(WavePage page, NoticeOrder order, IReadOnlyList<Entitlement> people, PageTally tally, CancellationToken cancellationToken)
    {
        EntitlementId[] outOfReach = [.. people.Where(person => NoticeAudience.IsOutOfReach(order, person)).Select(person => person.Id)];
        tally.CountNoAddress(outOfReach.Length);
        await unreached.ListAsync(page.Campaign, outOfReach, cancellationToken);
    }

    /// <summary>Whom a resend leaves unwritten is listed even where something has reached them before: somebody had a reason to send it again.</summary>
    private Task ListAsync(WavePage page, NoticeOrder order, IEnumerable<EntitlementId> people, CancellationToken cancellationToken) => order.Kind == NoticeKind.Resend
        ? unreached.ListUnsentAsync(page.Campaign, [.. people], cancellationToken)
        : unreached.ListAsync(page.Campaign, people, cancellationToken);

    private static IEnumerable<EntitlementId> TooLateFor(
        NoticeOrder order, IReadOnlyList<Recipient> people, IReadOnlyDictionary<EntitlementId, NoticeHistory> histories, NoticeClaimTerms terms) => people
        .Where(recipient => NoticeDecision.For(order, recipient, histories.GetValueOrDefault(recipient.Person.Id, NoticeHistory.Empty), terms) is NoticeDecision.Send or NoticeDecision.Later or NoticeDecision.LookAgain or NoticeDecision.TooSoon)
        .Select(recipient => recipient.Person.Id);

    private static List<(NoticeDecision.Send Decision, Entitlement Person)> Decide(
        NoticeOrder order, PagePart part, IReadOnlyList<Recipient> people, IReadOnlyDictionary<EntitlementId, NoticeHistory> histories, NoticeClaimTerms terms, PageTally tally)
    {
        List<(NoticeDecision.Send, Entitlement)> toSend = [];
        foreach (Recipient recipient in people)
        {
            NoticeHistory history = histories.GetValueOrDefault(recipient.Person.Id, NoticeHistory.Empty);
            switch (NoticeDecision.For(order, recipient, history, terms))
            {
                case NoticeDecision.Send send when part.Holds(send.Claim.Channel):
                    toSend.Add((send, recipient.Person));
                    break;
                case NoticeDecision.Send { Claim: var other } when part.Only is not null && history.Ordered?.Channel != other.Channel:
                    // Held back for the part's channel, and the address was corrected since: the next pass serves them.
                    tally.Defer(other.Channel);
                    break;
                case NoticeDecision.Send:
                    tally.LeaveAlone([recipient.Person.Id]);
                    break;
                case NoticeDecision.LookAgain lookAgain when part.Holds(history.Ordered!.Channel):
                    tally.RepeatNotBefore(lookAgain.At);
                    break;
                case NoticeDecision.Later when part.Holds(history.Ordered!.Channel):
                    tally.Defer(history.Ordered.Channel);
                    break;
                case NoticeDecision.TooSoon { Channel: var channel } when part.Holds(channel):
                    tally.Defer(channel);
                    break;
                case NoticeDecision.SpokenFor when part.Only is null:
                    tally.CountSpokenFor();
                    break;
                case NoticeDecision.OverCap when part.Only is null:
                    tally.CountOverCap();
                    break;
            }
        }

        return toSend;
    }

    /// <summary>Chunk after chunk, some of them at a time, so that the provider is kept busy while others are claimed and recorded.</summary>
    private Task SendAsync(WavePage page, List<(NoticeDecision.Send Decision, Entitlement Person)> toSend, ReminderTurn? turn, WaveGate gate, PageTally tally, CancellationToken cancellationToken)
    {
        ParallelOptions some = new() { MaxDegreeOfParallelism = options.Value.ChunksInFlight, CancellationToken = cancellationToken };
        return Parallel.ForEachAsync(ChunksOf(page, toSend, turn), some, async (chunk, _) =>
        {
            if (tally.IsCutShort)
            {
                return;
            }

            if (tally.IsTurnedAway(chunk[0].Decision.Claim.Channel))
            {
                tally.LeaveAlone(chunk.Select(one => one.Person.Id));
                return;
            }

            if (!await gate.MayGoOnAsync(cancellationToken))
            {
                tally.Halt();
                return;
            }

            // Not the loop's own token: what one chunk's failure ends is the loop, not the chunks that are under way.
            await SendChunkAsync(page, chunk, turn, tally, cancellationToken);
        });
    }

    /// <summary>A chunk is claimed in one transaction, the turn with it, or what the claims rest on, so it holds people of one shard; and of one channel, so that one that is down holds up no other.</summary>
    private IEnumerable<(NoticeDecision.Send Decision, Entitlement Person)[]> ChunksOf(WavePage page, List<(NoticeDecision.Send Decision, Entitlement Person)> toSend, ReminderTurn? turn) => toSend
        .GroupBy(one => (Shard: one.Person.Id.ShardOf(campaigns[page.Campaign].Shards), one.Decision.Claim.Channel))
        .SelectMany(shard => shard.Chunk(shard.Any(one => one.Decision.RestsOn is not null) ? EntitlementStore.TransactionSizeMax / 2 : EntitlementStore.TransactionSizeMax - (turn is null ? 0 : 1)));

    private async Task SendChunkAsync(WavePage page, (NoticeDecision.Send, Entitlement)[] chunk, ReminderTurn? turn, PageTally tally, CancellationToken cancellationToken)
    {
        IReadOnlyList<Notice>? recorded = await dispatcher.SendAsync(campaigns[page.Campaign], chunk, turn, cancellationToken);
        if (recorded is null)
        {
            tally.CutShort(time.GetUtcNow() + options.Value.RetryInterval);
            log.ChunkRaced(page.WaveId, page.Shard);
            return;
        }

        tally.Add(recorded);
        if (recorded.Count >= ManyAtOnce && recorded.All(notice => notice.State == NoticeState.Deferred))
        {
            // The provider takes nothing at the moment: knocking on with the rest would only prolong it.
            tally.TurnAway(recorded[0].Channel, recorded.Max(notice => notice.NotBefore!.Value));
            log.ProviderTurnedChunkAway(page.WaveId, page.Shard, recorded.Count);
        }
    }
}
