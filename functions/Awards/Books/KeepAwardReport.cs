using Compensation.Awards.Shared;
using Compensation.Operations.Alarms;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Compensation.Awards.Books;

/// <summary>Makes the report of what was counted and stores it. Unchanged books keep the report they have, with its date.</summary>
public sealed class KeepAwardReport(AwardReportStore reports, RulesStore rules, IAlarms alarms, TimeProvider time, ILogger<KeepAwardReport> log)
{
    [Function(nameof(KeepAwardReport))]
    public async Task<AwardClosingReport> Run([ActivityTrigger] CountedAwards counted, CancellationToken cancellationToken)
    {
        ComputedAwards? computed = await rules.FindTotalsAsync(counted.Campaign, cancellationToken);
        AwardClosingReport report = AwardClosingReport.Of(counted, time.GetUtcNow()) with { Rounding = computed?.Rounding, Shared = computed?.Shared ?? SharedTransactions.None };
        if (await reports.FindAsync(report.Campaign, cancellationToken) is { } earlier && AwardReportStore.SaySame(earlier, report with { ClosedAt = earlier.ClosedAt }))
        {
            return earlier;
        }

        // Before the report is kept: whoever repeats it after a crash finds the report and says nothing.
        if (report.Discrepancies.Count > 0)
        {
            string checks = string.Join(", ", report.Discrepancies.Select(discrepancy => discrepancy.Check));
            await alarms.RaiseAsync(AlarmKind.BooksDoNotAddUp, report.Campaign, matter: string.Empty, $"The closing report does not add up: {checks}.", cancellationToken);
        }

        await reports.KeepAsync(report, cancellationToken);
        log.AwardBooksClosed(report.Campaign, report.Computed.Members, report.Computed.Points.Amount);
        foreach (AwardDiscrepancy discrepancy in report.Discrepancies)
        {
            (MembersAndPoints expected, MembersAndPoints found) = (discrepancy.Expected, discrepancy.Found);
            log.AwardBooksDoNotAddUp(report.Campaign, discrepancy.Check, expected.Members, expected.Points.Amount, found.Members, found.Points.Amount);
        }

        return report;
    }
}
