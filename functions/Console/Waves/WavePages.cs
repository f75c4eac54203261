using Compensation.CallCentre;
using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Common.Pages;
using Compensation.ConsolePages.Kit;
using Compensation.Notices;
using Compensation.Waves;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Compensation.ConsolePages.Waves;

/// <summary>Waves: those there are, one with what it did, and steering it.</summary>
public sealed class WavePages(Screens screens, WaveStore waves, ShowWaves show, PreviewWave preview, SeriesCharts charts, WaveTasks tasks)
{
    private const string Route = "console/{campaign}/waves";

    [Function("ShowConsoleWaves")]
    [ApiOperation("The page that lists a campaign's waves, with what was sent, delivered, failed and claimed over time: by=channel, by=provider, or by=prefecture of all campaigns here.", AnswerType = "text/html", FaultType = "text/html", Query = [SeriesCharts.By, Languages.Parameter])]
    public Task<IResult> List([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request, string campaign, CancellationToken cancellationToken) =>
        screens.ShowAsync(request, campaign, async screen =>
        {
            List<Wave> all = await waves.ListWithoutAsync(screen.Campaign.Id, ResendRecord.Waves, cancellationToken).ToListAsync(cancellationToken);
            return WavePage.List(screen, await charts.OfAsync(screen, cancellationToken), [.. all.OrderByDescending(wave => wave.Plan.Window.StartsAt).ThenBy(wave => wave.Plan.WaveId, StringComparer.Ordinal)]);
        });

    [Function("ShowConsoleWave")]
    [ApiOperation("The page of one wave; with count=yes its notices are looked through for what was reported since.", AnswerType = "text/html", FaultType = "text/html", Query = ["count", Languages.Parameter])]
    public Task<IResult> Show(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{wave}")] HttpRequest request, string campaign, string wave, [DurableClient] DurableTaskClient orchestrations, CancellationToken cancellationToken) =>
        screens.ShowAsync(request, campaign, async screen => await FindAsync(screen, wave, cancellationToken) is { } known
            ? WavePage.One(screen, await show.ViewAsync(known, orchestrations, recount: request.Query["count"] == "yes", cancellationToken))
            : screen.NotFound());

    [Function("AskConsoleWaveTask")]
    [ApiOperation("The page on which a wave is started, paused, resumed or stopped, or its preview.", AnswerType = "text/html", FaultType = "text/html", Query = [Languages.Parameter])]
    public Task<IResult> Ask([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{wave}/{task}")] HttpRequest request, string campaign, string wave, string task, CancellationToken cancellationToken) =>
        screens.ShowAsync(request, campaign, async screen =>
        {
            if (task == WaveTasks.Plan)
            {
                return PlanTask.FormOf(screen, wave).Show(screen);
            }

            if (await FindAsync(screen, wave, cancellationToken) is not { } known)
            {
                return screen.NotFound();
            }

            WavePreview? outlook = task == WaveTasks.Start && known.Plan.Action == SendNotices.ActionName ? await preview.OfAsync(screen.Campaign, known.Plan, cancellationToken) : null;
            return WaveTasks.FormOf(screen, known, task, outlook)?.Show(screen) ?? screen.NotFound();
        });

    [Function("DoConsoleWaveTask")]
    [ApiOperation("Starts, pauses, resumes or stops a wave, or lays one down.", BodyType = "application/x-www-form-urlencoded", AnswerType = "text/html", FaultType = "text/html", Status = 303, Query = [Languages.Parameter])]
    public Task<IResult> Do(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/{wave}/{task}")] HttpRequest request, string campaign, string wave, string task, [DurableClient] DurableTaskClient orchestrations, CancellationToken cancellationToken) =>
        screens.DoAsync(request, campaign, async (screen, sent) => task == WaveTasks.Plan ? await tasks.PlanAsync(screen, wave, sent, cancellationToken)
            : await FindAsync(screen, wave, cancellationToken) is { } known && WaveTasks.FormOf(screen, known, task, outlook: null, sent) is { } form
                ? await tasks.DoAsync(screen, known, task, form, orchestrations, cancellationToken)
                : screen.NotFound(), cancellationToken);

    private async Task<Wave?> FindAsync(Screen screen, string wave, CancellationToken cancellationToken) => await waves.FindAsync(new WaveId(screen.Campaign.Id, wave), cancellationToken);
}
