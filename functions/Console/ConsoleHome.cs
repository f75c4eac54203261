using Compensation.Access.Pages;
using Compensation.Campaigns;
using Compensation.Campaigns.Pages;
using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Common.Pages;
using Compensation.ConsolePages.Kit;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.ConsolePages;

/// <summary>Where people come to after they have signed in: the campaigns, and of each whether it is well.</summary>
public sealed class ConsoleHome(CampaignCatalog campaigns, Screens screens, CampaignHealth health)
{
    [Function("ShowConsole")]
    [ApiOperation("The page that lists the campaigns.", AnswerType = "text/html", FaultType = "text/html", Query = [Languages.Parameter])]
    public IResult Choose([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "console")] HttpRequest request)
    {
        Language language = Languages.Of(request);
        string title = language.Say("事業を選ぶ", "Choose a campaign");
        return OperatorPage.Of(request, StatusCodes.Status200OK, title, Html.Of($"""
            <h1>{title}</h1>
            <div class="others"><ul>
            {campaigns.All.OrderBy(campaign => campaign.Id.Value, StringComparer.Ordinal).Select(campaign => Html.Of($"<li><a href=\"{language.At($"{Screen.Root}/{campaign.Id}")}\"><strong>{campaign.ProgrammeIn(language)}</strong> {campaign.OfficeIn(language)}</a></li>\n"))}</ul></div>
            """));
    }

    [Function("ShowConsoleHome")]
    [ApiOperation("The page that says whether a campaign is well.", AnswerType = "text/html", FaultType = "text/html", Query = [Languages.Parameter])]
    public Task<IResult> Show([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "console/{campaign}")] HttpRequest request, string campaign, CancellationToken cancellationToken) =>
        screens.ShowAsync(request, campaign, async screen =>
        {
            IReadOnlyList<HealthLine> lines = await health.ReadAsync(screen, cancellationToken);
            return screen.Page(screen.Say("ホーム", "Home"), Html.Of($"""
                <h1>{screen.Campaign.ProgrammeIn(screen.Language)}</h1>
                {(screen.Opens("AskConsoleSearch") ? Html.Of($"<p><a class=\"button\" href=\"{screen.At("search")}\">{screen.Say("お客様を探す", "Find a person")}</a></p>") : Html.Empty)}
                <h2>{screen.Say("いまの状態", "How it stands")}</h2>
                <dl class="facts">
                {lines.Select(line => Html.Of($"<div><dt>{line.Name}</dt><dd{(line.IsWell ? Html.Empty : Html.Of($" class=\"unwell\""))}>{(line.Path is { } path ? screen.Link(path, line.Words) : Html.Of($"{line.Words}"))}{(line.IsWell ? Html.Empty : Html.Of($" <small>{screen.Say("要対応", "wants somebody")}</small>"))}</dd></div>\n"))}</dl>
                <h2>{screen.Say("予定", "The campaign's days")}</h2>
                {CampaignDays.Of(screen)}
                {(screen.Campaign.Kind == CampaignKind.Compensation && screen.Opens("ShowConsoleDeadline") ? Html.Of($"<p class=\"way\">{screen.Link("deadline", screen.Say("受取期限と、停止していた時間", "Receipt deadline, and minutes lost"))}</p>") : Html.Empty)}
                <h2>{screen.Say("コールセンター", "Call centre")}</h2>
                {PublicPage.CallCentre(screen.Campaign, screen.Language)}
                <p>{OpeningHours.Today(screen)}</p>
                """));
        });
}
