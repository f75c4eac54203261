using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Compensation.Emulators.Communication.Protocol;

/// <summary>Applies the configured faults to one request after the other.</summary>
internal sealed class FaultGate(EmulatorFaults faults, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _disturbed = new(StringComparer.OrdinalIgnoreCase);
    private readonly long[] _met = new long[3];
    private EmulatorFaults _faults = faults;
    private long _minute = -1;
    private int _asked;

    /// <summary>How a message can be disturbed.</summary>
    private enum Kind
    {
        Throttled,
        Failed,
        Unanswered,
    }

    /// <summary>Messages that were disturbed by <see cref="EmulatorFaults.OneIn"/>.</summary>
    public (long Throttled, long Failed, long Unanswered) Met
    {
        get
        {
            lock (_gate)
            {
                return (_met[0], _met[1], _met[2]);
            }
        }
    }

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
    /// <param name="messages">How many are asked for.</param>
    /// <param name="key">The request's own id; null where it has none.</param>
    /// <returns>The status to answer with, and the seconds to wait after a 429; null if the request may go on.</returns>
    public (int Status, int? RetryAfter)? TakeFailure(int messages, string? key = null)
    {
        lock (_gate)
        {
            if (Take(key, Kind.Throttled))
            {
                return (429, _faults.RetryAfterSeconds);
            }

            if (Take(key, Kind.Failed))
            {
                return (_faults.FailStatus, null);
            }

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
    /// <param name="key">The request's own id; null where it has none.</param>
    public LostAnswer? TakeLostAnswer(string? key)
    {
        lock (_gate)
        {
            if (Take(key, Kind.Unanswered))
            {
                return LostAnswer.Dropped;
            }

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

    /// <summary>A message has one fate, which it meets once.</summary>
    private bool Take(string? key, Kind kind)
    {
        if (_faults.OneIn == 0 || string.IsNullOrEmpty(key))
        {
            return false;
        }

        uint lot = BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(key.ToUpperInvariant())));
        bool takes = lot % (uint)_faults.OneIn == 0 && (Kind)(lot / (uint)_faults.OneIn % 3) == kind && _disturbed.Add(key);
        _met[(int)kind] += takes ? 1 : 0;
        return takes;
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
