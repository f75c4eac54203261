using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Compensation.Campaigns;
using Microsoft.AspNetCore.Http;

namespace Compensation.Transfers;

/// <summary>What the HTTP functions of transfers share.</summary>
internal static class TransfersHttp
{
    /// <summary>As many as six digits of a key can count.</summary>
    private const int FilesMost = 999_999;

    /// <summary>The campaign, if it pays into accounts.</summary>
    public static bool TryFindTransfers(this CampaignCatalog campaigns, string route, [NotNullWhen(true)] out Campaign? campaign) =>
        campaigns.TryFindByRoute(route, out campaign) && campaign.BankTransfer is not null;

    public static IResult NoSuchCampaign() => Results.Problem("There is no such campaign that pays into accounts.", statusCode: StatusCodes.Status404NotFound);

    /// <summary>The number of a file, as an address names it; 0 where it is none.</summary>
    public static int FileNumber(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= FilesMost ? number : 0;

    public static IResult Conflict(string detail) => Results.Problem(detail, statusCode: StatusCodes.Status409Conflict);

    public static IResult NoSuchTransfer() => Results.Problem("There is no such transfer.", statusCode: StatusCodes.Status404NotFound);
}
