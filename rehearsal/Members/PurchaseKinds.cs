using System.Globalization;
using Compensation.Rehearsal.People;

namespace Compensation.Rehearsal.Members;

/// <summary>The services and what a purchase of each is like: its dates, its amount, and what the shop asks for.</summary>
internal static class PurchaseKinds
{
    /// <summary>Share of train journeys whose base points are so many that the cap applies.</summary>
    private const double CappedShare = 0.04;

    private static readonly DateOnly FirstDay = new(2023, 10, 1);
    private static readonly DateOnly LastDay = new(2023, 10, 31);

    private static readonly IReadOnlyList<(string Choice, int Weight)> Services =
        [("shops", 46), ("trains", 24), ("tabiwa", 7), ("travelAgencyShop", 4), ("travelAgencyWeb", 4), ("mall", 9), ("plusPlace", 6)];

    private static readonly IReadOnlyList<(string Choice, int Weight)> Exclusions =
        [("settlementPoints", 40), ("otherCampaigns", 25), ("memberBenefits", 20), ("icocaUse", 10), ("otherCampaigns;icocaUse", 5)];

    /// <summary>The day that counts: mostly in the period, often on its edges, sometimes just outside.</summary>
    private static readonly IReadOnlyList<(When Choice, int Weight)> Days = [(When.Within, 82), (When.FirstDay, 3), (When.LastDay, 4), (When.DayBefore, 2), (When.Before, 3), (When.DayAfter, 2), (When.After, 4)];

    private enum When
    {
        Before,
        DayBefore,
        FirstDay,
        Within,
        LastDay,
        DayAfter,
        After,
    }

    /// <summary>A purchase with all that will ever be known of it.</summary>
    public static SyntheticPurchase Buy(ref Chance chance, string member, string transaction)
    {
        string service = chance.Among(Services);
        DateOnly day = DayOf(ref chance);
        SyntheticPurchase bought = new()
        {
            Transaction = transaction,
            Revision = 1,
            Member = member,
            Service = service,
            Facility = string.Create(CultureInfo.InvariantCulture, $"F{chance.Below(900):d4}"),
            Kind = chance.Hits(0.12) ? "per220" : "per110",
            Exclusions = chance.Hits(0.04) ? chance.Among(Exclusions) : string.Empty,
            Amount = AmountOf(ref chance, 100, 30_000),
            Status = chance.Hits(0.02) ? Statuses.Cancelled : Statuses.Completed,
        };
        return service switch
        {
            "shops" => Shop(ref chance, bought with { PurchasedOn = day }),
            "trains" => Train(ref chance, bought, day),
            "tabiwa" => bought with { PurchasedOn = day.AddDays(-chance.Below(20)), UsedOn = day },
            "travelAgencyShop" => bought with { BookedOn = day, DepartedOn = day.AddDays(5 + chance.Below(60)), Amount = AmountOf(ref chance, 8_000, 240_000) },
            "travelAgencyWeb" => bought with { BookedOn = day.AddDays(-3 - chance.Below(60)), DepartedOn = day, Amount = AmountOf(ref chance, 8_000, 240_000) },
            "mall" => bought with { PurchasedOn = day.AddDays(-1 - chance.Below(6)), ShippedOn = day },
            _ => bought with { BookedOn = day.AddDays(-chance.Below(10)), UsedOn = day },
        };
    }

    private static SyntheticPurchase Shop(ref Chance chance, SyntheticPurchase bought) => bought with
    {
        LinkedApp = AnswerOf(ref chance, asked: 0.45, no: 0.12),
        FacilityMember = AnswerOf(ref chance, asked: 0.15, no: 0.4),
    };

    /// <summary>Base points are some half percent of the fare; for a few cheap tickets with many points the cap applies.</summary>
    private static SyntheticPurchase Train(ref Chance chance, SyntheticPurchase bought, DateOnly day)
    {
        int fare = AmountOf(ref chance, 1_200, 30_000);
        DateOnly booked = day.AddDays(-chance.Below(30));
        return bought with
        {
            Kind = chance.Hits(0.5) ? "basePoints" : string.Empty,
            PurchasedOn = booked,
            BookedOn = booked,
            BoardedOn = day,
            Amount = fare,
            BasePoints = chance.Hits(CappedShare) ? (fare / 20) + chance.Below(fare / 20) : fare / (100 + chance.Below(150)),
        };
    }

    private static bool? AnswerOf(ref Chance chance, double asked, double no) => chance.Hits(asked) ? !chance.Hits(no) : null;

    /// <summary>Small amounts are common, large ones rare.</summary>
    private static int AmountOf(ref Chance chance, int least, int most)
    {
        double share = chance.Share();
        return least + (int)(share * share * share * (most - least));
    }

    private static DateOnly DayOf(ref Chance chance) => chance.Among(Days) switch
    {
        When.Before => FirstDay.AddDays(-1 - chance.Below(20)),
        When.DayBefore => FirstDay.AddDays(-1),
        When.FirstDay => FirstDay,
        When.LastDay => LastDay,
        When.DayAfter => LastDay.AddDays(1),
        When.After => LastDay.AddDays(1 + chance.Below(18)),
        _ => FirstDay.AddDays(chance.Below(31)),
    };
}
