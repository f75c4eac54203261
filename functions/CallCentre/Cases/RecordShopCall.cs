using Compensation.Applications.Typing;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Compensation.CallCentre.Cases;

/// <summary>Records what the shop has said on the telephone. Whoever rang cannot be the second person.</summary>
public sealed class RecordShopCall(CaseRoom room, TimeProvider time)
{
    [Function(nameof(RecordShopCall))]
    [ApiOperation("Records a call with the shop, and what it said; its link dies.", Body = typeof(ShopCall), Answer = typeof(CaseView))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "campaigns/{campaign}/cases/{case}/shop-call")] HttpRequest request, string campaign, string @case, [DurableClient] DurableTaskClient orchestrations, CancellationToken cancellationToken) =>
        request.ActAsync<ShopCall>(
            room, new CaseAddress(campaign, @case, orchestrations), body => body.Fault, (found, act, body) => room.Desk.RecordCallAsync(found, act, AnswerOf(act, body), cancellationToken), cancellationToken);

    internal ShopAnswer AnswerOf(CaseToAct act, ShopCall body) => new(body.Confirms, body.SpokeWith, body.Remark, time.GetUtcNow())
    {
        Rung = TypedPhone.TryParse(body.Rung, out string? rung) ? rung : body.Rung,
        RecordedBy = act.By!.Name,
    };
}

/// <summary>A call with the shop.</summary>
/// <param name="Version">The version that was looked at.</param>
/// <param name="Confirms">Whether the shop says that it was so.</param>
/// <param name="SpokeWith">Who said it; 1 to 100 characters.</param>
/// <param name="Rung">The number that was rung.</param>
public sealed record ShopCall(int Version, bool Confirms, string SpokeWith, string Rung) : ICaseAct
{
    /// <summary>In the shop's words; up to 300 characters.</summary>
    public string? Remark { get; init; }

    string? ICaseAct.Words => Remark;

    internal string? Fault =>
        !Operators.IsLine(SpokeWith, 100) ? "spokeWith: expected 1 to 100 characters on one line"
        : !TypedPhone.TryParse(Rung, out _) ? "rung: expected the Japanese telephone number that was rung"
        : Remark is not null && !Operators.IsLine(Remark, 300) ? "remark: expected 1 to 300 characters on one line, or nothing"
        : null;
}
