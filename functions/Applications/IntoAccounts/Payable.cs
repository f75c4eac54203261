using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Transfers;

namespace Compensation.Applications.IntoAccounts;

/// <summary>What one coupon's holder, whose contact is proved, can hear and do about being paid into an account.</summary>
/// <param name="Place">Which of his coupons, from 1.</param>
/// <param name="WhyNot">Why no account can be given now; null where one can.</param>
internal sealed record Payable(int Place, DeskRefusal? WhyNot)
{
    /// <summary>The right with its transfer; null while it is not known whether there is one.</summary>
    public TransferStanding? Standing { get; init; }

    /// <summary>What was applied for; null for whoever need not apply.</summary>
    public Application? Application { get; init; }

    /// <summary>The coupon in the app, before the balances are sealed; null else.</summary>
    public EntitlementId? Coupon { get; init; }

    /// <summary>What was asked for before there was a right; null where nothing was.</summary>
    public TransferForm? Wish { get; init; }

    public bool MayAsk => WhyNot is null;

    /// <summary>Whether points can be taken instead of what was asked for.</summary>
    public bool MayWithdraw { get; init; }

    /// <summary>Where he chooses his points, for whoever has withdrawn a transfer: his wave may have passed him over. Null for everybody else.</summary>
    public string? Link { get; init; }

    /// <summary>Null while it is not known.</summary>
    public Yen? Amount => Standing?.Right.Amount;
}
