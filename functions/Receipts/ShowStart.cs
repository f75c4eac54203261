using Compensation.Common.Http;
using Compensation.Receipts.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Receipts;

/// <summary>For who has typed the address in a message without what follows it, or a wrong one: whom to ask.</summary>
public sealed class ShowStart(CampaignsAtDoor door)
{
    [Function("ShowStart")]
    [ApiOperation("Whom to ask, for people without a link.", AnswerType = "text/html", FaultType = "text/html")]
    public IResult Show([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "{*anywhere}")] HttpRequest request, string? anywhere) =>
        string.IsNullOrEmpty(anywhere) ? LostPages.Start(request, door.Campaigns) : LostPages.Unknown(request, door.Campaigns);
}
