namespace Compensation.Notices;

/// <summary>What a provider answered to one request.</summary>
public abstract record SendOutcome
{
    private SendOutcome()
    {
    }

    /// <summary>Taken; the provider's reference for it.</summary>
    public sealed record Accepted(string ProviderReference) : SendOutcome;

    /// <summary>Refused for good: this recipient cannot be reached this way.</summary>
    public sealed record Refused(string Reason) : SendOutcome;

    /// <summary>Not taken, and nothing went out: everybody should wait this long.</summary>
    public sealed record Throttled(TimeSpan RetryAfter) : SendOutcome;

    /// <summary>Not taken, and nothing went out: this one may be tried again.</summary>
    public sealed record TryLater(string Reason) : SendOutcome;

    /// <summary>The request left and no answer came: it may have gone out. To be settled by asking, or by repeating with the same id.</summary>
    public sealed record Unsettled(string Reason) : SendOutcome;
}
