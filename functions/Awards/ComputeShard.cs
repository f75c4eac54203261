using Compensation.Campaigns.Points;
using Compensation.Common;
using Compensation.Entitlements;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Awards;

/// <summary>Computes one shard member by member, in bounded memory, and records what has changed. What was granted stays; its difference is counted.</summary>
public sealed class ComputeShard(AwardReader reader, AwardWriter writer, RulesStore rules)
{
    [Function(nameof(ComputeShard))]
    public async Task<AwardTotals> Run([ActivityTrigger] ShardToCompute toCompute, CancellationToken cancellationToken)
    {
        PointRules current = await rules.OfVersionAsync(toCompute.Campaign, toCompute.RulesVersion, cancellationToken);
        List<MemberAward> chunk = new(EntitlementStore.TransactionSizeMax);
        Dictionary<AwardOutcome, long> outcomes = [];
        AwardTotals totals = AwardTotals.None;
        await foreach ((StoredMember member, Entitlement? recorded) in reader.JoinAsync(toCompute.Campaign, toCompute.Shard, cancellationToken))
        {
            PointRules applied = await reader.AppliedAsync(toCompute.Campaign, recorded, current, cancellationToken);
            MemberAward award = new(member.Id, applied.Award.RulesVersion, Sum(applied, member, outcomes), recorded);
            totals = Count(totals, award, member);
            chunk.Add(award);
            if (chunk.Count == EntitlementStore.TransactionSizeMax)
            {
                await RecordAsync();
            }
        }

        await RecordAsync();
        return totals with { Outcomes = outcomes };

        async Task RecordAsync()
        {
            totals = totals with { Changed = totals.Changed + await writer.RecordAsync(toCompute.Campaign, chunk, cancellationToken) };
            chunk.Clear();
        }
    }

    private static ExactPoints Sum(PointRules rules, StoredMember member, Dictionary<AwardOutcome, long> outcomes)
    {
        ExactPoints sum = default;
        foreach (PurchaseRow row in member.Purchases.Values)
        {
            TransactionAward award = rules.Evaluate(row.ToFacts().Purchase);
            outcomes[award.Outcome] = outcomes.GetValueOrDefault(award.Outcome) + 1;
            sum = rules.Add(sum, award);
        }

        return sum;
    }

    private static AwardTotals Count(AwardTotals totals, MemberAward award, StoredMember member) => totals with
    {
        Members = totals.Members + 1,
        Earning = totals.Earning + (award.Computed > Yen.Zero ? 1 : 0),
        Transactions = totals.Transactions + member.Purchases.Count,
        Points = totals.Points + award.Computed,
        ToGrant = totals.ToGrant + (!award.IsOpen && award.Difference > Yen.Zero ? award.Difference : Yen.Zero),
        ToWithdraw = totals.ToWithdraw + (!award.IsOpen && award.Difference < Yen.Zero ? Yen.Zero - award.Difference : Yen.Zero),
    };
}
