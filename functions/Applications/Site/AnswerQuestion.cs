using Compensation.Applications.Journeys;
using Compensation.Common.Http;
using Compensation.Common.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Applications.Site;

/// <summary>One question on its page. What is typed is kept as it is typed, right or wrong; a right answer leads to the next question that is open, or to the summary.</summary>
public sealed class AnswerQuestion(SiteDoor door, JourneyStore journeys, SendForm send, ConfirmContact confirm, ShowStanding standing)
{
    public const string Route = "apply/{campaign}/{journey}/{step}";

    private const int LengthMax = 500;
    private const int TriesMax = 5;

    [Function("ShowApplicationStep")]
    [ApiOperation("A page of an application: a question, the summary, the code, or the receipt.", AnswerType = "text/html")]
    public Task<IResult> Show(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Route)] HttpRequest request, string campaign, string journey, string step, CancellationToken cancellationToken) =>
        AtAsync(request, campaign, journey, async (site, found) => step switch
        {
            Steps.Check => Check(site, found),
            Steps.Code => await confirm.ShowAsync(site, found, cancellationToken),
            Steps.Received => await confirm.ReceiptAsync(site, found, cancellationToken),
            Steps.StandingCode => standing.ShowCode(site, found),
            Steps.Standing => await standing.ShowAsync(site, found, cancellationToken),
            _ => Ask(site, found, step),
        }, cancellationToken);

    [Function("SendApplicationStep")]
    [ApiOperation("Sends one page of an application.", BodyType = "application/x-www-form-urlencoded", AnswerType = "text/html", Status = 303)]
    public Task<IResult> Send(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request, string campaign, string journey, string step, CancellationToken cancellationToken) =>
        AtAsync(request, campaign, journey, async (site, found) => step switch
        {
            Steps.Check => await send.HandleAsync(site, found, cancellationToken),
            Steps.Again => await confirm.AgainAsync(site, found, cancellationToken),
            Steps.Code => await confirm.EnterAsync(site, found, request, cancellationToken),
            Steps.Received => new SeeOther(site.Language.At(Steps.Received)),
            Steps.StandingCode => await standing.EnterCodeAsync(site, found, request, cancellationToken),
            Steps.Standing => await standing.AnswerAsync(site, found, request, cancellationToken),
            _ => await AnswerAsync(site, found, step, request, cancellationToken),
        }, cancellationToken);

    private async Task<IResult> AtAsync(HttpRequest request, string campaign, string id, Func<AskedSite, Journey, Task<IResult>> act, CancellationToken cancellationToken)
    {
        if (door.Find(request, campaign) is not { } site)
        {
            return SiteDoor.NoSuchSite();
        }

        (Journey? journey, Page? instead) = await door.FindAsync(site, id, cancellationToken);
        return journey is null ? instead! : await act(site, journey);
    }

    /// <summary>Back after sending shows the receipt; whoever is caught by the end reads when it was, and what he had typed.</summary>
    private IResult Ask(AskedSite site, Journey journey, string step) =>
        journey.Receipt is not null ? new SeeOther(site.Language.At(Steps.Received))
        : door.WhyShut(site, journey) is { } shut ? shut
        : JourneyForm.QuestionAt(site, step) is { } question ? SitePages.Ask(site, question, journey, [])
        : SitePages.NotFound(site);

    private IResult Check(AskedSite site, Journey journey) =>
        journey.Receipt is not null ? new SeeOther(site.Language.At(Steps.Received))
        : door.WhyShut(site, journey) is { } shut ? shut
        : JourneyForm.NextOpen(site, journey) is { } open ? new SeeOther(site.Language.At(open.Step))
        : SitePages.Check(site, journey, []);

    private async Task<IResult> AnswerAsync(AskedSite site, Journey journey, string step, HttpRequest request, CancellationToken cancellationToken)
    {
        if (journey.Receipt is not null || door.WhyShut(site, journey) is not null || JourneyForm.QuestionAt(site, step) is not { } question)
        {
            return Ask(site, journey, step);
        }

        PostedForm? form = await PostedForm.ReadAsync(request, cancellationToken);
        KeyValuePair<string, string>[] typed = [.. question.Inputs.Select(input => KeyValuePair.Create(input, Cut(form?[input])))];
        Journey? answered = await KeepAsync(journey with { Language = site.Language }, typed, cancellationToken);
        if (answered is null)
        {
            return SitePages.NotFound(site);
        }

        FieldError[] errors = [.. question.Check(site, answered)];
        return errors.Length > 0 ? SitePages.Ask(site, question, answered, errors) : new SeeOther(site.Language.At(JourneyForm.NextOpen(site, answered)?.Step ?? Steps.Check));
    }

    /// <summary>A second window, or a second click, changes other answers at the same time: these are put on top of what stands then.</summary>
    private async Task<Journey?> KeepAsync(Journey journey, KeyValuePair<string, string>[] typed, CancellationToken cancellationToken)
    {
        Journey? current = journey;
        for (int attempt = 1; current is not null && attempt <= TriesMax; attempt++)
        {
            if (await journeys.TryKeepAsync(current.With(typed) with { Language = journey.Language }, cancellationToken) is { } kept)
            {
                return kept;
            }

            (current, _) = await journeys.FindAsync(journey.Campaign, journey.Id, cancellationToken);
        }

        return null;
    }

    private static string Cut(string? typed) => typed is null ? string.Empty : typed.Length <= LengthMax ? typed : typed[..LengthMax];
}

/// <summary>Pages of a journey that are no questions.</summary>
internal static class Steps
{
    public const string Check = "check";
    public const string Code = "code";
    public const string Again = "again";
    public const string Received = "received";
    public const string StandingCode = "status-code";
    public const string Standing = "status";
}
