using Azure;
using Compensation.Campaigns;
using Compensation.Common;

namespace Compensation.Entitlements;

/// <summary>One person's right to an amount in one campaign, as read from its row.</summary>
public sealed record Entitlement
{
    public required CampaignId Campaign { get; init; }

    public required EntitlementId Id { get; init; }

    public required EntitlementRoute Route { get; init; }

    public required Yen Amount { get; init; }

    public EntitlementState State { get; init; }

    /// <summary>Nobody may be sent this one's link before an application for it has been accepted.</summary>
    public bool AwaitsApplication { get; init; }

    /// <summary>The accepted application, by receipt number and line; null where none was needed, or none has been accepted.</summary>
    public string? Application { get; init; }

    /// <summary>The receipt number of the transfer that was asked for; null for whoever has none, or has an application's.</summary>
    public ReceiptNumber? TransferReceipt { get; init; }

    /// <summary>By which the person finds this on the special site; null for whoever has neither applied nor asked for a transfer.</summary>
    public ReceiptNumber? Receipt => Application is { } application ? ReceiptNumber.Parse(application.Split('-')[0]) : TransferReceipt;

    /// <summary>Which ways to the person are on file. The addresses themselves stay encrypted until a sender needs them.</summary>
    public ContactKinds Contacts { get; init; }

    /// <summary>The encrypted <see cref="Contact"/>; null where none is on file.</summary>
    public string? ProtectedContact { get; init; }

    /// <summary>Counts up when the receipt link is replaced; only the newest link opens.</summary>
    public int LinkVersion { get; init; } = 1;

    /// <summary>The order that last corrected the contact, so that it does so once; null while none has.</summary>
    public string? CorrectedBy { get; init; }

    /// <summary>Which ways that order gave; the others on file it left as they were.</summary>
    public ContactKinds CorrectedWays { get; init; }

    /// <summary>The entitlement of the same person whose messages speak for this one; null for nearly everybody.</summary>
    public EntitlementId? Lead { get; init; }

    /// <summary>The entitlements of the same person for which this one's messages speak, where these agree; empty for nearly everybody.</summary>
    public IReadOnlyList<EntitlementId> Companions { get; init; } = [];

    /// <summary>The chosen product's id, from <see cref="EntitlementState.Claimed"/> on.</summary>
    public string? Product { get; init; }

    /// <summary>The issuer's reference of what was handed out, from <see cref="EntitlementState.Paid"/> on.</summary>
    public string? IssuerReference { get; init; }

    /// <summary>Points awards: the rules by which the amount was computed. They stay those under which granting was begun.</summary>
    public int? RulesVersion { get; init; }

    /// <summary>Points awards: what the points system has booked so far, withdrawals taken off. The amount is what it should be.</summary>
    public Yen Granted { get; init; }

    /// <summary>When the receipt page was opened first, while there was something to choose; null where nobody has opened it.</summary>
    public DateTimeOffset? OpenedAt { get; init; }

    public DateTimeOffset? ClaimedAt { get; init; }

    public DateTimeOffset? PaidAt { get; init; }

    public DateTimeOffset? ExpiredAt { get; init; }

    /// <summary>When the bank first sent a transfer back. From then on the person may collect for as long as transfers are paid.</summary>
    public DateTimeOffset? TransferReturnedAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>When what is personal of it was erased; nothing personal comes to it any more. Null while it is kept.</summary>
    public DateTimeOffset? ErasedAt { get; init; }

    /// <summary>Who erased it on the person's request; null where nobody has, also where its time of keeping was over.</summary>
    public string? ErasedBy { get; init; }

    /// <summary>The row's version; a change is conditional on it.</summary>
    public ETag Version { get; init; }

    /// <summary>The exclusive end of collecting: whose transfer came back after all that time has not had the chance that everybody else had.</summary>
    public DateTimeOffset CollectingEndsAt(Campaign campaign) => TransferReturnedAt is null ? campaign.ReceiptEndsAt : campaign.BooksCloseAt;

    /// <summary>
    /// The first right of the person of whom this is one of several; null where it is the only one, or his contact still says so. Written before contacts are erased, so that persons can be counted afterwards. It names nobody.
    /// </summary>
    public EntitlementId? OnePerson { get; init; }

    /// <summary>
    /// Erased on request while another right of the same number or address stayed on file: that one is counted for the person, and nothing says which it is.
    /// </summary>
    public bool CountedElsewhere { get; init; }

    /// <summary>It without anything personal. Money, state and proofs stay.</summary>
    public Entitlement Erased(DateTimeOffset at, string? by) => this with { Contacts = ContactKinds.None, ProtectedContact = null, CorrectedWays = ContactKinds.None, ErasedAt = at, ErasedBy = by };

    /// <summary>Whether the contact on file is what an order has corrected it to.</summary>
    public bool IsCorrectedBy(string order) => string.Equals(CorrectedBy, order, StringComparison.Ordinal);
}

/// <summary>Where a person can be reached. Personal data: kept encrypted, never logged.</summary>
/// <param name="Phone">E.164, such as +819012345678, or null.</param>
/// <param name="Email">An address as the person gave it, or null.</param>
public sealed record Contact(string? Phone, string? Email)
{
    /// <summary>The way that a first message takes; null where there is none.</summary>
    public string? FirstWay => Phone ?? Email;

    /// <summary>The number or the address, or null where none is on file.</summary>
    public string? By(ContactKinds way) => way == ContactKinds.Sms ? Phone : Email;

    public ContactKinds Kinds => (Phone is null ? ContactKinds.None : ContactKinds.Sms) | (Email is null ? ContactKinds.None : ContactKinds.Email);
}

/// <summary>Which ways to a person exist.</summary>
[Flags]
public enum ContactKinds
{
    None = 0,
    Sms = 1,
    Email = 2,
}
