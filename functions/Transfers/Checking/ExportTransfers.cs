using Compensation.Campaigns;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Transfers.Checking;

/// <summary>All transfers of a campaign as a file, without accounts.</summary>
public sealed class ExportTransfers(CampaignCatalog campaigns, TransferStore transfers)
{
    private static readonly IReadOnlyList<CsvField<TransferView>> s_fields =
    [
        new("transfer", one => one.Id.ToString()), new("yen", one => one.Yen), new("state", one => one.State), new("version", one => one.Version), new("reference", one => one.Reference), new("asked_at_jst", one => one.AskedAt),
        new("changed_at_jst", one => one.ChangedAt), new("checked_by", one => one.CheckedBy), new("released_by", one => one.ReleasedBy), new("unknown_branch", one => one.UnknownBranch),
        new("held_because", one => one.HeldBecause), new("file", one => one.File), new("pay_on", one => one.PayOn), new("returned_because", one => one.ReturnedBecause),
    ];

    [Function(nameof(ExportTransfers))]
    [ApiOperation("All transfers of a campaign as CSV, without accounts.", AnswerType = "text/csv")]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "campaigns/{campaign}/transfers.csv")] HttpRequest request, string campaign, CancellationToken cancellationToken) =>
        campaigns.TryFindTransfers(campaign, out Campaign? found)
            ? CsvDownload.Of($"{found.Id}-transfers.csv", s_fields, transfers.ReadAllAsync(found, cancellationToken).Select(one => TransferView.Of(found, one)), cancellationToken)
            : TransfersHttp.NoSuchCampaign();
}
