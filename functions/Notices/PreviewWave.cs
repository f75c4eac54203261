using System.Collections.Concurrent;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Entitlements;
using Compensation.Waves;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace Compensation.Notices;

/// <summary>
/// What a wave of notices would do if it went on now: how many people, by which way, how many SMS segments, what they cost, when it would end, and what each message looks like. Walks the
/// audience as the wave would, and sends nothing. Before the balances are sealed it is an estimate, from the ledger on file.
/// </summary>
public sealed class PreviewWave(
    CampaignCatalog campaigns,
    WaveStore waves,
    WaveAudience audience,
    NoticeStore notices,
    Recipients recipients,
    AddressBook book,
    NoticeCosts costs,
    ClaimHolders holders,
    IEnumerable<IExpectedAudience> expected,
    IOptions<NoticeOptions> options,
    TimeProvider time)
{
    private const int PageSize = 1000;
    private const int ShardsAtATime = 8;

    [Function(nameof(PreviewWave))]
    [ApiOperation("What a wave would send if it went on now: people, segments, cost, end.", Answer = typeof(WavePreview))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "campaigns/{campaign}/waves/{wave}/preview")] HttpRequest request,
        string campaign, string wave, CancellationToken cancellationToken)
    {
        if (!campaigns.TryFindByRoute(campaign, out Campaign? found))
        {
            return CampaignRoutes.NoSuchCampaign();
        }

        Wave? known = await waves.FindAsync(new WaveId(found.Id, wave), cancellationToken);
        return known switch
        {
            null => await EstimateAsync(found, wave, cancellationToken) is { } estimate ? JsonBody.Answer(estimate) : ShowWaves.NoSuchWave(),
            { Plan.Action: not SendNotices.ActionName } => Results.Problem("This wave sends no notices.", statusCode: StatusCodes.Status409Conflict),
            _ => JsonBody.Answer(await OfAsync(found, known.Plan, cancellationToken)),
        };
    }

    internal async Task<WavePreview> OfAsync(Campaign campaign, WavePlan plan, CancellationToken cancellationToken)
    {
        ConcurrentBag<MessageCount> counts = [];
        ParallelOptions some = new() { MaxDegreeOfParallelism = ShardsAtATime, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, plan.Audience is null ? campaign.Shards : 1, some, async (shard, token) => counts.Add(await CountAsync(campaign, plan, shard, token)));
        return costs.Of(plan, counts.Aggregate(MessageCount.None, (left, right) => left + right)) with { Samples = costs.SamplesOf(campaign, NoticeOrder.Parse(plan.Argument).Kind) };
    }

    /// <returns>Null where the campaign's file has no such wave, or its people are certain by now.</returns>
    private async Task<WavePreview?> EstimateAsync(Campaign campaign, string wave, CancellationToken cancellationToken)
    {
        if (campaign.Waves.FirstOrDefault(one => string.Equals(one.WaveId, wave, StringComparison.Ordinal)) is not { } issue)
        {
            return null;
        }

        NoticeOrder order = new(NoticeKind.Issue, 1, issue.Route);
        foreach (IExpectedAudience audienceToBe in expected)
        {
            if (await audienceToBe.FindAsync(campaign, cancellationToken) is { } people)
            {
                return costs.Estimate(campaign, issue, [.. people.Where(one => order.Covers(one.Route))]);
            }
        }

        return null;
    }

    private async Task<MessageCount> CountAsync(Campaign campaign, WavePlan plan, int shard, CancellationToken cancellationToken)
    {
        NoticeOrder order = NoticeOrder.Parse(plan.Argument);
        NoticeClaimTerms terms = options.Value.TermsOf(plan.WaveId, time.GetUtcNow(), holders) with { Lease = TimeSpan.Zero };
        MessageCount sum = MessageCount.None;
        WavePage? page = new(plan.Campaign, plan.WaveId, plan.Action, plan.Argument, plan.Audience, shard, null, PageSize);
        while (page is not null)
        {
            IReadOnlyList<Entitlement> people = await audience.ReadAsync(page, cancellationToken);
            IReadOnlyList<Entitlement> covered = order.CoveredOf(people);
            IReadOnlyDictionary<EntitlementId, NoticeHistory> histories = covered.Count == 0
                ? new Dictionary<EntitlementId, NoticeHistory>()
                : book.SeenFromToday(covered, await notices.ReadHistoriesAsync(order, covered, cancellationToken));
            foreach (Recipient recipient in await recipients.ReadAsync(covered, cancellationToken))
            {
                if (NoticeDecision.For(order, recipient, histories.GetValueOrDefault(recipient.Person.Id, NoticeHistory.Empty), terms) is NoticeDecision.Send send)
                {
                    sum += costs.Of(campaign, order.Kind, send);
                }
            }

            page = people.Count == PageSize ? page with { After = people[^1].Id } : null;
        }

        return sum;
    }
}

/// <summary>What a wave would do.</summary>
/// <param name="People">Who would be written to.</param>
/// <param name="Sms">Of them, by SMS.</param>
/// <param name="Emails">Of them, by e-mail.</param>
/// <param name="SmsSegments">As how many SMS they are billed.</param>
/// <param name="CostYen">At the configured prices, rounded up.</param>
/// <param name="EndsAt">UTC, if nothing is turned away.</param>
public sealed record WavePreview(long People, long Sms, long Emails, long SmsSegments, long CostYen, DateTimeOffset EndsAt)
{
    /// <summary>The balances are not sealed yet: these are the people of the ledger as it stands, and of those who have to apply all, as if each gave a number.</summary>
    public bool Estimate { get; init; }

    /// <summary>What each message would look like, with an amount and a link that are nobody's.</summary>
    public IReadOnlyList<MessageSample> Samples { get; init; } = [];
}

/// <summary>A message as somebody would read it.</summary>
/// <param name="Channel">By which way.</param>
/// <param name="Subject">Of an e-mail; null for an SMS.</param>
/// <param name="Text">What it says.</param>
/// <param name="Segments">As how many SMS it is billed; 0 for an e-mail.</param>
/// <param name="YenEach">What one costs, at the configured prices.</param>
public sealed record MessageSample(NoticeChannel Channel, string? Subject, string Text, int Segments, decimal YenEach);
