using Compensation.Campaigns;
using Compensation.Common;

namespace Compensation.Rehearsal.World;

/// <summary>When the rehearsal of a compensation itself does something.</summary>
/// <param name="StartsAt">The ledger is handed in: some days before the cutoff, at nine in the morning.</param>
/// <param name="CodesAt">The codes are delivered: between the cutoff and the first wave.</param>
/// <param name="FirstWaveEndsAt">The exclusive end of what counts as the first wave: the campaign's next planned step.</param>
/// <param name="AsksForReportAt">The closing report is asked for, and then every hour.</param>
/// <param name="GivesUpAt">A campaign that has not closed by then never will.</param>
internal sealed record CompensationSchedule(DateTimeOffset StartsAt, DateTimeOffset CodesAt, DateTimeOffset FirstWaveEndsAt, DateTimeOffset AsksForReportAt, DateTimeOffset GivesUpAt)
{
    private const int DaysBeforeCutoff = 12;

    public static CompensationSchedule Of(Campaign campaign)
    {
        DateTimeOffset firstWave = campaign.Waves[0].StartsAt;
        IEnumerable<DateTimeOffset> steps = [.. campaign.Waves.Skip(1).Select(wave => wave.StartsAt), .. campaign.Reminders, campaign.ReceiptEndsAt];
        return new CompensationSchedule(
            JapanTime.At(campaign.CutoffAt.DateInJapan().AddDays(-DaysBeforeCutoff), new TimeOnly(9, 0)),
            campaign.CutoffAt + ((firstWave - campaign.CutoffAt) / 2),
            steps.Min(),
            campaign.BooksCloseAt.AddHours(1),
            campaign.BooksCloseAt.AddDays(14));
    }
}
