using Compensation.Campaigns;
using Compensation.Common.Pages;
using Compensation.Entitlements;

namespace Compensation.Receipts.Proof;

/// <summary>Brings a code to the contact on file.</summary>
public interface IProofSender
{
    /// <param name="campaign">Whose senders.</param>
    /// <param name="to">The one way it goes.</param>
    /// <param name="code">Six digits.</param>
    /// <param name="minutes">How long it counts.</param>
    /// <param name="language">The reader's.</param>
    /// <param name="cancellationToken">Stops waiting for the provider.</param>
    /// <returns>Whether the provider has taken it, as far as anybody knows.</returns>
    Task<bool> SendAsync(Campaign campaign, Contact to, string code, int minutes, Language language, CancellationToken cancellationToken);
}
