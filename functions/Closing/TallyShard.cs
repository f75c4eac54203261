using Compensation.Closing.Counting;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Closing;

/// <summary>Counts one shard, row by row: its notices first, of which a few bytes are kept for each person, then its people.</summary>
public sealed class TallyShard(EntitlementStore entitlements, NoticeStore notices)
{
    /// <summary>Half of what one query can answer: several shards are counted side by side.</summary>
    private const int PageSize = 500;

    [Function(nameof(TallyShard))]
    public async Task<Tally> Run([ActivityTrigger] ShardToTally shard, CancellationToken cancellationToken)
    {
        ShardReach reach = new();
        (IReadOnlyList<NoticeCount> sent, long emails) = await CountNoticesAsync(shard, reach, cancellationToken);
        BreakdownCounter parts = new(reach);
        (IReadOnlyList<StateCount> states, PeopleAndYen spokenFor) = await CountPeopleAsync(shard, parts, cancellationToken);
        return new Tally(states, sent, sent.Sum(count => count.SmsSegments)) { SpokenFor = spokenFor, Breakdown = parts.Total(emails) };
    }

    private async Task<(IReadOnlyList<StateCount> States, PeopleAndYen SpokenFor)> CountPeopleAsync(ShardToTally shard, BreakdownCounter parts, CancellationToken cancellationToken)
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
                parts.Add(person);
                after = person.Id;
            }
        }
        while (page.Count == PageSize);

        return ([.. sums.Select(sum => new StateCount(sum.Key, sum.Value))], spokenFor);
    }

    private async Task<(IReadOnlyList<NoticeCount> Notices, long Emails)> CountNoticesAsync(ShardToTally shard, ShardReach reach, CancellationToken cancellationToken)
    {
        SortedDictionary<(NoticeKind Kind, NoticeChannel Channel, NoticeOutcome Outcome), (long Count, long Segments)> counts = [];
        long emails = 0;
        await foreach (Notice notice in notices.ReadShardAsync(shard.Campaign, shard.Shard, cancellationToken))
        {
            (NoticeKind Kind, NoticeChannel Channel, NoticeOutcome Outcome) key = (notice.Id.Kind, notice.Channel, notice.Outcome);
            (long count, long segments) = counts.GetValueOrDefault(key);

            // Billed is what the provider took, whether it arrived or not.
            counts[key] = (count + 1, segments + (notice.State == NoticeState.Accepted ? notice.Segments : 0));
            emails += notice is { State: NoticeState.Accepted, Channel: NoticeChannel.Email } ? 1 : 0;
            reach.Add(notice);
        }

        return ([.. counts.Select(sum => new NoticeCount(sum.Key.Kind, sum.Key.Channel, sum.Key.Outcome, sum.Value.Count) { SmsSegments = sum.Value.Segments })], emails);
    }
}

/// <summary>One shard that is to be counted.</summary>
public sealed record ShardToTally(CampaignId Campaign, int Shard);
