namespace Compensation.Campaigns.Files;

/// <summary>Whether a compensation's waves and reminders lie where they can reach people in time.</summary>
internal static class SendingRules
{
    public static void Check(CompensationFile file, FaultList faults)
    {
        CommonRules.CheckSending(file.Sending, faults);
        CommonRules.CheckIds(file.Waves.Select(wave => wave.Id), "waves", "id", faults);
        for (int index = 0; index < file.Waves.Count; index++)
        {
            CheckWave(file, file.Waves[index], $"waves[{index}]", faults);
        }

        CheckRoutes(file.Waves, faults);
        CheckReminders(file, faults);
    }

    private static void CheckWave(CompensationFile file, WaveFile wave, string field, FaultList faults)
    {
        CommonRules.CheckOrder(wave.StartsOn, $"{field}.startsOn", wave.EndsOn, $"{field}.endsOn", faults);
        CommonRules.CheckOrder(wave.EndsOn, $"{field}.endsOn", file.Receipt.EndsOn, "receipt.endsOn", faults);
        faults.AddUnless(
            wave.StartsOn > file.Cutoff.On,
            $"{field}.startsOn",
            $"{wave.StartsOn:yyyy-MM-dd} is not after cutoff.on {file.Cutoff.On:yyyy-MM-dd}; expected a day on which the balances are sealed");
        faults.AddUnless(
            wave.Route != EntitlementRoute.Application || wave.EndsOn >= file.ApplicationSite.ClosesOn,
            $"{field}.endsOn",
            $"{wave.EndsOn:yyyy-MM-dd} is before applicationSite.closesOn {file.ApplicationSite.ClosesOn:yyyy-MM-dd}; expected the last applicants to be reached");
        faults.AddUnless(
            wave.Route is EntitlementRoute.App or EntitlementRoute.Application,
            $"{field}.route",
            $"is {CommonRules.Written(wave.Route)}; expected app or application, which between them reach everybody: restored double charges travel with the app's route");
    }

    private static void CheckRoutes(IReadOnlyList<WaveFile> waves, FaultList faults)
    {
        for (int index = 0; index < waves.Count; index++)
        {
            faults.AddUnless(
                waves.Take(index).All(earlier => earlier.Route != waves[index].Route),
                $"waves[{index}].route",
                "has a wave already; expected one wave for each route, or people would be written to twice");
            faults.AddUnless(
                index == 0 || waves[index - 1].StartsOn <= waves[index].StartsOn,
                $"waves[{index}].startsOn",
                "is before the wave above it; expected the waves in the order of their beginnings");
        }

        foreach (EntitlementRoute route in new[] { EntitlementRoute.App, EntitlementRoute.Application })
        {
            faults.AddUnless(waves.Any(wave => wave.Route == route), "waves", $"hold none for the route {CommonRules.Written(route)}; expected one, or its people would be forgotten");
        }
    }

    private static void CheckReminders(CompensationFile file, FaultList faults)
    {
        RemindersFile reminders = file.Reminders;
        faults.AddUnless(
            reminders.At >= file.Sending.DayStart && reminders.At < file.Sending.DayEnd,
            "reminders.at",
            $"{reminders.At:HH\\:mm} is outside sending.dayStart to dayEnd; expected a time at which people may be written to");
        DateOnly firstWave = file.Waves.Select(wave => wave.StartsOn).DefaultIfEmpty(DateOnly.MinValue).Min();
        for (int index = 0; index < reminders.DaysBefore.Count; index++)
        {
            int days = reminders.DaysBefore[index];
            string field = $"reminders.daysBefore[{index}]";
            faults.AddUnless(days is >= 1 and <= 366, field, $"is {days}; expected 1 to 366 days before the last day of collecting");
            faults.AddUnless(index == 0 || days < reminders.DaysBefore[index - 1], field, $"is {days}; expected fewer days than the reminder before");
            faults.AddUnless(
                days is < 1 or > 366 || file.Receipt.EndsOn.AddDays(-days) > firstWave,
                field,
                $"is {days}, which is not after the first wave's start {firstWave:yyyy-MM-dd}; expected a day on which people have had their link");
        }
    }
}
