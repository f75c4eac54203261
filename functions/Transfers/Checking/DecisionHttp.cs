using System.Globalization;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Access;
using Compensation.Common.Http;
using Compensation.Entitlements;
using Microsoft.AspNetCore.Http;

namespace Compensation.Transfers.Checking;

/// <summary>What checks and releases share: a person, a list, an outcome for each, and that each is looked at in the version that is named.</summary>
internal static class DecisionHttp
{
    public static async Task<IResult> DecideAsync(
        this HttpRequest request,
        CampaignCatalog campaigns,
        TransferDesk desk,
        string campaign,
        string what,
        Func<TransferToDecide, CancellationToken, Task<DecisionOutcome>> decide,
        CancellationToken cancellationToken)
    {
        if (!campaigns.TryFindTransfers(campaign, out Campaign? found))
        {
            return TransfersHttp.NoSuchCampaign();
        }

        if (Caller.Of(request.HttpContext).Person is not { } by)
        {
            return PersonsOnly.Refusal();
        }

        (TransferDecisions? body, IResult? fault) = await JsonBody.ReadAsync<TransferDecisions>(request, cancellationToken);
        if (body is null)
        {
            return fault!;
        }

        if (body.Transfers.Count is 0 or > TransferDecisions.Most)
        {
            return JsonBody.Fault($"transfers: expected 1 to {TransferDecisions.Most}.");
        }

        IReadOnlyList<MadeDecision> made = await desk.DecideAsync(found, by, body.Transfers, what, decide, cancellationToken);
        ActNote.Of(request.HttpContext).Rows.AddRange(made.Select(one => new ActNoteRow($"{one.Id}", $"{one.Outcome}")));
        return JsonBody.Answer(new TransferDecisionsMade(made));
    }

    /// <summary>Decides on transfers one after the other, each in the version that was looked at. What the same person has decided on that version is done, whatever has become of it since.</summary>
    public static async Task<IReadOnlyList<MadeDecision>> DecideAsync(
        this TransferDesk desk,
        Campaign campaign,
        Person by,
        IReadOnlyList<DecidedTransfer> transfers,
        string what,
        Func<TransferToDecide, CancellationToken, Task<DecisionOutcome>> decide,
        CancellationToken cancellationToken)
    {
        List<MadeDecision> made = [];
        foreach (DecidedTransfer one in transfers)
        {
            SentAct act = desk.ActOfVersion(by, what, one.Version.ToString(CultureInfo.InvariantCulture));
            made.Add(new MadeDecision(one.Id, await desk.FindAsync(campaign, one.Id, cancellationToken) switch
            {
                null or { Transfer: null } => DecisionOutcome.Unknown,
                { Transfer.Acts: var acts } when acts.Know(act) => DecisionOutcome.Done,
                { Transfer.Version: var version } when version != one.Version => DecisionOutcome.Changed,
                { Transfer: var transfer, Right: var right } => await decide(new TransferToDecide(campaign, by, one, transfer, right) { ActsAfter = transfer.Acts.With(act) }, cancellationToken),
            }));
        }

        return made;
    }
}

/// <summary>A transfer in the version about which somebody decides.</summary>
internal sealed record TransferToDecide(Campaign Campaign, Person By, DecidedTransfer Decided, Transfer Transfer, Entitlement Right)
{
    /// <summary>What is kept with it once it is decided.</summary>
    public RecentActs ActsAfter { get; init; }
}
