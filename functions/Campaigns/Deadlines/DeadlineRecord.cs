using Azure;
using Compensation.Common;
using Compensation.Common.Access;

namespace Compensation.Campaigns.Deadlines;

/// <summary>What has become of a campaign's receipt deadline.</summary>
/// <param name="Campaign">Whose.</param>
public sealed record DeadlineRecord(CampaignId Campaign)
{
    /// <summary>Counts up with each change; a second person names the one that was looked at.</summary>
    public int Revision { get; init; }

    /// <summary>What waits for a second person.</summary>
    public DeadlineProposal? Proposal { get; init; }

    /// <summary>What two persons have agreed on, the oldest first.</summary>
    public IReadOnlyList<DeadlineExtension> Extensions { get; init; } = [];

    /// <summary>When what nobody had claimed began to expire; null before. From then on the deadline stays what it was: expiry cannot be undone.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>What people have done with it last, so that a repeat is known as one.</summary>
    public RecentActs Acts { get; init; }

    /// <summary>The row's version; a change is conditional on it.</summary>
    public ETag Version { get; init; }

    /// <summary>The minutes by which it was extended in all.</summary>
    public int Minutes => Extensions.Sum(one => one.Minutes);

    /// <summary>The exclusive end: what was agreed on last, and never earlier than the file says.</summary>
    public DateTimeOffset EndsAt(DateTimeOffset printed) => Extensions.Count > 0 && Extensions[^1].EndsAt > printed ? Extensions[^1].EndsAt : printed;
}

/// <summary>What one person proposes.</summary>
/// <param name="Minutes">By how many minutes more, 1 and up.</param>
/// <param name="Reason">Why, in the person's words.</param>
/// <param name="By">Who.</param>
public sealed record DeadlineProposal(int Minutes, string Reason, Signature By);

/// <summary>What two persons have agreed on.</summary>
/// <param name="Revision">The revision that the second person looked at.</param>
/// <param name="Minutes">By how many minutes more.</param>
/// <param name="LostMinutes">How many had been lost by then, those made good before included.</param>
/// <param name="EndsAt">The new exclusive end, UTC.</param>
/// <param name="Reason">Why.</param>
/// <param name="Proposed">Who proposed it.</param>
/// <param name="Approved">Who approved it: another person.</param>
public sealed record DeadlineExtension(int Revision, int Minutes, int LostMinutes, DateTimeOffset EndsAt, string Reason, Signature Proposed, Signature Approved);
