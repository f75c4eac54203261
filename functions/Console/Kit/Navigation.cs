using Compensation.Campaigns;
using Compensation.Common;

namespace Compensation.ConsolePages.Kit;

/// <summary>The ways through the console: those that open to whoever looks, and that the campaign has.</summary>
internal static class Navigation
{
    public static Html Of(Screen screen)
    {
        string here = screen.Request.Path.Value?.Split('/') is [_, _, _, var place, ..] ? place : string.Empty;
        return Html.Of($"""
            <nav class="ways" aria-label="{screen.Say("メニュー", "Menu")}"><ul>
            {Ways(screen).Where(way => screen.Opens(way.Function)).Select(way => Html.Of($"<li><a href=\"{screen.At(way.Path)}\"{(way.Path == here ? Html.Of($" aria-current=\"page\"") : Html.Empty)}>{way.Words}</a></li>\n"))}</ul></nav>
            """);
    }

    private static IEnumerable<(string Path, string Function, string Words)> Ways(Screen screen)
    {
        yield return (string.Empty, "ShowConsoleHome", screen.Say("ホーム", "Home"));
        yield return ("search", "AskConsoleSearch", screen.Say("お客様を探す", "Find a person"));
        if (screen.Campaign.DoubleCharges is not null)
        {
            yield return ("cases", "ShowConsoleCases", screen.Say("重複決済", "Double charges"));
        }

        if (screen.Campaign.ApplicationSite is not null)
        {
            yield return ("applications", "ShowConsoleApplications", screen.Say("申請", "Applications"));
        }

        if (screen.Campaign.BankTransfer is not null)
        {
            yield return ("transfers", "ShowConsoleTransfers", screen.Say("振込", "Transfers"));
        }

        yield return ("waves", "ShowConsoleWaves", screen.Say("送信", "Waves"));
        yield return ("bulk", "ShowConsoleBulkActs", screen.Say("まとめて行う", "Bulk"));
        yield return ("unreached", "ShowConsoleUnreached", screen.Say("未達", "Unreached"));
        yield return ("follow-ups", "ShowConsoleFollowUps", screen.Say("折り返し", "Follow-ups"));
        yield return ("genuine", "AskConsoleGenuine", screen.Say("本物か", "Genuine?"));
        yield return ("stock", "ShowConsoleStock", screen.Say("在庫", "Stock"));
        if (screen.Campaign.Kind == CampaignKind.Compensation)
        {
            yield return ("reports", "ShowConsoleReports", screen.Say("報告", "Reports"));
        }

        yield return ("acts", "ShowConsoleActs", screen.Say("操作の記録", "Acts"));
    }
}
