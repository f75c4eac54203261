using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Waves;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Compensation.Awards.Postings;

/// <summary>A wave's action: grants and withdraws what is due to each member of a page. Where points are granted by files it does nothing.</summary>
public sealed class PostPoints(
    CampaignCatalog campaigns,
    PostingStore postings,
    PostingStandings standings,
    PostingDispatcher dispatcher,
    ClaimHolders holders,
    TimeProvider time,
    IOptions<PointsSystemOptions> options,
    ILogger<PostPoints> log) : IWaveAction
{
    public const string ActionName = "post-points";

    /// <summary>How often a suspended campaign is looked at.</summary>
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMinutes(15);

    public string Name => ActionName;

    public async Task<PageOutcome> WorkAsync(WavePage page, IReadOnlyList<Entitlement> people, WaveGate gate, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<EntitlementId, PostingHistory> histories = await postings.ReadHistoriesAsync(people, cancellationToken);
        PostingTally tally = new(histories.Values);
        if (!options.Value.IsConfigured || page.IsOver)
        {
            return tally.ToOutcome();
        }

        if (await standings.FindAsync(page.Campaign, cancellationToken) is { Suspended: true })
        {
            tally.CutShort(time.GetUtcNow() + LookAgainAfter);
            return tally.ToOutcome();
        }

        PostingTerms terms = new(time.GetUtcNow(), campaigns[page.Campaign].Grant!.CorrectionsEndAt, Guid.NewGuid(), options.Value.ClaimLease, holders);
        using IDisposable atWork = holders.Begin(terms.Attempt);
        List<PostingDecision.Post> due = Decide(PostingOrder.Parse(page.Argument), people, histories, terms, tally);
        foreach (PostingDecision.Post[] chunk in due.Chunk(PostingStore.ChunkSizeMax).TakeWhile(_ => !tally.IsCutShort))
        {
            if (await gate.MayGoOnAsync(cancellationToken))
            {
                await PostAsync(page, chunk, tally, cancellationToken);
            }
            else
            {
                tally.Halt();
            }
        }

        return tally.ToOutcome();
    }

    /// <summary>A posting's answer is its end: nothing comes in later.</summary>
    public Task<Tries> LookBackAsync(WavePage page, IReadOnlyList<Entitlement> people, CancellationToken cancellationToken) => Task.FromResult(Tries.None);

    private static List<PostingDecision.Post> Decide(
        PostingOrder order, IReadOnlyList<Entitlement> people, IReadOnlyDictionary<EntitlementId, PostingHistory> histories, PostingTerms terms, PostingTally tally)
    {
        List<PostingDecision.Post> due = [];
        foreach (Entitlement member in people)
        {
            switch (PostingDecision.For(order, member, histories.GetValueOrDefault(member.Id, PostingHistory.None), terms))
            {
                case PostingDecision.Post post:
                    due.Add(post);
                    break;
                case PostingDecision.LookAgain lookAgain:
                    tally.RepeatNotBefore(lookAgain.At);
                    break;
                case PostingDecision.Later:
                    tally.Defer();
                    break;
            }
        }

        return due;
    }

    private static bool IsPutOffByTheSystem(Posting posting) => posting.State == PostingState.Deferred && posting.Reason != PostingDispatcher.MemberUnreadable;

    private async Task PostAsync(WavePage page, PostingDecision.Post[] chunk, PostingTally tally, CancellationToken cancellationToken)
    {
        IReadOnlyList<Posting>? recorded = await dispatcher.SendAsync(campaigns[page.Campaign], chunk, cancellationToken);
        if (recorded is null)
        {
            tally.CutShort(time.GetUtcNow() + options.Value.RetryInterval);
            log.ChunkRaced(page.WaveId, page.Shard);
            return;
        }

        tally.Add(recorded);
        if (recorded.Any(IsPutOffByTheSystem) && recorded.All(posting => posting.State == PostingState.Deferred))
        {
            // The points system takes nothing at the moment: knocking on with the rest would only prolong it.
            tally.CutShort(recorded.Max(posting => posting.NotBefore!.Value));
            log.PointsSystemTurnedChunkAway(page.WaveId, page.Shard, recorded.Count);
        }
    }
}
