namespace Compensation.Closing.Counting;

/// <summary>
/// How long people took, in steps that stay few: to the minute within an hour, to ten minutes within half a day, to the hour within a week, to a quarter of a day beyond. A count of
/// each step adds up over shards, and has a median.
/// </summary>
internal static class ClaimTime
{
    private const int Hour = 60;
    private const int Day = 24 * Hour;

    /// <returns>The beginning of the step, in minutes.</returns>
    public static int StepOf(TimeSpan span)
    {
        int minutes = (int)Math.Clamp(span.TotalMinutes, 0, 1_000_000);
        int width = minutes < Hour ? 1 : minutes < Day / 2 ? 10 : minutes < 7 * Day ? Hour : Day / 4;
        return minutes / width * width;
    }

    /// <returns>The step that the one in the middle is in; null where there is nobody.</returns>
    public static int? MedianOf(IReadOnlyList<SpanCount> spans)
    {
        long people = spans.Sum(span => span.People);
        long before = 0;
        foreach (SpanCount span in spans.OrderBy(span => span.Minutes))
        {
            before += span.People;
            if (before * 2 >= people)
            {
                return span.Minutes;
            }
        }

        return null;
    }
}
