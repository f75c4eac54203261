using System.Text.Json;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Coupons;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Waves;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Compensation.CallCentre;

/// <summary>
/// Sends the link again: to one person, a list, or everybody for whom a filter holds. A resend is a wave like any other, over the people it names, so it can be watched, paused and stopped.
/// </summary>
public sealed class ResendNotices(
    CampaignCatalog campaigns,
    ResendCheck check,
    PlanResend plans,
    ResendStore resends,
    CorrectContact correct,
    EntitlementMarks marks,
    Unreached unreached,
    SealStore seals,
    WaveStore waves,
    KeyedHash hash,
    TimeProvider time,
    ILogger<ResendNotices> log)
{
    /// <summary>Carries a resend out. The same key again finds the order and starts nothing new; what a crash left undone it completes.</summary>
    [Function(nameof(ResendNotices))]
    [ApiOperation("Sends the link again to named people or to those for whom a filter holds. The same key again starts nothing new. With dryRun=true nothing is sent, and the plan is answered with status 200.", Body = typeof(ResendRequest), Answer = typeof(ResendView), Status = 202, OtherAnswer = typeof(ResendPlanView), OtherStatus = 200, Headers = [IdempotencyKey.Header], Query = ["dryRun"])]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "campaigns/{campaign}/resends")] HttpRequest request,
        string campaign, [DurableClient] DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        if (!campaigns.TryFindByRoute(campaign, out Campaign? found) || found.Kind == CampaignKind.PointsAward)
        {
            return CampaignRoutes.NoSuchCampaign();
        }

        if (!DryRun.TryRead(request, out bool dryRun))
        {
            return DryRun.Fault();
        }

        if (!IdempotencyKey.TryRead(request, out string? key) && !dryRun)
        {
            return IdempotencyKey.Missing("resend");
        }

        (ResendRequest? body, IResult? fault) = await JsonBody.ReadAsync<ResendRequest>(request, cancellationToken);
        if (body is null)
        {
            return fault!;
        }

        if (Operators.NameOf(request, body.By) is not { } by)
        {
            return JsonBody.Fault("by: is missing; expected 1 to 100 characters on one line");
        }

        string order = hash.LookUpKey("resend-order", $"{found.Id}\n{key}")[..16];
        string fingerprint = hash.LookUpKey("resend-body", $"{by}\n{JsonSerializer.Serialize(body, JsonBody.Format)}");
        if (!dryRun && await resends.FindAsync(found.Id, order, cancellationToken) is { } earlier)
        {
            return await RepeatAsync(found, body, earlier, fingerprint, orchestrations, cancellationToken);
        }

        (ResendOrder? given, IResult? refusal) = await WorkOutAsync(found, body, order, cancellationToken);
        return given is null ? refusal!
            : dryRun ? JsonBody.Answer(new ResendPlanView(plans.NameOf(found, body, given.Outlook.People), given.Outlook, [.. given.Named.Select(NamedPersonView.Of)]))
            : await BeginAsync(found, body, given, fingerprint, by, orchestrations, cancellationToken);
    }

    /// <summary>Everything that can be said before anything is done.</summary>
    private async Task<(ResendOrder? Order, IResult? Refusal)> WorkOutAsync(Campaign campaign, ResendRequest body, string order, CancellationToken cancellationToken)
    {
        IssueProgress progress = await IssueProgress.OfAsync(campaign, waves, time.GetUtcNow(), cancellationToken);
        ResendDraft draft = plans.DraftOf(campaign, body, order, progress);
        (IReadOnlyList<PersonToReach> people, IReadOnlyList<string> faults) = await check.RunAsync(campaign, body, cancellationToken);
        if (faults.Count > 0)
        {
            return (null, Refused(draft, faults));
        }

        if (await seals.FindAsync(campaign.Id, cancellationToken) is not { Ledger: var ledger })
        {
            return (null, Results.Problem("The balances are not sealed yet: nobody has a link.", statusCode: StatusCodes.Status409Conflict));
        }

        if (body.Filter is not null)
        {
            return draft.IsLate ? (null, TooLate(campaign)) : Planned(campaign, body, new ResendOrder(draft, people, [], await plans.OfEverybodyAsync(campaign, draft, ledger.ShardSizes, cancellationToken), ledger.ShardSizes));
        }

        (IReadOnlyList<NamedPerson> named, ResendOutlook outlook) = await plans.OfNamedAsync(campaign, draft, people, progress, cancellationToken);
        return ResendCheck.FaultsOf(named, draft.IsLate) is { Count: > 0 } personal
            ? (null, Refused(draft, personal))
            : Planned(campaign, body, new ResendOrder(draft, people, named, outlook, ledger.ShardSizes));
    }

    private (ResendOrder? Order, IResult? Refusal) Planned(Campaign campaign, ResendRequest body, ResendOrder order) =>
        body.Plan is null && body.Filter is null ? (order, null) : (order with { FaultOfPlan = plans.FaultOfPlan(campaign, body, order.Outlook) }, null);

    private static IResult Refused(ResendDraft draft, IReadOnlyList<string> faults) => draft.IsLate
        ? Results.Problem($"No hour of sending is left before the deadline; only who claimed in time, and holds a code that is valid, can be sent the link.\n{string.Join('\n', faults)}", statusCode: StatusCodes.Status409Conflict)
        : JsonBody.Fault(string.Join('\n', faults));

    private static IResult TooLate(Campaign campaign) => Results.Problem(
        $"No hour of sending is left before the deadline, {JapanTime.LastMinuteBefore(campaign.ReceiptEndsAt)}. Who claimed in time can be sent the link by name.", statusCode: StatusCodes.Status409Conflict);

    private async Task<IResult> BeginAsync(
        Campaign campaign, ResendRequest body, ResendOrder given, string fingerprint, string by, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        if (given.FaultOfPlan is { } fault)
        {
            return Results.Problem(fault, statusCode: StatusCodes.Status409Conflict);
        }

        ResendRecord record = new(given.Draft.Terms.Order, fingerprint, by, body.Reason, given.Draft.At, given.Draft.Terms.Filter, body.Channel, given.Named, given.Outlook, given.Draft.Order, given.Draft.Window);
        if (!await resends.TryAddAsync(campaign.Id, record, cancellationToken))
        {
            ResendRecord first = await resends.FindAsync(campaign.Id, record.Order, cancellationToken) ?? throw new InvalidDataException($"Resend {record.Order} of {campaign.Id} is on record and cannot be read.");
            return await RepeatAsync(campaign, body, first, fingerprint, orchestrations, cancellationToken);
        }

        log.ResendOrdered(campaign.Id, record.Order, by, record.Filter, record.People.Count, record.Corrected.Count());
        await CarryOutAsync(campaign, record, given.People, given.Everybody, orchestrations, cancellationToken);
        return JsonBody.Answer(ResendView.WithPeople(record), StatusCodes.Status202Accepted);
    }

    /// <summary>The same key again: the same request meets its order, and completes what another left undone; another request is a mistake.</summary>
    private async Task<IResult> RepeatAsync(
        Campaign campaign, ResendRequest body, ResendRecord earlier, string fingerprint, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        if (!string.Equals(earlier.Fingerprint, fingerprint, StringComparison.Ordinal))
        {
            return Results.Problem(IdempotencyKey.UsedForAnother("resend"), statusCode: StatusCodes.Status422UnprocessableEntity);
        }

        if (await orchestrations.GetInstanceAsync($"{campaign.Id}:{earlier.WaveId}", cancellationToken) is null
            && await seals.FindAsync(campaign.Id, cancellationToken) is { Ledger: var ledger })
        {
            IReadOnlyList<PersonToReach> people = await check.ReadAgainAsync(campaign, body, earlier, cancellationToken);
            await CarryOutAsync(campaign, earlier, people, ledger.ShardSizes, orchestrations, cancellationToken);
        }

        return JsonBody.Answer(ResendView.WithPeople(earlier), StatusCodes.Status202Accepted);
    }

    private async Task CarryOutAsync(
        Campaign campaign, ResendRecord record, IReadOnlyList<PersonToReach> people, IReadOnlyList<int> everybody, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        // On the list first: nobody knows yet whether anything reaches a corrected address, and its owner stays there until something does.
        await unreached.ListAsync(campaign.Id, record.Addressed.Intersect(record.Corrected).Concat(record.WithoutAddress), cancellationToken);
        await correct.RunAsync([.. people.Where(person => person.IsCorrected)], record.Order, cancellationToken);

        await marks.AddAsync(campaign.Id, record.WaveId, record.Addressed, cancellationToken);
        ResendDraft draft = record.Draft;
        WavePlan plan = record.Filter == ResendFilter.All ? plans.PlanOf(campaign, draft, record.Addressed.Count()) : plans.PlanOf(campaign, draft, everybody);
        await orchestrations.StartWaveAsync(plan, cancellationToken);
    }

    /// <summary>An order as it is about to be given.</summary>
    private sealed record ResendOrder(ResendDraft Draft, IReadOnlyList<PersonToReach> People, IReadOnlyList<NamedPerson> Named, ResendOutlook Outlook, IReadOnlyList<int> Everybody)
    {
        public string? FaultOfPlan { get; init; }
    }
}
