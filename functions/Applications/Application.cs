using System.Globalization;
using Azure;
using Compensation.Applications.Matching;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.Entitlements;

namespace Compensation.Applications;

/// <summary>One application for one coupon. Coupons that were applied for together share a receipt number.</summary>
public sealed record Application
{
    public required CampaignId Campaign { get; init; }

    public required ReceiptNumber Receipt { get; init; }

    /// <summary>Which coupon of the receipt, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>When the form was sent: who comes first is told by it.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    public ApplicationState State { get; init; }

    /// <summary>What the ledger said: provisionally until the balances are sealed.</summary>
    public required ApplicationOutcome Outcome { get; init; }

    /// <summary>The encrypted <see cref="ApplicationForm"/>.</summary>
    public required string ProtectedForm { get; init; }

    /// <summary>The encrypted inquiry number, as typed and folded.</summary>
    public required string ProtectedNumber { get; init; }

    /// <summary>Keyed hash of the number in its canonical form.</summary>
    public required string NumberKey { get; init; }

    /// <summary>Keyed hash of the proved contact; empty where there is none.</summary>
    public string ContactKey { get; init; } = string.Empty;

    /// <summary>Keyed hash of the postal address; empty where none is asked.</summary>
    public string AddressKey { get; init; } = string.Empty;

    /// <summary>Made from what it arose from, so that a repeat is known as one.</summary>
    public required string Source { get; init; }

    /// <summary>The operator who entered it during a call; null where the applicant did.</summary>
    public string? EnteredBy { get; init; }

    public Language Language { get; init; }

    /// <summary>The operator who has taken the case up; null while nobody has.</summary>
    public string? HeldBy { get; init; }

    /// <summary>Who decided; null where the machine did, or nobody has.</summary>
    public string? DecidedBy { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>The encrypted words that were sent: why it was refused, or what was asked.</summary>
    public string? ProtectedWords { get; init; }

    /// <summary>The encrypted answer of the applicant to what was asked.</summary>
    public string? ProtectedAnswer { get; init; }

    /// <summary>The encrypted account to which the money shall go once it is accepted, as the transfers' own form; null for whoever takes points.</summary>
    public string? ProtectedTransfer { get; init; }

    /// <summary>When what the applicant stated was erased; null while it is kept.</summary>
    public DateTimeOffset? ErasedAt { get; init; }

    /// <summary>Counts up with each decision and each question: what is told of one bears its number.</summary>
    public int Messages { get; init; }

    /// <summary>What people have done with it last, so that a repeat is known as one.</summary>
    public RecentActs Acts { get; init; }

    public ETag Version { get; init; }

    /// <summary>As entitlements name it.</summary>
    public string Id => IdOf(Receipt, Line);

    internal static string IdOf(ReceiptNumber receipt, int line) => string.Create(CultureInfo.InvariantCulture, $"{receipt}-{line}");
}
