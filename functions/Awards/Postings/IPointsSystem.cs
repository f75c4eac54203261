using Compensation.Common;

namespace Compensation.Awards.Postings;

/// <summary>The programme's points system. A repeat with the same key books nothing again: <c>docs/points-system-api.md</c>.</summary>
public interface IPointsSystem
{
    /// <summary>Posts one instruction. Never throws for what the points system or the network does.</summary>
    Task<PostingOutcome> PostAsync(PointsInstruction instruction, CancellationToken cancellationToken);
}

/// <summary>What the points system is told. Holds a member id: never logged.</summary>
/// <param name="Key">The same for each repeat, and for nothing else.</param>
/// <param name="Member">Whom.</param>
/// <param name="Campaign">For what.</param>
/// <param name="Points">Above zero to be granted, below zero to be withdrawn.</param>
/// <param name="Reason">At most 200 characters, for the points system's records.</param>
public sealed record PointsInstruction(Guid Key, MemberId Member, CampaignId Campaign, Yen Points, string Reason);

/// <summary>What the points system answered to one instruction.</summary>
public abstract record PostingOutcome
{
    private PostingOutcome()
    {
    }

    /// <summary>Booked, now or by an earlier request with the same key.</summary>
    public sealed record Done(string Reference) : PostingOutcome;

    /// <summary>Refused for good; nothing was booked.</summary>
    public sealed record Refused(string Reason) : PostingOutcome;

    /// <summary>The member holds fewer points than are to be withdrawn; nothing was booked.</summary>
    public sealed record Short(long Balance) : PostingOutcome;

    /// <summary>The key stands for something else. Only people can find out what was booked.</summary>
    public sealed record Contradicted(string Reason) : PostingOutcome;

    /// <summary>Nothing was booked: everybody should wait this long.</summary>
    public sealed record Throttled(TimeSpan RetryAfter) : PostingOutcome;

    /// <summary>Nothing was booked: this one may be tried again.</summary>
    public sealed record TryLater(string Reason) : PostingOutcome;

    /// <summary>The request left and no answer came: it may have been booked. To be settled by repeating it with the same key.</summary>
    public sealed record Unsettled(string Reason) : PostingOutcome;
}
