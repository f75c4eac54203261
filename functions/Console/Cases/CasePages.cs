using Compensation.CallCentre.Cases;
using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Common.Pages;
using Compensation.ConsolePages.Kit;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Compensation.ConsolePages.Cases;

/// <summary>Double charges: those there are, one with its history, and what is done with it.</summary>
public sealed class CasePages(Screens screens, CaseRoom room, ShowCases show, CaseTasks tasks, NewCase newCase)
{
    private const string Route = "console/{campaign}/cases";

    [Function("ShowConsoleCases")]
    [ApiOperation("The page that lists double charges; those that have waited longest first; with only=stuck those that take too long.", AnswerType = "text/html", FaultType = "text/html", Query = ["only", ShowCases.From, Languages.Parameter])]
    public Task<IResult> List([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request, string campaign, CancellationToken cancellationToken) =>
        screens.ShowAsync(request, campaign, async screen =>
        {
            if (screen.Campaign.DoubleCharges is null)
            {
                return screen.NotFound();
            }

            bool isStuck = request.Query["only"] == "stuck";
            string? from = request.Query[ShowCases.From].FirstOrDefault();
            if (from is not null && !CasePlace.IsPlace(from))
            {
                return screen.NotFound();
            }

            CasesPage page = await room.Cases.ReadPageAsync(screen.Campaign.Id, isStuck ? CaseChoice.Stuck : CaseChoice.All, from, ShowCases.PageSize, cancellationToken);
            string? more = page.Next is { } next ? $"cases?{(isStuck ? "only=stuck&" : string.Empty)}{ShowCases.From}={next}" : null;
            return CasePage.List(screen, [.. page.Cases.Select(one => CaseView.Of(one, room.TimesOf(screen.Campaign, one)))], more);
        });

    [Function("AskConsoleNewCase")]
    [ApiOperation("The page on which a double charge is taken down.", AnswerType = "text/html", FaultType = "text/html", Query = [Languages.Parameter])]
    public Task<IResult> AskNew([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "console/{campaign}/new-case")] HttpRequest request, string campaign) =>
        screens.ShowAsync(request, campaign, screen => Task.FromResult(screen.Campaign.DoubleCharges is null ? screen.NotFound() : NewCase.FormOf(screen).Show(screen)));

    [Function("TakeConsoleNewCase")]
    [ApiOperation("Takes a double charge down.", BodyType = "application/x-www-form-urlencoded", AnswerType = "text/html", FaultType = "text/html", Status = 303, Query = [Languages.Parameter])]
    public Task<IResult> TakeNew(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "console/{campaign}/new-case")] HttpRequest request, string campaign, [DurableClient] DurableTaskClient orchestrations, CancellationToken cancellationToken) =>
        screens.DoAsync(request, campaign, (screen, form) => screen.Campaign.DoubleCharges is null ? Task.FromResult<IResult>(screen.NotFound()) : newCase.HandleAsync(screen, form, orchestrations, cancellationToken), cancellationToken);

    [Function("ShowConsoleCase")]
    [ApiOperation("The page of one double charge.", AnswerType = "text/html", FaultType = "text/html", Query = [Languages.Parameter])]
    public Task<IResult> Show([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{case}")] HttpRequest request, string campaign, string @case, CancellationToken cancellationToken) =>
        screens.ShowAsync(request, campaign, async screen => await FindAsync(screen, @case, cancellationToken) is { } one
            ? CasePage.One(screen, await show.DetailsAsync(screen.Campaign, one, cancellationToken), one.Coupon)
            : screen.NotFound());

    [Function("AskConsoleCaseTask")]
    [ApiOperation("The page on which something is done with a double charge: approve, shop-call, ask-again, correct, refuse, reopen.", AnswerType = "text/html", FaultType = "text/html", Query = [Languages.Parameter])]
    public Task<IResult> Ask([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{case}/{task}")] HttpRequest request, string campaign, string @case, string task, CancellationToken cancellationToken) =>
        screens.ShowAsync(request, campaign, async screen => await FindAsync(screen, @case, cancellationToken) is { } one
            && CaseTasks.FormOf(screen, await show.DetailsAsync(screen.Campaign, one, cancellationToken), task) is { } form
            ? form.Show(screen)
            : screen.NotFound());

    [Function("DoConsoleCaseTask")]
    [ApiOperation("Does something with a double charge.", BodyType = "application/x-www-form-urlencoded", AnswerType = "text/html", FaultType = "text/html", Status = 303, Query = [Languages.Parameter])]
    public Task<IResult> Do(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/{case}/{task}")] HttpRequest request, string campaign, string @case, string task, [DurableClient] DurableTaskClient orchestrations, CancellationToken cancellationToken) =>
        screens.DoAsync(request, campaign, async (screen, sent) => await FindAsync(screen, @case, cancellationToken) is { } one
            && await show.DetailsAsync(screen.Campaign, one, cancellationToken) is var details && CaseTasks.FormOf(screen, details, task, sent) is { } form
            ? await tasks.DoAsync(screen, details, task, form, orchestrations, cancellationToken)
            : screen.NotFound(), cancellationToken);

    private async Task<DoubleChargeCase?> FindAsync(Screen screen, string number, CancellationToken cancellationToken) =>
        screen.Campaign.DoubleCharges is not null && CaseNumber.TryParse(number, out CaseNumber known) ? await room.Cases.FindAsync(screen.Campaign.Id, known, cancellationToken) : null;
}
