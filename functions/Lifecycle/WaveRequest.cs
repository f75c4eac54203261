using Compensation.Campaigns;
using Compensation.Notices;
using Compensation.Waves;

namespace Compensation.Lifecycle;

/// <summary>What an operator asks of a wave. What is left out is the campaign's.</summary>
/// <param name="Notice"><c>issue</c>: to those who have had none. <c>reminder</c>: to those who were reached and have not claimed. <c>granted</c>: to members who hold points and have not been told.</param>
/// <param name="Number">1 for the issue and for granted; for a reminder a number that the campaign's own reminders do not bear.</param>
/// <param name="From">The first instant; without an offset Japan's time.</param>
/// <param name="Until">The exclusive end; likewise. Within these, only the campaign's hours of the day are used.</param>
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

    /// <summary>Why the wave leaves what the campaign's file prints, 1 to 500 characters, as the closing report says it; left out: <see cref="Reason"/>.</summary>
    public string? Departure { get; init; }

    /// <summary>Who asks, unless signed in.</summary>
    public string? By { get; init; }

    internal WavePlan ToPlan(Campaign campaign, string wave, TimeSpan reminderLeadTime, WaveSize size)
    {
        SendingRule rule = campaign.Sending with
        {
            PerMinute = PerMinute ?? campaign.Sending.PerMinute,
            Canary = Canary is null ? campaign.Sending.Canary : new Canary(Canary.People, TimeSpan.FromMinutes(Canary.WaitMinutes)),
            StopRule = StopRule ?? campaign.Sending.StopRule,
        };
        SendingWindow window = new(From.ToUniversalTime(), Until.ToUniversalTime(), rule.DayStart, rule.DayEnd);
        DateTimeOffset deadline = Notice == NoticeKind.Reminder ? campaign.ReceiptEndsAt - reminderLeadTime : campaign.NoticesEndAt;
        return NoticeWaves.Plan(campaign.Id, wave, new NoticeOrder(Notice, Number, Route), window, deadline, rule, size) with { Spread = Spread };
    }
}

/// <summary>Who goes first.</summary>
public sealed record CanaryRequest(int People, int WaitMinutes);
