using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Compensation.Emulators.PointsSystem;

/// <summary>Applies the configured faults to one request after the other.</summary>
internal sealed class FaultGate(PointsSystemFaults faults)
{
    private readonly Lock _gate = new();
    private readonly HashSet<Guid> _disturbed = [];
    private readonly long[] _met = new long[3];
    private PointsSystemFaults _faults = faults;

    /// <summary>How a posting can be disturbed.</summary>
    private enum Kind
    {
        Throttled,
        Failed,
        Unanswered,
    }

    /// <summary>Requests that were disturbed by <see cref="PointsSystemFaults.OneIn"/>.</summary>
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
    public (int Status, int? RetryAfter)? TakeFailure(string key)
    {
        lock (_gate)
        {
            if (Take(key, Kind.Throttled))
            {
                return (StatusCodes.Status429TooManyRequests, _faults.RetryAfterSeconds);
            }

            if (Take(key, Kind.Failed))
            {
                return (_faults.FailStatus, null);
            }

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

    public bool TakeDrop(string key)
    {
        lock (_gate)
        {
            if (Take(key, Kind.Unanswered))
            {
                return true;
            }

            bool drops = _faults.DropNext > 0;
            _faults = drops ? _faults with { DropNext = _faults.DropNext - 1 } : _faults;
            return drops;
        }
    }

    /// <summary>A posting has one fate, which it meets once.</summary>
    private bool Take(string key, Kind kind)
    {
        if (_faults.OneIn == 0 || !Guid.TryParse(key, out Guid id))
        {
            return false;
        }

        uint lot = BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(id.ToByteArray()));
        bool takes = lot % (uint)_faults.OneIn == 0 && (Kind)(lot / (uint)_faults.OneIn % 3) == kind && _disturbed.Add(id);
        _met[(int)kind] += takes ? 1 : 0;
        return takes;
    }
}
