using System.Globalization;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Rehearsal.People;

namespace Compensation.Rehearsal.DoubleCharges;

/// <summary>Somebody who was charged too much, and rings.</summary>
/// <param name="Coupon">As the ledger has it.</param>
/// <param name="Story">What becomes of it.</param>
/// <param name="RingsAt">When he rings.</param>
/// <param name="Amount">How many yen were taken off too much.</param>
/// <param name="FaceValue">What he reads from the coupon.</param>
internal sealed record DoubleCharge(SyntheticCoupon Coupon, ChargeStory Story, DateTimeOffset RingsAt, int Amount, int FaceValue)
{
    private static readonly TimeOnly Paid = new(18, 20);

    public string Number => Coupon.InquiryNumber;

    /// <summary>Where the shop is written to, as messages bear it.</summary>
    public string ShopAddress => $"shop.{Number}@shop.example.jp";

    /// <summary>Names one report, however often the operator's computer sends it.</summary>
    public string Key => $"call-{Number}-charged";

    /// <summary>What the operator takes down.</summary>
    public object Report(Campaign campaign) => new
    {
        inquiryNumber = Number,
        expiry = Coupon.Expiry.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        prefecture = campaign.Prefecture!.Name,
        shop = $"みやげ処 {Number[^4..]}",
        kind = Amount % 1_000 == 0 ? "chargedTwice" : "paidInCash",
        amount = Amount,
        faceValue = FaceValue,
        receipt = $"R-{Number[^6..]}",
        paidAt = JapanTime.At(Story == ChargeStory.OnAnotherDay ? campaign.Cause!.OccurredOn.AddDays(-3) : campaign.Cause!.OccurredOn, Paid),
        shopContact = Story.IsWrittenTo() ? ShopAddress : null,
        shopPhone = ShopPhone,
    };

    public static string ShopPhone => "096-312-3456";

    /// <summary>What he is owed in the end, right by right.</summary>
    /// <param name="putBackAt">When the second person approved; null where nothing is put back.</param>
    /// <param name="campaign">Whose rules hold.</param>
    public IEnumerable<int> OwedAfter(DateTimeOffset? putBackAt, Campaign campaign)
    {
        SyntheticCoupon sealedCoupon = putBackAt < campaign.CutoffAt ? Coupon with { Balance = Coupon.Balance + Amount } : Coupon;
        if (sealedCoupon.IsCoveredBy(campaign.Eligibility))
        {
            yield return sealedCoupon.Balance;
        }

        if (putBackAt >= campaign.CutoffAt)
        {
            yield return Amount;
        }
    }
}
