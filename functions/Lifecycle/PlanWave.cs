using Compensation.Awards;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Coupons;
using Compensation.Notices;
using Compensation.Waves;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;

namespace Compensation.Lifecycle;

/// <summary>Waves beyond the campaign's own: an operator lays one down, looks at its preview, and starts it.</summary>
public sealed class PlanWave(CampaignCatalog campaigns, WaveStore waves, SealStore seals, RulesStore rules, IOptions<WaveOptions> options, IOptions<NoticeOptions> notices, TimeProvider time)
{
    /// <summary>Lays a wave down, or anew while it has not been started. Nothing is sent.</summary>
    [Function(nameof(PlanWave))]
    [ApiOperation("Lays down a wave, or anew while it has not been started. Nothing is sent.", Body = typeof(WaveRequest), Answer = typeof(WaveView), Status = 201, OtherAnswer = typeof(WaveView), OtherStatus = 200)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "campaigns/{campaign}/waves/{wave}")] HttpRequest request,
        string campaign, string wave, CancellationToken cancellationToken)
    {
        if (!campaigns.TryFindByRoute(campaign, out Campaign? found))
        {
            return CampaignRoutes.NoSuchCampaign();
        }

        (WaveRequest? body, IResult? fault) = await JsonBody.ReadAsync<WaveRequest>(request, cancellationToken);
        if (body is null)
        {
            return fault!;
        }

        List<string> faults = [.. WaveRules.FaultsOf(found, wave, body, notices.Value.ReminderLeadTime, time.GetUtcNow())];
        string? by = Operators.NameOf(request, body.By);
        if (by is null)
        {
            faults.Add("by: is missing; expected 1 to 100 characters on one line");
        }

        if (faults.Count > 0)
        {
            return JsonBody.Fault(string.Join('\n', faults));
        }

        if (await ShardSizesAsync(found, cancellationToken) is not { } shardSizes)
        {
            return Results.Problem(
                found.Award is null ? "The balances are not sealed yet: nobody is owed anything before the cutoff." : "The points have not been computed yet: nobody has any.",
                statusCode: StatusCodes.Status409Conflict);
        }

        WavePlan plan = body.ToPlan(found, wave, notices.Value.ReminderLeadTime, new WaveSize(options.Value.PageSize, options.Value.Lanes, shardSizes));
        Wave planned = new(plan, WaveStanding.Planned, body.Reason, by!, time.GetUtcNow(), null, default)
        {
            Departure = PrintedWaves.DeparturesOf(found, body) is { Count: > 0 } departures ? new WaveDeparture(departures, body.Departure ?? body.Reason, by!) : null,
        };
        return await KeepAsync(planned, cancellationToken);
    }

    /// <summary>Starts a planned wave. Asking again starts nothing new.</summary>
    [Function(nameof(StartWave))]
    [ApiOperation("Starts a planned wave.", Answer = typeof(WaveView), Status = 202)]
    public async Task<IResult> StartWave(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "campaigns/{campaign}/waves/{wave}/start")] HttpRequest request,
        string campaign, string wave, [DurableClient] DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        if (!campaigns.TryFindByRoute(campaign, out Campaign? found))
        {
            return CampaignRoutes.NoSuchCampaign();
        }

        if (await waves.FindAsync(new WaveId(found.Id, wave), cancellationToken) is not { } known)
        {
            return ShowWaves.NoSuchWave();
        }

        if (known.Standing != WaveStanding.Planned)
        {
            return Results.Problem($"The wave is {known.Standing}; only a planned one can be started.", statusCode: StatusCodes.Status409Conflict);
        }

        await orchestrations.StartWaveAsync(known.Plan, cancellationToken);
        return JsonBody.Answer(WaveView.Of(known, []), StatusCodes.Status202Accepted);
    }

    /// <summary>How many people each shard holds; null before there are any.</summary>
    private async Task<IReadOnlyList<int>?> ShardSizesAsync(Campaign campaign, CancellationToken cancellationToken) => campaign.Award is null
        ? (await seals.FindAsync(campaign.Id, cancellationToken))?.Ledger.ShardSizes
        : (await rules.FindTotalsAsync(campaign.Id, cancellationToken))?.ShardSizes;

    private async Task<IResult> KeepAsync(Wave wave, CancellationToken cancellationToken)
    {
        while (!await waves.TryAddAsync(wave, cancellationToken))
        {
            Wave? earlier = await waves.FindAsync(wave.Plan.Id, cancellationToken);
            if (earlier is { Standing: not WaveStanding.Planned })
            {
                return Results.Problem($"There is a wave of this id already, and it is {earlier.Standing}.", statusCode: StatusCodes.Status409Conflict);
            }

            if (earlier is not null && await waves.TryReplaceAsync(wave with { Version = earlier.Version }, cancellationToken))
            {
                return JsonBody.Answer(WaveView.Of(wave, []));
            }
        }

        return JsonBody.Answer(WaveView.Of(wave, []), StatusCodes.Status201Created);
    }
}
