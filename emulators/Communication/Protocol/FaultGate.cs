namespace Compensation.Emulators.Communication.Protocol;

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

    /// <summary>Takes the next way in which the answer to an accepted request is lost, if any.</summary>
    public LostAnswer? TakeLostAnswer()
    {
        lock (_gate)
        {
            LostAnswer? lost = _faults switch
            {
                { DropNext: > 0 } => LostAnswer.Dropped,
                { CutNext: > 0 } => LostAnswer.Cut,
                { StallNext: > 0 } => LostAnswer.Stalled,
                _ => null,
            };
            _faults = lost switch
            {
                LostAnswer.Dropped => _faults with { DropNext = _faults.DropNext - 1 },
                LostAnswer.Cut => _faults with { CutNext = _faults.CutNext - 1 },
                LostAnswer.Stalled => _faults with { StallNext = _faults.StallNext - 1 },
                _ => _faults,
            };
            return lost;
        }
    }

    /// <summary>Takes the next status that is to be a single recipient's, if any.</summary>
    public int? TakeUnavailableRecipient()
    {
        lock (_gate)
        {
            if (_faults.RecipientsUnavailableNext == 0)
            {
                return null;
            }

            _faults = _faults with { RecipientsUnavailableNext = _faults.RecipientsUnavailableNext - 1 };
            return _faults.RecipientStatus;
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

/// <summary>How the answer to a request that was accepted does not arrive.</summary>
internal enum LostAnswer
{
    /// <summary>The connection is dropped without an answer.</summary>
    Dropped,

    /// <summary>The connection is dropped in the middle of the answer.</summary>
    Cut,

    /// <summary>No answer comes as long as anybody waits for one.</summary>
    Stalled,
}
