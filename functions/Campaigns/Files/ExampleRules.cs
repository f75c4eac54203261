using System.Globalization;
using Compensation.Campaigns.Points;
using Compensation.Common;

namespace Compensation.Campaigns.Files;

/// <summary>Works the file's own examples through its rules: a file that does not mean what its author thinks is not loaded.</summary>
internal static class ExampleRules
{
    public static void Check(PointsAwardFile file, PointsAward award, FaultList faults)
    {
        if (PointRules.CommonDenominator(award) is null)
        {
            faults.Add("rates", string.Create(CultureInfo.InvariantCulture, $"have no common denominator up to {PointRules.PartsPerPointMax}; expected rates whose points can be added exactly"));
            return;
        }

        PointRules rules = new(award);
        for (int index = 0; index < file.Examples.Count; index++)
        {
            CheckExample(file.Examples[index], $"examples[{index}]", rules, faults);
        }

        CheckCoverage(file, rules, faults);
    }

    private static void CheckExample(AwardExampleFile example, string field, PointRules rules, FaultList faults)
    {
        CommonRules.CheckText(example.Name, $"{field}.name", faults);
        faults.AddUnless(example.Purchases.Count > 0, $"{field}.purchases", "is empty; expected at least one");
        List<TransactionAward> awards = [];
        for (int index = 0; index < example.Purchases.Count; index++)
        {
            ExamplePurchaseFile purchase = example.Purchases[index];
            string at = $"{field}.purchases[{index}]";
            if (purchase.Amount < 0 || purchase.Amount > Purchase.AmountMax.Amount || purchase.BasePoints is < 0 or > Purchase.BasePointsMax)
            {
                faults.Add(at, "has an amount or base points that no purchase can have; expected 0 to 100000000 yen, 0 to 10000000 points");
                return;
            }

            TransactionAward award = rules.Evaluate(ToPurchase(purchase));
            awards.Add(award);
            faults.AddUnless(award.Outcome == purchase.Outcome, $"{at}.outcome", $"is {CommonRules.Written(purchase.Outcome)}; by the rules it is {CommonRules.Written(award.Outcome)}");
        }

        MemberPoints sum = rules.Sum(awards);
        faults.AddUnless(sum.Whole == example.Points, $"{field}.points", string.Create(CultureInfo.InvariantCulture, $"is {example.Points}; by the rules it is {sum.Whole} ({sum.Exact})"));
    }

    /// <summary>Rules that no example shows are rules that nobody has checked.</summary>
    private static void CheckCoverage(PointsAwardFile file, PointRules rules, FaultList faults)
    {
        ExamplePurchaseFile[] earning = [.. file.Examples.SelectMany(example => example.Purchases).Where(purchase => purchase.Outcome >= AwardOutcome.Capped)];
        HashSet<string> services = [.. earning.Select(purchase => purchase.Service)];
        HashSet<string> rates = [.. earning.Select(purchase => rules.RateOf(ToPurchase(purchase))?.Id).OfType<string>()];
        foreach (string service in file.Services.Select(service => service.Id).Where(id => !services.Contains(id)))
        {
            faults.Add("examples", $"hold none in which the service '{service}' earns points; expected one for each service");
        }

        foreach (string rate in file.Rates.Select(rate => rate.Id).Where(id => !rates.Contains(id)))
        {
            faults.Add("examples", $"hold none in which the rate '{rate}' earns points; expected one for each rate");
        }
    }

    private static Purchase ToPurchase(ExamplePurchaseFile example) => new()
    {
        Service = example.Service,
        Kind = example.Kind ?? string.Empty,
        Dates = new PurchaseDates
        {
            Purchase = example.Purchase,
            Booking = example.Booking,
            Boarding = example.Boarding,
            Departure = example.Departure,
            Shipping = example.Shipping,
            Use = example.Use,
        },
        Amount = new Yen(example.Amount),
        BasePoints = example.BasePoints ?? 0,
        Exclusions = string.Join(';', example.Exclusions ?? []),
        LinkedApp = example.LinkedApp,
        FacilityMember = example.FacilityMember,
        Status = example.Status ?? PurchaseStatus.Completed,
    };
}
