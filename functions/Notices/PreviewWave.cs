using System.Collections.Concurrent;
using Compensation.Campaigns;
using Compensation.Common.Http;
using Compensation.Entitlements;
using Compensation.Notices.Text;
using Compensation.Waves;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace Compensation.Notices;

/// <summary>
/// What a wave of notices would do if it went on now: how many people, by which way, how many SMS segments, what they cost, when it would end. Walks the audience as the wave would, and sends nothing.
/// </summary>
public sealed class PreviewWave(
    CampaignCatalog campaigns,
    WaveStore waves,
    WaveAudience audience,
    NoticeStore notices,
    Recipients recipients,
    IOptions<ReceiptSiteOptions> site,
    IOptions<PriceOptions> prices,
    ClaimHolders holders,
    TimeProvider time)
{
    private const int PageSize = 1000;
    private const int ShardsAtATime = 8;

    [Function(nameof(PreviewWave))]
    [ApiOperation("What a wave would send if it went on now: people, segments, cost, end.", Answer = typeof(WavePreview))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "campaigns/{campaign}/waves/{wave}/preview")] HttpRequest request,
        string campaign, string wave, CancellationToken cancellationToken)
    {
        if (!campaigns.TryFindByRoute(campaign, out Campaign? found))
        {
            return CampaignRoutes.NoSuchCampaign();
        }

        Wave? known = await waves.FindAsync(new WaveId(found.Id, wave), cancellationToken);
        return known switch
        {
            null => ShowWaves.NoSuchWave(),
            { Plan.Action: not SendNotices.ActionName } => Results.Problem("This wave sends no notices.", statusCode: StatusCodes.Status409Conflict),
            _ => JsonBody.Answer(await OfAsync(found, known.Plan, cancellationToken)),
        };
    }

    internal async Task<WavePreview> OfAsync(Campaign campaign, WavePlan plan, CancellationToken cancellationToken)
    {
        ConcurrentBag<MessageCount> counts = [];
        ParallelOptions some = new() { MaxDegreeOfParallelism = ShardsAtATime, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, plan.Audience is null ? campaign.Shards : 1, some, async (shard, token) => counts.Add(await CountAsync(campaign, plan, shard, token)));
        MessageCount sum = counts.Aggregate(MessageCount.None, (left, right) => left + right);
        decimal cost = (sum.SmsSegments * prices.Value.YenPerSmsSegment) + (sum.Emails * prices.Value.YenPerEmail);
        return new WavePreview(sum.Sms + sum.Emails, sum.Sms, sum.Emails, sum.SmsSegments, (long)Math.Ceiling(cost), EndOf(plan, sum));
    }

    private async Task<MessageCount> CountAsync(Campaign campaign, WavePlan plan, int shard, CancellationToken cancellationToken)
    {
        NoticeOrder order = NoticeOrder.Parse(plan.Argument);
        NoticeClaimTerms terms = new(time.GetUtcNow(), Guid.Empty, TimeSpan.Zero, holders);
        string link = site.Value.LinkTo(new string('A', ReceiptLinks.TokenLength));
        MessageCount sum = MessageCount.None;
        WavePage? page = new(plan.Campaign, plan.WaveId, plan.Action, plan.Argument, plan.Audience, shard, null, PageSize);
        while (page is not null)
        {
            IReadOnlyList<Entitlement> people = await audience.ReadAsync(page, cancellationToken);
            IReadOnlyDictionary<EntitlementId, NoticeHistory> histories = people.Count == 0
                ? new Dictionary<EntitlementId, NoticeHistory>()
                : await notices.ReadHistoriesAsync(order, people, cancellationToken);
            foreach (Recipient recipient in await recipients.ReadAsync(people, cancellationToken))
            {
                if (NoticeDecision.For(order, recipient, histories.GetValueOrDefault(recipient.Person.Id, NoticeHistory.Empty), terms) is NoticeDecision.Send send)
                {
                    sum += send.Claim.Channel == NoticeChannel.Sms
                        ? new MessageCount(1, NoticeComposer.Sms(campaign, send.Amount, link, order.Kind).Segments, 0)
                        : new MessageCount(0, 0, 1);
                }
            }

            page = people.Count == PageSize ? page with { After = people[^1].Id } : null;
        }

        return sum;
    }

    /// <summary>A spread wave ends with its window; another when its slowest channel is through.</summary>
    private DateTimeOffset EndOf(WavePlan plan, MessageCount sum)
    {
        if (plan.Spread)
        {
            return plan.Window.EndsAt;
        }

        DateTimeOffset start = time.GetUtcNow() > plan.Window.StartsAt ? time.GetUtcNow() : plan.Window.StartsAt;
        Dictionary<string, long> load = new(StringComparer.Ordinal)
        {
            [PagePart.LoadOf(NoticeChannel.Sms)] = sum.Sms,
            [PagePart.LoadOf(NoticeChannel.Email)] = sum.Emails,
        };
        TimeSpan work = (plan with { Lanes = 1 }).IntervalAfter(load) + (plan.Canary?.Wait ?? TimeSpan.Zero);
        return plan.Window.After(start, work);
    }

    private sealed record MessageCount(long Sms, long SmsSegments, long Emails)
    {
        public static readonly MessageCount None = new(0, 0, 0);

        public static MessageCount operator +(MessageCount left, MessageCount right) =>
            new(left.Sms + right.Sms, left.SmsSegments + right.SmsSegments, left.Emails + right.Emails);
    }
}

/// <summary>What a wave would do.</summary>
/// <param name="People">Who would be written to.</param>
/// <param name="Sms">Of them, by SMS.</param>
/// <param name="Emails">Of them, by e-mail.</param>
/// <param name="SmsSegments">As how many SMS they are billed.</param>
/// <param name="CostYen">At the configured prices, rounded up.</param>
/// <param name="EndsAt">UTC, if nothing is turned away.</param>
public sealed record WavePreview(long People, long Sms, long Emails, long SmsSegments, long CostYen, DateTimeOffset EndsAt);
