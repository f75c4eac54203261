using System.Globalization;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Common.Pages;
using Compensation.ConsolePages.Kit;
using Compensation.Lifecycle.Deadlines;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.ConsolePages.Deadlines;

/// <summary>The receipt deadline: what was lost before it, and its extension by two persons.</summary>
public sealed class DeadlinePages(Screens screens, DeadlineDesk desk)
{
    private const string Route = "console/{campaign}/deadline";
    private const string Propose = "propose";
    private const string Approve = "approve";
    private const string Withdraw = "withdraw";
    private const string Minutes = "minutes";

    [Function("ShowConsoleDeadline")]
    [ApiOperation("The page of the receipt deadline, and of the minutes lost before it.", AnswerType = "text/html", FaultType = "text/html", Query = [Languages.Parameter])]
    public Task<IResult> Show([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request, string campaign, CancellationToken cancellationToken) =>
        screens.ShowAsync(request, campaign, async screen => screen.Campaign.Kind == CampaignKind.Compensation ? PageOf(screen, await desk.ShowAsync(screen.Campaign.Id, cancellationToken)) : screen.NotFound());

    [Function("AskConsoleDeadlineTask")]
    [ApiOperation("The page on which an extension is proposed, approved or taken away.", AnswerType = "text/html", FaultType = "text/html", Query = [Languages.Parameter])]
    public Task<IResult> Ask([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{task}")] HttpRequest request, string campaign, string task, CancellationToken cancellationToken) =>
        screens.ShowAsync(request, campaign, async screen => screen.Campaign.Kind == CampaignKind.Compensation && FormOf(screen, await desk.ShowAsync(screen.Campaign.Id, cancellationToken), task) is { } form ? form.Show(screen) : screen.NotFound());

    [Function("DoConsoleDeadlineTask")]
    [ApiOperation("Proposes, approves or takes away an extension of the receipt deadline.", BodyType = "application/x-www-form-urlencoded", AnswerType = "text/html", FaultType = "text/html", Status = 303, Query = [Languages.Parameter])]
    public Task<IResult> Do([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/{task}")] HttpRequest request, string campaign, string task, CancellationToken cancellationToken) =>
        screens.DoAsync(request, campaign, async (screen, sent) => screen.Campaign.Kind == CampaignKind.Compensation && FormOf(screen, await desk.ShowAsync(screen.Campaign.Id, cancellationToken), task, sent) is { } form
            ? await DoAsync(screen, task, form, cancellationToken)
            : screen.NotFound(), cancellationToken);

    private async Task<IResult> DoAsync(Screen screen, string task, TaskForm form, CancellationToken cancellationToken)
    {
        PostedForm sent = form.Sent!;
        List<FieldError> errors = task == Propose ? [.. TaskForm.ErrorsOfReason(screen, sent)] : [];
        bool isNumber = int.TryParse(Folding.Plain(sent[Minutes]), NumberStyles.None, CultureInfo.InvariantCulture, out int minutes);
        if (task == Propose && !isNumber)
        {
            errors.Add(WrongMinutes(screen));
        }

        if (errors.Count > 0)
        {
            return (await AgainAsync(errors)).Show(screen);
        }

        screen.Note(sent[TaskForm.Reason]);
        int revision = TaskForm.VersionOf(sent);
        return await (task switch
        {
            Propose => desk.ProposeAsync(screen.Campaign.Id, minutes, sent[TaskForm.Reason], screen.Person, TaskForm.KeyOf(sent), cancellationToken),
            Approve => desk.ApproveAsync(screen.Campaign.Id, revision, screen.Person, cancellationToken),
            _ => desk.WithdrawAsync(screen.Campaign.Id, revision, screen.Person, cancellationToken),
        }) switch
        {
            DeadlineDone.Done => new SeeOther(screen.At("deadline")),
            DeadlineDone.NotNow { Why: var why } => (form with { Refusal = why }).Show(screen),
            _ => (await AgainAsync([WrongMinutes(screen)])).Show(screen),
        };

        async Task<TaskForm> AgainAsync(IReadOnlyList<FieldError> wrong) => FormOf(screen, await desk.ShowAsync(screen.Campaign.Id, cancellationToken), task, sent, wrong)!;
    }

    private static FieldError WrongMinutes(Screen screen) => new(Minutes, screen.Say("まだ延長していない停止分数までの数字を入力してください。", "Enter at most as many minutes as were lost and have not been made good."));

    private static string Title(Screen screen, string task) => task switch
    {
        Propose => screen.Say("期限の延長を提案する", "Propose an extension"),
        Approve => screen.Say("期限を延長する（承認）", "Approve the extension"),
        _ => screen.Say("提案を取り下げる", "Take the proposal away"),
    };

    /// <returns>The form; null where there is no such task.</returns>
    private static TaskForm? FormOf(Screen screen, DeadlineView view, string task, PostedForm? sent = null, IReadOnlyList<FieldError>? errors = null) => task is not (Propose or Approve or Withdraw) ? null
        : new TaskForm(Title(screen, task), "deadline")
        {
            Sent = sent,
            Errors = errors ?? [],
            LookedAt = sent is null ? view.Revision : TaskForm.VersionOf(sent),
            AsksReason = task == Propose,
            Words = Html.Of($"""
                {Facts(screen, view)}
                <p>{(task == Approve
                    ? screen.Say("提案した人とは別の人が承認します。すでにご案内が届いていて、まだ受け取っていない方全員の期限が延びます。取り消せません。", "Another person than proposed it approves. It holds for everybody who was reached and has not collected. It cannot be undone.")
                    : screen.Say("別の人が承認するまで、何も変わりません。", "Nothing changes before another person approves."))}</p>
                """),
            Fields = task != Propose ? Html.Empty : Html.Of($"""
                {new TextField(Minutes, screen.Say("延長する分数", "Minutes")) { Language = screen.Language, Value = sent?[Minutes] ?? $"{Left(view)}", Error = (errors ?? []).Of(Minutes), InputMode = "numeric", AutoComplete = "off", Characters = 6, Hint = screen.Say($"1から{Left(view)}", $"1 to {Left(view)}") }}
                """),
        };

    private static int Left(DeadlineView view) => view.LostMinutes - view.ExtendedMinutes;

    private static SummaryList Facts(Screen screen, DeadlineView view)
    {
        List<SummaryRow> rows =
        [
            new(screen.Say("公表した期限", "Printed"), screen.Language.LastMinuteBefore(view.PrintedEndsAt)),
            new(screen.Say("いまの期限", "As it stands"), screen.Language.LastMinuteBefore(view.EndsAt)),
            new(screen.Say("期限前48時間に停止した分数", "Minutes lost in its last 48 hours"), screen.Say($"{view.LostMinutes:N0}分（うち延長済み {view.ExtendedMinutes:N0}分）", $"{view.LostMinutes:N0}, of which {view.ExtendedMinutes:N0} made good")),
        ];
        if (view.Proposal is { } open)
        {
            rows.Add(new SummaryRow(screen.Say("承認待ちの提案", "Waits for a second person"), screen.Say($"{open.Minutes:N0}分、{screen.Language.LastMinuteBefore(view.EndsAt.AddMinutes(open.Minutes))}まで：{open.Reason}（{open.By}）", $"{open.Minutes:N0} minutes, until {screen.Language.LastMinuteBefore(view.EndsAt.AddMinutes(open.Minutes))}: {open.Reason} ({open.By})")));
        }

        return new SummaryList(screen.Language, rows);
    }

    private static Page PageOf(Screen screen, DeadlineView view)
    {
        string title = screen.Say("受取期限", "Receipt deadline");
        string[] tasks = !screen.Opens("DoConsoleDeadlineTask") || view.ClosedAt is not null ? [] : view.Proposal is null ? Left(view) > 0 ? [Propose] : [] : [Approve, Withdraw];
        return screen.Page(title, Html.Of($"""
            <h1>{title}</h1>
            {Facts(screen, view)}
            {(view.ClosedAt is { } closed ? Html.Of($"<p class=\"several\">{screen.Say($"{screen.Language.Instant(closed)}に締め切りました。期限切れの処理が始まったため、もう延長できません。", $"It was carried out {screen.Language.Instant(closed)}: what has expired cannot be brought back.")}</p>") : Html.Empty)}
            {tasks.Select(task => Html.Of($"<p class=\"way\">{screen.Link($"deadline/{task}", Title(screen, task))}</p>\n"))}
            {new Table(screen.Say("停止していた時間", "When it was down"), [screen.Say("から", "From"), screen.Say("まで", "Until"), "#" + screen.Say("分", "Minutes")],
                [.. view.Lost.Select(span => (Html[])[Html.Of($"{screen.Language.Instant(span.From)}"), Html.Of($"{screen.Language.Instant(span.Until)}"), Html.Of($"{(span.Until - span.From).TotalMinutes:N0}")])])
        { None = screen.Say("停止していた時間は記録されていません。", "No minute was lost.") }}
            {new Table(screen.Say("これまでの延長", "Extensions"), [screen.Say("いつまで", "Until"), "#" + screen.Say("分", "Minutes"), screen.Say("理由", "Why"), screen.Say("提案", "Proposed by"), screen.Say("承認", "Approved by")],
                [.. view.Extensions.Select(one => (Html[])[Html.Of($"{screen.Language.LastMinuteBefore(one.EndsAt)}"), Html.Of($"{one.Minutes:N0}"), Html.Of($"{one.Reason}"), Html.Of($"{one.ProposedBy}"), Html.Of($"{one.ApprovedBy}（{screen.Language.Instant(one.ApprovedAt)}）")])])
        { None = screen.Say("期限は延長していません。", "It has not been extended.") }}
            """));
    }
}
