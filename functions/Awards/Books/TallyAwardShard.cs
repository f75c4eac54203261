using Compensation.Awards.Postings;
using Compensation.Campaigns.Points;
using Compensation.Common;
using Compensation.Entitlements;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Awards.Books;

/// <summary>Counts one shard in bounded memory: what purchases earn, what members are owed, and what has become of it.</summary>
public sealed class TallyAwardShard(AwardReader awards, RulesStore rules, EntitlementStore entitlements, PostingStore postings)
{
    /// <summary>The most rows that one query answers.</summary>
    private const int PageSize = 1_000;

    [Function(nameof(TallyAwardShard))]
    public async Task<AwardTally> Run([ActivityTrigger] AwardShardToTally shard, CancellationToken cancellationToken) =>
        (await CountPurchasesAsync(shard, cancellationToken)).Plus(await CountMembersAsync(shard, cancellationToken));

    private async Task<AwardTally> CountPurchasesAsync(AwardShardToTally shard, CancellationToken cancellationToken)
    {
        if (await rules.LatestAsync(shard.Campaign, cancellationToken) is not { Version: var version })
        {
            return AwardTally.Nothing;
        }

        MembersAndPoints earned = MembersAndPoints.Nobody;
        RoundedPoints rounded = RoundedPoints.None;
        Dictionary<AwardOutcome, long> transactions = [];
        await foreach (MemberAward award in awards.ReadShardAsync(shard.Campaign, shard.Shard, version, cancellationToken))
        {
            earned += MembersAndPoints.Of(award.Computed);
            rounded += RoundedPoints.Of(award.Points);
            transactions.Add(award.Outcomes);
        }

        return AwardTally.Nothing with { Earned = earned, Transactions = transactions, Rounded = rounded };
    }

    private async Task<AwardTally> CountMembersAsync(AwardShardToTally shard, CancellationToken cancellationToken)
    {
        AwardTally tally = AwardTally.Nothing;
        EntitlementId? after = null;
        IReadOnlyList<Entitlement> page;
        do
        {
            page = await entitlements.ReadPageAsync(shard.Campaign, shard.Shard, after, PageSize, cancellationToken);
            if (page.Count == 0)
            {
                break;
            }

            IReadOnlyDictionary<EntitlementId, PostingHistory> histories = await postings.ReadHistoriesAsync(page, cancellationToken);
            tally = page.Aggregate(tally, (sum, member) => sum.Plus(Of(member, histories.GetValueOrDefault(member.Id, PostingHistory.None))));
            after = page[^1].Id;
        }
        while (page.Count == PageSize);

        return tally;
    }

    /// <summary>One member. Where less is owed than was granted, the rest is overdrawn; where more, it waits, or was refused.</summary>
    internal static AwardTally Of(Entitlement member, PostingHistory history)
    {
        Yen due = PostingDecision.DueOf(member, history);
        MembersAndPoints missing = MembersAndPoints.Of(due > Yen.Zero ? due : Yen.Zero);
        Yen tooMuch = due < Yen.Zero ? Yen.Zero - due : Yen.Zero;
        PostingState? newest = history.Newest?.State;
        return AwardTally.Nothing with
        {
            Owed = MembersAndPoints.Of(member.Amount),
            Kept = MembersAndPoints.Of(history.Granted - tooMuch),
            Withdrawn = MembersAndPoints.Of(history.Withdrawn),
            Overdrawn = MembersAndPoints.Of(tooMuch),
            Waiting = newest is PostingState.Refused or PostingState.Unknown ? MembersAndPoints.Nobody : missing,
            Refused = newest == PostingState.Refused ? missing : MembersAndPoints.Nobody,
            Unknown = newest == PostingState.Unknown ? missing : MembersAndPoints.Nobody,
            Booked = MembersAndPoints.Of(history.Granted),
            Recorded = MembersAndPoints.Of(member.Granted),
        };
    }
}

/// <summary>One shard that is to be counted.</summary>
public sealed record AwardShardToTally(CampaignId Campaign, int Shard);
