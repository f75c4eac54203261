using Compensation.Campaigns;
using Compensation.Common.Http;
using Compensation.Entitlements;
using Microsoft.AspNetCore.Http;

namespace Compensation.CallCentre.Erasing;

/// <summary>What became of a request to erase somebody.</summary>
internal abstract record ErasureAnswer
{
    private ErasureAnswer()
    {
    }

    public sealed record Done(ErasedPerson Person) : ErasureAnswer;

    /// <summary>Nothing was done; in words.</summary>
    public sealed record NotNow(string Why, ErasurePlan Plan) : ErasureAnswer;
}

/// <summary>Who was erased.</summary>
/// <param name="Person">The id that was named.</param>
/// <param name="Erased">All rights and coupons of the person.</param>
/// <param name="At">When (UTC).</param>
/// <param name="By">By whom.</param>
public sealed record ErasedPerson(EntitlementId Person, IReadOnlyList<EntitlementId> Erased, DateTimeOffset At, string By);

/// <summary>Erases somebody by a plan that was looked at; wholly, or not at all.</summary>
public sealed class EraseOnRequest(PlanErasure plans, CarryOutErasure carryOut)
{
    internal const string Busy = "The ledger is being imported. Try again when that is done.";
    internal const string Overtaken = "It has changed since it was looked at: look at it again.";

    /// <summary>Done to its end, whoever waits for the answer; and on record with a row for each right. Done again, it answers the same.</summary>
    /// <returns>Null where nobody is known by the id.</returns>
    internal async Task<ErasureAnswer?> HandleAsync(HttpContext http, Campaign campaign, EntitlementId id, string? plan, bool givesUp, string by)
    {
        if (await plans.HandleAsync(campaign, id, CancellationToken.None) is not { } now)
        {
            return null;
        }

        bool isErased = now.Erased is not null;
        string? whyNot = isErased ? null
            : now.BarsUnless(givesUp).Any() ? string.Join('\n', now.BarsUnless(givesUp).Select(bar => $"{bar.Person}: {bar.Says}"))
            : !string.Equals(plan, now.Plan, StringComparison.Ordinal) ? plan is null ? "plan: is missing; GET the plan first, and name it." : Overtaken
            : null;
        if (whyNot is not null)
        {
            return new ErasureAnswer.NotNow(whyNot, now);
        }

        if (await carryOut.HandleAsync(campaign, now.People, givesUp, by, CancellationToken.None) is not { } done)
        {
            return new ErasureAnswer.NotNow(Busy, now);
        }

        ActNote.Of(http).Rows.AddRange(now.People.Select(one => new ActNoteRow($"{one}", "Erased")));
        return new ErasureAnswer.Done(new ErasedPerson(id, now.People, done.At, done.By));
    }
}
