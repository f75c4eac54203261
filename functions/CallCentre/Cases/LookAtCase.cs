using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Notices;
using Compensation.Waves;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace Compensation.CallCentre.Cases;

/// <summary>How a case stands for its orchestration, and when something is due.</summary>
public sealed class LookAtCase(CaseRoom room, IOptions<CaseOptions> options, IOptions<NoticeOptions> notices, IOptions<WaveOptions> waves, TimeProvider time)
{
    [Function(nameof(LookAtCase))]
    public async Task<CaseLook> Run([ActivityTrigger] CaseRun run, CancellationToken cancellationToken)
    {
        Campaign campaign = room.Campaigns[run.Campaign];
        while (await room.Cases.FindAsync(run.Campaign, run.Number, cancellationToken) is { } one)
        {
            if (one.IsFollowed || await room.Cases.TryKeepAsync(one, one with { IsFollowed = true }, cancellationToken) is not null)
            {
                return LookOf(campaign, one, time.GetUtcNow());
            }
        }

        throw new InvalidDataException($"Case {run.Number} of {run.Campaign} is not on record.");
    }

    private CaseLook LookOf(Campaign campaign, DoubleChargeCase one, DateTimeOffset now)
    {
        CaseTimes? times = room.TimesOf(campaign, one);
        DateTimeOffset? press = times?.NextAfter(one.Pressed);
        DateTimeOffset? write = WriteAt(campaign, one, now);
        DateTimeOffset again = now + options.Value.LookEvery;
        return new CaseLook(one.State, one.Version, one.Pressed, one.IsSettled)
        {
            PressAt = press,
            WriteAt = write,
            NextAt = new[] { press ?? again, write ?? again, again }.Min(),
            Notice = one.State == CaseState.Supplemented && !one.IsTold ? NoticeOf(campaign, one, now) : null,
        };
    }

    /// <summary>A shop is written to within the hours in which people are; null where there is nothing to write.</summary>
    private DateTimeOffset? WriteAt(Campaign campaign, DoubleChargeCase one, DateTimeOffset now)
    {
        if (one.State != CaseState.AskingShop || one.NextMessage.Progress is not { IsSettled: false } progress)
        {
            return null;
        }

        SendingWindow day = new(now, DateTimeOffset.MaxValue, campaign.Sending.DayStart, campaign.Sending.DayEnd);
        return day.NextOpening(progress.MayBeTriedFrom(notices.Value, now) ?? now);
    }

    /// <summary>The issue notice of its own, not before the first wave has begun.</summary>
    private WavePlan NoticeOf(Campaign campaign, DoubleChargeCase one, DateTimeOffset now)
    {
        DateTimeOffset begins = campaign.Waves[0].StartsAt > now ? campaign.Waves[0].StartsAt : now;
        return NoticeWaves.PlanForMarked(
            campaign.Id,
            one.Number.SupplementMark,
            new NoticeOrder(NoticeKind.Issue, 1, null),
            new SendingWindow(begins, campaign.ReceiptEndsAt, campaign.Sending.DayStart, campaign.Sending.DayEnd),
            campaign.ReceiptEndsAt,
            campaign.Sending,
            one.Number.SupplementMark,
            people: 1,
            waves.Value.PageSize);
    }
}

/// <summary>How a case stands.</summary>
/// <param name="State">How far it is.</param>
/// <param name="Version">As it was looked at.</param>
/// <param name="Pressed">Likewise.</param>
/// <param name="IsSettled">Whether nothing is left to do.</param>
public sealed record CaseLook(CaseState State, int Version, int Pressed, bool IsSettled)
{
    /// <summary>When people are to be reminded, it is to be escalated, or its time is over; null for never.</summary>
    public DateTimeOffset? PressAt { get; init; }

    /// <summary>When the shop is to be written to; null for never.</summary>
    public DateTimeOffset? WriteAt { get; init; }

    /// <summary>When is looked again at the latest.</summary>
    public DateTimeOffset NextAt { get; init; }

    /// <summary>What the person of a supplement is to be told; null where nobody is.</summary>
    public WavePlan? Notice { get; init; }
}
