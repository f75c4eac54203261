using Compensation.Campaigns;
using Compensation.Common.Files;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Awards.Contacts;

/// <summary><c>POST campaigns/{campaign}/member-contacts?dryRun=true|false</c>: a file of contacts as the body, a <see cref="MemberContactsResult"/> as the answer.</summary>
public sealed class ImportMemberContacts(MemberContactImport import, CampaignCatalog campaigns, Uploads uploads)
{
    [Function(nameof(ImportMemberContacts))]
    [ApiOperation("Takes contacts of members who have points over, all of a file or nothing.", BodyType = "text/csv", Answer = typeof(MemberContactsResult), Refusal = typeof(MemberContactsResult), RefusalStatuses = [409, 422], Query = ["dryRun"])]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "campaigns/{campaign}/member-contacts")] HttpRequest request, string campaign, CancellationToken cancellationToken)
    {
        if (!campaigns.TryFindAward(campaign, out Campaign? found))
        {
            return AwardsHttp.NoSuchCampaign();
        }

        if (!DryRun.TryRead(request, out bool dryRun))
        {
            return DryRun.Fault();
        }

        (ReceivedFile? file, IResult? refusal) = await uploads.ReceiveAsync(request, cancellationToken);
        if (file is null)
        {
            return refusal!;
        }

        await using ReceivedFile received = file;
        MemberContactsResult result = await import.ImportAsync(found.Id, received, "member-contacts.csv", Operators.NameOf(request, Operators.Stated(request)), dryRun, CancellationToken.None);
        return JsonBody.Answer(result, result.Outcome switch
        {
            MemberContactsOutcome.Invalid => StatusCodes.Status422UnprocessableEntity,
            MemberContactsOutcome.Closed or MemberContactsOutcome.Busy => StatusCodes.Status409Conflict,
            _ => StatusCodes.Status200OK,
        });
    }
}
