using Compensation.Campaigns.Points;

namespace Compensation.Awards;

/// <summary>A transaction of a member as its newest revision tells it.</summary>
/// <param name="Transaction">Its id, unique for its member.</param>
/// <param name="Revision">Orders what is said of one transaction, whatever file it comes in.</param>
/// <param name="Facts">What is said.</param>
internal sealed record RecordedPurchase(string Transaction, long Revision, PurchaseFacts Facts)
{
    public Purchase Purchase => Facts.Purchase;
}

/// <summary>What is known of a transaction.</summary>
/// <param name="Purchase">What the rules look at.</param>
/// <param name="Facility">Where it was made; empty where the file does not say.</param>
internal sealed record PurchaseFacts(Purchase Purchase, string Facility);
