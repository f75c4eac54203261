using System.Globalization;
using Compensation.Awards;
using Compensation.Awards.Packs;
using Compensation.Campaigns.Points;
using Compensation.Common;
using Compensation.Tests.Campaigns.Points;
using FsCheck;
using FsCheck.Fluent;

namespace Compensation.Tests.Awards;

public sealed class PurchaseCodecTests
{
    /// <summary>All texts as long, and all numbers as large, as a file may have them.</summary>
    private static readonly Gen<RecordedPurchase> s_any =
        from purchase in Gen.OneOf(Purchases.Any, Purchases.Any.Select(one => one with { Dates = AllDates, Amount = Purchase.AmountMax, BasePoints = Purchase.BasePointsMax }))
        from number in Gen.Choose(1, 99)
        from revision in Gen.Elements(0, 1, 20_231_105_093_000, 999_999_999_999_999_999)
        from facility in Gen.Elements(string.Empty, "F1", string.Concat(Enumerable.Repeat("熊本", 20)))
        from length in Gen.Elements(1, 38)
        select new RecordedPurchase(new string('T', length) + number.ToString(CultureInfo.InvariantCulture), revision, new PurchaseFacts(purchase, facility));

    private static PurchaseDates AllDates
    {
        get
        {
            DateOnly last = DateOnly.MaxValue;
            return new PurchaseDates { Purchase = last, Booking = last, Boarding = last, Departure = last, Shipping = last, Use = new DateOnly(2023, 10, 1) };
        }
    }

    [Fact]
    public void Purchases_come_back_as_they_were_and_take_no_more_than_was_said() =>
        Prop.ForAll(s_any.ListOf().ToArbitrary(), purchases =>
        {
            byte[] bytes = PurchaseCodec.Encode([.. purchases]);

            Assert.Equal(purchases, PurchaseCodec.Decode(bytes));
            Assert.True(bytes.Length <= 3 + purchases.Sum(PurchaseCodec.BytesMax));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_usual_purchase_takes_some_forty_bytes()
    {
        RecordedPurchase[] purchases = [.. Enumerable.Range(0, 100).Select(number => new RecordedPurchase($"T{number:d10}", 1, new PurchaseFacts(Purchases.AtShop(1_100), "F0001")))];

        Assert.InRange(PurchaseCodec.Encode(purchases).Length, 3_000, 4_000);
    }

    [Fact]
    public void Another_form_is_not_taken_for_this_one() =>
        Assert.Throws<InvalidDataException>(() => PurchaseCodec.Decode([2, .. PurchaseCodec.Encode([])[1..]]));
}
