using Compensation.Campaigns;
using Compensation.Closing;
using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Common.Pages;
using Compensation.ConsolePages.Kit;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Compensation.ConsolePages.Lists;

/// <summary>What the office answers with: the figures as they stand now, the closing report, and their short form.</summary>
public sealed class ReportPages(Screens screens, ClosingReportStore reports, BeginInterimReport begin)
{
    private const string Route = "console/{campaign}/reports";

    [Function("ShowConsoleReports")]
    [ApiOperation("The page of the closing and interim reports, in all their forms.", AnswerType = "text/html", FaultType = "text/html", Query = [Languages.Parameter])]
    public Task<IResult> Show([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request, string campaign, CancellationToken cancellationToken) =>
        screens.ShowAsync(request, campaign, async screen => screen.Campaign.Kind == CampaignKind.Compensation ? await PageOfAsync(screen, begun: null, cancellationToken) : screen.NotFound());

    [Function("CountConsoleReport")]
    [ApiOperation("Has an interim report made of the books as they stand now.", BodyType = "application/x-www-form-urlencoded", AnswerType = "text/html", FaultType = "text/html", Query = [Languages.Parameter])]
    public Task<IResult> Count(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request, string campaign, [DurableClient] DurableTaskClient orchestrations, CancellationToken cancellationToken) =>
        screens.DoAsync(request, campaign, async (screen, _) => screen.Campaign.Kind == CampaignKind.Compensation
            ? await PageOfAsync(screen, await begin.HandleAsync(screen.Campaign, orchestrations, cancellationToken) is not null, cancellationToken)
            : screen.NotFound(), cancellationToken);

    /// <param name="screen">Who looks.</param>
    /// <param name="begun">Whether a count has just been begun; null where nobody has asked for one.</param>
    /// <param name="cancellationToken">Stops the look.</param>
    private async Task<Page> PageOfAsync(Screen screen, bool? begun, CancellationToken cancellationToken)
    {
        string title = screen.Say("報告", "Reports");
        ClosingReport? interim = await reports.FindInterimAsync(screen.Campaign.Id, cancellationToken);
        ClosingReport? closing = await reports.FindAsync(screen.Campaign.Id, cancellationToken);
        return screen.Page(title, Html.Of($"""
            <h1>{title}</h1>
            {Begun(screen, begun)}
            <h2>{screen.Say("いまの数字（中間報告）", "As it stands (interim report)")}</h2>
            {Of(screen, interim, "interim-report", screen.Say("まだ作成していません。", "None has been made yet."))}
            {(screen.Opens("CountConsoleReport") && screen.Now >= screen.Campaign.CutoffAt ? new Form(screen.Token, Html.Empty, screen.Say("いまの数字を集計する", "Count as it stands now")) { Action = screen.At("reports") }.Render() : Html.Empty)}
            <h2>{screen.Say("精算報告", "Closing report")}</h2>
            {Of(screen, closing, "closing-report", WhenClosed(screen))}
            <h2>{screen.Say("すべての事業", "All campaigns")}</h2>
            <p class="way"><a href="/reports.html">{screen.Say("都道府県別と合計", "By prefecture, and together")}</a></p>
            <p class="way"><a href="/reports.csv">{screen.Say("Excel用の表（CSV）", "For Excel (CSV)")}</a></p>
            """), begun == false ? StatusCodes.Status409Conflict : StatusCodes.Status200OK);
    }

    /// <summary>Where people are paid into accounts too, the books stay open beyond the deadline of collecting.</summary>
    private static string WhenClosed(Screen screen)
    {
        string end = screen.Language.LastMinuteBefore(screen.Campaign.BooksCloseAt);
        return screen.Campaign.BankTransfer is null
            ? screen.Say($"受取期限（{end}）のあとに作成します。", $"It is made after the deadline of collecting, {end}.")
            : screen.Say($"振込の期限（{end}）のあとに作成します。", $"It is made after the end of transfers, {end}.");
    }

    private static Html Begun(Screen screen, bool? begun) => begun switch
    {
        null => Html.Empty,
        true => Html.Of($"<p class=\"several\" role=\"status\">{screen.Say("集計を始めました。数分以内に、下の日時が新しくなります。", "It is being counted: within minutes the time below is a new one.")}</p>\n<p class=\"way\">{screen.Link("reports", screen.Say("もう一度確認する", "Look again"))}</p>"),
        false => Html.Of($"<p class=\"error\" role=\"alert\">{screen.Say("残高がまだ確定していないため、集計できません。", "There is nothing to count: the balances are not sealed yet.")}</p>"),
    };

    /// <summary>The report's own pages are in Japanese, as it is published.</summary>
    private static Html Of(Screen screen, ClosingReport? report, string route, string none) => report is null ? Html.Of($"<p>{none}</p>") : Html.Of($"""
        <p>{screen.Say($"{screen.Language.Instant(report.ClosedAt)}現在", $"As of {screen.Language.Instant(report.ClosedAt)}")}{(report.Interim ? screen.Say("（中間）", " (interim)") : string.Empty)}</p>
        {(report.Balanced ? Html.Empty : Html.Of($"<p class=\"error\">{screen.Say("合計が一致していません。", "The sums do not agree.")}</p>"))}
        <p class="way"><a href="/campaigns/{report.Campaign}/{route}.html">{screen.Say("全体（グラフと表）", "All of it, with charts (in Japanese)")}</a></p>
        <p class="way"><a href="/campaigns/{report.Campaign}/{route}/public.html">{screen.Say("公表用の短い報告", "The short form for publishing (in Japanese)")}</a></p>
        <p class="way"><a href="/campaigns/{report.Campaign}/{route}.csv">{screen.Say("Excel用の表（CSV）", "For Excel (CSV)")}</a></p>
        """);
}
