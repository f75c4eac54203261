using Compensation.Common;
using Compensation.Notices.Acs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Compensation.Notices.EventGrid;

/// <summary>Sorts the events of a delivery: reports of our own communication resource are recorded, what cannot be understood is set aside, others' are counted and dropped.</summary>
public sealed class DeliveryEvents(DeliveryReports reports, SetAsideEvents setAside, IOptions<AcsOptions> acs, TimeProvider time, ILogger<DeliveryEvents> log)
{
    private const int TypeLengthMax = 100;

    internal async Task<DeliveryAnswer> TakeAsync(IReadOnlyList<ReceivedEvent> delivery, CancellationToken cancellationToken)
    {
        ReceivedEvent[] ours = [.. delivery.Where(received => received.Envelope is null || acs.Value.Owns(received.Envelope.Source)).Select(Understand)];
        ReceivedEvent[] faulty = [.. ours.Where(received => received.Fault is not null)];
        int orphaned = ours.Count(received => received is { Report: null, Fault: null });
        int foreign = delivery.Count - ours.Length;
        if (foreign > 0)
        {
            log.ForeignEventsDropped(foreign);
        }

        int recorded = await reports.MergeAsync(ours.Select(received => received.Report).OfType<DeliveryReport>(), cancellationToken);
        await setAside.KeepAsync(faulty, delivery.Count, cancellationToken);
        log.ReportsApplied(recorded, delivery.Count);
        return new DeliveryAnswer(delivery.Count, recorded, faulty.Length, foreign + orphaned);
    }

    private ReceivedEvent Understand(ReceivedEvent received)
    {
        if (received.Envelope is not { } envelope)
        {
            return received;
        }

        ReceivedEvent read = AcsDeliveryReports.AreReports(envelope.Type) ? AcsDeliveryReports.Read(received, time.GetUtcNow()) : received;
        if (read is { Report: null, Fault: null })
        {
            log.ReportOrphaned(ForeignWords.Masked(envelope.Type, TypeLengthMax));
        }

        return read;
    }
}
