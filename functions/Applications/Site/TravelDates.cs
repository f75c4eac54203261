using System.Globalization;
using Compensation.Applications.Typing;
using Compensation.Common.Pages;

namespace Compensation.Applications.Site;

/// <summary>The first day of a journey, wherever it is asked: within the programme, with an example out of it.</summary>
internal static class TravelDates
{
    /// <summary>令和元年 is 2019.</summary>
    private const int YearBeforeReiwa = 2018;

    public static IEnumerable<FieldError> Check(AskedSite site, string field, string typed)
    {
        (DateOnly from, DateOnly until) = (site.Rules.TravelFrom, site.Rules.TravelUntil);
        if (!TypedDate.TryParse(typed, out DateOnly date))
        {
            yield return new FieldError(field, site.Say($"日付を年月日で入力してください（{Example(site)}）", $"Enter a date with its year. {Example(site)}"));
        }
        else if (date < from || date > until)
        {
            yield return new FieldError(field, site.Say($"{Shown(site, from)}から{Shown(site, until)}までの日付を入力してください", $"Enter a date from {Shown(site, from)} to {Shown(site, until)}"));
        }
    }

    public static string Example(AskedSite site)
    {
        DateOnly day = site.Rules.TravelUntil;
        return site.Say(
            string.Create(CultureInfo.InvariantCulture, $"例：{day:yyyy年M月d日}、令和{day.Year - YearBeforeReiwa}年{day:M月d日}"), string.Create(CultureInfo.InvariantCulture, $"For example {day:yyyy/M/d}"));
    }

    public static string Shown(AskedSite site, DateOnly day) => day.ToString(site.Say("yyyy年M月d日", "yyyy-MM-dd"), CultureInfo.InvariantCulture);
}
