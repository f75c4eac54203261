using Compensation.Campaigns;

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

    /// <summary>Up to where the lane has been walked.</summary>
    public LaneCursor Front { get; init; } = LaneCursor.Start;

    /// <summary>Who was held back on the way; null for nobody.</summary>
    public Backlog? Backlog { get; init; }

    /// <summary>Pages that the front has passed in this pass.</summary>
    public int PagesDone { get; init; }

    /// <summary>The pace asks to wait until then.</summary>
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

    public bool IsAtEnd => IsFrontAtEnd && Backlog is null;

    private bool IsFrontAtEnd => Front.ShardIndex == Shards.Count || (ServeAtMost is { } people && Tries.Attempted >= people);

    private IReadOnlyList<int> Shards => Plan.ShardsOf(Lane);

    public static LaneState Of(WavePlan plan, int lane, int pass) => new(plan, lane, InSlots: pass == 0);

    /// <summary>One lane over all shards that ends after the first people.</summary>
    public static LaneState CanaryOf(WavePlan plan, Canary canary) => new(plan with { Lanes = 1 }, 0, InSlots: false) { ServeAtMost = canary.People };

    public DateTimeOffset NextDue()
    {
        DateTimeOffset slot = InSlots ? Plan.SlotOf(Lane, PagesDone) : Plan.Window.StartsAt;
        DateTimeOffset front = Later(slot, Front.NotBefore);
        DateTimeOffset due = Backlog is not { } backlog ? front
            : IsFrontAtEnd || backlog.From.NotBefore < front ? backlog.From.NotBefore
            : front;
        return Plan.DueBy(Plan.Window.NextOpening(Later(due, NotBefore)));
    }

    public PageToWork Next(DateTimeOffset now)
    {
        bool isOver = now >= Plan.Deadline;
        int take = isOver ? Plan.PageSize : ServeAtMost is { } people ? (int)Math.Min(Plan.Take, people - Tries.Attempted) : Plan.Take;
        WavePage page = Backlog is { } backlog && (IsFrontAtEnd || backlog.From.NotBefore <= now)
            ? PageAt(backlog.From, take) with { Only = backlog.Kind, Through = backlog.From.ShardIndex == Front.ShardIndex ? Front.After : null }
            : PageAt(Front, take) with { Except = Backlog?.Kind };
        page = page with { IsOver = isOver };
        WavePage? lookBack = Plan.StopRule is not null && Watched is { } watched && now >= WatchedSince + ReportsAreInAfter ? watched : null;
        return new PageToWork(page, lookBack, Plan.StopRule?.ForOneOf(Plan.Lanes), Tries - Forgiven, Heard);
    }

    public LaneState After(PageToWork work, WorkedPage worked, DateTimeOffset now)
    {
        LaneState paced = Listening(work, worked, now) with { NotBefore = now + Plan.IntervalAfter(worked.Outcome.Load) };
        if (worked.Outcome.Halted && !work.Page.IsOver)
        {
            return paced;
        }

        // The canary's people are the same whoever takes them: it waits.
        DateTimeOffset? repeatAt = work.Page.IsOver ? null : worked.Outcome.RepeatAt ?? (ServeAtMost is null ? null : worked.Outcome.HeldBack?.Until);
        return work.Page.Only is not null ? paced.AfterBacklog(worked, repeatAt) : paced.AfterFront(worked, repeatAt);
    }

    public LaneResult ToResult(bool halted) => new(Counts, Deferred, Tries, halted ? this : null);

    /// <summary>An operator who lets a halted wave go on has seen what had failed: the stop rule judges afresh.</summary>
    public LaneState JudgedAfresh() => this with { Forgiven = Tries, Heard = Tries.None };

    private LaneState AfterFront(WorkedPage worked, DateTimeOffset? repeatAt) => repeatAt is { } at
        ? this with { Front = Front with { NotBefore = at } }
        : Counted(worked.Outcome) with
        {
            Front = Front.Past(worked.Next),
            Backlog = worked.Outcome.HeldBack is { } held ? new Backlog(held.Kind, Front with { NotBefore = held.Until }) : Backlog,
            PagesDone = PagesDone + (worked.Looked > 0 ? 1 : 0),
        };

    private LaneState AfterBacklog(WorkedPage worked, DateTimeOffset? repeatAt)
    {
        if (repeatAt is { } at)
        {
            return this with { Backlog = Backlog! with { From = Backlog.From with { NotBefore = at } } };
        }

        LaneCursor from = Backlog!.From.Past(worked.Next);
        return Counted(worked.Outcome) with { Backlog = from.IsBefore(Front) ? Backlog with { From = from } : null };
    }

    private LaneState Counted(PageOutcome outcome) => this with
    {
        Counts = Counts.Plus(outcome.Counts),
        Deferred = Deferred + outcome.Deferred,
        Tries = Tries + outcome.Tries,
    };

    private WavePage PageAt(LaneCursor cursor, int take) =>
        new(Plan.Campaign, Plan.WaveId, Plan.Action, Plan.Argument, Plan.Audience, Shards[cursor.ShardIndex], cursor.After, take) { IsLastCall = IsLastPass, Deadline = Plan.Deadline };

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private LaneState Listening(PageToWork work, WorkedPage worked, DateTimeOffset now)
    {
        LaneState heard = this with { Heard = Heard + worked.Heard, Watched = work.LookBack is null ? Watched : null };
        return heard.Watched is null && worked.Outcome.Load.Count > 0 && PagesDone % PagesPerSample == 0 ? heard with { Watched = work.Page, WatchedSince = now } : heard;
    }
}
