using Compensation.Campaigns;
using Compensation.Common.Access;
using Compensation.Common.Http;
using Compensation.Entitlements;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Compensation.Transfers.Checking;

/// <summary>
/// <c>POST campaigns/{campaign}/transfers/releases</c>: a second person releases what a first one has checked. Persons are compared, not accounts, at the moment of release;
/// there is no role, key or setting that does without the second.
/// </summary>
public sealed class ReleaseTransfers(
    CampaignCatalog campaigns, TransferDesk desk, TransferStore transfers, IPersons persons, TimeProvider time, ILogger<ReleaseTransfers> log)
{
    [Function(nameof(ReleaseTransfers))]
    [ApiOperation("Releases checked transfers, each in the version that was checked, by another person than checked it.", Body = typeof(TransferDecisions), Answer = typeof(TransferDecisionsMade))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "campaigns/{campaign}/transfers/releases")] HttpRequest request, string campaign, CancellationToken cancellationToken) =>
        request.DecideAsync(campaigns, desk, campaign, nameof(ReleaseTransfers), ReleaseAsync, cancellationToken);

    internal Task<IReadOnlyList<MadeDecision>> HandleAsync(Campaign campaign, Person by, IReadOnlyList<DecidedTransfer> some, CancellationToken cancellationToken) =>
        desk.DecideAsync(campaign, by, some, nameof(ReleaseTransfers), ReleaseAsync, cancellationToken);

    private async Task<DecisionOutcome> ReleaseAsync(TransferToDecide one, CancellationToken cancellationToken)
    {
        (Campaign campaign, Person by, _, Transfer transfer, Entitlement right) = one;
        if (transfer.State != TransferState.Checked || right.State != EntitlementState.TransferRequested)
        {
            return DecisionOutcome.NotNow;
        }

        if (await persons.AreOneAsync(PersonId.Parse(transfer.Checked!.Subject), by.Id, cancellationToken))
        {
            return DecisionOutcome.SamePerson;
        }

        Transfer released = transfer with { State = TransferState.Released, Released = new Signature(by.Id.Value, by.Name, time.GetUtcNow()), Acts = one.ActsAfter };
        if (!await transfers.TryMoveAsync(campaign, transfer, released, right, time.GetUtcNow(), cancellationToken))
        {
            return DecisionOutcome.Changed;
        }

        log.TransferMoved(campaign.Id, transfer.Id, transfer.State, released.State, released.Version);
        return DecisionOutcome.Done;
    }
}
