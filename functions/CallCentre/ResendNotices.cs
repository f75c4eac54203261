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
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Compensation.CallCentre;

/// <summary>
/// Sends the link again: to one person, a list, or everybody for whom a filter holds. A resend is a wave like any other, over the people it names, so it can be watched, paused and stopped.
/// </summary>
public sealed class ResendNotices(
    CampaignCatalog campaigns,
    ResendCheck check,
    ResendStore resends,
    CorrectContact correct,
    EntitlementMarks marks,
    SealStore seals,
    KeyedHash hash,
    IOptions<CallCentreOptions> options,
    IOptions<WaveOptions> waves,
    TimeProvider time,
    ILogger<ResendNotices> log)
{
    public const string KeyHeader = "Idempotency-Key";

    private const int KeyLengthMax = 100;

    /// <summary>Carries a resend out. The same key again finds the order and starts nothing new; what a crash left undone it completes.</summary>
    [Function(nameof(ResendNotices))]
    [ApiOperation("Sends the link again to named people or to those for whom a filter holds. The same key again starts nothing new.", Body = typeof(ResendRequest), Answer = typeof(ResendView), Status = 202, Headers = [KeyHeader])]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "campaigns/{campaign}/resends")] HttpRequest request,
        string campaign, [DurableClient] DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        if (!campaigns.TryFindByRoute(campaign, out Campaign? found) || found.Kind == CampaignKind.PointsAward)
        {
            return CampaignRoutes.NoSuchCampaign();
        }

        if (request.Headers[KeyHeader].FirstOrDefault() is not { } key || !Operators.IsLine(key, KeyLengthMax))
        {
            return JsonBody.Fault($"{KeyHeader}: is missing; expected 1 to {KeyLengthMax} characters, new for each resend and the same for each repetition of it.");
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

        if (time.GetUtcNow() >= found.ReceiptEndsAt)
        {
            return Results.Problem($"Collecting has ended: {JapanTime.LastMinuteBefore(found.ReceiptEndsAt)}.", statusCode: StatusCodes.Status409Conflict);
        }

        string order = hash.LookUpKey("resend-order", $"{found.Id}\n{key}")[..16];
        string fingerprint = hash.LookUpKey("resend-body", $"{by}\n{JsonSerializer.Serialize(body, JsonBody.Format)}");
        return await resends.FindAsync(found.Id, order, cancellationToken) is { } earlier
            ? await RepeatAsync(found, body, earlier, fingerprint, orchestrations, cancellationToken)
            : await BeginAsync(found, body, order, fingerprint, by, orchestrations, cancellationToken);
    }

    private async Task<IResult> BeginAsync(
        Campaign campaign, ResendRequest body, string order, string fingerprint, string by, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        (IReadOnlyList<PersonToReach> people, IReadOnlyList<string> faults) = await check.RunAsync(campaign, body, cancellationToken);
        if (faults.Count > 0)
        {
            return JsonBody.Fault(string.Join('\n', faults));
        }

        if (await seals.FindAsync(campaign.Id, cancellationToken) is not { Ledger: var ledger })
        {
            return Results.Problem("The balances are not sealed yet: nobody has a link.", statusCode: StatusCodes.Status409Conflict);
        }

        ResendRecord record = new(
            order, fingerprint, by, body.Reason, time.GetUtcNow(), body.Filter ?? ResendFilter.All, body.Channel,
            [.. people.Select(person => person.Person.Id)], [.. people.Where(person => person.IsCorrected).Select(person => person.Person.Id)]);
        if (!await resends.TryAddAsync(campaign.Id, record, cancellationToken))
        {
            // The same key at the same moment: whoever was first is carrying it out.
            return JsonBody.Answer(ResendView.Of(record), StatusCodes.Status202Accepted);
        }

        log.ResendOrdered(campaign.Id, order, by, record.Filter, record.People.Count, record.Corrected.Count);
        await CarryOutAsync(campaign, record, people, ledger.ShardSizes, orchestrations, cancellationToken);
        return JsonBody.Answer(ResendView.Of(record), StatusCodes.Status202Accepted);
    }

    private async Task<IResult> RepeatAsync(
        Campaign campaign, ResendRequest body, ResendRecord earlier, string fingerprint, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        if (!string.Equals(earlier.Fingerprint, fingerprint, StringComparison.Ordinal))
        {
            return Results.Problem($"This {KeyHeader} was used for another resend.", statusCode: StatusCodes.Status422UnprocessableEntity);
        }

        if (await orchestrations.GetInstanceAsync($"{campaign.Id}:{earlier.WaveId}", cancellationToken) is null
            && await seals.FindAsync(campaign.Id, cancellationToken) is { Ledger: var ledger })
        {
            (IReadOnlyList<PersonToReach> people, IReadOnlyList<string> faults) = await check.RunAsync(campaign, body, cancellationToken);
            if (faults.Count > 0)
            {
                return JsonBody.Fault(string.Join('\n', faults));
            }

            await CarryOutAsync(campaign, earlier, people, ledger.ShardSizes, orchestrations, cancellationToken);
        }

        return JsonBody.Answer(ResendView.Of(earlier));
    }

    private async Task CarryOutAsync(
        Campaign campaign, ResendRecord record, IReadOnlyList<PersonToReach> people, IReadOnlyList<int> everybody, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        await correct.RunAsync([.. people.Where(person => person.IsCorrected)], record.Order, cancellationToken);

        await marks.AddAsync(campaign.Id, record.WaveId, record.People, cancellationToken);
        WavePlan plan = PlanOf(campaign, record, everybody);
        await orchestrations.StartWaveAsync(plan, cancellationToken);
    }

    private WavePlan PlanOf(Campaign campaign, ResendRecord record, IReadOnlyList<int> everybody)
    {
        NoticeOrder order = new(NoticeKind.Resend, 0, null) { Resend = new ResendTerms(record.Order, record.Filter, options.Value.ResendsPerPerson, record.Channel) };
        SendingWindow window = new(record.At, campaign.ReceiptEndsAt, campaign.Sending.DayStart, campaign.Sending.DayEnd);
        return record.Filter == ResendFilter.All
            ? NoticeWaves.PlanForMarked(campaign.Id, record.WaveId, order, window, campaign.NoticesEndAt, campaign.Sending, record.WaveId, record.People.Count, waves.Value.PageSize)
            : NoticeWaves.Plan(campaign.Id, record.WaveId, order, window, campaign.NoticesEndAt, campaign.Sending, new WaveSize(waves.Value.PageSize, waves.Value.Lanes, everybody));
    }
}

/// <summary>A resend as operators see it. The wave says how far it is.</summary>
public sealed record ResendView(string Order, string Wave, string By, string Reason, DateTimeOffset At, ResendFilter Filter, NoticeChannel? Channel, int People, int Corrected)
{
    internal static ResendView Of(ResendRecord record) => new(
        record.Order, record.WaveId, record.By, record.Reason, record.At, record.Filter, record.Channel, record.People.Count, record.Corrected.Count);
}
