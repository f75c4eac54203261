using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Closing;

/// <summary>Counts one shard, row by row, in bounded memory.</summary>
public sealed class TallyShard(EntitlementStore entitlements, NoticeStore notices)
{
    /// <summary>Half of what one query can answer: several shards are counted side by side.</summary>
    private const int PageSize = 500;

    [Function(nameof(TallyShard))]
    public async Task<Tally> Run([ActivityTrigger] ShardToTally shard, CancellationToken cancellationToken)
    {
        (IReadOnlyList<StateCount> states, PeopleAndYen spokenFor) = await CountPeopleAsync(shard, cancellationToken);
        (IReadOnlyList<NoticeCount> sent, long segments) = await CountNoticesAsync(shard, cancellationToken);
        return new Tally(states, sent, segments) { SpokenFor = spokenFor };
    }

    private async Task<(IReadOnlyList<StateCount> States, PeopleAndYen SpokenFor)> CountPeopleAsync(ShardToTally shard, CancellationToken cancellationToken)
    {
        SortedDictionary<EntitlementState, PeopleAndYen> sums = [];
        PeopleAndYen spokenFor = PeopleAndYen.Nobody;
        EntitlementId? after = null;
        IReadOnlyList<Entitlement> page;
        do
        {
            page = await entitlements.ReadPageAsync(shard.Campaign, shard.Shard, after, PageSize, cancellationToken);
            foreach (Entitlement person in page)
            {
                PeopleAndYen one = new(1, person.Amount);
                sums[person.State] = sums.GetValueOrDefault(person.State, PeopleAndYen.Nobody) + one;
                spokenFor = person.Lead is null ? spokenFor : spokenFor + one;
                after = person.Id;
            }
        }
        while (page.Count == PageSize);

        return ([.. sums.Select(sum => new StateCount(sum.Key, sum.Value))], spokenFor);
    }

    private async Task<(IReadOnlyList<NoticeCount> Notices, long Segments)> CountNoticesAsync(ShardToTally shard, CancellationToken cancellationToken)
    {
        SortedDictionary<(NoticeKind Kind, NoticeChannel Channel, NoticeOutcome Outcome), long> counts = [];
        long segments = 0;
        await foreach (Notice notice in notices.ReadShardAsync(shard.Campaign, shard.Shard, cancellationToken))
        {
            (NoticeKind Kind, NoticeChannel Channel, NoticeOutcome Outcome) key = (notice.Id.Kind, notice.Channel, notice.Outcome);
            counts[key] = counts.GetValueOrDefault(key) + 1;

            // Billed is what the provider took, whether it arrived or not.
            segments += notice.State == NoticeState.Accepted ? notice.Segments : 0;
        }

        return ([.. counts.Select(count => new NoticeCount(count.Key.Kind, count.Key.Channel, count.Key.Outcome, count.Value))], segments);
    }
}

/// <summary>One shard that is to be counted.</summary>
public sealed record ShardToTally(CampaignId Campaign, int Shard);
