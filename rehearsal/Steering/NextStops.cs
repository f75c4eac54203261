using Compensation.Campaigns;
using Compensation.Common;

namespace Compensation.Rehearsal.Steering;

/// <summary>Where somebody who looks at a campaign day by day wants to stand still.</summary>
internal static class NextStops
{
    private static readonly TimeOnly s_noon = new(12, 0);

    /// <summary>The next midnight in Japan.</summary>
    public static DateTimeOffset NextDay(DateTimeOffset now) => JapanTime.StartOf(now.DateInJapan().AddDays(1));

    /// <summary>Noon of the next day on which an issue wave or a reminder begins, when it has been under way for some hours; null where none is left.</summary>
    public static DateTimeOffset? NextWave(Campaign campaign, DateTimeOffset now) => campaign.Waves.Select(wave => wave.StartsAt).Concat(campaign.Reminders)
        .Select(start => JapanTime.At(start.DateInJapan(), s_noon))
        .Where(noon => noon > now)
        .Order()
        .Select(noon => (DateTimeOffset?)noon)
        .FirstOrDefault();
}
