using System.Diagnostics;
using System.Globalization;

namespace Compensation.Bench;

/// <summary>One thing that is done with all rows of a file.</summary>
internal static class Stage
{
    /// <summary>Seconds taken. The peak is the whole process's so far: it only ever rises.</summary>
    public static async Task<double> MeasureAsync(string what, int rows, Func<Task> work)
    {
        long start = Stopwatch.GetTimestamp();
        TimeSpan before = Environment.CpuUsage.TotalTime;
        await work();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        using Process process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{what,-22} {seconds,10:F2} s {rows / seconds,14:N0} rows/s   {(Environment.CpuUsage.TotalTime - before).TotalSeconds,7:F2} s CPU   peak memory {process.PeakWorkingSet64 / 1_048_576.0,6:F0} MB"));
        return seconds;
    }
}
