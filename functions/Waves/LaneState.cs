using Compensation.Campaigns;
using Compensation.Entitlements;

namespace Compensation.Waves;

/// <summary>Where a lane stands.</summary>
/// <param name="Plan">The wave's plan.</param>
/// <param name="Lane">0 to lanes − 1.</param>
/// <param name="InSlots">Each page waits for its slot. Only the planned pass does, not the canary and not later passes.</param>
public sealed record LaneState(WavePlan Plan, int Lane, bool InSlots)
{
    /// <summary>One page in so many is looked back at.</summary>
    private const int PagesPerSample = 10;

    /// <summary>Reports of a page are looked for so long after it was sent.</summary>
    private static readonly TimeSpan ReportsAreInAfter = TimeSpan.FromMinutes(10);

    /// <summary>The canary ends after so many people; null: all are served.</summary>
    public int? ServeAtMost { get; init; }

    /// <summary>No pass comes after this one.</summary>
    public bool IsLastPass { get; init; }

    /// <summary>Which of the lane's shards is being walked.</summary>
    public int ShardIndex { get; init; }

    /// <summary>The last entitlement served in it, or null.</summary>
    public EntitlementId? Cursor { get; init; }

    /// <summary>Pages finished in this pass.</summary>
    public int PagesDone { get; init; }

    /// <summary>The pace, or the provider, asks to wait until then.</summary>
    public DateTimeOffset NotBefore { get; init; }

    /// <summary>The action's counters so far.</summary>
    public IReadOnlyDictionary<string, long> Counts { get; init; } = Counters.None;

    /// <summary>People left for a later pass.</summary>
    public int Deferred { get; init; }

    /// <summary>How the people fared so far.</summary>
    public Tries Tries { get; init; } = Tries.None;

    /// <summary>What an operator has seen and let pass: the stop rule judges what came after it.</summary>
    public Tries Forgiven { get; init; } = Tries.None;

    /// <summary>What looking back has shown so far.</summary>
    public Tries Heard { get; init; } = Tries.None;

    /// <summary>The page that is looked back at next: one at a time, a sample.</summary>
    public WavePage? Watched { get; init; }

    public DateTimeOffset WatchedSince { get; init; }

    public bool IsAtEnd => ShardIndex == Shards.Count || (ServeAtMost is { } people && Tries.Attempted >= people);

    private IReadOnlyList<int> Shards => Plan.ShardsOf(Lane);

    public static LaneState Of(WavePlan plan, int lane, int pass) => new(plan, lane, InSlots: pass == 0);

    /// <summary>One lane over all shards that ends after the first people.</summary>
    public static LaneState CanaryOf(WavePlan plan, Canary canary) => new(plan with { Lanes = 1 }, 0, InSlots: false) { ServeAtMost = canary.People };

    public DateTimeOffset NextDue()
    {
        DateTimeOffset slot = InSlots ? Plan.SlotOf(Lane, PagesDone) : Plan.Window.StartsAt;
        return Plan.Window.NextOpening(slot > NotBefore ? slot : NotBefore);
    }

    public PageToWork Next(DateTimeOffset now)
    {
        int take = ServeAtMost is { } people ? (int)Math.Min(Plan.Take, people - Tries.Attempted) : Plan.Take;
        WavePage page = new(Plan.Campaign, Plan.WaveId, Plan.Action, Plan.Argument, Plan.Audience, Shards[ShardIndex], Cursor, take) { IsLastCall = IsLastPass };
        WavePage? lookBack = Plan.StopRule is not null && Watched is { } watched && now >= WatchedSince + ReportsAreInAfter ? watched : null;
        return new PageToWork(page, lookBack, Plan.StopRule?.ForOneOf(Plan.Lanes), Tries - Forgiven, Heard);
    }

    public LaneState After(PageToWork work, WorkedPage worked, DateTimeOffset now)
    {
        LaneState paced = Listening(work, worked, now) with { NotBefore = now + Plan.IntervalAfter(worked.Outcome.Load) };
        if (worked.Outcome.Halted)
        {
            return paced;
        }

        if (worked.Outcome.RepeatAt is { } repeatAt)
        {
            return paced with { NotBefore = repeatAt > paced.NotBefore ? repeatAt : paced.NotBefore };
        }

        LaneState counted = paced with
        {
            Counts = Counts.Plus(worked.Outcome.Counts),
            Deferred = Deferred + worked.Outcome.Deferred,
            Tries = Tries + worked.Outcome.Tries,
            PagesDone = PagesDone + (worked.Looked > 0 ? 1 : 0),
        };
        return worked.Next is { } next ? counted with { Cursor = next } : counted with { Cursor = null, ShardIndex = ShardIndex + 1 };
    }

    public LaneResult ToResult(bool halted) => new(Counts, Deferred, Tries, halted ? this : null);

    /// <summary>An operator who lets a halted wave go on has seen what had failed: the stop rule judges afresh.</summary>
    public LaneState JudgedAfresh() => this with { Forgiven = Tries, Heard = Tries.None };

    private LaneState Listening(PageToWork work, WorkedPage worked, DateTimeOffset now)
    {
        LaneState heard = this with { Heard = Heard + worked.Heard, Watched = work.LookBack is null ? Watched : null };
        return heard.Watched is null && worked.Outcome.Load.Count > 0 && PagesDone % PagesPerSample == 0 ? heard with { Watched = work.Page, WatchedSince = now } : heard;
    }
}
