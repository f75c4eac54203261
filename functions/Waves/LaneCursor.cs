using Compensation.Entitlements;

namespace Compensation.Waves;

/// <summary>A place in a lane.</summary>
/// <param name="ShardIndex">Which of the lane's shards is being walked.</param>
/// <param name="After">The last entitlement served in it, or null.</param>
public sealed record LaneCursor(int ShardIndex, EntitlementId? After)
{
    public static readonly LaneCursor Start = new(0, null);

    /// <summary>The provider asks to wait with this place until then.</summary>
    public DateTimeOffset NotBefore { get; init; }

    /// <param name="next">The last entitlement of the page that was done here; null: the shard ended with it.</param>
    public LaneCursor Past(EntitlementId? next) => next is null ? new LaneCursor(ShardIndex + 1, null) : new LaneCursor(ShardIndex, next);

    public bool IsBefore(LaneCursor other) => ShardIndex == other.ShardIndex
        ? other.After is { } end && (After is not { } done || done.CompareTo(end) < 0)
        : ShardIndex < other.ShardIndex;
}

/// <summary>People of one kind of load whom a lane has left behind while nobody took that kind: from there up to the lane's front they wait.</summary>
/// <param name="Kind">One of the plan's names of paces.</param>
/// <param name="From">Where they begin.</param>
public sealed record Backlog(string Kind, LaneCursor From);
