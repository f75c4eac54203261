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

    Task<IssueResult> IssueAsync(IssueRequest request, CancellationToken cancellationToken);

    /// <summary>What <see cref="IssueAsync"/> has already handed out for this request; null where there is nothing to show.</summary>
    Task<IReadOnlyList<IssuedCode>?> ShowAgainAsync(IssueRequest request, CancellationToken cancellationToken);
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

/// <summary>An issuer's answer.</summary>
public abstract record IssueResult
{
    private IssueResult()
    {
    }

    /// <param name="Codes">What the person receives: one code, or several that are worth the amount together.</param>
    /// <param name="Reference">The issuer's own name for it, for reconciliation; not secret.</param>
    public sealed record Issued(IReadOnlyList<IssuedCode> Codes, string Reference) : IssueResult;

    /// <summary>Nothing of this product and value is left until someone restocks.</summary>
    public sealed record OutOfStock : IssueResult;

    /// <summary>The issuer asks to be asked again.</summary>
    public sealed record TryLater(TimeSpan After) : IssueResult;
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
