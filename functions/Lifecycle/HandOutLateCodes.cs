using System.Globalization;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Notices;
using Compensation.Payouts;
using Compensation.Waves;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Compensation.Lifecycle;

/// <summary>Who chose a product of which no code was left gets it once there is one, and is told; whom that did not reach, on the other channel. The deadline of collecting is nothing to them: they have claimed.</summary>
public static class HandOutLateCodes
{
    [Function(nameof(HandOutLateCodes))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        LateCodes late = context.GetInput<LateCodes>()!;
        int people = await context.CallActivityAsync<int>(nameof(PayWaitingClaims), late.Campaign, Patience.OverAWeekend);
        if (people > 0)
        {
            WaveResult told = await context.WalkAsync(late.Notice(context.Now(), people));
            if (told.Deferred == 0 || told.Stopped)
            {
                await context.CallActivityAsync(nameof(ForgetReadyClaims), late.Campaign, Patience.OverAWeekend);
            }
        }

        int untold = await context.CallActivityAsync<int>(nameof(CountAudience), new MarkedPeople(late.Campaign, Unreached.CodeUntold), Patience.OverAWeekend);
        if (untold > 0)
        {
            await context.WalkAsync(late.NoticeAgain(context.Now(), untold));
        }
    }
}

/// <summary>Whose late codes are handed out, and how people are written to.</summary>
public sealed record LateCodes(CampaignId Campaign, SendingRule Sending, int PageSize)
{
    /// <summary>How long it is tried to tell somebody; later the next look at the stock tries again.</summary>
    private static readonly TimeSpan Patient = TimeSpan.FromDays(14);

    public string InstanceId => $"{Campaign}:late-codes";

    public static LateCodes Of(Campaign campaign, WaveOptions waves) => new(campaign.Id, campaign.Sending, waves.PageSize);

    public WavePlan Notice(DateTimeOffset now, int people) => Plan(now, "codes", new NoticeOrder(NoticeKind.CodeReady, 1, null), WaitingClaims.Ready, people);

    public WavePlan NoticeAgain(DateTimeOffset now, int people) => Plan(now, "codes-again", NoticeOrder.CodeReadyAgain, Unreached.CodeUntold, people);

    private WavePlan Plan(DateTimeOffset now, string name, NoticeOrder order, string mark, int people)
    {
        string waveId = string.Create(CultureInfo.InvariantCulture, $"{name}-{now.ToJapan():yyyyMMdd-HHmmss}");
        SendingWindow window = new(now, now + Patient, Sending.DayStart, Sending.DayEnd);
        return NoticeWaves.PlanForMarked(Campaign, waveId, order, window, window.EndsAt, Sending, mark, people, PageSize);
    }
}
