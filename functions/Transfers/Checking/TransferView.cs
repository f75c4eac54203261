using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Transfers.Accounts;
using Compensation.Transfers.BankAnswers;

namespace Compensation.Transfers.Checking;

/// <summary>A transfer as operators see it: without the account's number, which nobody needs to read.</summary>
/// <param name="Id">The right's id.</param>
/// <param name="Yen">How much.</param>
/// <param name="State">How far it has come.</param>
/// <param name="Version">What a check or a release names.</param>
/// <param name="Reference">By which the bank's answers name it.</param>
/// <param name="AskedAt">UTC.</param>
/// <param name="ChangedAt">When the person last changed it, UTC.</param>
/// <param name="CheckedBy">By name; null until then.</param>
/// <param name="ReleasedBy">By name; null until then.</param>
/// <param name="UnknownBranch">The branch is not in the data and has to be looked up.</param>
/// <param name="HeldBecause">Why it is held.</param>
/// <param name="File">The file it stands in.</param>
/// <param name="PayOn">When that is paid.</param>
/// <param name="ReturnedBecause">Why the bank sent it back.</param>
public sealed record TransferView(
    EntitlementId Id,
    Yen Yen,
    TransferState State,
    int Version,
    string Reference,
    DateTimeOffset AskedAt,
    DateTimeOffset ChangedAt,
    string? CheckedBy,
    string? ReleasedBy,
    bool UnknownBranch,
    string? HeldBecause,
    int? File,
    DateOnly? PayOn,
    ReturnReason? ReturnedBecause)
{
    /// <summary>The operator who entered it during a call; null where the person asked himself.</summary>
    public string? EnteredBy { get; init; }

    /// <summary>What the person gave, on the page of one transfer; null in lists, and once its time of keeping is over.</summary>
    public AccountView? Account { get; init; }

    /// <summary>What the notice asks besides, by field.</summary>
    public IReadOnlyDictionary<string, string>? Answers { get; init; }

    /// <summary>What the bank has said, on the page of one transfer.</summary>
    public IReadOnlyList<ResultLine>? Bank { get; init; }

    public static TransferView Of(Campaign campaign, Transfer transfer) => new(
        transfer.Id,
        transfer.Amount,
        transfer.State,
        transfer.Version,
        transfer.ReferenceIn(campaign.LinkCode).ToString(),
        transfer.AskedAt,
        transfer.ChangedAt,
        transfer.Checked?.Name,
        transfer.Released?.Name,
        transfer.HasUnknownBranch,
        transfer.HeldBecause,
        transfer.File,
        transfer.PayOn,
        transfer.ReturnedBecause)
    {
        EnteredBy = transfer.EnteredBy,
    };
}

/// <summary>An account as it may be shown.</summary>
/// <param name="Bank">Code and name.</param>
/// <param name="Branch">Code and name.</param>
/// <param name="Type">預金種目.</param>
/// <param name="Number">Its last three digits.</param>
/// <param name="Holder">As the bank's file writes it.</param>
/// <param name="TypedHolder">As the person typed it.</param>
public sealed record AccountView(string Bank, string Branch, AccountType Type, string Number, string Holder, string TypedHolder)
{
    public static AccountView Of(TransferForm form) => new(
        $"{form.Account.Bank} {form.Account.BankName}", $"{form.Account.Branch} {form.Account.BranchName}".TrimEnd(), form.Account.Type, form.Account.MaskedNumber, form.Account.Holder, form.TypedHolder);
}
