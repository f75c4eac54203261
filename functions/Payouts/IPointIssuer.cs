using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Payouts;

/// <summary>
/// Hands out points. The same request always yields the same code, however often it is made: a repeat after a crash
/// or a time-out meets what the first one did.
/// </summary>
public interface IPointIssuer
{
    /// <summary>Stands in front of every reference, and is what the settings choose issuers by: lower-case letters, digits and hyphens.</summary>
    string Name { get; }

    /// <summary>Hands out what the claim is for. What an issuer or the network does is an answer, never an exception.</summary>
    Task<IssueResult> IssueAsync(IssueRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// What <see cref="IssueAsync"/> has already handed out for this request, or why it cannot be shown: <see cref="IssueResult.Refused"/> where it never can again by itself. Never hands out anything new.
    /// </summary>
    /// <param name="request">The claim.</param>
    /// <param name="reference">What <see cref="IssueAsync"/> answered.</param>
    /// <param name="cancellationToken">Stops the look.</param>
    Task<IssueResult> ShowAgainAsync(IssueRequest request, string reference, CancellationToken cancellationToken);

    /// <summary>Makes worthless, or takes back into stock, what was handed out for this request and shown to nobody. Doing it twice is harmless.</summary>
    /// <returns>Null, or why it could not be taken back: then it is worth its money still.</returns>
    Task<string?> TakeBackAsync(IssueRequest request, string reference, CancellationToken cancellationToken);

    /// <summary>How the issuer's own list names what was handed out for this request.</summary>
    /// <param name="request">The claim.</param>
    /// <param name="reference">What <see cref="IssueAsync"/> answered; null where no answer is on record.</param>
    string KeyOf(IssueRequest request, string? reference);
}

/// <summary>One person's claim, as an issuer sees it.</summary>
/// <param name="Campaign">The campaign.</param>
/// <param name="Entitlement">Whose claim it is.</param>
/// <param name="Product">The chosen product's id.</param>
/// <param name="Value">What the code is to be worth; more than zero.</param>
public sealed record IssueRequest(CampaignId Campaign, EntitlementId Entitlement, string Product, Yen Value)
{
    internal Shelf Shelf => new(Campaign, Product, Value);
}

/// <summary>A code as the person receives it. Worth money: never logged but for its last four characters.</summary>
/// <param name="Code">As the issuer writes it.</param>
/// <param name="LastDay">The last day, in Japan, on which it can be redeemed; null where it does not lapse.</param>
public sealed record IssuedCode(string Code, DateOnly? LastDay)
{
    /// <summary>What it is worth, where the issuer says so.</summary>
    public Yen? Value { get; init; }

    public string LastFour => Code[^Math.Min(4, Code.Length)..];

    public override string ToString() => $"…{LastFour}";
}
