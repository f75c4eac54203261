using System.Diagnostics;
using System.Globalization;
using Compensation.Bench.Applications;

namespace Compensation.Bench.Receipts;

/// <summary>So many phones at a time, one after another: first only pages are looked at, then everybody confirms.</summary>
internal static class Rush
{
    /// <summary>What one server did under it.</summary>
    public sealed record Figures(double PagesPerSecond, double PageP99, double ClaimsPerSecond, double ClaimP99, double CpuPerPage, double CpuPerClaim, int Failed);

    /// <param name="server">Who is asked.</param>
    /// <param name="address">Where.</param>
    /// <param name="paths">A link for each person; all of them are used up.</param>
    /// <param name="isPage">Whether a page is what it should be.</param>
    /// <param name="isDone">Whether the page after a confirmation is what it should be.</param>
    /// <param name="atOnce">Phones at a time.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<Figures> RunAsync(
        ServedProcess server, Uri address, IReadOnlyList<string> paths, Func<string, bool> isPage, Func<string, bool> isDone, int atOnce, CancellationToken cancellationToken)
    {
        using LinkHolders phones = new(address);
        int failed = 0;
        (double pages, double pageCpu) = await AllAsync(path => phones.LookAsync(path, cancellationToken), isPage);
        (double claims, double claimCpu) = await AllAsync(path => phones.ConfirmAsync(path, cancellationToken), isDone);
        return new Figures(pages, P99(phones.Pages), claims, P99(phones.Claims), pageCpu, claimCpu, failed);

        async Task<(double Rate, double Cpu)> AllAsync(Func<string, Task<string>> ask, Func<string, bool> isRight)
        {
            double cpu = server.CpuMilliseconds;
            long began = Stopwatch.GetTimestamp();
            await Parallel.ForEachAsync(paths, new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellationToken }, async (path, _) =>
            {
                if (!isRight(await ask(path)))
                {
                    Interlocked.Increment(ref failed);
                }
            });
            return (paths.Count / Stopwatch.GetElapsedTime(began).TotalSeconds, (server.CpuMilliseconds - cpu) / paths.Count);
        }
    }

    public static void Write(string name, int atOnce, Figures figures) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-10} {atOnce,8:N0} {figures.PagesPerSecond,10:N0} {figures.PageP99,10:F0} {figures.CpuPerPage,12:F3} {figures.ClaimsPerSecond,10:N0} {figures.ClaimP99,10:F0} {figures.CpuPerClaim,12:F3} {figures.Failed,8:N0}"));

    private static double P99(IEnumerable<double> times)
    {
        double[] sorted = [.. times.Order()];
        return sorted[sorted.Length * 99 / 100];
    }
}
