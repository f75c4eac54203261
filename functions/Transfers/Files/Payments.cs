using Compensation.Campaigns;
using Compensation.Transfers.Accounts;
using Compensation.Transfers.Banks;
using Compensation.Transfers.Zengin;

namespace Compensation.Transfers.Files;

/// <summary>Transfers as payments of a bank's file.</summary>
public sealed class Payments(TransferStore transfers, BankDirectory banks)
{
    /// <summary>Why a transfer cannot stand in a file, by field; null where it can. Never repeats what the person gave.</summary>
    public string? FaultOf(Campaign campaign, Transfer transfer, ZenginProfile profile)
    {
        if (transfers.FormOf(transfer) is not { } form)
        {
            return "口座 is no longer kept";
        }

        // Whoever checked an unknown branch has looked it up; a branch that was known then and is not now has been merged.
        if (banks.FindBank(form.Account.Bank) is null)
        {
            return "被仕向銀行番号 is of no bank any more";
        }

        if (!form.Account.HasUnknownBranch && banks.FindBranch(form.Account.Bank, form.Account.Branch) is null)
        {
            return "被仕向支店番号 is of no branch any more";
        }

        return ZenginFile.FaultsOf(Of(campaign, transfer), profile) is [var fault, ..] ? $"{fault.Field} {fault.Problem}" : null;
    }

    public ZenginPayment Of(Campaign campaign, Transfer transfer)
    {
        BankAccount account = transfers.FormOf(transfer)?.Account ?? throw new InvalidDataException($"The account of {transfer.Id} is no longer kept.");
        return new ZenginPayment(
            account.Bank,
            ZenginNames.Of(banks.FindBank(account.Bank)?.Kana),
            account.Branch,
            ZenginNames.Of(banks.FindBranch(account.Bank, account.Branch)?.Kana),
            account.Type,
            account.Number,
            account.Holder,
            transfer.Amount,
            transfer.ReferenceIn(campaign.LinkCode).ToString());
    }
}
