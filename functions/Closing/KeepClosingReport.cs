using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Compensation.Closing;

/// <summary>Makes the report of what was counted and stores it. Unchanged books keep the report they have, with its date.</summary>
public sealed class KeepClosingReport(ClosingReportStore reports, TimeProvider time, ILogger<KeepClosingReport> log)
{
    [Function(nameof(KeepClosingReport))]
    public async Task<ClosingReport> Run([ActivityTrigger] CountedBooks books, CancellationToken cancellationToken)
    {
        ClosingReport report = ClosingReport.Of(books, time.GetUtcNow());
        if (await reports.FindAsync(report.Campaign, cancellationToken) is { } earlier && ClosingReportStore.SaySame(earlier, report with { ClosedAt = earlier.ClosedAt }))
        {
            return earlier;
        }

        await reports.KeepAsync(report, cancellationToken);
        log.BooksClosed(report.Campaign, report.People, report.Entitled.Yen.Amount);
        foreach (Discrepancy discrepancy in report.Discrepancies)
        {
            (PeopleAndYen expected, PeopleAndYen found) = (discrepancy.Expected, discrepancy.Found);
            log.BooksDoNotAddUp(report.Campaign, discrepancy.Check, expected.People, expected.Yen.Amount, found.People, found.Yen.Amount);
        }

        return report;
    }
}
