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

    /// <summary>What each message of a kind looks like and costs; none where the campaign has no such texts.</summary>
    internal IReadOnlyList<MessageSample> SamplesOf(Campaign campaign, NoticeKind kind)
    {
        if (!campaign.Texts.TryGetValue(NoticeComposer.KeyOf(kind), out NoticeTexts? texts))
        {
            return [];
        }

        SmsSample sms = SmsSample.Of(campaign, texts.Sms, _link);
        ComposedEmail email = SmsSample.EmailOf(campaign, _link, kind);
        return
        [
            new MessageSample(NoticeChannel.Sms, null, sms.Text, sms.Segments, sms.Segments * prices.Value.YenPerSmsSegment),
            new MessageSample(NoticeChannel.Email, email.Subject, email.Text, 0, prices.Value.YenPerEmail),
        ];
    }

    /// <summary>An issue wave before its people are certain.</summary>
    internal WavePreview Estimate(Campaign campaign, IssueWave issue, IReadOnlyList<ExpectedPeople> people)
    {
        IReadOnlyList<MessageSample> samples = SamplesOf(campaign, NoticeKind.Issue);

        // Who has to apply names a contact only then; most name a number.
        long sms = people.Where(one => one.Route == EntitlementRoute.Application || one.Ways.HasFlag(ContactKinds.Sms)).Sum(one => one.People);
        long emails = people.Where(one => one.Route != EntitlementRoute.Application && one.Ways == ContactKinds.Email).Sum(one => one.People);
        long segments = checked(sms * samples.Sum(sample => sample.Segments));
        decimal cost = (segments * prices.Value.YenPerSmsSegment) + (emails * prices.Value.YenPerEmail);
        return new WavePreview(sms + emails, sms, emails, segments, (long)Math.Ceiling(cost), issue.EndsAt) { Estimate = true, Samples = samples };
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
