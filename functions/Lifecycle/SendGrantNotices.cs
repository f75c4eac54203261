using Compensation.Awards.Contacts;
using Compensation.Notices;
using Compensation.Waves;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Compensation.Lifecycle;

/// <summary>
/// Day after day until a week after corrections end: who holds points that are booked, can be reached, and has not been told is told, once. Whom that did not
/// reach is written to on the other channel. Where operators have stopped a day's wave, nobody else is told.
/// </summary>
public static class SendGrantNotices
{
    [Function(nameof(SendGrantNotices))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        GrantNoticeDays days = context.GetInput<GrantNoticeDays>()!;
        await context.WaitUntil(days.NextAt < days.Run.Grant.NoticesEndAt ? days.NextAt : days.Run.Grant.NoticesEndAt);
        if (context.Now() >= days.Run.Grant.NoticesEndAt)
        {
            return;
        }

        GrantNoticeDays after = days;
        if (days.IsLeftOver || await context.CallActivityAsync<bool>(nameof(LookForGrants), days.ToLookFor, Patience.OverAWeekend))
        {
            DateTimeOffset began = context.Now();
            WaveResult? told = await Walk(context, days.Notice());
            if (told is { Stopped: true })
            {
                return;
            }

            after = days with { LookedAt = began, IsFirst = false, IsLeftOver = told is not { Deferred: 0 } };
        }

        await SendFallbacks(context, days);
        context.ContinueAsNew(after with { NextAt = days.Run.DayAfter(context.Now()) });
    }

    private static async Task SendFallbacks(TaskOrchestrationContext context, GrantNoticeDays days)
    {
        int people = await context.CallActivityAsync<int>(nameof(CountAudience), new MarkedPeople(days.Run.Campaign, Unreached.FallbackDue), Patience.OverAWeekend);
        if (people > 0)
        {
            await Walk(context, days.Run.Fallback(days.NextAt, people));
        }
    }

    /// <summary>A wave that fails is for operators to look into; the next day tries again.</summary>
    private static async Task<WaveResult?> Walk(TaskOrchestrationContext context, WavePlan plan)
    {
        try
        {
            return await context.WalkAsync(plan);
        }
        catch (TaskFailedException failure)
        {
            context.CreateReplaySafeLogger(typeof(SendGrantNotices)).WaveFailed(plan.WaveId, failure.FailureDetails.ErrorMessage);
            return null;
        }
    }
}

/// <summary>Which day is next, and what is known from the days before.</summary>
/// <param name="Run">The campaign's run.</param>
/// <param name="NextAt">The next day's first minute.</param>
/// <param name="LookedAt">When the last walk over everybody began.</param>
/// <param name="ShardSizes">How many members each shard held when granting began.</param>
public sealed record GrantNoticeDays(AwardRun Run, DateTimeOffset NextAt, DateTimeOffset LookedAt, IReadOnlyList<int> ShardSizes)
{
    /// <summary>Nobody has been told so far.</summary>
    public bool IsFirst { get; init; } = true;

    /// <summary>The last walk could not serve everybody to the end.</summary>
    public bool IsLeftOver { get; init; }

    /// <summary>The day's wave. The very first has the canary.</summary>
    internal WavePlan Notice() => Run.Notice(NextAt, ShardSizes) with { Canary = IsFirst ? Run.Sending.Canary : null };

    /// <summary>A day more than has passed: what was booked while the last walk began may have been written down after it had gone by.</summary>
    internal GrantsSince ToLookFor => new(Run.Campaign, LookedAt.AddDays(-1));
}
