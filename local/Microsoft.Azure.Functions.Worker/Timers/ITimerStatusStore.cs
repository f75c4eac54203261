namespace Microsoft.Azure.Functions.Worker;

/// <summary>Keeps what timers must know after a restart.</summary>
internal interface ITimerStatusStore
{
    Task<ScheduleStatus?> ReadAsync(string timer, CancellationToken cancellation);

    Task WriteAsync(string timer, ScheduleStatus status, CancellationToken cancellation);
}
