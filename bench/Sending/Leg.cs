namespace Compensation.Bench.Sending;

/// <summary>Under which circumstances is sent.</summary>
/// <param name="Name">For <c>--legs</c>.</param>
/// <param name="DelayMilliseconds">What the provider takes for an answer.</param>
/// <param name="Concurrency">The most requests open at a time.</param>
/// <param name="Kill">The worker is killed halfway and started again.</param>
internal sealed record Leg(string Name, int DelayMilliseconds, int Concurrency, bool Kill)
{
    public static readonly IReadOnlyList<Leg> All =
    [
        new("instant-64", 0, 64, Kill: false),
        new("slow-64", 100, 64, Kill: false),
        new("slow-256", 100, 256, Kill: false),
        new("kill-256", 100, 256, Kill: true),
    ];

    public string Title => $"{(DelayMilliseconds == 0 ? "A provider that answers at once" : $"A provider that takes {DelayMilliseconds} ms")}, {Concurrency} at a time{(Kill ? ", the worker killed halfway" : string.Empty)}";
}
