using System.Globalization;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Calendar;
using Compensation.Notices;
using Compensation.Transfers.Telling;
using Compensation.Waves;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Compensation.Transfers;

/// <summary>On each of the bank's business days until transfers end: a file is made of what was released, who is to be told that a transfer failed is told, and whom that did not reach is told on the other channel, on the last day in the same evening.</summary>
public static class PayTransfers
{
    [Function(nameof(PayTransfers))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        TransferDays days = context.GetInput<TransferDays>()!;
        DateTimeOffset next = days.NextAt < days.EndsAt ? days.NextAt : days.EndsAt;
        await context.WaitUntil(next);
        if (context.Now() >= days.EndsAt)
        {
            return;
        }

        await MakeFile(context, days);
        Task telling = TellOfFailures(context, days);
        try
        {
            if (days.FilesGoOn)
            {
                await MakeFilesMeanwhile(context, days, telling);
            }
        }
        finally
        {
            await telling;
        }

        context.ContinueAsNew(days.After(context.Now()));
    }

    private static Task MakeFile(TaskOrchestrationContext context, TransferDays days) => context.CallActivityAsync(nameof(MakeFileOfTheDay), days.Campaign, Patience.OverAWeekend);

    /// <summary>A message that an operator has paused, or that nobody can be sent, holds up nobody's money.</summary>
    private static async Task MakeFilesMeanwhile(TaskOrchestrationContext context, TransferDays days, Task telling)
    {
        for (TransferDays next = days.After(context.Now()); !telling.IsCompleted && next.NextAt < days.EndsAt; next = days.After(context.Now()))
        {
            await context.WaitUntil(next.NextAt, telling);
            if (!telling.IsCompleted)
            {
                await MakeFile(context, days);
            }
        }
    }

    private static async Task TellOfFailures(TaskOrchestrationContext context, TransferDays days)
    {
        foreach (ToldAttempt told in await context.CallActivityAsync<ToldAttempt[]>(nameof(MarkFailedTransfers), days.Campaign, Patience.OverAWeekend))
        {
            await Tell(context, days, told);
        }

        await TellAgain(context, days, "fallback");
        if (days.After(context.Now()).NextAt >= days.EndsAt)
        {
            // No business day is left on which the other channel would be tried: it is tried in the evening, while an answer is still of use.
            await context.WaitUntil(days.EveningOf(context.Now()));
            await TellAgain(context, days, "fallback-last");
        }
    }

    /// <summary>Behind all else of the day, so that a day that had begun before this was done goes on as it began.</summary>
    private static async Task TellAgain(TaskOrchestrationContext context, TransferDays days, string name)
    {
        int people = await context.CallActivityAsync<int>(nameof(CountAudience), new MarkedPeople(days.Campaign, Unreached.TransferUntold), Patience.OverAWeekend);
        if (people == 0)
        {
            return;
        }

        try
        {
            await context.WalkAsync(days.NoticeAgain(context.Now(), name, people));
        }
        catch (TaskFailedException failure)
        {
            context.CreateReplaySafeLogger(typeof(PayTransfers)).TellingFailed(days.Campaign, failure.FailureDetails.ErrorMessage);
        }
    }

    /// <summary>A wave that fails is for operators to look into; the next day tries again.</summary>
    private static async Task Tell(TaskOrchestrationContext context, TransferDays days, ToldAttempt told)
    {
        try
        {
            WaveResult result = await context.WalkAsync(days.Notice(context.Now(), told));
            if (result.Deferred == 0 && !result.Stopped)
            {
                await context.CallActivityAsync(nameof(StrikeOffToldTransfers), new ToldTransfers(days.Campaign, told.Attempt), Patience.OverAWeekend);
            }
        }
        catch (TaskFailedException failure)
        {
            context.CreateReplaySafeLogger(typeof(PayTransfers)).TellingFailed(days.Campaign, failure.FailureDetails.ErrorMessage);
        }
    }
}

/// <summary>Which business day is next.</summary>
/// <param name="Campaign">Whose transfers.</param>
/// <param name="NextAt">When it is worked next.</param>
/// <param name="EndsAt">The exclusive end of all transfers.</param>
/// <param name="MadeAt">At what time of the day, in Japan.</param>
/// <param name="Sending">How people are written to.</param>
/// <param name="PageSize">Entitlements a page.</param>
public sealed record TransferDays(CampaignId Campaign, DateTimeOffset NextAt, DateTimeOffset EndsAt, TimeOnly MadeAt, SendingRule Sending, int PageSize)
{
    /// <returns>Null where the campaign pays into no accounts.</returns>
    public static TransferDays? Of(Campaign campaign, TransferOptions options, WaveOptions waves) => campaign.BankTransfer is { } offer
        ? new TransferDays(campaign.Id, At(offer.StartsAt.DateInJapan(), options.MadeAt), offer.EndsAt, options.MadeAt, campaign.Sending, waves.PageSize) { FilesGoOn = true }
        : null;

    /// <summary>Whether files are made while people are still being told. Not in a day that had begun when they waited for one another, whose history goes on as it began.</summary>
    public bool FilesGoOn { get; init; }

    public TransferDays After(DateTimeOffset now) => this with { NextAt = At(now.DateInJapan().AddDays(1), MadeAt), FilesGoOn = true };

    /// <summary>Before sending ends on that day.</summary>
    public DateTimeOffset EveningOf(DateTimeOffset now) => JapanTime.At(now.DateInJapan(), Sending.DayEnd) - TimeSpan.FromHours(2);

    /// <summary>The message to those whose attempt failed, as fast as the pace allows.</summary>
    public WavePlan Notice(DateTimeOffset now, ToldAttempt told) =>
        Plan(now, told.Attempt.ToString(CultureInfo.InvariantCulture), new NoticeOrder(NoticeKind.TransferResult, told.Attempt, null), ReturnedTransfers.MarkOf(told.Attempt), told.People);

    /// <summary>The same on the other channel to those whom it did not reach.</summary>
    public WavePlan NoticeAgain(DateTimeOffset now, string name, int people) => Plan(now, name, NoticeOrder.TransferResultAgain, Unreached.TransferUntold, people);

    private WavePlan Plan(DateTimeOffset now, string name, NoticeOrder order, string mark, int people)
    {
        string waveId = string.Create(CultureInfo.InvariantCulture, $"transfers-{now.DateInJapan():MMdd}-{name}");
        return NoticeWaves.PlanForMarked(Campaign, waveId, order, new SendingWindow(now, EndsAt, Sending.DayStart, Sending.DayEnd), EndsAt, Sending, mark, people, PageSize);
    }

    private static DateTimeOffset At(DateOnly day, TimeOnly time) => JapanTime.At(WorkingDays.Banks.OnOrAfter(day), time);
}

/// <summary>Of whose failed attempt the telling has ended.</summary>
public sealed record ToldTransfers(CampaignId Campaign, int Attempt);
