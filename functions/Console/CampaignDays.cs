using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.ConsolePages.Kit;

namespace Compensation.ConsolePages;

/// <summary>What the campaign's file lays down, in its order, with now marked.</summary>
internal static class CampaignDays
{
    public static Html Of(Screen screen)
    {
        (DateTimeOffset At, string What, bool IsEnd)[] days = [.. Read(screen).OrderBy(day => day.At)];
        int next = Array.FindIndex(days, day => day.At > screen.Now);
        List<Html> items = [.. days.Select(day => Html.Of($"<li{(day.At <= screen.Now ? Html.Of($" class=\"past\"") : Html.Empty)}><time datetime=\"{day.At:yyyy-MM-ddTHH:mm:ssZ}\">{(day.IsEnd ? screen.Language.LastMinuteBefore(day.At) : screen.Language.Instant(day.At))}</time> {day.What}</li>\n"))];
        items.Insert(next < 0 ? items.Count : next, Html.Of($"<li class=\"now\" aria-current=\"date\"><time datetime=\"{screen.Now:yyyy-MM-ddTHH:mm:ssZ}\">{screen.Language.Instant(screen.Now)}</time> {screen.Say("いまここ", "Now")}</li>\n"));
        return Html.Of($"<ol class=\"days\">{items}</ol>");
    }

    /// <summary>Ends are exclusive: people read the last minute before.</summary>
    private static IEnumerable<(DateTimeOffset At, string What, bool IsEnd)> Read(Screen screen)
    {
        Campaign campaign = screen.Campaign;
        if (campaign.DoubleCharges is { } period)
        {
            yield return (period.OpensAt, screen.Say("重複決済の受付開始", "Double charges are taken"), IsEnd: false);
            yield return (period.ClosesAt, screen.Say("重複決済の受付終了", "Double charges end"), IsEnd: true);
        }

        if (campaign.ApplicationSite is { } site)
        {
            yield return (site.OpensAt, screen.Say("特設サイトの申請開始", "Applications are taken"), IsEnd: false);
            yield return (site.EndsAt, screen.Say("特設サイトの申請終了", "Applications end"), IsEnd: true);
        }

        if (campaign.Kind == CampaignKind.Compensation)
        {
            yield return (campaign.CutoffAt, screen.Say("残高の確定", "The balances are sealed"), IsEnd: true);
        }

        foreach (IssueWave wave in campaign.Waves)
        {
            yield return (wave.StartsAt, screen.Say($"送信開始（{screen.Language.Of(wave.Route)}）", $"Issue begins ({screen.Language.Of(wave.Route)})"), IsEnd: false);
            yield return (wave.EndsAt, screen.Say($"送信終了（{screen.Language.Of(wave.Route)}）", $"Issue ends ({screen.Language.Of(wave.Route)})"), IsEnd: true);
        }

        foreach (DateTimeOffset reminder in campaign.Reminders)
        {
            yield return (reminder, screen.Say("リマインド", "Reminder"), IsEnd: false);
        }

        if (campaign.BankTransfer is { } offer)
        {
            yield return (offer.StartsAt, screen.Say("振込開始", "Transfers are paid"), IsEnd: false);
            yield return (offer.EndsAt, screen.Say("振込終了・精算の締め", "Transfers end"), IsEnd: true);
        }

        if (campaign.ReceiptExtension > TimeSpan.Zero)
        {
            yield return (campaign.PrintedReceiptEndsAt, screen.Say("公表した受取の締め切り（延長しました）", "The printed deadline of collecting, which was extended"), IsEnd: true);
        }

        yield return (campaign.ReceiptEndsAt, screen.Say("受取の締め切り", "The deadline of collecting"), IsEnd: true);
    }
}
