using Azure.Core;
using Azure.Core.Pipeline;
using Microsoft.AspNetCore.Http;

namespace Compensation.Rehearsal.World;

/// <summary>
/// Counts the requests that leave for the table service, each try of each client, as the service would bill them.
/// To the first issue wave belongs whatever is asked between its start and the next planned step of the campaign: sending, orchestrations,
/// timers, delivery reports. Only what the receipt site and the operators' doors ask while they answer a request does not.
/// </summary>
internal sealed class TransactionMeter(TimeProvider clock, DateTimeOffset waveStartsAt, DateTimeOffset waveEndsAt) : HttpPipelineSynchronousPolicy
{
    private const string EventsPath = "/runtime";

    private long _total;
    private long _wave;

    public long Total => Interlocked.Read(ref _total);

    public long Wave => Interlocked.Read(ref _wave);

    /// <summary>The application's requests that are being answered; known once the application is built.</summary>
    public IHttpContextAccessor? Requests { get; set; }

    /// <summary>Takes up the counts of an earlier run.</summary>
    public void Restore(long total, long wave) => (_total, _wave) = (total, wave);

    public override void OnSendingRequest(HttpMessage message)
    {
        Interlocked.Increment(ref _total);
        DateTimeOffset now = clock.GetUtcNow();
        if (now >= waveStartsAt && now < waveEndsAt && !ServesPeople())
        {
            Interlocked.Increment(ref _wave);
        }
    }

    private bool ServesPeople() => Requests?.HttpContext is { } request && !request.Request.Path.StartsWithSegments(EventsPath, StringComparison.OrdinalIgnoreCase);
}
