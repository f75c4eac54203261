using System.Text.RegularExpressions;
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
public sealed partial class PlanWave(CampaignCatalog campaigns, WaveStore waves, SealStore seals, RulesStore rules, IOptions<WaveOptions> options, TimeProvider time)
{
    /// <summary>Lays a wave down, or anew while it has not been started. Nothing is sent.</summary>
    [Function(nameof(PlanWave))]
    [ApiOperation("Lays down a wave, or anew while it has not been started. Nothing is sent.", Body = typeof(WaveRequest), Answer = typeof(WaveView), Status = 201)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "put", Route = "campaigns/{campaign}/waves/{wave}")] HttpRequest request,
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

        List<string> faults = [.. FaultsOf(found, wave, body, time.GetUtcNow())];
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

        WavePlan plan = body.ToPlan(found, wave, new WaveSize(options.Value.PageSize, options.Value.Lanes, shardSizes));
        return await KeepAsync(new Wave(plan, WaveStanding.Planned, body.Reason, by!, time.GetUtcNow(), null, default), cancellationToken);
    }

    /// <summary>Starts a planned wave. Asking again starts nothing new.</summary>
    [Function(nameof(StartWave))]
    [ApiOperation("Starts a planned wave.", Answer = typeof(WaveView), Status = 202)]
    public async Task<IResult> StartWave(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "campaigns/{campaign}/waves/{wave}/start")] HttpRequest request,
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

        if (await orchestrations.GetInstanceAsync(known.Plan.InstanceId, cancellationToken) is null)
        {
            await orchestrations.StartWaveAsync(known.Plan, cancellationToken);
        }

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

    private static IEnumerable<string> FaultsOf(Campaign campaign, string wave, WaveRequest body, DateTimeOffset now)
    {
        if (!WaveName().IsMatch(wave))
        {
            yield return "the wave's id in the address: expected 2 to 40 lower-case letters, digits and hyphens, a letter first";
        }

        if (campaign.Award is null && body.Notice is not (NoticeKind.Issue or NoticeKind.Reminder))
        {
            yield return "notice: expected issue or reminder";
        }

        if (campaign.Award is not null && (body.Notice != NoticeKind.Granted || !campaign.NotifiesGrants))
        {
            yield return campaign.NotifiesGrants ? "notice: expected granted" : "notice: expected none, because the campaign's file has no grantNotice";
        }

        if (body.Notice == NoticeKind.Reminder && (body.Number <= campaign.Reminders.Count || body.Number > 63))
        {
            yield return $"number: expected {campaign.Reminders.Count + 1} to 63, because the campaign's own reminders are numbered up to {campaign.Reminders.Count}";
        }

        if (body.Notice.IsFirst() && body.Number != 1)
        {
            yield return $"number: expected 1, because everybody gets one {(body.Notice == NoticeKind.Issue ? "issue" : "granted")} notice";
        }

        if (body.From >= body.Until || body.Until <= now)
        {
            yield return "until: expected an instant after from and after now";
        }

        if (body.Until > campaign.NoticesEndAt)
        {
            yield return $"until: expected no later than {campaign.NoticesEndAt:O}, {(campaign.Award is null ? "the deadline of collecting" : "when the last members have been told")}";
        }

        if (body.PerMinute is { Sms: < 1 } or { Email: < 1 })
        {
            yield return "perMinute: expected 1 or more for each channel";
        }

        if (body.Canary is { } canary && (canary.People is < 1 or > 10_000 || canary.WaitMinutes is < 1 or > 1440))
        {
            yield return "canary: expected people 1 to 10000 and waitMinutes 1 to 1440";
        }

        if (body.StopRule is { } rule && (rule.FailurePercent is < 1 or > 99 || rule.AtLeast is < 1 or > 100_000))
        {
            yield return "stopRule: expected failurePercent 1 to 99 and atLeast 1 to 100000";
        }

        if (!Operators.IsLine(body.Reason, 500))
        {
            yield return "reason: expected 1 to 500 characters on one line";
        }
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9-]{1,39}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WaveName();
}

/// <summary>What an operator asks of a wave. What is left out is the campaign's.</summary>
/// <param name="Notice"><c>issue</c>: to those who have had none. <c>reminder</c>: to those who were reached and have not claimed. <c>granted</c>: to members who hold points and have not been told.</param>
/// <param name="Number">1 for the issue and for granted; for a reminder a number that the campaign's own reminders do not bear.</param>
/// <param name="From">The first instant.</param>
/// <param name="Until">The exclusive end. Within these, only the campaign's hours of the day are used.</param>
/// <param name="Reason">Why; 1 to 500 characters.</param>
public sealed record WaveRequest(NoticeKind Notice, int Number, DateTimeOffset From, DateTimeOffset Until, string Reason = "")
{
    /// <summary>Only this route's people; left out: all.</summary>
    public EntitlementRoute? Route { get; init; }

    /// <summary>Evenly over the window, instead of as fast as the pace allows.</summary>
    public bool Spread { get; init; }

    public Pace? PerMinute { get; init; }

    public CanaryRequest? Canary { get; init; }

    public StopRule? StopRule { get; init; }

    /// <summary>Who asks, unless signed in.</summary>
    public string? By { get; init; }

    internal WavePlan ToPlan(Campaign campaign, string wave, WaveSize size)
    {
        SendingRule rule = campaign.Sending with
        {
            PerMinute = PerMinute ?? campaign.Sending.PerMinute,
            Canary = Canary is null ? campaign.Sending.Canary : new Canary(Canary.People, TimeSpan.FromMinutes(Canary.WaitMinutes)),
            StopRule = StopRule ?? campaign.Sending.StopRule,
        };
        SendingWindow window = new(From.ToUniversalTime(), Until.ToUniversalTime(), rule.DayStart, rule.DayEnd);
        NoticeOrder order = new(Notice, Number, Route) { Since = Notice == NoticeKind.Granted ? window.StartsAt : null };
        return NoticeWaves.Plan(campaign.Id, wave, order, window, campaign.NoticesEndAt, rule, size) with { Spread = Spread };
    }
}

/// <summary>Who goes first.</summary>
public sealed record CanaryRequest(int People, int WaitMinutes);
