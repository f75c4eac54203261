using Compensation.Campaigns;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.CallCentre.Cases;

/// <summary>All double charges of a campaign as a file. Nothing of what was taken down: that is read case by case.</summary>
public sealed class ExportCases(CaseRoom room)
{
    private static readonly IReadOnlyList<CsvField<DoubleChargeCase>> s_fields =
    [
        new("case", one => one.Number.Value), new("state", one => one.State), new("kind", one => one.Kind), new("amount", one => one.Amount), new("opened_at_jst", one => one.Opened.At), new("opened_by", one => one.Opened.Name),
        new("since_jst", one => one.Since), new("shop_confirmed_at_jst", one => one.ShopConfirmedAt), new("approved_by", one => one.Approved?.Name), new("approved_at_jst", one => one.Approved?.At),
        new("refusal", one => one.Refusal), new("coupon", one => one.Coupon.ToString()), new("supplement", one => one.Supplement?.ToString()),
    ];

    [Function(nameof(ExportCases))]
    [ApiOperation("All double charges of a campaign as CSV.", AnswerType = "text/csv")]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "campaigns/{campaign}/cases.csv")] HttpRequest request, string campaign, CancellationToken cancellationToken) =>
        room.Campaigns.TryFindCases(campaign, out Campaign? found) ? CsvDownload.Of($"{found.Id}-cases.csv", s_fields, room.Cases.ReadAsync(found.Id, cancellationToken), cancellationToken) : CampaignRoutes.NoSuchCampaign();
}
