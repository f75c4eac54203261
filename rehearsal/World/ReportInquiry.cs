namespace Compensation.Rehearsal.World;

/// <summary>Asks for the closing report at an instant, and then every hour until there is one.</summary>
/// <typeparam name="TBooks">The report, as far as the rehearsal reads it.</typeparam>
internal sealed class ReportInquiry<TBooks>
    where TBooks : class
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly RehearsedWorld _world;
    private readonly Func<Task<TBooks?>> _ask;
    private readonly DateTimeOffset _givesUpAt;
    private readonly ITimer _timer;

    /// <param name="world">Where it is asked.</param>
    /// <param name="ask">Answers null while there is no report.</param>
    /// <param name="asksAt">When it asks first.</param>
    /// <param name="givesUpAt">A campaign that has not closed by then never will.</param>
    public ReportInquiry(RehearsedWorld world, Func<Task<TBooks?>> ask, DateTimeOffset asksAt, DateTimeOffset givesUpAt)
    {
        (_world, _ask, _givesUpAt) = (world, ask, givesUpAt);
        _timer = world.At(asksAt, AskAsync);
    }

    /// <summary>The report; null while there is none.</summary>
    public TBooks? Books { get; private set; }

    private async Task AskAsync()
    {
        Books = await _ask();
        if (Books is null && _world.Clock.GetUtcNow() >= _givesUpAt)
        {
            throw new RehearsalFailedException("The campaign has ended, and two weeks later there is no closing report.");
        }

        if (Books is null)
        {
            _timer.Change(Interval, Timeout.InfiniteTimeSpan);
        }
    }
}
