using System.Globalization;
using Compensation.CallCentre.Bulk;
using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Common.Pages;
using Compensation.ConsolePages.Kit;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Compensation.ConsolePages.Bulk;

/// <summary>What is done to whole lists: first what it would do, then doing it; what was done, row by row, and stopping it.</summary>
public sealed class BulkPages(Screens screens, BulkDesk desk)
{
    private const string Route = "console/{campaign}/bulk";
    private const string Start = "start";
    private const string Stop = "stop";
    private const string Seen = "seen";
    private const string From = "from";
    private const int RowsPerPage = 100;

    [Function("ShowConsoleBulkActs")]
    [ApiOperation("The page of what can be done to whole lists, and was.", AnswerType = "text/html", FaultType = "text/html", Query = [From, Languages.Parameter])]
    public Task<IResult> List([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request, string campaign, CancellationToken cancellationToken) =>
        screens.ShowAsync(request, campaign, async screen =>
            await desk.ListAsync(screen.Campaign.Id, request.Query[From].FirstOrDefault(), cancellationToken) is { } list ? BulkPage.List(screen, desk.KindsOf(screen.Campaign), list) : screen.NotFound());

    [Function("ShowConsoleBulkAct")]
    [ApiOperation("The page of one bulk act: what came of each row, and of its message by now.", AnswerType = "text/html", FaultType = "text/html", Query = [From, Languages.Parameter])]
    public Task<IResult> Show([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{act}")] HttpRequest request, string campaign, string act, CancellationToken cancellationToken) =>
        screens.ShowAsync(request, campaign, async screen => await desk.FindAsync(screen.Campaign.Id, act, cancellationToken) is { } known && PlaceOf(request) is { } from && from < Math.Max(known.Rows, 1)
            ? BulkPage.One(screen, known, await desk.RowsNowAsync(screen.Campaign, known, from, RowsPerPage, cancellationToken))
            : screen.NotFound());

    [Function("AskConsoleBulkTask")]
    [ApiOperation("The page on which something is done to a whole list, with what it would do; or on which that is stopped.", AnswerType = "text/html", FaultType = "text/html", Query = [Languages.Parameter])]
    public Task<IResult> Ask([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{act}/{task}")] HttpRequest request, string campaign, string act, string task, CancellationToken cancellationToken) =>
        screens.ShowAsync(request, campaign, async screen =>
            task == Start && await desk.PlanAsync(screen.Campaign, act, cancellationToken) is { Targets.Count: 0, WhyNot: null } nobody ? BulkPage.Nobody(screen, act, nobody)
            : await FormOfAsync(screen, act, task, sent: null, cancellationToken) is { } form ? form.Show(screen)
            : screen.NotFound());

    [Function("DoConsoleBulkTask")]
    [ApiOperation("Does something to a whole list, or stops that.", BodyType = "application/x-www-form-urlencoded", AnswerType = "text/html", FaultType = "text/html", Status = 303, Query = [Languages.Parameter])]
    public Task<IResult> Do(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/{act}/{task}")] HttpRequest request, string campaign, string act, string task, [DurableClient] DurableTaskClient orchestrations, CancellationToken cancellationToken) =>
        screens.DoAsync(request, campaign, async (screen, sent) => await FormOfAsync(screen, act, task, sent, cancellationToken) is { } form ? await DoAsync(screen, act, task, form, orchestrations, cancellationToken) : screen.NotFound(), cancellationToken);

    /// <returns>Null where it is no row's.</returns>
    private static int? PlaceOf(HttpRequest request) =>
        request.Query[From].FirstOrDefault() is not { } place ? 0 : int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out int from) ? from : null;

    private async Task<IResult> DoAsync(Screen screen, string act, string task, TaskForm form, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        PostedForm sent = form.Sent!;
        if (TaskForm.ErrorsOfReason(screen, sent) is { Count: > 0 } errors)
        {
            return (form with { Errors = errors }).Show(screen);
        }

        string reason = sent[TaskForm.Reason];
        screen.Note(reason);
        if (task == Stop)
        {
            await desk.StopAsync(screen.Campaign.Id, act, reason, screen.Person.Name, orchestrations, cancellationToken);
            return new SeeOther(screen.At($"bulk/{act}"));
        }

        switch (await desk.StartAsync(screen.Campaign, new BulkOrder(act, sent[Seen], TaskForm.KeyOf(sent), reason), screen.Person, orchestrations, cancellationToken))
        {
            case BulkDone.Done { Act: var started }:
                ActNote.Of(screen.Request.HttpContext).Rows.AddRange((await desk.RowsAsync(started, cancellationToken)).Select(row => new ActNoteRow(row.Target.On, started.Kind)));
                return new SeeOther(screen.At($"bulk/{started.Id}"));
            case BulkDone.NotNow { Why: var why }:
                return (form with { Refusal = why }).Show(screen);
            case BulkDone.Faulty { Why: var why }:
                return (form with { Refusal = why }).Show(screen);
            case BulkDone.KeyUsed:
                return (form with { Refusal = IdempotencyKey.UsedForAnother("bulk act") }).Show(screen);
            default:
                return screen.NotFound();
        }
    }

    /// <returns>Null where there is no such task.</returns>
    private async Task<TaskForm?> FormOfAsync(Screen screen, string act, string task, PostedForm? sent, CancellationToken cancellationToken)
    {
        if (task == Stop)
        {
            return await desk.FindAsync(screen.Campaign.Id, act, cancellationToken) is null ? null
                : new TaskForm(screen.Say("止める", "Stop"), $"bulk/{act}") { Sent = sent, Words = Html.Of($"<p>{screen.Say("もう済んだ分は元に戻りません。残りは行いません。", "What is done stays done; the rest is not done.")}</p>") };
        }

        return task == Start && await desk.PlanAsync(screen.Campaign, act, cancellationToken) is { } plan
            ? new TaskForm(BulkPage.Title(screen, act), "bulk")
            {
                Sent = sent,
                Words = BulkPage.Outlook(screen, act, plan),
                Refusal = plan.WhyNot,
                Button = screen.Say($"{plan.Targets.Count:N0}件に行う", $"Do it to {plan.Targets.Count:N0}"),
                Fields = TaskForm.Hidden(Seen, sent?[Seen] is { Length: > 0 } looked ? looked : plan.Seen),
            }
            : null;
    }
}
