using System.Globalization;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Calendar;
using Compensation.ConsolePages.Kit;

namespace Compensation.ConsolePages;

/// <summary>Whether the campaign's telephone is answered today, by the hours that its file states and Japan's holidays.</summary>
internal static class OpeningHours
{
    public static string Today(Screen screen)
    {
        DateOnly today = screen.Now.DateInJapan();
        if (today < JapaneseHolidays.First || today > JapaneseHolidays.Horizon || screen.Campaign.CallCentre.Openings.Count == 0)
        {
            return string.Empty;
        }

        bool isHoliday = JapaneseHolidays.Includes(today);
        CallCentreOpening? open = screen.Campaign.CallCentre.Openings.FirstOrDefault(opening =>
            opening.Days == (WorkingDays.Offices.Include(today) ? DayKind.Weekdays : DayKind.WeekendsAndHolidays)
            && (opening.From is not { } from || today >= from) && (opening.Until is not { } until || today <= until));
        string day = isHoliday ? screen.Say("今日は祝日です。", "Today is a holiday. ") : string.Empty;
        return open is null
            ? day + screen.Say("今日はお休みです。", "Closed today.")
            : day + screen.Say($"今日は{Hour(open.Opens)}から{Hour(open.Closes)}までです。", $"Open from {Hour(open.Opens)} to {Hour(open.Closes)} today.");
    }

    private static string Hour(TimeOnly time) => time.ToString("H:mm", CultureInfo.InvariantCulture);
}
