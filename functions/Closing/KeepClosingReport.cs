using System.Text.Json;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Notices;
using Compensation.Operations.Alarms;
using Compensation.Waves;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Compensation.Closing;

/// <summary>Makes the report of what was counted and stores it. Unchanged books keep the report they have, with its date.</summary>
public sealed class KeepClosingReport(
    CampaignCatalog campaigns, IEnumerable<IReportChapter> chapters, IEnumerable<IOwedSinceSeal> since, ClosingReportStore reports, WaveStore waves, IAlarms alarms, IOptions<PriceOptions> prices, TimeProvider time, ILogger<KeepClosingReport> log)
{
    [Function(nameof(KeepClosingReport))]
    public async Task<ClosingReport> Run([ActivityTrigger] CountedBooks counted, CancellationToken cancellationToken)
    {
        CountedBooks books = counted with { Supplements = await SupplementsAsync(counted.Order.Campaign, cancellationToken) };
        ClosingReport report = await WithChaptersAsync(
            ClosingReport.Of(books, time.GetUtcNow()) with
            {
                Departures = await DeparturesAsync(books.Order.Campaign, cancellationToken),
                Costs = CostsOf(books.Tally),
                Prefecture = campaigns[books.Order.Campaign].Prefecture?.Name,
            },
            cancellationToken);
        if (books.Order.IsOnDemand)
        {
            await reports.KeepInterimAsync(report, cancellationToken);
            return report;
        }

        if (await reports.FindAsync(report.Campaign, cancellationToken) is { } earlier && ClosingReportStore.SaySame(earlier, report with { ClosedAt = earlier.ClosedAt }))
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
        log.BooksClosed(report.Campaign, report.People, report.Entitled.Yen.Amount);
        foreach (Discrepancy discrepancy in report.Discrepancies)
        {
            (PeopleAndYen expected, PeopleAndYen found) = (discrepancy.Expected, discrepancy.Found);
            log.BooksDoNotAddUp(report.Campaign, discrepancy.Check, expected.People, expected.Yen.Amount, found.People, found.Yen.Amount);
        }

        return report;
    }

    private MessageCosts CostsOf(Tally tally) => new(
        tally.SmsSegments, (long)Math.Ceiling(tally.SmsSegments * prices.Value.YenPerSmsSegment), tally.Breakdown.Emails, (long)Math.Ceiling(tally.Breakdown.Emails * prices.Value.YenPerEmail));

    private async Task<PeopleAndYen> SupplementsAsync(CampaignId campaign, CancellationToken cancellationToken)
    {
        PeopleAndYen sum = PeopleAndYen.Nobody;
        foreach (IOwedSinceSeal slice in since)
        {
            sum += await slice.CountAsync(campaign, cancellationToken);
        }

        return sum;
    }

    private async Task<ClosingReport> WithChaptersAsync(ClosingReport report, CancellationToken cancellationToken)
    {
        Dictionary<string, JsonElement> members = new(StringComparer.Ordinal);
        List<Discrepancy> discrepancies = [.. report.Discrepancies];
        foreach (IReportChapter chapter in chapters.OrderBy(chapter => chapter.Member, StringComparer.Ordinal))
        {
            if (await chapter.CountAsync(campaigns[report.Campaign], report, cancellationToken) is { } counted)
            {
                members.Add(chapter.Member, counted.Figures);
                discrepancies.AddRange(counted.Discrepancies);
            }
        }

        return report with { Chapters = members, Discrepancies = discrepancies, Balanced = discrepancies.Count == 0 };
    }

    /// <summary>One that was never started has left nothing.</summary>
    private async Task<IReadOnlyList<DepartedWave>> DeparturesAsync(CampaignId campaign, CancellationToken cancellationToken) => await waves.ListAsync(campaign, cancellationToken)
        .Where(wave => wave is { Departure: not null, Standing: not WaveStanding.Planned })
        .Select(wave => new DepartedWave(wave.Plan.WaveId, wave.Departure!.What, wave.Departure.Why, wave.Departure.By))
        .ToListAsync(cancellationToken);
}
