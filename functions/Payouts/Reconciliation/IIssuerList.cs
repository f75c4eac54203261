using Compensation.Common;

namespace Compensation.Payouts.Reconciliation;

/// <summary>An issuer that lists what it has handed out.</summary>
public interface IIssuerList
{
    /// <summary>All that it has handed out for a campaign and not taken back, in whatever order.</summary>
    /// <exception cref="IssuerListException">It cannot be read, or is not understood.</exception>
    IAsyncEnumerable<IssuerEntry> ReadListAsync(CampaignId campaign, CancellationToken cancellationToken);
}

/// <summary>What an issuer has on its own list.</summary>
/// <param name="Key">By which it knows the request: <see cref="IPointIssuer.KeyOf"/>. Several entries with one key are added up.</param>
/// <param name="Value">What it is worth.</param>
/// <param name="Reference">As it told us when it handed it out.</param>
public sealed record IssuerEntry(string Key, Yen Value, string Reference);

/// <summary>An issuer's list cannot be read, or is not understood. The message can be shown.</summary>
public sealed class IssuerListException : Exception
{
    public IssuerListException()
    {
    }

    public IssuerListException(string message)
        : base(message)
    {
    }

    public IssuerListException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
