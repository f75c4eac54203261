using Compensation.Campaigns;
using Compensation.Entitlements;
using Compensation.Notices.Text;
using Compensation.Waves;
using Microsoft.Extensions.Options;

namespace Compensation.Notices;

/// <summary>What messages cost, and how long they take.</summary>
public sealed class NoticeCosts(IOptions<ReceiptSiteOptions> site, IOptions<PriceOptions> prices, TimeProvider time)
{
    /// <summary>Every link is as long as this one.</summary>
    private readonly string _link = site.Value.LinkTo(new string('A', ReceiptLinks.TokenLength));

    /// <summary>One message.</summary>
    internal MessageCount Of(Campaign campaign, NoticeKind kind, NoticeDecision.Send send) => send.Claim.Channel == NoticeChannel.Sms
        ? MessageCount.OneSms(NoticeComposer.Sms(campaign, send.Amount, _link, kind).Segments)
        : MessageCount.OneEmail;

    /// <summary>All messages of a wave that goes on now.</summary>
    internal WavePreview Of(WavePlan plan, MessageCount sum)
    {
        decimal cost = (sum.SmsSegments * prices.Value.YenPerSmsSegment) + (sum.Emails * prices.Value.YenPerEmail);
        return new WavePreview(sum.Sms + sum.Emails, sum.Sms, sum.Emails, sum.SmsSegments, (long)Math.Ceiling(cost), EndOf(plan, sum));
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
}
