namespace Compensation.Emulators.Issuers;

/// <summary>Which protocol something was issued by.</summary>
public enum Protocol
{
    Amazon,
    Http,
}

/// <summary>What was issued under one key.</summary>
/// <param name="Sequence">1 and up, without gaps.</param>
/// <param name="At">When (UTC).</param>
/// <param name="Protocol">How it was asked for.</param>
/// <param name="Key">The client's: a creation request id, or a key of the JSON contract.</param>
/// <param name="Campaign">As the client said; empty where the protocol does not say.</param>
/// <param name="Product">As the client said; empty where the protocol does not say.</param>
/// <param name="Yen">What it is worth.</param>
/// <param name="Code">The code.</param>
/// <param name="Reference">Our own name for it.</param>
public sealed record IssuedCodes(long Sequence, DateTimeOffset At, Protocol Protocol, string Key, string Campaign, string Product, long Yen, string Code, string Reference)
{
    /// <summary>When it was taken back; null while it is worth its money.</summary>
    public DateTimeOffset? TakenBackAt { get; init; }

    internal bool Says(string campaign, string product, long yen) => (campaign, product, yen) == (Campaign, Product, Yen);
}

/// <summary>What came of a request.</summary>
internal abstract record Outcome
{
    private Outcome()
    {
    }

    public sealed record Issued(IssuedCodes Codes, bool IsNew) : Outcome;

    /// <summary>The key stands for something else.</summary>
    public sealed record KeyUsed : Outcome;

    /// <summary>What was issued under the key has been taken back.</summary>
    public sealed record TakenBack : Outcome;

    public sealed record NoFunds : Outcome;

    public sealed record TooLate : Outcome;

    public sealed record Unknown : Outcome;
}

/// <summary>How often what happened since the start.</summary>
/// <param name="Requests">All that were heard, disturbed ones included.</param>
/// <param name="Issued">For the first time.</param>
/// <param name="Repeated">Were issued before; nothing was issued again.</param>
/// <param name="Throttled">Came too quickly, or were meant to.</param>
public sealed record IssuerStatistics(long Requests, long Issued, long Repeated, long Throttled);
