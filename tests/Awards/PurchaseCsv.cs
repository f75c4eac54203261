using System.Globalization;
using System.Text;
using Compensation.Awards;
using Compensation.Campaigns.Points;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Tests.Awards;

/// <summary>Purchases as a file.</summary>
internal static class PurchaseCsv
{
    public static string Of(IReadOnlyList<Purchase> purchases, Func<int, string> memberOf)
    {
        StringBuilder csv = new("transaction_id,revision,member_id,service,kind,purchased_on,booked_on,boarded_on,departed_on,shipped_on,used_on,amount,base_points,exclusions,linked_app,facility_member,status\n");
        for (int index = 0; index < purchases.Count; index++)
        {
            Purchase one = purchases[index];
            csv.Append(CultureInfo.InvariantCulture, $"T-{index},1,{memberOf(index)},{one.Service},{one.Kind},");
            foreach (DateOnly? date in (DateOnly?[])[one.Dates.Purchase, one.Dates.Booking, one.Dates.Boarding, one.Dates.Departure, one.Dates.Shipping, one.Dates.Use])
            {
                csv.Append(CultureInfo.InvariantCulture, $"{date:yyyy-MM-dd},");
            }

            csv.Append(CultureInfo.InvariantCulture, $"{one.Amount.Amount},{one.BasePoints},{one.Exclusions},{Text(one.LinkedApp)},{Text(one.FacilityMember)},{one.Status.ToString().ToLowerInvariant()}\n");
        }

        return csv.ToString();
    }

    private static string Text(bool? answer) => answer?.ToString().ToLowerInvariant() ?? string.Empty;
}

/// <summary>Runs the activities of a computation one by one, so that one of them can be made to die.</summary>
internal sealed class TakeOverRulesRunner(IServiceProvider services)
{
    public Task<RulesInForce> RunAsync() => ActivatorUtilities.CreateInstance<TakeOverRules>(services).Run(AwardsApp.Id, CancellationToken.None);

    public Task<AwardTotals> ComputeShardAsync(int shard) =>
        ActivatorUtilities.CreateInstance<ComputeShard>(services).Run(new ShardToCompute(AwardsApp.Id, shard, 1), CancellationToken.None);
}
