namespace Compensation.Emulators.PointsSystem;

/// <summary>What a client asks for; the points are positive in both directions.</summary>
public sealed record Instruction(string? Member, string? Campaign, long Points, string? Reason);

/// <summary>One booked instruction.</summary>
/// <param name="Sequence">1 and up, without gaps.</param>
/// <param name="At">When it was booked (UTC).</param>
/// <param name="Key">The client's idempotency key.</param>
/// <param name="Kind">Which way the points went.</param>
/// <param name="Campaign">As the client said.</param>
/// <param name="Member">As the client said.</param>
/// <param name="Points">Positive in both directions.</param>
/// <param name="Reason">As the client said.</param>
public sealed record Posting(long Sequence, DateTimeOffset At, Guid Key, PostingKind Kind, string Campaign, string Member, long Points, string Reason)
{
    /// <summary>What the client keeps.</summary>
    public string Reference => $"P-{Sequence:d8}";

    internal bool Says(PostingKind kind, Instruction instruction) =>
        (kind, instruction.Member, instruction.Campaign, instruction.Points) == (Kind, Member, Campaign, Points);
}

/// <summary>Which way points go.</summary>
public enum PostingKind
{
    Grant,
    Revocation,
}

/// <summary>How often what happened.</summary>
/// <param name="Requests">All that were heard, throttled and failed ones included.</param>
/// <param name="Booked">Booked for the first time.</param>
/// <param name="Repeated">Were booked before; nothing was booked again.</param>
/// <param name="UnknownMember">Refused.</param>
/// <param name="BalanceShort">Refused.</param>
/// <param name="KeyUsed">Refused: the key stands for something else.</param>
public sealed record Statistics(long Requests, long Booked, long Repeated, long UnknownMember, long BalanceShort, long KeyUsed);
