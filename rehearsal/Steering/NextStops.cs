using Compensation.Common;

namespace Compensation.Rehearsal.Steering;

/// <summary>Where somebody who looks at a campaign day by day wants to stand still.</summary>
internal static class NextStops
{
    private static readonly TimeOnly s_noon = new(12, 0);

    /// <summary>The next midnight in Japan.</summary>
    public static DateTimeOffset NextDay(DateTimeOffset now) => JapanTime.StartOf(now.DateInJapan().AddDays(1));

    /// <summary>Noon of the next day on which something begins, when it has been under way for some hours; null where nothing is left to begin.</summary>
    public static DateTimeOffset? NextWave(IEnumerable<DateTimeOffset> beginnings, DateTimeOffset now) => beginnings
        .Select(start => JapanTime.At(start.DateInJapan(), s_noon))
        .Where(noon => noon > now)
        .Order()
        .Select(noon => (DateTimeOffset?)noon)
        .FirstOrDefault();
}
