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
    public static long PointsFor(IEnumerable<SyntheticPurchase> purchases)
    {
        (long yenBy110, long yenBy220, long yenCapped, long basePoints) = (0, 0, 0, 0);
        foreach (SyntheticPurchase purchase in purchases.Where(Counts))
        {
            switch (purchase.Service)
            {
                // 4 times the base points, but no more than 20 % of the amount.
                case "trains" when purchase.BasePoints * 4 * 5 > purchase.Amount:
                    yenCapped += purchase.Amount;
                    break;
                case "trains":
                    basePoints += purchase.BasePoints!.Value;
                    break;
                case "shops" when purchase.LinkedApp == false:
                    break;
                case "shops" when purchase.FacilityMember == false:
                case var _ when purchase.Kind == "per220":
                    yenBy220 += purchase.Amount;
                    break;
                default:
                    yenBy110 += purchase.Amount;
                    break;
            }
        }

        // 4/110, 4/220 and 1/5 of a yen are 40, 20 and 220 parts of 1,100: added first, rounded down once.
        return (basePoints * 4) + (((yenBy110 * 40) + (yenBy220 * 20) + (yenCapped * 220)) / 1_100);
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
