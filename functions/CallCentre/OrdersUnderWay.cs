using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Waves;

namespace Compensation.CallCentre;

/// <summary>Orders by name that have been given and not carried out yet, in the evening for the next morning perhaps: whoever waits for one is not sent a second, whichever road either came by.</summary>
public sealed class OrdersUnderWay(EntitlementMarks marks, WaveStore waves)
{
    /// <summary>Beside the mark stands the newest order that writes to the person.</summary>
    internal const string Ordered = "ordered";

    /// <summary>Enters whom an order is about to write to. Its wave is there already.</summary>
    internal Task EnterAsync(CampaignId campaign, ResendRecord record, CancellationToken cancellationToken) => marks.AddAsync(campaign, Ordered, record.Order, record.Addressed, cancellationToken);

    /// <summary>For which order each of some people may still wait: its wave has not ended, and nobody holds it. Whether it has come to somebody, his messages say.</summary>
    internal async Task<IReadOnlyDictionary<EntitlementId, string>> AmongAsync(CampaignId campaign, IReadOnlyCollection<EntitlementId> people, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<EntitlementId, string> noted = await marks.NotesAmongAsync(campaign, Ordered, people, cancellationToken);
        HashSet<string> underWay = new(StringComparer.Ordinal);
        foreach (string order in noted.Values.Distinct(StringComparer.Ordinal))
        {
            if (await waves.FindAsync(new WaveId(campaign, ResendRecord.WaveOf(order)), cancellationToken) is { Standing: WaveStanding.Planned or WaveStanding.Running })
            {
                underWay.Add(order);
            }
        }

        return noted.Where(one => underWay.Contains(one.Value)).ToDictionary(one => one.Key, one => one.Value);
    }

    /// <summary>Takes those whose contact an order corrects out of the orders before it: what they were to be sent goes to the new contact, with this one.</summary>
    internal async Task SupersedeAsync(CampaignId campaign, ResendRecord record, CancellationToken cancellationToken)
    {
        EntitlementId[] corrected = [.. record.Addressed.Intersect(record.Corrected)];
        foreach (IGrouping<string, EntitlementId> before in (await AmongAsync(campaign, corrected, cancellationToken)).Where(one => one.Value != record.Order).GroupBy(one => one.Value, one => one.Key, StringComparer.Ordinal))
        {
            await marks.RemoveAsync(campaign, ResendRecord.WaveOf(before.Key), before, cancellationToken);
        }
    }
}
