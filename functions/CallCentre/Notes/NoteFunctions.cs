using Compensation.CallCentre.People;
using Compensation.Campaigns;
using Compensation.Common.Http;
using Compensation.Entitlements;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.CallCentre.Notes;

/// <summary>Notes of calls, and what has to be looked after.</summary>
public sealed class NoteFunctions(CampaignCatalog campaigns, TakeNote take, NoteStore notes, ReadTimeline timelines)
{
    private const int PageSize = 500;

    [Function("AddNote")]
    [ApiOperation("Writes down what was said in a call. The same key again writes nothing new.", Body = typeof(NoteForm), Answer = typeof(Note), Status = 201, Headers = [IdempotencyKey.Header])]
    public async Task<IResult> Add(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "campaigns/{campaign}/people/{person}/notes")] HttpRequest request, string campaign, string person, CancellationToken cancellationToken)
    {
        if (!campaigns.TryFindByRoute(campaign, out Campaign? found) || !EntitlementId.TryParse(person, out EntitlementId id) || !await timelines.KnowsAsync(found, id, cancellationToken))
        {
            return ShowPerson.NoSuchPerson();
        }

        if (!IdempotencyKey.TryRead(request, out string? key))
        {
            return IdempotencyKey.Missing("note");
        }

        (NoteForm? form, IResult? unreadable) = await JsonBody.ReadAsync<NoteForm>(request, cancellationToken);
        if (form is null)
        {
            return unreadable!;
        }

        if (Operators.NameOf(request, form.By) is not { } by)
        {
            return JsonBody.Fault("by: is missing; expected 1 to 100 characters on one line");
        }

        (Note? note, string? fault) = await take.HandleAsync(found, id, form, key, by, cancellationToken);
        return note is null ? JsonBody.Fault(fault!) : JsonBody.Answer(note, StatusCodes.Status201Created);
    }

    [Function("FinishFollowUp")]
    [ApiOperation("Says that somebody has looked after what a note asks for.", Body = typeof(FollowedUp), AnswerType = "", Status = 204)]
    public async Task<IResult> Finish(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "campaigns/{campaign}/people/{person}/notes/{note}/done")] HttpRequest request, string campaign, string person, string note, CancellationToken cancellationToken)
    {
        (FollowedUp? body, IResult? unreadable) = await JsonBody.ReadAsync<FollowedUp>(request, cancellationToken);
        if (body is null || Operators.NameOf(request, body.By) is not { } by)
        {
            return unreadable ?? JsonBody.Fault("by: is missing; expected 1 to 100 characters on one line");
        }

        return campaigns.TryFindByRoute(campaign, out Campaign? found) && EntitlementId.TryParse(person, out EntitlementId id) && IsKey(note) && await take.FinishAsync(found, id, note, by, cancellationToken)
            ? Results.NoContent()
            : ShowPerson.NoSuchPerson();
    }

    [Function("ListFollowUps")]
    [ApiOperation("What somebody has to look after, the most urgent first. The answer's next, as from, goes on.", Answer = typeof(FollowUpPage), Query = ["from"])]
    public async Task<IResult> List([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "campaigns/{campaign}/follow-ups")] HttpRequest request, string campaign, CancellationToken cancellationToken) =>
        !campaigns.TryFindByRoute(campaign, out Campaign? found) ? CampaignRoutes.NoSuchCampaign()
        : !FollowUpPlace.TryRead(request, out FollowUpPlace? from, out IResult? fault) ? fault
        : JsonBody.Answer(await notes.ReadOpenAsync(found.Id, from, PageSize, cancellationToken));

    internal static bool IsKey(string text) => text.Length == 16 && text.All(char.IsAsciiHexDigitLower);
}

/// <summary>Who has looked after something.</summary>
public sealed record FollowedUp(string? By = null);
