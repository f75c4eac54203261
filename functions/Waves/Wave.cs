using System.Collections.Frozen;
using Azure;
using Compensation.Common;

namespace Compensation.Waves;

/// <summary>How a wave stands, as its own rules and its operators left it.</summary>
public enum WaveStanding
{
    /// <summary>Laid down by an operator, not started.</summary>
    Planned,

    Running,

    /// <summary>Held back by an operator or a stop rule; goes on where it stood.</summary>
    Paused,

    /// <summary>Ended by an operator before its time.</summary>
    Stopped,

    Finished,
}

/// <summary>The one table of allowed moves.</summary>
public static class WaveMoves
{
    private static readonly FrozenDictionary<WaveStanding, WaveStanding[]> Next = new Dictionary<WaveStanding, WaveStanding[]>
    {
        [WaveStanding.Planned] = [WaveStanding.Running, WaveStanding.Stopped],
        [WaveStanding.Running] = [WaveStanding.Paused, WaveStanding.Stopped, WaveStanding.Finished],
        [WaveStanding.Paused] = [WaveStanding.Running, WaveStanding.Stopped],
        [WaveStanding.Stopped] = [],
        [WaveStanding.Finished] = [],
    }.ToFrozenDictionary();

    public static bool CanMoveTo(this WaveStanding from, WaveStanding to) => Next[from].Contains(to);
}

/// <summary>A wave as operators see it.</summary>
/// <param name="Plan">What it was told to do.</param>
/// <param name="Standing">How it stands.</param>
/// <param name="Reason">Why it stands so: an operator's words, or the stop rule's.</param>
/// <param name="ChangedBy">Who brought it there.</param>
/// <param name="ChangedAt">When.</param>
/// <param name="Result">What it did, once it has ended.</param>
/// <param name="Version">A change is conditional on it.</param>
public sealed record Wave(WavePlan Plan, WaveStanding Standing, string Reason, string ChangedBy, DateTimeOffset ChangedAt, WaveResult? Result, ETag Version)
{
    /// <summary>Who acts where no operator does.</summary>
    public const string Itself = "the wave itself";

    /// <summary>Where an operator's wave leaves what the campaign's file prints; null where it keeps to it.</summary>
    public WaveDeparture? Departure { get; init; }

    /// <summary>What operators have done with it last, so that a repeat is known as one.</summary>
    public RecentActs Acts { get; init; }

    /// <exception cref="InvalidOperationException">The move is not in the table of moves.</exception>
    public Wave MoveTo(WaveStanding next, string reason, string by, DateTimeOffset at) => Standing.CanMoveTo(next)
        ? this with { Standing = next, Reason = reason, ChangedBy = by, ChangedAt = at }
        : throw new InvalidOperationException($"Wave {Plan.InstanceId} cannot move from {Standing} to {next}.");
}

/// <summary>In what a wave leaves what the campaign's file prints, and why.</summary>
/// <param name="What">A sentence each.</param>
/// <param name="Why">The operator's reason.</param>
/// <param name="By">Who answers for it.</param>
public sealed record WaveDeparture(IReadOnlyList<string> What, string Why, string By);

/// <summary>Which wave of which campaign.</summary>
public sealed record WaveId(CampaignId Campaign, string Id);
