using Compensation.Awards.Shared;
using Compensation.Campaigns.Points;
using Compensation.Common;
using Compensation.Entitlements;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Awards;

/// <summary>Computes one shard member by member, in bounded memory, and records what has changed. What was granted stays; its difference is counted.</summary>
public sealed class ComputeShard(AwardReader reader, AwardWriter writer, TransactionMarks marks)
{
    [Function(nameof(ComputeShard))]
    public async Task<AwardTotals> Run([ActivityTrigger] ShardToCompute toCompute, CancellationToken cancellationToken)
    {
        List<MemberAward> chunk = new(EntitlementStore.TransactionSizeMax);
        Dictionary<AwardOutcome, long> outcomes = [];
        List<TransactionMark> earning = [];
        AwardTotals totals = AwardTotals.None;
        await foreach (MemberAward award in reader.ReadShardAsync(toCompute.Campaign, toCompute.Shard, toCompute.RulesVersion, cancellationToken))
        {
            totals = Count(totals, award);
            outcomes.Add(award.Outcomes);
            earning.AddRange(award.Earning.Select(transaction => TransactionMark.Of(transaction, award.Id)));
            chunk.Add(award);
            if (chunk.Count == EntitlementStore.TransactionSizeMax)
            {
                await RecordAsync();
            }
        }

        await RecordAsync();
        await marks.WriteAsync(toCompute.Campaign, toCompute.Shard, earning, cancellationToken);
        return totals with { Outcomes = outcomes };

        async Task RecordAsync()
        {
            totals = totals with { Changed = totals.Changed + await writer.RecordAsync(toCompute.Campaign, chunk, cancellationToken) };
            chunk.Clear();
        }
    }

    private static AwardTotals Count(AwardTotals totals, MemberAward award) => totals with
    {
        Members = totals.Members + 1,
        Earning = totals.Earning + (award.Computed > Yen.Zero ? 1 : 0),
        Transactions = totals.Transactions + award.Outcomes.Count,
        Points = totals.Points + award.Computed,
        Rounded = totals.Rounded + RoundedPoints.Of(award.Points),
        ToGrant = totals.ToGrant + (!award.IsOpen && award.Difference > Yen.Zero ? award.Difference : Yen.Zero),
        ToWithdraw = totals.ToWithdraw + (!award.IsOpen && award.Difference < Yen.Zero ? Yen.Zero - award.Difference : Yen.Zero),
    };
}
