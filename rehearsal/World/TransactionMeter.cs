using Azure.Core;
using Azure.Core.Pipeline;
using Compensation.Notices.EventGrid;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Rehearsal.World;

/// <summary>
/// Counts the requests that leave for the table service, each try of each client, as the service would bill them.
/// To the first issue wave belongs whatever is asked between its start and the next planned step of the campaign: sending, orchestrations,
/// timers, delivery reports. Only what the receipt site and the operators' doors ask while they answer a request does not.
/// </summary>
internal sealed class TransactionMeter(TimeProvider clock, DateTimeOffset waveStartsAt, DateTimeOffset waveEndsAt) : HttpPipelineSynchronousPolicy
{
    private static readonly PathString ReportsPath = $"/{ReceiveDeliveryReports.Route}";

    private readonly AsyncLocal<bool> _servesPeople = new();
    private long _total;
    private long _wave;

    public long Total => Interlocked.Read(ref _total);

    public long Wave => Interlocked.Read(ref _wave);

    /// <summary>Takes up the counts of an earlier run.</summary>
    public void Restore(long total, long wave) => (_total, _wave) = (total, wave);

    public override void OnSendingRequest(HttpMessage message)
    {
        Interlocked.Increment(ref _total);
        DateTimeOffset now = clock.GetUtcNow();
        if (now >= waveStartsAt && now < waveEndsAt && !_servesPeople.Value)
        {
            Interlocked.Increment(ref _wave);
        }
    }

    /// <summary>Around each run of a function: what it asks of the tables while it answers people is theirs.</summary>
    public Task MeasureAsync(FunctionContext context, Func<Task> next)
    {
        _servesPeople.Value = context.GetHttpContext() is { } http && !http.Request.Path.StartsWithSegments(ReportsPath, StringComparison.OrdinalIgnoreCase);
        return next();
    }
}
