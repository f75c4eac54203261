using System.Text.Json;
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
public sealed class PlanWave(CampaignCatalog campaigns, WaveStore waves, SealStore seals, RulesStore rules, IOptions<WaveOptions> options, IOptions<NoticeOptions> notices, KeyedHash hash, TimeProvider time)
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

        string? by = Operators.NameOf(request, body.By);
        return await HandleAsync(found, wave, body, by, cancellationToken) switch
        {
            WavePlanned.Kept { IsNew: var isNew, Wave: var kept } => JsonBody.Answer(WaveView.Of(kept, []), isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK),
            WavePlanned.Faulty { Why: var why } => JsonBody.Fault(why),
            WavePlanned.NotNow { Why: var why } => Results.Problem(why, statusCode: StatusCodes.Status409Conflict),
            _ => throw new InvalidOperationException("There is no answer for this plan."),
        };
    }

    /// <summary>Lays a wave down, or anew while it has not been started. Nothing is sent. The same plan again is known as such, whatever hour it is by now, and whether it has been started.</summary>
    internal async Task<WavePlanned> HandleAsync(Campaign campaign, string wave, WaveRequest request, string? by, CancellationToken cancellationToken)
    {
        SentAct act = SentAct.OfVersion(hash, by ?? string.Empty, nameof(PlanWave), wave, JsonSerializer.Serialize(request, JsonBody.Format));
        if (await waves.FindAsync(new WaveId(campaign.Id, wave), cancellationToken) is { } laid && laid.Acts.Know(act))
        {
            return new WavePlanned.Kept(laid, IsNew: false);
        }

        List<string> faults = [.. WaveRules.FaultsOf(campaign, wave, request, notices.Value.ReminderLeadTime, time.GetUtcNow())];
        if (by is null)
        {
            faults.Add("by: is missing; expected 1 to 100 characters on one line");
        }

        if (faults.Count > 0)
        {
            return new WavePlanned.Faulty(string.Join('\n', faults));
        }

        if (await ShardSizesAsync(campaign, cancellationToken) is not { } shardSizes)
        {
            return new WavePlanned.NotNow(campaign.Award is null ? "The balances are not sealed yet: nobody is owed anything before the cutoff." : "The points have not been computed yet: nobody has any.");
        }

        WavePlan plan = request.ToPlan(campaign, wave, notices.Value.ReminderLeadTime, new WaveSize(options.Value.PageSize, options.Value.Lanes, shardSizes));
        return await KeepAsync(
            new Wave(plan, WaveStanding.Planned, request.Reason, by!, time.GetUtcNow(), null, default)
            {
                Acts = default(RecentActs).With(act),
                Departure = PrintedWaves.DeparturesOf(campaign, request) is { Count: > 0 } departures ? new WaveDeparture(departures, request.Departure ?? request.Reason, by!) : null,
            },
            cancellationToken);
    }

    [Function(nameof(StartWave))]
    [ApiOperation("Starts a planned wave. One that has been started already is left as it is.", Answer = typeof(WaveView), Status = 202)]
    public async Task<IResult> StartWave(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "campaigns/{campaign}/waves/{wave}/start")] HttpRequest request,
        string campaign, string wave, [DurableClient] DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        if (!campaigns.TryFindByRoute(campaign, out Campaign? found))
        {
            return CampaignRoutes.NoSuchCampaign();
        }

        if (await waves.FindAsync(new WaveId(found.Id, wave), cancellationToken) is { } planned && WhyNotStart(planned) is { } why)
        {
            return Results.Problem(why, statusCode: StatusCodes.Status409Conflict);
        }

        return await StartAsync(found, wave, orchestrations, cancellationToken) switch
        {
            null => ShowWaves.NoSuchWave(),
            { Standing: WaveStanding.Stopped } stopped => Results.Problem($"The wave is {stopped.Standing}; only a planned one can be started.", statusCode: StatusCodes.Status409Conflict),
            var started => JsonBody.Answer(WaveView.Of(started, []), StatusCodes.Status202Accepted),
        };
    }

    /// <returns>Why a wave that is still planned cannot be started any more; null where it can be, or has been.</returns>
    internal string? WhyNotStart(Wave wave) =>
        wave is { Standing: WaveStanding.Planned, Plan: { Deadline: { } end, Window: var window } } && window.NextOpening(time.GetUtcNow()) >= end
            ? $"It is too late: no hour of sending is left before {JapanTime.Stated(end)}, so that nobody would be written to."
            : null;

    /// <returns>The wave as it stood: started where it was planned, and left as it is where it had been; null where there is none.</returns>
    internal async Task<Wave?> StartAsync(Campaign campaign, string wave, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        Wave? known = await waves.FindAsync(new WaveId(campaign.Id, wave), cancellationToken);
        if (known is { Standing: WaveStanding.Planned })
        {
            await orchestrations.StartWaveAsync(known.Plan, cancellationToken);
        }

        return known;
    }

    private async Task<IReadOnlyList<int>?> ShardSizesAsync(Campaign campaign, CancellationToken cancellationToken) => campaign.Award is null
        ? (await seals.FindAsync(campaign.Id, cancellationToken))?.Ledger.ShardSizes
        : (await rules.FindTotalsAsync(campaign.Id, cancellationToken))?.ShardSizes;

    private async Task<WavePlanned> KeepAsync(Wave wave, CancellationToken cancellationToken)
    {
        while (!await waves.TryAddAsync(wave, cancellationToken))
        {
            Wave? earlier = await waves.FindAsync(wave.Plan.Id, cancellationToken);
            if (earlier is { Standing: not WaveStanding.Planned })
            {
                return new WavePlanned.NotNow($"There is a wave of this id already, and it is {earlier.Standing}.");
            }

            if (earlier is not null && await waves.TryReplaceAsync(wave with { Version = earlier.Version }, cancellationToken))
            {
                return new WavePlanned.Kept(wave, IsNew: false);
            }
        }

        return new WavePlanned.Kept(wave, IsNew: true);
    }
}

/// <summary>What became of a plan.</summary>
internal abstract record WavePlanned
{
    private WavePlanned()
    {
    }

    public sealed record Kept(Wave Wave, bool IsNew) : WavePlanned;

    /// <summary>The request says something that cannot be, field by field.</summary>
    public sealed record Faulty(string Why) : WavePlanned;

    public sealed record NotNow(string Why) : WavePlanned;
}
