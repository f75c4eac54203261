using Compensation.Common;
using Compensation.Rehearsal.Members;

namespace Compensation.Rehearsal.Witness;

/// <summary>
/// The WESTER terms as printed, read once more and by other eyes: neither the campaign file nor the application's rules are asked. Where the terms are
/// silent, it follows the defaults that the campaign file declares.
/// </summary>
internal static class WesterTerms
{
    private static readonly DateOnly FirstDay = new(2023, 10, 1);
    private static readonly DateOnly LastDay = new(2023, 10, 31);

    /// <summary>Whether these are the terms of a campaign.</summary>
    public static bool Are(CampaignId campaign) => campaign.Value == "wester";

    /// <summary>What one member's transactions earn together, each as it stands last.</summary>
    public static long PointsFor(IEnumerable<SyntheticPurchase> purchases) => purchases.Where(Counts).Sum(PointsFor);

    /// <summary>Points are granted for each transaction; the fraction of a point that it leaves is dropped.</summary>
    private static long PointsFor(SyntheticPurchase purchase)
    {
        long atMost = purchase.Amount / 5;
        return purchase.Service switch
        {
            "trains" => Math.Min(4L * purchase.BasePoints!.Value, atMost),
            "shops" when purchase.LinkedApp == false => 0,
            "shops" when purchase.FacilityMember == false => 4L * purchase.Amount / 220,
            _ when purchase.Kind == "per220" => 4L * purchase.Amount / 220,
            _ => 4L * purchase.Amount / 110,
        };
    }

    private static bool Counts(SyntheticPurchase purchase) =>
        purchase.Status is Statuses.Completed or Statuses.Corrected
        && purchase.Exclusions.Length == 0
        && DayThatCounts(purchase) is { } day
        && day >= FirstDay
        && day <= LastDay;

    private static DateOnly? DayThatCounts(SyntheticPurchase purchase) => purchase.Service switch
    {
        "shops" => purchase.PurchasedOn,
        "trains" => purchase.BoardedOn,
        "tabiwa" or "plusPlace" => purchase.UsedOn,
        "travelAgencyShop" => purchase.BookedOn,
        "travelAgencyWeb" => purchase.DepartedOn,
        "mall" => purchase.ShippedOn,
        _ => null,
    };
}
