using Compensation.Campaigns;
using Compensation.Common.Access;
using Compensation.Common.Http;
using Compensation.Entitlements;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Compensation.Transfers.Checking;

/// <summary><c>POST campaigns/{campaign}/transfers/checks</c>: one person has compared what was given with who is owed. Where the bank can be asked, it is asked then.</summary>
public sealed class CheckTransfers(
    CampaignCatalog campaigns, TransferDesk desk, TransferStore transfers, AccountConfirmation confirmation, TimeProvider time, ILogger<CheckTransfers> log)
{
    /// <summary>So often in a row the bank is waited for.</summary>
    private const int SilencesAtMost = 3;

    private const string NoSuchAccount = "口座番号 is of no account, says the bank";
    private const string OtherName = "受取人名 is another one, says the bank";

    [Function(nameof(CheckTransfers))]
    [ApiOperation("Checks transfers, each in the version that was looked at.", Body = typeof(TransferDecisions), Answer = typeof(TransferDecisionsMade))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "campaigns/{campaign}/transfers/checks")] HttpRequest request, string campaign, CancellationToken cancellationToken) =>
        request.DecideAsync(campaigns, desk, campaign, nameof(CheckTransfers), CheckEach(), cancellationToken);

    internal Task<IReadOnlyList<MadeDecision>> HandleAsync(Campaign campaign, Person by, IReadOnlyList<DecidedTransfer> some, CancellationToken cancellationToken) =>
        desk.DecideAsync(campaign, by, some, nameof(CheckTransfers), CheckEach(), cancellationToken);

    /// <summary>Several, one after the other. A bank that has said nothing a few times over is not waited for with each of hundreds.</summary>
    private Func<TransferToDecide, CancellationToken, Task<DecisionOutcome>> CheckEach()
    {
        int silent = 0;
        return async (one, cancellationToken) =>
        {
            DecisionOutcome outcome = await CheckAsync(one, isBankSilent: silent >= SilencesAtMost, cancellationToken);
            silent = outcome switch
            {
                DecisionOutcome.BankSilent => silent + 1,
                DecisionOutcome.Done or DecisionOutcome.NotConfirmed => 0,
                _ => silent,
            };
            return outcome;
        };
    }

    private async Task<DecisionOutcome> CheckAsync(TransferToDecide one, bool isBankSilent, CancellationToken cancellationToken)
    {
        (Campaign campaign, Person by, DecidedTransfer decided, Transfer transfer, Entitlement right) = one;
        if (transfer is { State: TransferState.Held, Checked: null, HeldBecause: NoSuchAccount or OtherName })
        {
            return DecisionOutcome.NotConfirmed;
        }

        if (transfer.State != TransferState.Requested || right.State != EntitlementState.TransferRequested || transfers.FormOf(transfer) is not { } form)
        {
            return DecisionOutcome.NotNow;
        }

        if (transfer.HasUnknownBranch && !decided.BranchLookedUp)
        {
            return DecisionOutcome.BranchUnknown;
        }

        (DecisionOutcome outcome, Transfer after) = isBankSilent ? (DecisionOutcome.BankSilent, transfer) : await confirmation.AskAsync(form.Account, cancellationToken) switch
        {
            ConfirmationCode.Silent => (DecisionOutcome.BankSilent, transfer),
            ConfirmationCode.NoSuchAccount => (DecisionOutcome.NotConfirmed, Held(transfer, NoSuchAccount)),
            ConfirmationCode.OtherName => (DecisionOutcome.NotConfirmed, Held(transfer, OtherName)),
            _ => (DecisionOutcome.Done, transfer with { State = TransferState.Checked, Checked = new Signature(by.Id.Value, by.Name, time.GetUtcNow()), Acts = one.ActsAfter }),
        };
        if (outcome == DecisionOutcome.BankSilent)
        {
            return outcome;
        }

        if (!await transfers.TryMoveAsync(campaign, transfer, after, right, time.GetUtcNow(), cancellationToken))
        {
            return DecisionOutcome.Changed;
        }

        log.TransferMoved(campaign.Id, transfer.Id, transfer.State, after.State, after.Version);
        return outcome;
    }

    private static Transfer Held(Transfer transfer, string because) => transfer with { State = TransferState.Held, HeldBecause = because };
}
