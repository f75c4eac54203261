using Compensation.Campaigns;
using Compensation.Common.Hosting;
using Microsoft.DurableTask.Client;

namespace Compensation.Closing;

/// <summary>Has the books of a campaign counted as they stand now; while one count runs a second is not begun.</summary>
public sealed class BeginInterimReport(IEnumerable<ISealedBooks> books, TimeProvider time)
{
    /// <returns>When it was asked for; null where nothing is sealed yet.</returns>
    public async Task<DateTimeOffset?> HandleAsync(Campaign campaign, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        foreach (ISealedBooks one in books)
        {
            if (await one.FindAsync(campaign.Id, cancellationToken) is { } ledger)
            {
                DateTimeOffset now = time.GetUtcNow();
                CloseOrder order = new(campaign.Id, campaign.Shards, ledger.Seal, ledger.Owed) { IsInterim = now < campaign.BooksCloseAt, IsOnDemand = true };
                await orchestrations.StartUnlessRunningAsync(nameof(CloseBooks), order, $"{campaign.Id}:interim-report", cancellationToken);
                return now;
            }
        }

        return null;
    }
}
