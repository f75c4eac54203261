namespace Compensation.Campaigns.Files;

/// <summary>Whether a points award's file makes sense.</summary>
internal static class PointsAwardRules
{
    private const int RulesVersionMax = 999_999;
    private const int PerMinuteMax = 100_000;

    /// <summary>With these bounds the points of one purchase stay exact in 64 bits.</summary>
    private const int TimesMax = 100;
    private const int YenMax = 100_000;

    public static void Check(PointsAwardFile file, FaultList faults)
    {
        CommonRules.CheckIdentity(file.Id, file.LinkCode, file.Shards, file.Programme, file.Office, faults);
        CommonRules.CheckSending(file.Sending, faults);
        CommonRules.CheckRetention(file.Retention, faults);
        faults.AddUnless(
            file.Sending.DuplicatePersons == DuplicatePersons.OneEach,
            "sending.duplicatePersons",
            $"is {CommonRules.Written(file.Sending.DuplicatePersons)}; expected oneEach, because members are told apart by their number");
        CommonRules.CheckOrder(file.Period.StartsOn, "period.startsOn", file.Period.EndsOn, "period.endsOn", faults);
        CommonRules.CheckOrder(file.Grant.StartsOn, "grant.startsOn", file.Grant.EndsOn, "grant.endsOn", faults);
        CommonRules.CheckOrder(file.Grant.EndsOn, "grant.endsOn", file.Grant.CorrectionsUntil, "grant.correctionsUntil", faults);
        faults.AddUnless(file.Grant.PerMinute is >= 1 and <= PerMinuteMax, "grant.perMinute", $"is {file.Grant.PerMinute}; expected 1 to {PerMinuteMax} postings");
        faults.AddUnless(
            file.Grant.StartsOn > file.Period.EndsOn,
            "grant.startsOn",
            $"{file.Grant.StartsOn:yyyy-MM-dd} is not after period.endsOn {file.Period.EndsOn:yyyy-MM-dd}; expected the purchases to be complete");
        faults.AddUnless(file.RulesVersion is >= 1 and <= RulesVersionMax, "rulesVersion", $"is {file.RulesVersion}; expected 1 to {RulesVersionMax}");
        faults.AddUnless(file.Limit.PercentOfAmount is >= 1 and <= 100, "limit.percentOfAmount", $"is {file.Limit.PercentOfAmount}; expected 1 to 100");
        CommonRules.CheckLabels(file.Exclusions, "exclusions", faults);
        CheckRates(file.Rates, faults);
        CheckServices(file, faults);
        CheckConditions(file, faults);
        CheckLinks(file.Links, faults);
        if (file.GrantNotice is { } notice)
        {
            ContactRules.CheckSenders(notice.Senders, "grantNotice.senders", faults);
            TextRules.CheckGrantNotice(notice.Texts, "grantNotice.texts", faults);
        }
    }

    private static void CheckRates(IReadOnlyList<AwardRateFile> rates, FaultList faults)
    {
        CommonRules.CheckIds(rates.Select(rate => rate.Id), "rates", "id", faults);
        for (int index = 0; index < rates.Count; index++)
        {
            AwardRateFile rate = rates[index];
            faults.AddUnless(rate.Times is >= 1 and <= TimesMax, $"rates[{index}].times", $"is {rate.Times}; expected 1 to {TimesMax}");
            faults.AddUnless(rate.Yen is null or <= YenMax, $"rates[{index}].yen", $"is {rate.Yen}; expected at most {YenMax}");
            faults.AddUnless(
                rate.Basis == AwardBasis.AmountPaid ? rate.Yen >= 1 : rate.Yen is null,
                $"rates[{index}].yen",
                rate.Basis == AwardBasis.AmountPaid ? "is missing or not positive; expected the yen that earn one point" : "has no meaning for base points; expected none");
        }
    }

    private static void CheckServices(PointsAwardFile file, FaultList faults)
    {
        CommonRules.CheckIds(file.Services.Select(service => service.Id), "services", "id", faults);
        HashSet<string> known = [.. file.Rates.Select(rate => rate.Id)];
        for (int index = 0; index < file.Services.Count; index++)
        {
            string field = $"services[{index}]";
            AwardServiceFile service = file.Services[index];
            CommonRules.CheckText(service.Name, $"{field}.name", faults);
            faults.AddUnless(service.Rates.Count > 0, $"{field}.rates", "is empty; expected at least one");
            for (int rate = 0; rate < service.Rates.Count; rate++)
            {
                faults.AddUnless(known.Contains(service.Rates[rate]), $"{field}.rates[{rate}]", $"'{service.Rates[rate]}' is not a rate of this file; expected one of {string.Join(", ", known)}");
            }
        }
    }

    private static void CheckConditions(PointsAwardFile file, FaultList faults)
    {
        HashSet<string> rates = [.. file.Rates.Select(rate => rate.Id)];
        HashSet<string> services = [.. file.Services.Select(service => service.Id)];
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (int index = 0; index < file.Conditions.Count; index++)
        {
            string field = $"conditions[{index}]";
            AwardConditionFile condition = file.Conditions[index];
            faults.AddUnless(seen.Add(condition.Id), $"{field}.id", $"'{condition.Id}' stands there twice; expected unique ids");
            CommonRules.CheckText(condition.Text, $"{field}.text", faults);
            faults.AddUnless(condition.Services.Count > 0, $"{field}.services", "is empty; expected at least one");
            faults.AddUnless(condition.Services.All(services.Contains), $"{field}.services", $"names a service that is not in this file; expected some of {string.Join(", ", services)}");
            faults.AddUnless(
                condition.OtherwiseRate is null || rates.Contains(condition.OtherwiseRate),
                $"{field}.otherwiseRate",
                $"'{condition.OtherwiseRate}' is not a rate of this file; expected one of {string.Join(", ", rates)}, or none");
        }
    }

    private static void CheckLinks(IReadOnlyList<AwardLinkFile> links, FaultList faults)
    {
        CommonRules.CheckIds(links.Select(link => link.Id), "links", "id", faults);
        for (int index = 0; index < links.Count; index++)
        {
            CommonRules.CheckUrl(links[index].Url, $"links[{index}].url", faults);
        }
    }
}
