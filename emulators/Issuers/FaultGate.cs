namespace Compensation.Emulators.Issuers;

/// <summary>Applies the configured faults to one request after the other.</summary>
internal sealed class FaultGate(IssuersFaults faults)
{
    private readonly Lock _gate = new();
    private IssuersFaults _faults = faults;

    public IssuersFaults Current
    {
        get
        {
            lock (_gate)
            {
                return _faults;
            }
        }

        set
        {
            lock (_gate)
            {
                _faults = value;
            }
        }
    }

    /// <returns>Retry-After in seconds; null where the request may go on.</returns>
    public int? TakeThrottle() => Take(faults => faults.ThrottleNext, (faults, left) => faults with { ThrottleNext = left })?.RetryAfterSeconds;

    /// <returns>The status to answer with; null where the request may go on.</returns>
    public int? TakeFailure() => Take(faults => faults.FailNext, (faults, left) => faults with { FailNext = left })?.FailStatus;

    /// <returns>The Amazon protocol's error; null where the request may go on.</returns>
    public string? TakeError() => Take(faults => faults.ErrorNext, (faults, left) => faults with { ErrorNext = left })?.ErrorCode;

    /// <summary>Answers what is judged, unless the answer is to be lost.</summary>
    public async Task AnswerAsync(HttpContext http, Book book, Func<Task<IResult>> judge)
    {
        if (Current.Down)
        {
            http.Abort();
            return;
        }

        book.Count(counts => counts with { Requests = counts.Requests + 1 });
        IResult result = await judge();
        if (TakeDrop())
        {
            http.Abort();
            return;
        }

        await (TakeStall() ? EmulatorServer.NeverAsync(http) : result.ExecuteAsync(http));
    }

    private bool TakeDrop() => Take(faults => faults.DropNext, (faults, left) => faults with { DropNext = left }) is not null;

    private bool TakeStall() => Take(faults => faults.StallNext, (faults, left) => faults with { StallNext = left }) is not null;

    private IssuersFaults? Take(Func<IssuersFaults, int> count, Func<IssuersFaults, int, IssuersFaults> with)
    {
        lock (_gate)
        {
            int left = count(_faults);
            if (left == 0)
            {
                return null;
            }

            return _faults = with(_faults, left - 1);
        }
    }
}
