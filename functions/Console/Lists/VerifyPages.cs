using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Common.Pages;
using Compensation.ConsolePages.Kit;
using Compensation.Operations.Acts;
using Compensation.Operations.Acts.Chain;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.ConsolePages.Lists;

/// <summary>Whether the list of acts is what was written: the campaign's, and the installation's.</summary>
public sealed class VerifyPages(Screens screens, VerifyChain verify)
{
    [Function("VerifyConsoleActs")]
    [ApiOperation("The page that says whether the acts of the campaign and of the installation are what was written.", AnswerType = "text/html", FaultType = "text/html", Query = [Languages.Parameter])]
    public Task<IResult> Verify([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "console/{campaign}/acts/verify")] HttpRequest request, string campaign, CancellationToken cancellationToken) =>
        screens.ShowAsync(request, campaign, async screen =>
        {
            ChainCheck ofCampaign = await verify.HandleAsync(screen.Campaign.Id.Value, cancellationToken);
            ChainCheck ofInstallation = await verify.HandleAsync(ActTrail.Installation, cancellationToken);
            string title = screen.Say("操作の記録の検証", "Are the acts what was written?");
            return screen.Page(title, Html.Of($"""
                <h1>{title}</h1>
                {Of(screen, screen.Say("この事業の記録", "This campaign's"), ofCampaign)}
                {Of(screen, screen.Say("事業によらない記録", "Those that belong to no campaign"), ofInstallation)}
                <p class="way">{screen.Link("acts", screen.Say("もどる", "Back"))}</p>
                """));
        });

    private static Html Of(Screen screen, string name, ChainCheck check) => Html.Of($"""
        <h2>{name}</h2>
        <p class="{(check.Holds ? "several" : "error")}" role="status"><strong>{(check.Holds ? screen.Say("書かれたときのままです。", "They are as they were written.") : screen.Say("書かれたときのままではありません。", "They are not as they were written."))}</strong></p>
        {new SummaryList(screen.Language, [.. Rows(screen, check)])}
        """);

    private static IEnumerable<SummaryRow> Rows(Screen screen, ChainCheck check)
    {
        if (check.Fault is { } fault)
        {
            yield return new SummaryRow(screen.Say("見つかったこと", "What was found"), $"{WordsFor(screen, fault.Kind)} {fault.Act}");
        }

        yield return new SummaryRow(screen.Say("読んだ操作", "Acts read"), $"{check.Acts:N0}");
        yield return new SummaryRow(screen.Say("鎖の長さ", "Links"), $"{check.Links:N0}");
        yield return new SummaryRow(screen.Say("保管庫の外の控え", "Known outside the store"), check switch
        {
            { AnchoredUpTo: { } upTo } when upTo < check.Links => screen.Say($"{upTo:N0}番目まで（{check.Anchors:N0}件）。そのあとの{check.Links - upTo:N0}件は、まだ控えがありません。", $"up to link {upTo:N0} ({check.Anchors:N0} anchors); of the {check.Links - upTo:N0} after it nothing yet"),
            { AnchoredUpTo: { } upTo } => screen.Say($"{upTo:N0}番目まで（{check.Anchors:N0}件）", $"up to link {upTo:N0} ({check.Anchors:N0} anchors)"),
            { IsAnchored: true } => screen.Say("まだありません", "nothing yet"),
            _ => screen.Say("控えの置き場が設定されていません。全体の書き換えは見つけられません。", "no place is set up: a list that was rewritten as a whole is not found"),
        });
    }

    private static string WordsFor(Screen screen, ChainFaultKind kind) => kind switch
    {
        ChainFaultKind.Changed => screen.Say("書き換えられた行があります。", "A line was changed."),
        ChainFaultKind.Missing => screen.Say("なくなった行があります。", "A line is missing."),
        ChainFaultKind.Added => screen.Say("あとから足された行があります。", "A line was added."),
        ChainFaultKind.NotAsAnchored => screen.Say("外の控えと違う記録です。", "It is another list than that of which the anchors speak."),
        _ => screen.Say("末尾が切られたか、古い写しに戻されています。", "It was cut off, or an older copy was put in its place."),
    };
}
