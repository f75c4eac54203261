using Compensation.Campaigns;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Compensation.Waves;

/// <summary>A campaign's waves: what each was told to do, how it stands, how far it is, what it did.</summary>
public sealed class ShowWaves(CampaignCatalog campaigns, WaveStore waves, IEnumerable<IWaveAction> actions)
{
    private readonly Dictionary<string, IWaveAction> _actions = actions.ToDictionary(action => action.Name, StringComparer.Ordinal);

    [Function(nameof(ListWaves))]
    [ApiOperation("All waves of a campaign.", Answer = typeof(WaveView[]))]
    public async Task<IResult> ListWaves(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "campaigns/{campaign}/waves")] HttpRequest request,
        string campaign, [DurableClient] DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        if (!campaigns.TryFindByRoute(campaign, out Campaign? found))
        {
            return CampaignRoutes.NoSuchCampaign();
        }

        List<WaveView> views = [];
        await foreach (Wave wave in waves.ListAsync(found.Id, cancellationToken))
        {
            views.Add(await ViewAsync(wave, orchestrations, recount: true, cancellationToken));
        }

        return JsonBody.Answer(views.OrderBy(view => view.Plan.Window.StartsAt).ThenBy(view => view.Id, StringComparer.Ordinal));
    }

    [Function(nameof(ShowWave))]
    [ApiOperation("One wave: its plan, how it stands, how far it is, what it did.", Answer = typeof(WaveView))]
    public async Task<IResult> ShowWave(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "campaigns/{campaign}/waves/{wave}")] HttpRequest request,
        string campaign, string wave, [DurableClient] DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        if (!campaigns.TryFindByRoute(campaign, out Campaign? found))
        {
            return CampaignRoutes.NoSuchCampaign();
        }

        return await waves.FindAsync(new WaveId(found.Id, wave), cancellationToken) is { } known
            ? JsonBody.Answer(await ViewAsync(known, orchestrations, recount: true, cancellationToken))
            : NoSuchWave();
    }

    public static IResult NoSuchWave() => Results.Problem("There is no such wave.", statusCode: StatusCodes.Status404NotFound);

    /// <param name="wave">Which.</param>
    /// <param name="orchestrations">Where its lanes stand.</param>
    /// <param name="recount">Whether its notices are looked through for what was reported since.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    internal async Task<WaveView> ViewAsync(Wave wave, DurableTaskClient orchestrations, bool recount, CancellationToken cancellationToken)
    {
        List<OrchestrationMetadata> lanes = [];
        if (wave.Result is null)
        {
            OrchestrationQuery query = new(InstanceIdPrefix: $"{wave.Plan.InstanceId}:", FetchInputsAndOutputs: true);
            await foreach (OrchestrationMetadata lane in orchestrations.GetAllInstancesAsync(query).WithCancellation(cancellationToken))
            {
                lanes.Add(lane);
            }
        }

        return WaveView.Of(wave, lanes, recount ? await _actions[wave.Plan.Action].RecountAsync(wave.Plan.Id, cancellationToken) : null);
    }
}
