using Compensation.Campaigns;
using Compensation.Campaigns.Points;
using Compensation.Common;
using FsCheck;
using FsCheck.Fluent;

namespace Compensation.Tests.Campaigns.Points;

/// <summary>Purchases of the WESTER campaign, chosen and by chance.</summary>
internal static class Purchases
{
    public static readonly DateOnly October = new(2023, 10, 15);

    public static PointsAward Award { get; } = CampaignFiles.Read("wester").Award!;

    public static PointRules Rules { get; } = new(Award);

    public static Purchase AtShop(long yen) => new()
    {
        Service = "shops",
        Kind = "per110",
        Amount = new Yen(yen),
        Exclusions = string.Empty,
        Dates = new PurchaseDates { Purchase = October },
    };

    public static Purchase Train(long yen, long basePoints) => new()
    {
        Service = "trains",
        Kind = "basePoints",
        Amount = new Yen(yen),
        BasePoints = basePoints,
        Exclusions = string.Empty,
        Dates = new PurchaseDates { Boarding = October },
    };

    /// <summary>Mostly purchases that earn something, and each way of earning nothing.</summary>
    public static Gen<Purchase> Any { get; } =
        from service in Gen.Elements([.. Award.Services])
        from kind in Gen.Elements([.. service.Rates])
        from day in Gen.Choose(-5, 40)
        from dated in Gen.Frequency((9, Gen.Constant(true)), (1, Gen.Constant(false)))
        from amount in Gen.Frequency((8, Gen.Choose(0, 50_000)), (1, Gen.Choose(0, 10)), (1, Gen.Choose(0, (int)Purchase.AmountMax.Amount)))
        from basePoints in Gen.Choose(0, 5_000)
        from excluded in Gen.Frequency((9, Gen.Constant(string.Empty)), (1, Gen.Elements("settlementPoints", "otherCampaigns;icocaUse")))
        from app in Gen.Elements<bool?>(null, true, false)
        from facility in Gen.Elements<bool?>(null, true, false)
        from status in Gen.Frequency((8, Gen.Constant(PurchaseStatus.Completed)), (2, Gen.Elements(Enum.GetValues<PurchaseStatus>())))
        select new Purchase
        {
            Service = service.Id,
            Kind = kind,
            Dates = dated ? On(service.DateBasis, new DateOnly(2023, 10, 1).AddDays(day)) : default,
            Amount = new Yen(amount),
            BasePoints = basePoints,
            Exclusions = excluded,
            LinkedApp = app,
            FacilityMember = facility,
            Status = status,
        };

    public static MemberPoints Sum(PointRules rules, IEnumerable<Purchase> purchases) => rules.Sum(purchases.Select(purchase => rules.Evaluate(purchase)));

    private static PurchaseDates On(AwardDate basis, DateOnly date) => basis switch
    {
        AwardDate.Purchase => new PurchaseDates { Purchase = date },
        AwardDate.Booking => new PurchaseDates { Booking = date },
        AwardDate.Boarding => new PurchaseDates { Boarding = date },
        AwardDate.Departure => new PurchaseDates { Departure = date },
        AwardDate.Shipping => new PurchaseDates { Shipping = date },
        _ => new PurchaseDates { Use = date },
    };
}
