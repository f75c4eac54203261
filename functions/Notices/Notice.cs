using Azure;

namespace Compensation.Notices;

/// <summary>One message to one person, as read from its row. The text is not kept: it follows from the entitlement and the campaign's file.</summary>
public sealed record Notice
{
    public required NoticeId Id { get; init; }

    public required NoticeState State { get; init; }

    public required NoticeChannel Channel { get; init; }

    /// <summary>Keyed hash of the address that it goes to, by <see cref="AddressBook"/>; empty until a sender has read the address.</summary>
    public string Address { get; init; } = string.Empty;

    /// <summary>The version of the receipt link that it bears.</summary>
    public int LinkVersion { get; init; } = 1;

    public Guid Attempt { get; init; }

    /// <summary>The process that holds the claim.</summary>
    public string Holder { get; init; } = string.Empty;

    /// <summary>With whom it may have gone out: a repeat goes to the same provider. Null while nothing can have gone out.</summary>
    public string? Provider { get; init; }

    /// <summary>The wave that claimed it last: it is judged by the notice, and no other is. Empty for what no wave sends.</summary>
    public string Wave { get; init; } = string.Empty;

    /// <summary>A resend's order; null for all other kinds.</summary>
    public string? Order { get; init; }

    public DateTimeOffset ClaimedAt { get; init; }

    public DateTimeOffset? FirstTriedAt { get; init; }

    /// <summary>The claim before this one: not stored, because it is the row's own claim until this one replaces it.</summary>
    public DateTimeOffset? LastTriedAt { get; init; }

    public int Tries { get; init; }

    public DateTimeOffset? NotBefore { get; init; }

    public DateTimeOffset? SettledAt { get; init; }

    public string? ProviderReference { get; init; }

    public string? Reason { get; init; }

    public int Segments { get; init; }

    public DateTimeOffset? DeliveredAt { get; init; }

    public DateTimeOffset? UndeliveredAt { get; init; }

    public string? UndeliveredReason { get; init; }

    public ETag Version { get; init; }

    /// <summary>Nobody knows yet whether it went out: only a repeat with the same request id can tell.</summary>
    public bool MayHaveGoneOut => State == NoticeState.Sending || (State == NoticeState.Deferred && Provider is not null);

    /// <summary>The notice in its next state.</summary>
    /// <exception cref="InvalidOperationException">The move is not in the table of moves.</exception>
    public Notice MoveTo(NoticeState next) => State.CanMoveTo(next)
        ? this with { State = next }
        : throw new InvalidOperationException($"Notice {Id.Kind} {Id.Sequence} of {Id.Entitlement} cannot move from {State} to {next}.");

    /// <summary>
    /// Our record and the carrier's reports taken together. Reports come in any order; where both have come, the channel's table says which counts.
    /// </summary>
    public NoticeOutcome Outcome => this switch
    {
        { DeliveredAt: not null, UndeliveredAt: not null } => Channel.OutweighingReport(),
        { DeliveredAt: not null } => NoticeOutcome.Delivered,
        { UndeliveredAt: not null } => NoticeOutcome.Failed,
        { State: NoticeState.Accepted } => NoticeOutcome.Accepted,
        { State: NoticeState.Failed } => NoticeOutcome.Failed,
        { State: NoticeState.Unknown } => NoticeOutcome.Unknown,
        _ => NoticeOutcome.Pending,
    };
}
