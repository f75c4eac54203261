namespace Compensation.Emulators.PointsSystem;

/// <summary>Applies the configured faults to one request after the other.</summary>
internal sealed class FaultGate(PointsSystemFaults faults)
{
    private readonly Lock _gate = new();
    private PointsSystemFaults _faults = faults;

    public PointsSystemFaults Current
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

    /// <returns>The status to answer with, and the seconds to wait after a 429; null if the request may go on.</returns>
    public (int Status, int? RetryAfter)? TakeFailure()
    {
        lock (_gate)
        {
            if (_faults.ThrottleNext > 0)
            {
                _faults = _faults with { ThrottleNext = _faults.ThrottleNext - 1 };
                return (StatusCodes.Status429TooManyRequests, _faults.RetryAfterSeconds);
            }

            if (_faults.FailNext > 0)
            {
                _faults = _faults with { FailNext = _faults.FailNext - 1 };
                return (_faults.FailStatus, null);
            }

            return null;
        }
    }

    public bool TakeDrop()
    {
        lock (_gate)
        {
            bool drops = _faults.DropNext > 0;
            _faults = drops ? _faults with { DropNext = _faults.DropNext - 1 } : _faults;
            return drops;
        }
    }
}
