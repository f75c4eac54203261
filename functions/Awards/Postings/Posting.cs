using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Azure;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Awards.Postings;

/// <summary>One instruction to the points system for one member, as read from its row. Its points never change once it may have gone out.</summary>
public sealed record Posting
{
    public required PostingId Id { get; init; }

    public required PostingState State { get; init; }

    /// <summary>Above zero to be granted, below zero to be withdrawn.</summary>
    public required Yen Points { get; init; }

    /// <summary>The rules that explain the points.</summary>
    public required int RulesVersion { get; init; }

    /// <summary>Who holds the claim: drawn anew by each run of a page.</summary>
    public Guid Attempt { get; init; }

    /// <summary>The process that holds the claim.</summary>
    public string Holder { get; init; } = string.Empty;

    /// <summary>The file it was written into; null where it goes over HTTP.</summary>
    public string? Batch { get; init; }

    public DateTimeOffset ClaimedAt { get; init; }

    /// <summary>When the first request may have left.</summary>
    public DateTimeOffset FirstTriedAt { get; init; }

    public int Tries { get; init; }

    /// <summary>Deferred: a request left and its fate is not known.</summary>
    public bool IsUnsettled { get; init; }

    /// <summary>Deferred: not to be tried before.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>The points system's own.</summary>
    public string? Reference { get; init; }

    /// <summary>Why it was not booked, in the points system's code.</summary>
    public string? Reason { get; init; }

    /// <summary>Short: what the member holds.</summary>
    public long? Balance { get; init; }

    public ETag Version { get; init; }

    /// <summary>Nobody knows yet whether it was booked: only a repeat with the same key can tell.</summary>
    public bool MayHaveGoneOut => State == PostingState.Sending || (State == PostingState.Deferred && IsUnsettled);

    /// <summary>The posting in its next state.</summary>
    /// <exception cref="InvalidOperationException">The move is not in the table of moves.</exception>
    public Posting MoveTo(PostingState next) => State.CanMoveTo(next)
        ? this with { State = next }
        : throw new InvalidOperationException($"Posting {Id} cannot move from {State} to {next}.");
}

/// <summary>Which posting: a member's are numbered.</summary>
/// <param name="Sequence">1 to <see cref="SequenceMax"/>.</param>
public sealed record PostingId(CampaignId Campaign, EntitlementId Entitlement, int Sequence)
{
    public const int SequenceMax = 999;

    /// <summary>Such as <c>00c0ffee0123-001</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Entitlement}-{Sequence:d3}");

    public static bool TryParse(CampaignId campaign, string text, [NotNullWhen(true)] out PostingId? id)
    {
        id = text.Split('-') is [var first, { Length: 3 } second]
            && EntitlementId.TryParse(first, out EntitlementId entitlement)
            && int.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out int sequence)
            && sequence >= 1
                ? new PostingId(campaign, entitlement, sequence)
                : null;
        return id is not null;
    }
}
