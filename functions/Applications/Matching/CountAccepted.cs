using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Calendar;
using Compensation.Entitlements;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Applications.Matching;

/// <summary>How many of those who were accepted late are to be written to on a morning. While the application wave runs it is every day; after its end every working day.</summary>
public sealed class CountAccepted(CampaignCatalog campaigns, EntitlementMarks marks)
{
    [Function(nameof(CountAccepted))]
    public async Task<int> Run([ActivityTrigger] AcceptedOn on, CancellationToken cancellationToken) =>
        IsSendingDay(campaigns[on.Campaign], on.Morning) ? await marks.CountAsync(on.Campaign, AcceptApplication.Mark, cancellationToken) : 0;

    /// <summary>Whether the link is sent on this morning to those who were accepted before it. The last morning before the deadline is always one: nobody is left over.</summary>
    internal static bool IsSendingDay(Campaign campaign, DateTimeOffset morning)
    {
        IssueWave wave = AcceptApplication.WaveOf(campaign);
        return morning >= wave.StartsAt && (morning < wave.EndsAt || WorkingDays.Offices.Include(morning.DateInJapan()) || morning.AddDays(1) >= campaign.ReceiptEndsAt);
    }
}

/// <summary>Those who were accepted, on a morning.</summary>
public sealed record AcceptedOn(CampaignId Campaign, DateTimeOffset Morning);
