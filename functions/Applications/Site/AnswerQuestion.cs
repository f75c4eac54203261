using Compensation.Applications.IntoAccounts;
using Compensation.Applications.Journeys;
using Compensation.Common.Http;
using Compensation.Common.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Applications.Site;

/// <summary>One page of a journey: of the application's own, a question, or what somebody comes to who proves the contact of what stands already.</summary>
public sealed class AnswerQuestion(SiteDoor door, TakeAnswer take, SendForm send, ConfirmContact confirm, ShowStanding standing, TransferSteps transfers)
{
    public const string Route = "apply/{campaign}/{journey}/{step}";

    [Function("ShowApplicationStep")]
    [ApiOperation("A page of the special site: a question, a summary, the code, a receipt, or how something stands.", AnswerType = "text/html", FaultType = "text/html")]
    public Task<IResult> Show(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Route)] HttpRequest request, string campaign, string journey, string step, CancellationToken cancellationToken) =>
        AtAsync(request, campaign, journey, async (site, found) => (found.Kind, step) switch
        {
            (JourneyKind.Standing, Steps.StandingCode) => standing.ShowCode(site, found),
            (JourneyKind.Standing, Steps.Standing) => await standing.ShowAsync(site, found, cancellationToken),
            (JourneyKind.Standing, _) => await transfers.ShowAsync(site, found, step, cancellationToken),
            (_, Steps.Check) => Check(site, found),
            (_, Steps.Code or Steps.Again) => await confirm.ShowAsync(site, found, cancellationToken),
            (_, Steps.Received) => await confirm.ReceiptAsync(site, found, cancellationToken),
            _ => Ask(site, found, step),
        }, cancellationToken);

    [Function("SendApplicationStep")]
    [ApiOperation("Sends one page of the special site.", BodyType = "application/x-www-form-urlencoded", AnswerType = "text/html", FaultType = "text/html", Status = 303)]
    public Task<IResult> Send(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request, string campaign, string journey, string step, CancellationToken cancellationToken) =>
        AtAsync(request, campaign, journey, async (site, found) => (found.Kind, step) switch
        {
            (JourneyKind.Standing, Steps.StandingCode) => await standing.EnterCodeAsync(site, found, request, cancellationToken),
            (JourneyKind.Standing, Steps.Standing) => await standing.AnswerAsync(site, found, request, cancellationToken),
            (JourneyKind.Standing, _) => await transfers.SendAsync(site, found, step, request, cancellationToken),
            (_, Steps.Check) => await send.HandleAsync(site, found, cancellationToken),
            (_, Steps.Again) => await confirm.AgainAsync(site, found, cancellationToken),
            (_, Steps.Code) => await confirm.EnterAsync(site, found, request, cancellationToken),
            (_, Steps.Received) => new SeeOther(site.Language.At(Steps.Received)),
            _ => await AnswerAsync(site, found, step, request, cancellationToken),
        }, cancellationToken);

    private async Task<IResult> AtAsync(HttpRequest request, string campaign, string id, Func<AskedSite, Journey, Task<IResult>> act, CancellationToken cancellationToken)
    {
        if (door.Find(request, campaign) is not { } site)
        {
            return door.NoSuchSite(request);
        }

        (Journey? journey, Page? instead) = await door.FindAsync(site, id, cancellationToken);
        return journey is null ? instead! : await act(site, journey);
    }

    /// <summary>Back after sending shows the receipt, or, after the end, where the code is entered; whoever is caught by the end reads when it was, and what he had typed.</summary>
    private static IResult Ask(AskedSite site, Journey journey, string step) =>
        journey.Receipt is not null ? new SeeOther(site.Language.At(Steps.Received))
        : SiteDoor.WhyShut(site, journey) is { } shut ? Shut(site, journey, shut)
        : JourneyForm.QuestionAt(site, step) is { } question ? SitePages.Ask(site, question, journey, [])
        : SitePages.NotFound(site);

    private static IResult Shut(AskedSite site, Journey journey, Page shut) => journey.SentAt is null ? shut : new SeeOther(site.Language.At(Steps.Code));

    private IResult Check(AskedSite site, Journey journey) =>
        journey.Receipt is not null ? new SeeOther(site.Language.At(Steps.Received))
        : SiteDoor.WhyShut(site, journey) is { } shut && !confirm.AwaitsCode(site, journey) ? Shut(site, journey, shut)
        : JourneyForm.NextOpen(site, journey) is { } open ? new SeeOther(site.Language.At(open.Step))
        : SitePages.Check(site, journey, []);

    private Task<IResult> AnswerAsync(AskedSite site, Journey journey, string step, HttpRequest request, CancellationToken cancellationToken) =>
        journey.Receipt is not null || SiteDoor.WhyShut(site, journey) is not null || JourneyForm.QuestionAt(site, step) is not { } question
            ? Task.FromResult(Ask(site, journey, step))
            : take.HandleAsync(site, journey, question, request, answered => JourneyForm.NextOpen(site, answered)?.Step ?? Steps.Check, cancellationToken);
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
    public const string Transfer = "transfer";
    public const string TransferCheck = "transfer-check";
    public const string TransferReceived = "transfer-received";
    public const string TransferWithdraw = "transfer-withdraw";
}
