namespace Compensation.Local.CommunicationEmulator.Protocol;

/// <summary>Applies the configured faults to one request after the other.</summary>
internal sealed class FaultGate(EmulatorFaults faults, TimeProvider time)
{
    private readonly Lock _gate = new();
    private EmulatorFaults _faults = faults;
    private long _minute = -1;
    private int _asked;

    public EmulatorFaults Current
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

    /// <summary>Takes the next failure that is due, if any.</summary>
    /// <returns>The status to answer with, and the seconds to wait after a 429; null if the request may go on.</returns>
    public (int Status, int? RetryAfter)? TakeFailure(int messages)
    {
        lock (_gate)
        {
            if (_faults.ThrottleNext > 0)
            {
                _faults = _faults with { ThrottleNext = _faults.ThrottleNext - 1 };
                return (429, _faults.RetryAfterSeconds);
            }

            if (_faults.FailNext > 0)
            {
                _faults = _faults with { FailNext = _faults.FailNext - 1 };
                return (_faults.FailStatus, null);
            }

            return IsOverRate(messages, out int wait) ? (429, wait) : null;
        }
    }

    /// <summary>Takes the next answer that was asked for by its code, if any.</summary>
    public int? TakeAnswer()
    {
        lock (_gate)
        {
            if (_faults.AnswerNext == 0)
            {
                return null;
            }

            _faults = _faults with { AnswerNext = _faults.AnswerNext - 1 };
            return _faults.AnswerCode;
        }
    }

    public bool TakeDrop()
    {
        lock (_gate)
        {
            if (_faults.DropNext == 0)
            {
                return false;
            }

            _faults = _faults with { DropNext = _faults.DropNext - 1 };
            return true;
        }
    }

    public bool TakeUnavailableRecipient()
    {
        lock (_gate)
        {
            if (_faults.RecipientsUnavailableNext == 0)
            {
                return false;
            }

            _faults = _faults with { RecipientsUnavailableNext = _faults.RecipientsUnavailableNext - 1 };
            return true;
        }
    }

    private bool IsOverRate(int messages, out int wait)
    {
        DateTimeOffset now = time.GetUtcNow();
        long minute = now.UtcTicks / TimeSpan.TicksPerMinute;
        if (minute != _minute)
        {
            (_minute, _asked) = (minute, 0);
        }

        _asked += messages;
        wait = 60 - now.Second;
        return _asked > _faults.MessagesPerMinute;
    }
}
