using System.Text.Json;
using Compensation.Applications.Matching;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Access;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Applications.Review;

/// <summary>The review of applications that the machine does not decide.</summary>
public sealed class ReviewApplications(FindCase find, DecideCase decide, KeyedHash hash)
{
    private const string Base = "campaigns/{campaign}/applications/{application}";
    private const int WordsLengthMax = 300;

    [Function("ShowApplication")]
    [ApiOperation("One application with what the applicant states, what the ledger says, and what other applications have in common with it. Where somebody is reached, and the number, are masked.", Answer = typeof(ApplicationCase))]
    public async Task<IResult> Show([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Base)] HttpRequest request, string campaign, string application, CancellationToken cancellationToken)
    {
        (Campaign? found, Application? known) = await find.FindAsync(campaign, application, cancellationToken);
        return found is null ? CampaignRoutes.NoSuchCampaign() : known is null ? FindCase.NoSuchApplication() : JsonBody.Answer((await find.ShowAsync(found, known, cancellationToken)).Masked());
    }

    [Function("HoldApplication")]
    [ApiOperation("Takes an application up: whatever is done about it, others are refused until it is given back.", Body = typeof(CaseRequest), Answer = typeof(ApplicationView), MayHeaders = [IdempotencyKey.Header])]
    public Task<IResult> Hold([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Base + "/hold")] HttpRequest request, string campaign, string application, CancellationToken cancellationToken) =>
        DoAsync<CaseRequest>(request, campaign, application, (_, known, _, by) => decide.HoldAsync(known, by, cancellationToken), cancellationToken);

    [Function("ReleaseApplication")]
    [ApiOperation("Gives an application back to whoever takes it up next: whoever holds it does, or a supervisor.", Body = typeof(CaseRequest), Answer = typeof(ApplicationView), MayHeaders = [IdempotencyKey.Header])]
    public Task<IResult> Release([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Base + "/release")] HttpRequest request, string campaign, string application, CancellationToken cancellationToken) =>
        DoAsync<CaseRequest>(request, campaign, application, (_, known, _, _) => decide.ReleaseAsync(known, cancellationToken), cancellationToken, forOthers: Roles.Supervisor);

    [Function("AcceptApplication")]
    [ApiOperation("Accepts an application: the link is sent with the application wave, or after it.", Body = typeof(CaseRequest), Answer = typeof(ApplicationView), MayHeaders = [IdempotencyKey.Header])]
    public Task<IResult> Accept([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Base + "/accept")] HttpRequest request, string campaign, string application, CancellationToken cancellationToken) =>
        DoAsync<CaseRequest>(request, campaign, application, (found, known, _, by) => decide.AcceptAsync(found, known, by, cancellationToken), cancellationToken);

    [Function("RefuseApplication")]
    [ApiOperation("Refuses an application; the applicant is sent the reason in plain words.", Body = typeof(RefusalRequest), Answer = typeof(ApplicationView), MayHeaders = [IdempotencyKey.Header])]
    public Task<IResult> Refuse([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Base + "/refuse")] HttpRequest request, string campaign, string application, CancellationToken cancellationToken) =>
        DoAsync<RefusalRequest>(request, campaign, application, (found, known, body, by) => decide.RefuseAsync(found, known, body.Outcome ?? known.Outcome, body.Words, by, cancellationToken), cancellationToken);

    [Function("AskApplicant")]
    [ApiOperation("Asks the applicant something. He answers on the site's status page or by telephone.", Body = typeof(QuestionRequest), Answer = typeof(ApplicationView), MayHeaders = [IdempotencyKey.Header])]
    public Task<IResult> Ask([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Base + "/ask")] HttpRequest request, string campaign, string application, CancellationToken cancellationToken) =>
        DoAsync<QuestionRequest>(request, campaign, application, (_, known, body, by) => decide.AskAsync(known, body.Words!, by, cancellationToken), cancellationToken);

    [Function("NoteAnswer")]
    [ApiOperation("Notes what an applicant has answered during a call.", Body = typeof(QuestionRequest), Answer = typeof(ApplicationView), MayHeaders = [IdempotencyKey.Header])]
    public Task<IResult> NoteAnswer([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Base + "/answer")] HttpRequest request, string campaign, string application, CancellationToken cancellationToken) =>
        DoAsync<QuestionRequest>(request, campaign, application, (_, known, body, _) => decide.AnswerAsync(known, body.Words!, cancellationToken), cancellationToken);

    [Function("ReopenApplication")]
    [ApiOperation("Takes a refusal back: the application is in review again.", Body = typeof(CaseRequest), Answer = typeof(ApplicationView), MayHeaders = [IdempotencyKey.Header])]
    public Task<IResult> Reopen([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Base + "/reopen")] HttpRequest request, string campaign, string application, CancellationToken cancellationToken) =>
        DoAsync<CaseRequest>(request, campaign, application, (_, known, _, by) => decide.ReopenAsync(known, by, cancellationToken), cancellationToken);

    private async Task<IResult> DoAsync<TRequest>(
        HttpRequest request, string campaign, string application, Func<Campaign, Application, TRequest, string, Task<CaseDecided>> act, CancellationToken cancellationToken, Roles forOthers = Roles.None)
        where TRequest : CaseRequest
    {
        (Campaign? found, Application? known) = await find.FindAsync(campaign, application, cancellationToken);
        if (found is null || known is null)
        {
            return found is null ? CampaignRoutes.NoSuchCampaign() : FindCase.NoSuchApplication();
        }

        (TRequest? body, IResult? fault) = await JsonBody.ReadAsync<TRequest>(request, cancellationToken);
        if (body is null)
        {
            return fault!;
        }

        if (Operators.NameOf(request, body.By) is not { } by)
        {
            return JsonBody.Fault("by: is missing; expected 1 to 100 characters on one line");
        }

        if (!IsInOrder(body))
        {
            return JsonBody.Fault($"words: expected 1 to {WordsLengthMax} characters on one line; reason: expected at most 500 characters on one line, or nothing");
        }

        Person? person = Caller.Of(request.HttpContext).Person;
        SentAct sent = SentAct.Of(hash, IdempotencyKey.TryRead(request, out string? key) ? key : null, person?.Id.Value ?? by, request.Path, JsonSerializer.Serialize(body, JsonBody.Format));
        return await DecideCase.OnceAsync(known, sent, async one => (person?.IsAny(forOthers) ?? false ? null : DecideCase.WhyNot(one, by)) ?? await act(found, one, body, by)) switch
        {
            CaseDecided.Done done => JsonBody.Answer(ApplicationView.Of(done.Application)),
            CaseDecided.NotNow notNow => Results.Problem(notNow.Why, statusCode: StatusCodes.Status409Conflict),
            _ => throw new InvalidOperationException("There is no answer for this decision."),
        };
    }

    private static bool IsInOrder(CaseRequest body) => (body.Reason is null || Operators.IsLine(body.Reason, 500)) && body switch
    {
        QuestionRequest question => Operators.IsLine(question.Words, WordsLengthMax),
        RefusalRequest { Words: { } words } => Operators.IsLine(words, WordsLengthMax),
        _ => true,
    };
}

/// <summary>What an operator does with an application.</summary>
public record CaseRequest
{
    /// <summary>Who, unless signed in.</summary>
    public string? By { get; init; }

    /// <summary>Why, for the record; it is not sent.</summary>
    public string? Reason { get; init; }
}

/// <summary>A refusal.</summary>
public sealed record RefusalRequest : CaseRequest
{
    /// <summary>Why; left out: what the machine found.</summary>
    public ApplicationOutcome? Outcome { get; init; }

    /// <summary>What the applicant reads, 1 to 300 characters; left out: the campaign's words for the outcome.</summary>
    public string? Words { get; init; }
}

/// <summary>A question to the applicant, or an answer of his.</summary>
public sealed record QuestionRequest : CaseRequest
{
    /// <summary>1 to 300 characters on one line.</summary>
    public string? Words { get; init; }
}
