using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Compensation.Bench.Applications;

/// <summary>What one server was asked and how it did, over all its turns.</summary>
internal sealed class Load(ServedProcess server, Visitors visitors, int atOnce)
{
    private double _seconds;
    private double _cpuMilliseconds;

    public double Rate => Counted / _seconds;

    public double CpuPerPost => _cpuMilliseconds / Counted;

    private int Counted => visitors.Posts.Count;

    public async Task<IReadOnlyCollection<T>> WarmAsync<T>(int count, Func<int, CancellationToken, Task<T>> visit, CancellationToken cancellationToken)
    {
        IReadOnlyCollection<T> done = await AllAsync(0, count, visit, cancellationToken);
        visitors.Posts.Clear();
        return done;
    }

    public async Task<IReadOnlyCollection<T>> RunAsync<T>(int first, int count, Func<int, CancellationToken, Task<T>> visit, CancellationToken cancellationToken)
    {
        double cpu = server.CpuMilliseconds;
        long began = Stopwatch.GetTimestamp();
        IReadOnlyCollection<T> done = await AllAsync(first, count, visit, cancellationToken);
        _seconds += Stopwatch.GetElapsedTime(began).TotalSeconds;
        _cpuMilliseconds += server.CpuMilliseconds - cpu;
        return done;
    }

    public void Write(string name)
    {
        double[] sorted = [.. visitors.Posts.Order()];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-10} {Counted,10:N0} {Rate,10:N0} {CpuPerPost,12:F3} {sorted[sorted.Length / 2],10:F1} {sorted[sorted.Length * 99 / 100],10:F1} {server.PeakMegabytes,10:F0}"));
    }

    private async Task<IReadOnlyCollection<T>> AllAsync<T>(int first, int count, Func<int, CancellationToken, Task<T>> visit, CancellationToken cancellationToken)
    {
        ConcurrentBag<T> done = [];
        ParallelOptions some = new() { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(first, count), some, async (index, stop) => done.Add(await visit(index, stop)));
        return done;
    }
}
