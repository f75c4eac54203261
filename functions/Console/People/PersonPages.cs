using Compensation.CallCentre.People;
using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Common.Pages;
using Compensation.ConsolePages.Kit;
using Compensation.Entitlements;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Compensation.ConsolePages.People;

/// <summary>One person's page, and what is done there.</summary>
public sealed class PersonPages(Screens screens, ReadTimeline timelines, PersonTasks tasks)
{
    private const string Route = "console/{campaign}/people/{person}";

    [Function("ShowConsolePerson")]
    [ApiOperation("The page of one person: what became of him, and what can be done.", AnswerType = "text/html", FaultType = "text/html", Query = [Languages.Parameter])]
    public Task<IResult> Show([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request, string campaign, string person, CancellationToken cancellationToken) =>
        screens.ShowAsync(request, campaign, async screen =>
            EntitlementId.TryParse(person, out EntitlementId id) && await timelines.HandleAsync(screen.Campaign, id, cancellationToken) is { } timeline ? PersonPage.Of(screen, timeline) : screen.NotFound());

    [Function("AskConsolePersonTask")]
    [ApiOperation("The page on which something is done for a person: resend, correct, unmask, note, transfer, take apart, erase.", AnswerType = "text/html", FaultType = "text/html", Query = [Languages.Parameter])]
    public Task<IResult> Ask([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{task}")] HttpRequest request, string campaign, string person, string task, CancellationToken cancellationToken) =>
        screens.ShowAsync(request, campaign, async screen => await FindAsync(screen, person, cancellationToken) is { } id ? await tasks.AskAsync(screen, id, task, cancellationToken) ?? screen.NotFound() : screen.NotFound());

    [Function("DoConsolePersonTask")]
    [ApiOperation("Does something for a person.", BodyType = "application/x-www-form-urlencoded", AnswerType = "text/html", FaultType = "text/html", Status = 303, Query = [Languages.Parameter])]
    public Task<IResult> Do(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/{task}")] HttpRequest request, string campaign, string person, string task, [DurableClient] DurableTaskClient orchestrations, CancellationToken cancellationToken) =>
        screens.DoAsync(request, campaign, async (screen, form) =>
            await FindAsync(screen, person, cancellationToken) is { } id ? await tasks.DoAsync(screen, id, task, form, orchestrations, cancellationToken) ?? screen.NotFound() : screen.NotFound(), cancellationToken);

    private async Task<EntitlementId?> FindAsync(Screen screen, string person, CancellationToken cancellationToken) =>
        EntitlementId.TryParse(person, out EntitlementId id) && await timelines.KnowsAsync(screen.Campaign, id, cancellationToken) ? id : null;
}
