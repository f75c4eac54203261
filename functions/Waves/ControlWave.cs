using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Access;
using Compensation.Common.Hosting;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Compensation.Waves;

/// <summary>
/// The operators' levers. A pause takes effect within one chunk of a hundred people or a second, whichever is longer; what was claimed is sent and recorded, the rest stays for when the wave goes on.
/// </summary>
public sealed class ControlWave(CampaignCatalog campaigns, WaveControl control, KeyedHash hash)
{
    private const int ReasonLengthMax = 500;

    [Function(nameof(PauseWaveByHand))]
    [ApiOperation("Pauses a running wave within one chunk.", Body = typeof(ControlRequest), Answer = typeof(WaveView), MayHeaders = [IdempotencyKey.Header])]
    public Task<IResult> PauseWaveByHand(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "campaigns/{campaign}/waves/{wave}/pause")] HttpRequest request,
        string campaign, string wave, [DurableClient] DurableTaskClient orchestrations, CancellationToken cancellationToken) =>
        MoveAsync(request, campaign, wave, WaveStanding.Paused, orchestrations, cancellationToken);

    [Function(nameof(ResumeWave))]
    [ApiOperation("Lets a paused wave go on where it stood.", Body = typeof(ControlRequest), Answer = typeof(WaveView), MayHeaders = [IdempotencyKey.Header])]
    public Task<IResult> ResumeWave(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "campaigns/{campaign}/waves/{wave}/resume")] HttpRequest request,
        string campaign, string wave, [DurableClient] DurableTaskClient orchestrations, CancellationToken cancellationToken) =>
        MoveAsync(request, campaign, wave, WaveStanding.Running, orchestrations, cancellationToken);

    [Function(nameof(StopWave))]
    [ApiOperation("Ends a wave for good.", Body = typeof(ControlRequest), Answer = typeof(WaveView), MayHeaders = [IdempotencyKey.Header])]
    public Task<IResult> StopWave(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "campaigns/{campaign}/waves/{wave}/stop")] HttpRequest request,
        string campaign, string wave, [DurableClient] DurableTaskClient orchestrations, CancellationToken cancellationToken) =>
        MoveAsync(request, campaign, wave, WaveStanding.Stopped, orchestrations, cancellationToken);

    private async Task<IResult> MoveAsync(HttpRequest request, string campaign, string wave, WaveStanding next, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        if (!campaigns.TryFindByRoute(campaign, out Campaign? found))
        {
            return CampaignRoutes.NoSuchCampaign();
        }

        (ControlRequest? body, IResult? fault) = await JsonBody.ReadAsync<ControlRequest>(request, cancellationToken);
        if (body is null)
        {
            return fault!;
        }

        if (Operators.NameOf(request, body.By) is not { } by || !Operators.IsLine(body.Reason, ReasonLengthMax))
        {
            return JsonBody.Fault($"Expected by, 1 to 100 characters, and reason, 1 to {ReasonLengthMax} characters, each on one line.");
        }

        SentAct act = SentAct.Of(hash, IdempotencyKey.TryRead(request, out string? key) ? key : null, $"{Caller.Of(request.HttpContext).Subject}\n{by}", $"{next}", body.Reason);
        WaveMove move = await control.MoveAsync(new WaveId(found.Id, wave), next, body.Reason, by, cancellationToken, act);
        if (move is WaveMove.Done { Wave: var moved })
        {
            await orchestrations.WakeAsync(moved, cancellationToken);
        }

        return move switch
        {
            WaveMove.Done done => JsonBody.Answer(WaveView.Of(done.Wave, [])),
            WaveMove.NotAllowed not => Results.Problem($"The wave is {not.Wave.Standing}; it cannot become {next}.", statusCode: StatusCodes.Status409Conflict),
            _ => ShowWaves.NoSuchWave(),
        };
    }
}

/// <summary>An operator's word on a wave.</summary>
/// <param name="Reason">Why; 1 to 500 characters.</param>
/// <param name="By">Who, unless signed in.</param>
public sealed record ControlRequest(string Reason = "", string? By = null);
