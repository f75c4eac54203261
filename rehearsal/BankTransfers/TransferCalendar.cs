using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Calendar;
using Compensation.Rehearsal.World;

namespace Compensation.Rehearsal.BankTransfers;

/// <summary>Which days the rehearsal's people and officials choose, around a campaign's own.</summary>
internal static class TransferCalendar
{
    private const int DaysBeforeTheDeadline = 5;

    /// <summary>The first day on which officials check and release: a week before the first payment.</summary>
    public static DateOnly OfficeBegins(Campaign campaign) => WorkingDays.Banks.OnOrAfter(campaign.BankTransfer!.StartsAt.DateInJapan().AddDays(-7));

    /// <summary>The days on which officials work.</summary>
    public static IEnumerable<DateOnly> OfficeDays(Campaign campaign)
    {
        for (DateOnly day = OfficeBegins(campaign); JapanTime.EndOf(day) <= campaign.BankTransfer!.EndsAt; day = day.AddDays(1))
        {
            if (WorkingDays.Banks.Include(day))
            {
                yield return day;
            }
        }
    }

    /// <summary>The days on which those in the app can ask before the balances are sealed: once the site is open and the ledger is handed in.</summary>
    public static (DateOnly First, DateOnly Last) AskingBeforeSeal(Campaign campaign)
    {
        DateOnly opens = campaign.BankTransfer!.OpensAt.DateInJapan();
        DateOnly imported = CompensationSchedule.Of(campaign).StartsAt.DateInJapan();
        return ((opens > imported ? opens : imported).AddDays(1), campaign.CutoffAt.DateInJapan().AddDays(-1));
    }

    /// <summary>The days on which those ask who have their link: when the waves are over, so that nobody can say that it came too late.</summary>
    public static (DateOnly First, DateOnly Last) LateAsking(Campaign campaign) =>
        (campaign.Waves.Max(wave => wave.EndsAt).DateInJapan().AddDays(1), campaign.ReceiptEndsAt.DateInJapan().AddDays(-DaysBeforeTheDeadline));

    /// <summary>Whether there is time enough for all that people do: a campaign of somebody's own may have none.</summary>
    public static bool LeavesTime(Campaign campaign) =>
        campaign.BankTransfer is { } offer && LateAsking(campaign) is var (first, last) && first <= last && offer.EndsAt >= JapanTime.EndOf(last.AddDays(30));
}
