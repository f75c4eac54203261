using Azure.Messaging;
using Compensation.Notices.Acs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Compensation.Notices;

/// <summary>Takes the delivery reports that Event Grid brings in batches, from our own communication resource only.</summary>
public sealed class ReceiveDeliveryReports(DeliveryReports reports, IOptions<AcsOptions> options, ILogger<ReceiveDeliveryReports> log)
{
    [Function(nameof(ReceiveDeliveryReports))]
    public async Task Run([EventGridTrigger(IsBatched = true)] CloudEvent[] events, CancellationToken cancellationToken)
    {
        CloudEvent[] ours = [.. events.Where(received => options.Value.Owns(received.Source))];
        if (ours.Length < events.Length)
        {
            log.ForeignEventsDropped(events.Length - ours.Length);
        }

        int merged = await reports.MergeAsync(Read(ours), cancellationToken);
        log.ReportsApplied(merged, events.Length);
    }

    private IEnumerable<DeliveryReport> Read(CloudEvent[] events)
    {
        foreach (CloudEvent received in events)
        {
            if (AcsDeliveryReports.TryRead(received) is { } report)
            {
                yield return report;
            }
            else
            {
                log.ReportOrphaned(received.Type);
            }
        }
    }
}
