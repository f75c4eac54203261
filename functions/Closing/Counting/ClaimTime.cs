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

    /// <returns>The step that the one in the middle is in, and between the two in the middle of an even number the mean of theirs; null where there is nobody.</returns>
    public static int? MedianOf(IReadOnlyList<SpanCount> spans)
    {
        long people = spans.Sum(span => span.People);
        return people == 0 ? null : (StepAt(spans, (people + 1) / 2) + StepAt(spans, (people / 2) + 1)) / 2;
    }

    /// <param name="spans">How many took how long.</param>
    /// <param name="place">Whose step, counted from 1 for the fastest.</param>
    private static int StepAt(IReadOnlyList<SpanCount> spans, long place)
    {
        foreach (SpanCount span in spans.OrderBy(span => span.Minutes))
        {
            place -= span.People;
            if (place <= 0)
            {
                return span.Minutes;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(place), place, "There are not so many.");
    }
}
