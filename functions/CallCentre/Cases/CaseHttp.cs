using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Access;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Compensation.CallCentre.Cases;

/// <summary>What the HTTP functions of cases share: a person, a case, a version, and word to the case's orchestration afterwards.</summary>
internal static class CaseHttp
{
    private const int ReasonLengthMax = 500;

    /// <summary>The campaign, if it takes reports of double charges.</summary>
    public static bool TryFindCases(this CampaignCatalog campaigns, string route, [NotNullWhen(true)] out Campaign? campaign) =>
        campaigns.TryFindByRoute(route, out campaign) && campaign.DoubleCharges is not null;

    public static IResult NoSuchCase() => Results.Problem("There is no such case.", statusCode: StatusCodes.Status404NotFound);

    /// <summary>What is wrong with a reason; null where nothing is.</summary>
    public static string? FaultOfReason(string? text) => Operators.IsLine(text, ReasonLengthMax) ? null : $"reason: expected 1 to {ReasonLengthMax} characters on one line";

    /// <summary>Reads an act, does it, and lets the case's orchestration know.</summary>
    /// <param name="request">Whose body holds the act.</param>
    /// <param name="room">Where cases lie.</param>
    /// <param name="address">Campaign and case, as the address names them.</param>
    /// <param name="fault">What is wrong with the body beyond its form; null where nothing is.</param>
    /// <param name="act">Does it.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task<IResult> ActAsync<T>(
        this HttpRequest request, CaseRoom room, CaseAddress address, Func<T, string?> fault, Func<Campaign, CaseToAct, T, Task<CaseDone>> act, CancellationToken cancellationToken)
        where T : class, ICaseAct
    {
        if (!room.Campaigns.TryFindCases(address.Campaign, out Campaign? campaign))
        {
            return CampaignRoutes.NoSuchCampaign();
        }

        if (Caller.Of(request.HttpContext).Person is not { } by)
        {
            return PersonsOnly.Refusal();
        }

        (T? body, IResult? unreadable) = await JsonBody.ReadAsync<T>(request, cancellationToken);
        if (body is null)
        {
            return unreadable!;
        }

        if (fault(body) is { } wrong)
        {
            return JsonBody.Fault(wrong);
        }

        if (!CaseNumber.TryParse(address.Case, out CaseNumber number))
        {
            return NoSuchCase();
        }

        return await room.AnswerAsync(campaign, address.Orchestrations, await act(campaign, room.ToAct(number, by, body), body), StatusCodes.Status200OK, cancellationToken);
    }

    /// <summary>Word to the orchestration also where a repeat changed nothing: the first may have died before it came to this.</summary>
    /// <summary>An act as it is asked for; the same again is known by its fingerprint.</summary>
    public static CaseToAct ToAct<T>(this CaseRoom room, CaseNumber number, Person by, T body)
        where T : class, ICaseAct =>
        new(number, body.Version, by, body.Words) { Fingerprint = room.Desk.Fingerprint(typeof(T).Name, by.Id.Value, JsonSerializer.Serialize(body, JsonBody.Format)) };

    public static async Task<IResult> AnswerAsync(this CaseRoom room, Campaign campaign, DurableTaskClient orchestrations, CaseDone done, int status, CancellationToken cancellationToken)
    {
        switch (done)
        {
            case CaseDone.Done { Case: var one }:
                await orchestrations.TellAsync(one, cancellationToken);
                return JsonBody.Answer(CaseView.Of(one, room.TimesOf(campaign, one)), status);
            case CaseDone.Unreadable { Why: var why }:
                return JsonBody.Fault(why);
            case CaseDone.NotNow { Why: var why }:
                return Results.Problem(why, statusCode: StatusCodes.Status409Conflict);
            case CaseDone.Wrong { Why: var why }:
                return Results.Problem(why, statusCode: StatusCodes.Status422UnprocessableEntity);
            default:
                return NoSuchCase();
        }
    }
}

/// <summary>Which case an address names, and who is told of what was done.</summary>
internal sealed record CaseAddress(string Campaign, string Case, DurableTaskClient Orchestrations);

/// <summary>An act about a case, as a request states it.</summary>
public interface ICaseAct
{
    /// <summary>The version that was looked at.</summary>
    int Version { get; }

    /// <summary>What stands in the history; null for nothing.</summary>
    string? Words { get; }
}
