using System.Text;
using Compensation.Campaigns;
using Compensation.Common;
using Microsoft.AspNetCore.Http;

namespace Compensation.Closing.Pages;

/// <summary>How reports are answered in their forms.</summary>
internal static class ReportAnswers
{
    /// <param name="campaigns">All of them.</param>
    /// <param name="campaign">As the route names it.</param>
    /// <param name="find">Finds its report, or null.</param>
    /// <param name="missing">Why there is none.</param>
    /// <param name="show">The form.</param>
    public static async Task<IResult> OfAsync(
        CampaignCatalog campaigns, string campaign, Func<CampaignId, Task<ClosingReport?>> find, Func<Campaign, string> missing, Func<Campaign, ClosingReport, IResult> show)
    {
        if (!CampaignId.TryParse(campaign, out CampaignId id) || !campaigns.TryFind(id, out Campaign? known))
        {
            return TypedResults.Problem($"There is no campaign '{campaign}'.", statusCode: StatusCodes.Status404NotFound);
        }

        return await find(id) is { } report ? show(known, report) : TypedResults.Problem(missing(known), statusCode: StatusCodes.Status404NotFound);
    }

    public static IResult Page(Html page) => TypedResults.Content(page.ToString(), "text/html", Encoding.UTF8);

    /// <summary>With a byte order mark, without which Excel takes UTF-8 for something else.</summary>
    public static IResult Csv(string table, string name) => TypedResults.File([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(table)], "text/csv; charset=utf-8", name);
}
