using Compensation.Common;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Compensation.CallCentre.Cases;

/// <summary>The second confirmation, by a second person.</summary>
public sealed class ApproveCase(CaseRoom room)
{
    [Function(nameof(ApproveCase))]
    [ApiOperation("Approves a case that the shop has confirmed: by another person than those who took it down. The amount is put back once.", Body = typeof(CaseApproval), Answer = typeof(CaseView))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "campaigns/{campaign}/cases/{case}/approve")] HttpRequest request, string campaign, string @case, [DurableClient] DurableTaskClient orchestrations, CancellationToken cancellationToken) =>
        request.ActAsync<CaseApproval>(
            room,
            new CaseAddress(campaign, @case, orchestrations),
            body => body.Seen.All(number => CaseNumber.TryParse(number, out CaseNumber _)) ? null : "seen: expected numbers of cases",
            (found, act, body) => room.Desk.ApproveAsync(found, act, new Yen(body.Balance), [.. body.Seen.Select(CaseNumber.Parse)], cancellationToken),
            cancellationToken);
}

/// <summary>What the second person has looked at.</summary>
/// <param name="Version">The version of the case.</param>
/// <param name="Balance">The coupon's balance: on any other nothing is put back.</param>
/// <param name="Seen">The numbers of all other cases about the same coupon or receipt.</param>
public sealed record CaseApproval(int Version, long Balance, IReadOnlyList<string> Seen) : ICaseAct
{
    string? ICaseAct.Words => null;
}
