using System.Globalization;
using Compensation.Campaigns;

namespace Compensation.Waves;

/// <summary>Where a wave stands between two legs of its walk: the input of <see cref="RunWave"/>.</summary>
/// <param name="Plan">What the wave was told to do.</param>
public sealed record WaveRun(WavePlan Plan)
{
    /// <summary>The first people.</summary>
    public const int Canary = -2;

    /// <summary>A look at how they fared.</summary>
    public const int CanaryCheck = -1;

    /// <summary>
    /// After these many hours, pass by pass, those left over are tried again; then the wave ends and they stay on the operators' list.
    /// Together more than the three days after which an unsettled message is closed as unknown.
    /// </summary>
    private static readonly double[] HoursBeforeNextPass = [0.25, 0.5, 1, 2, 4, 8, 16, 24, 24];

    /// <summary>Which pass is walked; null before the wave has been opened.</summary>
    public int? Pass { get; init; }

    /// <summary>How often the pass was halted.</summary>
    public int Leg { get; init; }

    /// <summary>The pass does not begin before.</summary>
    public DateTimeOffset NotBefore { get; init; }

    /// <summary>Lanes that were halted, from where they are to go on; none where the pass is yet to begin.</summary>
    public IReadOnlyList<LaneState> Halted { get; init; } = [];

    /// <summary>What the pass has done so far, but for halted lanes.</summary>
    public WaveResult Sum { get; init; } = WaveResult.Nothing;

    /// <summary>What the pass before did.</summary>
    public WaveResult Walked { get; init; } = WaveResult.Nothing;

    /// <summary>Why the wave is to be paused, where its canary fared badly.</summary>
    public string? PauseFor { get; init; }

    /// <summary>Nothing is left to walk; <see cref="Walked"/> is the wave's result.</summary>
    public bool IsEnded { get; init; }

    public bool IsHalted => Halted.Count > 0;

    /// <summary>Names the leg among the wave's lanes' instances: <c>{pass}</c>, later <c>{pass}.{leg}</c>.</summary>
    internal string LegName => Leg == 0 ? NameOf(Pass!.Value) : string.Create(CultureInfo.InvariantCulture, $"{NameOf(Pass!.Value)}.{Leg}");

    /// <summary>The lanes that are to be walked now.</summary>
    internal IReadOnlyList<LaneState> Lanes => IsHalted ? Halted
        : Pass < 0 ? [LaneState.CanaryOf(Plan, Plan.Canary!)]
        : [.. Enumerable.Range(0, Plan.Lanes).Select(lane => LaneState.Of(Plan, lane, Pass!.Value) with { IsLastPass = Pass == HoursBeforeNextPass.Length })];

    /// <summary>How operators see a pass: <c>canary</c>, <c>canary-check</c>, or 0 and up.</summary>
    public static string NameOf(int pass) => pass switch
    {
        Canary => "canary",
        CanaryCheck => "canary-check",
        _ => pass.ToString(CultureInfo.InvariantCulture),
    };

    public WaveRun Opened() => this with { Pass = Plan.Canary is null ? 0 : Canary };

    public bool IsOver(DateTimeOffset now) => now >= Plan.Deadline;

    /// <summary>What is to be walked now: once the deadline has passed, nobody goes first.</summary>
    public WaveRun At(DateTimeOffset now) => Pass < 0 && IsOver(now) ? new WaveRun(Plan) { Pass = 0 } : this;

    /// <summary>An operator lets a halted wave go on, or its time is over.</summary>
    public WaveRun GoingOn() => this with { Halted = [.. Halted.Select(lane => lane.JudgedAfresh())] };

    /// <summary>An operator ends a halted wave.</summary>
    public WaveRun Stopped() => Ended(Halted.Aggregate(Sum, (sum, lane) => sum.Plus(lane.ToResult(halted: false))) with { Stopped = true });

    /// <summary>After a leg: the same pass once more for the lanes that were halted, or what comes after the pass.</summary>
    public WaveRun After(IReadOnlyList<LaneResult> walked, DateTimeOffset now)
    {
        WaveResult sum = walked.Where(lane => lane.Rest is null).Aggregate(Sum, (all, lane) => all.Plus(lane));
        List<LaneState> halted = [.. walked.Select(lane => lane.Rest).OfType<LaneState>()];
        return halted.Count > 0
            ? this with { Leg = Leg + 1, Halted = halted, Sum = sum }
            : AfterPass(sum, now);
    }

    private WaveRun AfterPass(WaveResult did, DateTimeOffset now) => Pass switch
    {
        Canary => Next(did, now + Plan.Canary!.Wait),
        CanaryCheck => Next(did, now) with { PauseFor = Verdict(did.Tries) },
        int pass when did.Deferred > 0 && pass < HoursBeforeNextPass.Length && !IsOver(now) => Next(did, now.AddHours(HoursBeforeNextPass[pass])),
        _ => Ended(did),
    };

    private string? Verdict(Tries canary) => Plan.StopRule is { } rule && (rule with { AtLeast = 1 }).IsBrokenBy(canary) ? $"canary: {rule.Describe(canary)}" : null;

    private WaveRun Next(WaveResult did, DateTimeOffset from) => new(Plan) { Pass = Pass + 1, NotBefore = Plan.DueBy(Plan.Window.NextOpening(from)), Walked = did };

    private WaveRun Ended(WaveResult did) => new(Plan) { Pass = Pass, Walked = did, IsEnded = true };
}
