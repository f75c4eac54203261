namespace Compensation.Payouts;

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

    /// <summary>The issuer asks to be asked again, or has not been heard: the same request again can only lead to the same code.</summary>
    /// <param name="After">How long to wait.</param>
    /// <param name="Reason">What it was, in a few words, without codes.</param>
    public sealed record TryLater(TimeSpan After, string Reason = "") : IssueResult;

    /// <summary>The issuer hands out nothing of this product to anybody until a person mends something: funds, an account, a contract.</summary>
    public sealed record Closed(string Reason) : IssueResult;

    /// <summary>The issuer does not do what this request asks, and a repeat would not help: a person has to look into it.</summary>
    public sealed record Refused(string Reason) : IssueResult;
}
