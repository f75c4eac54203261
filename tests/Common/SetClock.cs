namespace Compensation.Tests.Common;

/// <summary>A machine's clock that somebody sets, and the monotonic one beside it that goes on.</summary>
internal sealed class SetClock(DateTimeOffset start) : TimeProvider
{
    private TimeSpan _passed;
    private TimeSpan _set;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => start + _passed + _set;

    public override long GetTimestamp() => _passed.Ticks;

    public void Pass(TimeSpan time) => _passed += time;

    public void SetBack(TimeSpan by) => _set -= by;
}
