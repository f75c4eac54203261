using Compensation.Common;

namespace Compensation.Payouts;

/// <summary>An issuer whose codes are paid for from what was paid in beforehand.</summary>
public interface IFundedIssuer
{
    /// <summary>Asks what is left. What the issuer or the network does is an answer, never an exception.</summary>
    Task<IssuerFunds> AskFundsAsync(CancellationToken cancellationToken);
}

/// <summary>What is left of what was paid in.</summary>
/// <param name="Left">Null where it cannot be told.</param>
/// <param name="Problem">Why it cannot.</param>
public sealed record IssuerFunds(Yen? Left, string? Problem);
